"""Owns the exam's state: what the screen shows is worked out here and nowhere else.

Rule: the lights are driven by the journal and by the site's acknowledgement, never by the state of a socket.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QObject, Signal

from examclient.domain.clock import SiteClock
from examclient.domain.news import BACK_SHOWN, MORE_TIME_SHOWN, Passing, choose_news
from examclient.domain.phases import Phase, Step, next_phase
from examclient.domain.state import ExamState, Lights, LocalSaving, News, ReceiptSummary
from examclient.domain.unsaved import with_unsaved
from examclient.domain.worries import Worry
from examclient.errors import ExamError, SiteRefusedError
from examprotocol.merge import Answers
from examprotocol.responses import Response

AT_WORK = (Phase.ANSWERING, Phase.REVIEWING)

UNDER_WAY = (Phase.PREPARING, Phase.WAITING, *AT_WORK)


class Unsaved(Protocol):
    """What is typed and not on disk yet."""

    def unsaved(self) -> Mapping[str, Response]:
        """Question to response."""

    def is_busy(self) -> bool:
        """Whether anything is on its way to the disk."""


class Unsent(Protocol):
    """What is on disk, and how much of it is not at the site yet."""

    def answers(self) -> Answers:
        """The answers that count, as they are on disk."""

    def waiting_questions(self) -> frozenset[str]:
        """The questions with an answer that the site has not acknowledged."""


class Stage(QObject):
    """Owns ExamState. Knows nothing of widgets, and not who asks for a change.

    Signals:
        state_changed(ExamState): something that the screen shows has changed.
    """

    state_changed = Signal(object)

    def __init__(self, clock: SiteClock, unsaved: Unsaved) -> None:
        super().__init__()
        self._clock = clock
        self._unsaved = unsaved
        self._unsent: Unsent | None = None
        self._answers = Answers()
        self._passing: Passing | None = None
        self._was_gone = False
        self.state = ExamState(now=clock.now())

    def open(self, unsent: Unsent, answers: Answers) -> None:
        """An attempt runs from now on, with these answers on disk."""
        self._unsent, self._answers = unsent, answers

    def clear(self, step: Step) -> None:
        """Nobody sits here any more. A proctor's menu that is still open stays."""
        self._unsent, self._answers, self._passing, self._was_gone = None, Answers(), None, False
        phase, menu, export = next_phase(self.state.phase, step), self.state.proctor, self.state.export
        self.state = ExamState(phase=phase, now=self._clock.now(), proctor=menu, export=export)
        self.state_changed.emit(self.state)

    def step(self, step: Step, **changes: Any) -> None:
        """Go to the phase that the step leads to, with other changes of the state."""
        if step is Step.EXAM_BEGAN and self.state.is_looking_through:
            self._passing = Passing(News.EXAM_BEGAN, self._clock.now() + BACK_SHOWN)
        self.show(phase=next_phase(self.state.phase, step), **changes)

    def tell(self, news: News) -> None:
        """Show a piece of news that goes by itself."""
        shown = MORE_TIME_SHOWN if news is News.MORE_TIME else BACK_SHOWN
        self._passing = Passing(news, self._clock.now() + shown)
        self.show()

    def saved(self, answers: Answers) -> None:
        """The journal has these answers on disk."""
        self._answers = answers
        was_red = self.state.lights.local is LocalSaving.FAILED
        lights = replace(self.state.lights, local=LocalSaving.SAVED, local_at=self._clock.now())
        self.show(lights=lights, trouble=None if was_red else self.state.trouble)

    def worried(self, worries: frozenset[Worry]) -> None:
        """This is what the journal worries about now; what comes back later is told once more."""
        self.show(worries=worries, seen_worries=self.state.seen_worries & worries)

    def worry_seen(self) -> None:
        """The candidate has read what the bar said."""
        if self.state.worry is not None:
            self.show(seen_worries=self.state.seen_worries | {self.state.worry})

    def acknowledged(self, at: int, end: int, *, sent: bool) -> None:
        """The site answered at this time, and this is the end now. How far it has stored was taken before,
        and so were answers that were lost here.
        """
        if self._unsent is not None:
            self._answers = self._unsent.answers()
        news_for_the_light = sent or not self.state.lights.site_at
        lights = replace(self.state.lights, site_at=at) if news_for_the_light else self.state.lights
        self.show(online=True, lights=lights, trouble=self._without_refusal())
        self.set_end(end)
        if self._was_gone and self._unsent is not None and not self._unsent.waiting_questions():
            self._was_gone = False
            self.tell(News.NETWORK_BACK)

    def set_end(self, end: int) -> None:
        """The candidate's end is this from now on; whoever is at work hears of more time."""
        exam = self.state.exam
        if exam is not None and end != exam.end:
            self.show(exam=msgspec.structs.replace(exam, end=end))
            if end > exam.end and self.state.phase in AT_WORK:
                self.tell(News.MORE_TIME)

    def receive(self, receipt: ReceiptSummary) -> None:
        """The receipt is here, or another one after the first."""
        phase = self.state.phase
        done = phase if phase is Phase.DONE else next_phase(phase, Step.RECEIPT_ARRIVED)
        self.show(phase=done, receipt=receipt, trouble=None)

    def unheard(self, trouble: ExamError | None) -> None:
        """No acknowledgement came: the network is gone, or the site is there and refuses."""
        refuses = isinstance(trouble, SiteRefusedError)
        self._was_gone = self._was_gone or not refuses
        shown = trouble if refuses and self.state.phase in AT_WORK else self._without_refusal()
        self.show(online=refuses, trouble=shown)

    def _without_refusal(self) -> ExamError | None:
        """The trouble on the screen, but for a refusal of answers that is no longer true."""
        at_work = self.state.phase in AT_WORK
        return None if at_work and isinstance(self.state.trouble, SiteRefusedError) else self.state.trouble

    def show(self, **changes: Any) -> None:
        """Change fields of the state; answers, lights and news are worked out anew each time."""
        state = replace(self.state, **changes)
        unsaved = self._unsaved.unsaved()
        answers = with_unsaved(self._answers, unsaved)
        state = replace(state, answers=answers, unsaved=frozenset(unsaved), lights=self._true(state))
        state = replace(state, news=self._news(state))
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _true(self, state: ExamState) -> Lights:
        if self._unsent is None:
            return Lights()
        waiting = self._unsent.waiting_questions() | self._unsaved.unsaved().keys()
        lights, local = state.lights, state.lights.local
        if local is not LocalSaving.FAILED:
            is_saving = self._unsaved.is_busy() or bool(state.keeping)
            local = LocalSaving.SAVING if is_saving else self._at_rest(lights)
        return replace(lights, local=local, waiting=len(waiting))

    def _at_rest(self, lights: Lights) -> LocalSaving:
        """Nothing is on its way: saved, if anything ever was."""
        return LocalSaving.SAVED if lights.local_at or self._answers.current else LocalSaving.IDLE

    def _news(self, state: ExamState) -> News | None:
        return choose_news(
            online=state.online or self._unsent is None,
            passing=self._passing,
            now=self._clock.now(),
            time_left=state.time_left if state.phase in AT_WORK else 0,
            outside=bool(state.place.outside) and not state.is_covered and state.phase in AT_WORK,
        )
