"""The player of one sound of the paper: play, pause, seek, the time, the plays left, the volume."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QVBoxLayout

from examclient.domain.sounds import Hearing, Playing, SoundState
from examclient.ui.sound_sentences import sentence_of_hearing, sentence_of_sound
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_enabled, set_mark, set_spoken, set_text
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.volume import VolumeSlider
from examprotocol.paper_parts import Media

STEP, PAGE = 5_000, 15_000
"""Milliseconds by an arrow key, and by Page Up and Page Down."""

UNHEARD = (Hearing.NO_DEVICE, Hearing.NOTHING)


def sound_time(milliseconds: int) -> str:
    """`0:09`, `12:30`, `1:02:30`: how far a sound is, begun seconds not counted."""
    seconds = milliseconds // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


class SoundPlayer(QFrame):
    """Shows how one sound stands; `length` in milliseconds, 0 where the paper does not say it. Holds no count
    and plays nothing. It keeps its size: what is below does not move when a play begins.

    Signals:
        play_wanted(Media): play from the beginning.
        pause_wanted(), go_on_wanted(): stand still, and go on.
        seek_wanted(int): go to this millisecond.
        volume_wanted(int): in percent.
    """

    play_wanted = Signal(object)
    pause_wanted = Signal()
    go_on_wanted = Signal()
    seek_wanted = Signal(int)
    volume_wanted = Signal(int)

    def __init__(self, media: Media, length: int = 0) -> None:
        super().__init__()
        self._media = media
        self._length = length
        self._state = SoundState()
        self.setProperty("kind", "player")
        self._title = make_label("strong", wrap=True)
        self.button = make_button("primary")
        keep_focus_elsewhere(self.button)
        self._time = make_label("clock_of_sound")
        self.track = QSlider(Qt.Orientation.Horizontal)
        self.track.setSingleStep(STEP)
        self.track.setPageStep(PAGE)
        self.volume = VolumeSlider()
        self._plays = WordsOnDemand("hint")
        self._trouble = WordsOnDemand("hint")
        self._lay_out()
        self.button.clicked.connect(self._on_clicked)
        self.track.valueChanged.connect(self._on_track)
        self.volume.volume_wanted.connect(self.volume_wanted)
        self._show()

    @Slot(object)
    def show_sound(self, state: SoundState) -> None:
        """Show how this sound stands."""
        self._state = state
        self._show()

    @Slot(int)
    def show_time(self, at: int) -> None:
        """The play is so far, in milliseconds; of another sound it says nothing."""
        playing = self._mine()
        if playing is not None:
            self._show_track(at, playing.length)

    @property
    def is_running(self) -> bool:
        """Whether this recording plays or is paused."""
        return self._mine() is not None

    def words(self) -> str:
        """All that it says."""
        labels = (self._title, self._time, self._plays, self._trouble)
        return "\n".join(label.text() for label in labels if label.text() and not label.isHidden())

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.volume.retranslate()
            self._show()

    def _mine(self) -> Playing | None:
        return self._state.playing if self._state.is_playing(self._media.id) else None

    def _show(self) -> None:
        playing = self._mine()
        set_text(self._title, self._media.title or self.tr("Recording"))
        set_text(self.button, self._wish(playing))
        set_spoken(self.button, f"{self.button.text()}: {self._title.text()}")
        set_enabled(self.button, enabled=self._may_press(playing))
        self._plays.say(self._words_of_plays())
        self._say_trouble()
        self.volume.show_volume(self._state.volume)
        self._show_track(playing.at if playing else 0, playing.length if playing else 0)
        set_enabled(self.track, enabled=bool(playing) and self._media.may_seek and self._state.may_play)
        set_spoken(self.track, self.tr("Position in the recording"))

    def _wish(self, playing: Playing | None) -> str:
        if playing is None:
            played = self._state.plays.get(self._media.id)
            return self.tr("Play again") if played is not None and played.used else self.tr("Play")
        if playing.is_paused:
            return self.tr("Go on")
        return self.tr("Pause") if self._media.may_pause else self.tr("Playing")

    def _may_press(self, playing: Playing | None) -> bool:
        if not self._state.may_play:
            return False
        if playing is not None:
            return playing.is_paused or self._media.may_pause
        return not self._state.is_engaged() and self._state.left(self._media) != 0

    def _words_of_plays(self) -> str:
        left, playing = self._state.left(self._media), self._mine()
        if left is None:
            return ""
        if self._state.is_engaged() and playing is None and self._state.starting != self._media.id:
            return self.tr("Another recording is playing. This one can be played when it has ended.")
        if not left:
            return self.tr("It is playing for the last time.") if playing else self.tr("No play is left.")
        words = self.tr("%n play(s) left", "", left)
        return words if playing else self.tr("{left}. A play counts from its beginning.").format(left=words)

    def _say_trouble(self) -> None:
        hearing = sentence_of_hearing(self._state) if self._state.hearing in UNHEARD else None
        if self._state.trouble is not None and self._state.troubled == self._media.id:
            self._trouble.say(sentence_of_sound(self._state.trouble).whole)
        else:
            self._trouble.say(hearing.whole if hearing else "")
        set_mark(self._trouble, "level", "warning")

    def _show_track(self, at: int, length: int) -> None:
        whole = length or self._length
        set_text(self._time, f"{sound_time(at)} / {sound_time(whole)}" if whole else sound_time(at))
        if not self.track.isSliderDown():
            self.track.blockSignals(True)
            self.track.setRange(0, max(1, whole))
            self.track.setValue(at)
            self.track.blockSignals(False)

    def _on_clicked(self) -> None:
        playing = self._mine()
        if playing is None:
            self.play_wanted.emit(self._media)
        elif playing.is_paused:
            self.go_on_wanted.emit()
        else:
            self.pause_wanted.emit()

    def _on_track(self, at: int) -> None:
        if self._mine() is not None and self._media.may_seek:
            self.seek_wanted.emit(at)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(16)
        first.addWidget(self.button)
        first.addWidget(self._title, 1)
        first.addWidget(self._time)
        second = QHBoxLayout()
        second.setSpacing(24)
        second.addWidget(self._plays, 1)
        second.addStretch(0)
        second.addWidget(self.volume, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self.track)
        column.addLayout(second)
        column.addWidget(self._trouble)
