"""Gives players for the sounds of the paper in hand. Light: what a player is made of comes with the first."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from examclient.ui.sound.sound_desk import SoundDesk
    from examprotocol.paper_parts import Media


class Players:
    """Knows which desk plays. What is played and counted is the desk's, so a new player goes on with it."""

    def __init__(self) -> None:
        self._desk: SoundDesk | None = None

    def serve(self, desk: "SoundDesk | None") -> None:
        """Players that are made from now on are this desk's."""
        self._desk = desk

    def player(self, media: "Media") -> "QWidget":
        """A new player of this sound; without a desk it only names the sound."""
        from examclient.ui.widgets.player import SoundPlayer  # noqa: PLC0415 - a paper without sound needs none

        player = SoundPlayer(media, self._desk.length_of(media) if self._desk is not None else 0)
        if self._desk is not None:
            player.play_wanted.connect(self._desk.play)
            player.pause_wanted.connect(self._desk.pause)
            player.go_on_wanted.connect(self._desk.go_on)
            player.seek_wanted.connect(self._desk.seek)
            player.volume_wanted.connect(self._desk.set_volume)
            self._desk.changed.connect(player.show_sound)
            self._desk.moved.connect(player.show_time)
            player.show_sound(self._desk.state)
        return player
