"""The sounds of the paper in hand: one plays at a time, and who may play is told by the journal.

Rule: a play is on disk before anything sounds, and so is its end before the answers are handed in. Nothing
here gives a play back.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from examclient.domain.notes import LENGTH, three_notes
from examclient.domain.phases import Phase
from examclient.domain.sounds import (
    Hearing,
    Place,
    Playing,
    SoundCheck,
    SoundState,
    SoundTrouble,
    lost_plays,
    sounds_in,
)
from examclient.domain.state import ExamState
from examclient.ui.background import Background
from examclient.ui.sound.outlet import Outlet
from examclient.ui.stage import AT_WORK, Stage
from examclient.usecases.paper import Sound
from examprotocol.paper import Paper
from examprotocol.paper_parts import Media
from examprotocol.plays import Plays

log = logging.getLogger(__name__)

AUDIBLE = (Hearing.HEARD, Hearing.WAVE_ONLY)
NO_PLAYS: Mapping[str, Plays] = {}


class Counting(Protocol):
    """The journal of the attempt that runs here."""

    def play(self, media: str, max_plays: int) -> bool:
        """Write that a play begins, unless none is left."""

    def end_play(self, media: str, at_ms: int, *, complete: bool) -> None:
        """Write how far it came."""

    def plays(self) -> Mapping[str, Plays]:
        """All plays of the attempt."""


class Sounding(Protocol):
    """The paper in hand, as OpenPaper."""

    paper: Paper

    def sound(self, asset_id: str) -> Sound | None:
        """A sound's bytes, None where they are missing or damaged."""


SEEN_FIRST = 100
"""Milliseconds until what plays is loaded, which takes as long and would stand before the first question."""


class SoundDesk(QObject):
    """Owns the play that runs. Knows no widget. `choose` finds the way of playing when a paper has sounds.

    Signals:
        changed(SoundState): something that players show.
        moved(int): how far the play is, in milliseconds.
        written(): something more is in the journal; it can be sent.
        volume_chosen(int): in percent, to be kept for this machine.
    """

    changed = Signal(object)
    moved = Signal(int)
    written = Signal()
    volume_chosen = Signal(int)

    def __init__(
        self, disk: Background, reading: Background, stage: Stage, choose: Callable[[], Outlet], volume: int
    ) -> None:
        super().__init__()
        self._disk = disk
        self._reading = reading
        self._stage = stage
        self._choose = choose
        self._outlet: Outlet | None = None
        self._journal: Counting | None = None
        self._paper: Sounding | None = None
        self._places: Mapping[str, Place] = {}
        self._was_heard = True
        self._is_held = self._is_over = False
        self.state = SoundState(volume=volume)
        self._opening = QTimer(self, singleShot=True, interval=SEEN_FIRST)
        self._opening.timeout.connect(self._open)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._pass_on)
        stage.state_changed.connect(self._on_state)

    # -- what is here -----------------------------------------------------------------------------------

    def serve(self, journal: Counting | None) -> None:
        """This attempt runs from now on, or none."""
        self._end(complete=False)
        self._journal = journal
        if journal is None:
            self._opening.stop()
            self._paper, self._places = None, {}
        has_sounds = bool(self._places)
        self._change(check=SoundCheck.OPEN, starting="", trouble=None, troubled="", has_sounds=has_sounds)

    def show_paper(self, paper: Sounding) -> None:
        """These are its sounds from now on; a play that runs goes on. Loads what plays, if there is any, a
        moment later: whoever comes back into the middle of an exam sees the question first.
        """
        self._paper, self._places = paper, sounds_in(paper.paper)
        if self._places and self._outlet is None:
            self._opening.start()
        hearing = self._outlet.hearing() if self._outlet else Hearing.UNKNOWN
        unplayable = self._unplayable(paper.paper)
        self._change(has_sounds=bool(self._places), hearing=hearing, unplayable=unplayable)

    def _unplayable(self, paper: Paper) -> int:
        """How many recordings nobody would hear here, though others are heard."""
        used, outlet = {place.media.asset_id for place in self._places.values()}, self._outlet
        types = [one.media_type for one in paper.assets if one.asset_id in used]
        return sum(not outlet.can_play(one) for one in types) if outlet is not None else 0

    def length_of(self, media: Media) -> int:
        """Milliseconds, as the paper says; 0 where it does not."""
        assets = self._paper.paper.assets if self._paper is not None else ()
        return next((asset.duration for asset in assets if asset.asset_id == media.asset_id), 0)

    # -- what the candidate wishes ----------------------------------------------------------------------

    def play(self, media: Media) -> None:
        """Play from the beginning, if the journal has a play left."""
        self._open_now()
        journal, paper, outlet = self._journal, self._paper, self._outlet
        is_ready = self.state.may_play and not self.state.is_engaged()
        if journal is None or paper is None or outlet is None or not is_ready:
            return
        self._end(complete=False)
        self._change(starting=media.id, trouble=None, troubled="")
        self._reading.run(
            lambda: paper.sound(media.asset_id),
            lambda sound: self._on_read(journal, media, sound),
            lambda error: self._refuse(media.id, SoundTrouble.MISSING, str(error)),
        )

    def pause(self) -> None:
        """Stand still, where the paper allows it."""
        playing = self.state.playing
        if playing and self._outlet and playing.media.may_pause and not playing.is_paused:
            self._outlet.pause()
            self._change(playing=replace(playing, is_paused=True))

    def go_on(self) -> None:
        """After a pause."""
        playing = self.state.playing
        if playing and self._outlet and playing.is_paused:
            self._outlet.go_on()
            self._change(playing=replace(playing, is_paused=False))

    def seek(self, at: int) -> None:
        """Go to this millisecond, where the paper allows it."""
        playing = self.state.playing
        if playing and self._outlet and playing.media.may_seek:
            self._outlet.seek(max(0, min(at, playing.length)))

    def set_volume(self, percent: int) -> None:
        """As loud as that, at this machine."""
        if percent != self.state.volume:
            if self._outlet:
                self._outlet.set_volume(percent)
            self._change(volume=percent)
            self.volume_chosen.emit(percent)

    @Slot()
    def check(self) -> None:
        """Play the three notes of the sound check; nothing of the paper plays meanwhile. On the login page
        nothing that plays was loaded before.
        """
        self._open_now()
        if self._outlet is None and self._journal is None:
            self._open()
        if self._outlet and self.state.playing is None and not self.state.may_play:
            self._change(check=SoundCheck.PLAYING)
            self._outlet.start(three_notes(), "audio/wav", LENGTH)

    @Slot(bool)
    def say_heard(self, heard: bool) -> None:
        """The candidate says whether the notes were heard."""
        self._change(check=SoundCheck.HEARD if heard else SoundCheck.NOT_HEARD)

    def silence(self) -> None:
        """End what plays: nobody listens any more."""
        self._end(complete=False)
        if self._outlet:
            self._outlet.stop()

    def close(self) -> None:
        """The same for good. What comes from a lane after it begins nothing: the lanes take no more work."""
        self.silence()
        self._is_over = True
        self._later.stop()
        self._opening.stop()

    # -- a play -----------------------------------------------------------------------------------------

    def _on_read(self, journal: Counting, media: Media, sound: Sound | None) -> None:
        outlet = self._outlet
        if journal is not self._journal or outlet is None or self._is_over:
            return
        if sound is None:
            self._refuse(media.id, SoundTrouble.MISSING, "its part is missing or damaged")
        elif not outlet.can_play(sound.media_type):
            self._refuse(media.id, SoundTrouble.NOT_PLAYABLE, sound.media_type)
        else:
            self._disk.run(
                lambda: journal.play(media.id, media.max_plays),
                lambda allowed: self._on_noted(journal, media, sound, allowed=allowed),
                lambda error: self._refuse(media.id, SoundTrouble.NOT_KEPT, str(error)),
            )

    def _on_noted(self, journal: Counting, media: Media, sound: Sound, *, allowed: bool) -> None:
        """The play is on disk. Where the candidate may play no more by now, it is ended there, too."""
        if self._is_over:
            return
        if not allowed:
            self._refuse(media.id, SoundTrouble.NONE_LEFT, "no play is left")
            return
        if journal is not self._journal or not self._may_play(self._stage.state) or self._outlet is None:
            self._note_end(journal, Playing(media, ""), complete=False)
            if journal is self._journal:
                self._change(starting="")
            return
        place = self._places.get(media.id)
        self._was_heard = self._outlet.hearing() in AUDIBLE
        playing = Playing(media, place.question if place else self._stage.state.current, 0, sound.length)
        self._change(starting="", playing=playing)
        self._outlet.set_volume(self.state.volume)
        self._outlet.start(sound.data, sound.media_type, sound.length)
        self.written.emit()

    def _refuse(self, media: str, trouble: SoundTrouble, why: str) -> None:
        log.warning("sound %s does not play: %s", media, why)
        self._change(starting="", trouble=trouble, troubled=media)

    def _end(self, *, complete: bool) -> None:
        """Stop what plays; how far it came goes to the disk."""
        playing, journal = self.state.playing, self._journal
        if playing is None or journal is None or self._outlet is None:
            return
        self._outlet.stop()
        self._is_held = False
        if self._stage.state.phase is not Phase.MOVED:
            self._note_end(journal, playing, complete=complete)
        self._change(playing=None)

    def _note_end(self, journal: Counting, playing: Playing, *, complete: bool) -> None:
        self._disk.run(
            lambda: journal.end_play(playing.media.id, playing.at, complete=complete),
            lambda _: self.written.emit(),
            lambda error: log.warning("the end of a play is not in the journal: %s", error),
        )

    # -- what comes from the outlet and from the stage ------------------------------------------------------

    def _open_now(self) -> None:
        """Who wants to hear something waits no longer."""
        if self._opening.isActive():
            self._opening.stop()
            self._open()

    def _open(self) -> None:
        outlet = self._outlet = self._choose()
        outlet.moved.connect(self._on_moved)
        outlet.ended.connect(self._on_ended)
        outlet.failed.connect(self._on_failed)
        outlet.hearing_changed.connect(self._on_hearing)
        outlet.set_volume(self.state.volume)
        unplayable = self._unplayable(self._paper.paper) if self._paper is not None else 0
        self._change(hearing=outlet.hearing(), unplayable=unplayable)

    def _on_moved(self, at: int) -> None:
        playing = self.state.playing
        if playing is not None:
            is_another_second = at // 1000 != playing.at // 1000
            self.state = replace(self.state, playing=replace(playing, at=at))
            self.moved.emit(at)
            if is_another_second:
                self._change()

    def _on_ended(self) -> None:
        playing = self.state.playing
        if playing is not None:
            self.state = replace(self.state, playing=replace(playing, at=playing.length or playing.at))
            self._end(complete=self._was_heard)
        elif self.state.check is SoundCheck.PLAYING:
            self._end_check(SoundCheck.ASKED)

    def _on_failed(self, why: str) -> None:
        playing = self.state.playing
        if playing is not None:
            self._end(complete=False)
            self._refuse(playing.media.id, SoundTrouble.BROKE_OFF, why)
        elif self.state.check is SoundCheck.PLAYING:
            log.warning("the sound check does not play: %s", why)
            self._end_check(SoundCheck.NOT_HEARD)

    def _on_hearing(self) -> None:
        hearing = self._outlet.hearing() if self._outlet else Hearing.UNKNOWN
        self._was_heard = self._was_heard and hearing in AUDIBLE
        self._change(hearing=hearing)

    def _end_check(self, check: SoundCheck) -> None:
        if self._outlet:
            self._outlet.stop()
        self._change(check=check)

    def _plays(self) -> Mapping[str, Plays]:
        return self._journal.plays() if self._journal is not None else NO_PLAYS

    def _may_play(self, state: ExamState) -> bool:
        return state.phase in AT_WORK and not state.is_hidden

    def _on_state(self, state: ExamState) -> None:
        """What ends a play is done at once, before the answers are handed in; what is shown follows."""
        if state.phase not in AT_WORK:
            self._end(complete=False)
        elif self.state.check is SoundCheck.PLAYING:
            self._end_check(SoundCheck.OPEN)
        self._hold(held=state.is_hidden)
        plays = self._plays()
        if self.state.may_play != self._may_play(state) or plays is not self.state.plays:
            self._change()

    def _hold(self, *, held: bool) -> None:
        """While the paper is covered nothing of it is heard."""
        playing = self.state.playing
        if playing and self._outlet and held != self._is_held and not playing.is_paused:
            self._is_held = held
            (self._outlet.pause if held else self._outlet.go_on)()

    def _change(self, **changes: Any) -> None:
        """Players and pages hear of it once this turn is over: a state must not overtake another one."""
        state = replace(self.state, **changes)
        plays = self._plays()
        running = state.playing.media.id if state.playing else state.starting
        lost = lost_plays(self._places, plays, running)
        may_play = self._may_play(self._stage.state)
        self.state = replace(state, plays=plays, lost=lost, may_play=may_play)
        if not self._is_over:
            self._later.start()

    def _pass_on(self) -> None:
        self.changed.emit(self.state)
        self._stage.show(sound=self.state)
