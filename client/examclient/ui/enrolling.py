"""Leads the proctor through setting a machine up, or sets it up by itself where the settings say so.

Rule: by itself it waits only for what passes by itself; for everything else a person is asked. Until one
comes, the file is looked at again now and then: the person may be at the service, writing another file.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.enrolling import EnrolState, EnrolStep, NamedFile, passes
from examclient.domain.site import Enrolled
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.usecases.open_enrolment import OpenedEnrolment
from examprotocol.enrolment import Enrolment

log = logging.getLogger(__name__)

T = TypeVar("T")

Open = Callable[[Path], OpenedEnrolment]
Register = Callable[[Enrolment, str], Enrolled]

LOOKS_AGAIN = 60.0
"""Seconds until a file that was of no use is looked at again, give or take a quarter."""


class Enrolling(QObject):
    """Owns EnrolState while there is no presenter. Knows no widget.

    Signals:
        state_changed(EnrolState): something that the screen shows has changed.
        left(): on to the login page; whether the machine is enrolled says the disk.
    """

    state_changed = Signal(object)
    left = Signal()

    def __init__(
        self, lane: Background, open_file: Open, enrol: Register, jitter: Callable[[], float]
    ) -> None:
        super().__init__()
        self._lane = lane
        self._open = open_file
        self._enrol = enrol
        self._jitter = jitter
        self._opened: OpenedEnrolment | None = None
        self._named = NamedFile("", "")
        self._turn = self._failures = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._try_by_itself)
        self.state = EnrolState()

    def start(self, trouble: ExamError | None, *, may_leave: bool) -> None:
        """Ask for an enrolment file; `trouble` says why, where the machine was enrolled before."""
        self._show(trouble=trouble, may_leave=may_leave)

    def start_by_itself(self, named: NamedFile) -> None:
        """Enrol with this file without asking anybody."""
        self._named = named
        self._show(step=EnrolStep.REGISTERING, by_itself=True, busy=True)
        self._try_by_itself()

    @Slot(str)
    def choose(self, path: str) -> None:
        """The proctor chose a file; also while the machine tries by itself, which ends then."""
        if self.state.busy and not self.state.by_itself:
            return
        self._begin_anew()
        self._show(
            step=EnrolStep.CHOOSING, file=None, busy=True, by_itself=False, looks_at=None, trouble=None
        )
        self._run(lambda: self._open(Path(path)), self._on_opened)

    @Slot(str)
    def register(self, seat: str) -> None:
        """The proctor compared the fingerprint and set the seat."""
        opened = self._opened
        if opened is None or self.state.busy or self.state.step is not EnrolStep.COMPARING:
            return
        self._end_turn()
        self._show(step=EnrolStep.REGISTERING, busy=True, looks_at=None, trouble=None)
        self._run(lambda: self._enrol(opened.enrolment, seat), self._on_enrolled)

    @Slot()
    def leave(self) -> None:
        """On to the login page, where there is one."""
        if self.state.may_leave and (self.state.by_itself or not self.state.busy):
            self._begin_anew()
            self.left.emit()

    def close(self) -> None:
        """Stop; what is under way ends by itself."""
        self._begin_anew()
        self._lane.close()

    def _try_by_itself(self) -> None:
        self._run(lambda: self._open(Path(self._named.path)), self._on_opened)

    def _on_opened(self, opened: OpenedEnrolment) -> None:
        self._opened = opened
        if self.state.is_alone:
            self._show(file=opened.summary)
            self._run(lambda: self._enrol(opened.enrolment, opened.summary.seat), self._on_enrolled)
        else:
            self._show(step=EnrolStep.COMPARING, file=opened.summary, busy=False)

    def _on_enrolled(self, enrolled: Enrolled) -> None:
        one = enrolled.membership
        log.info("enrolled as station %s, room %s, seat %s", one.station[:8], one.room, one.seat)
        self._show(step=EnrolStep.DONE, enrolled=enrolled, busy=False, may_leave=True, trouble=None)
        if self.state.is_alone:
            self.left.emit()

    def _on_failed(self, trouble: ExamError) -> None:
        if str(trouble) != str(self.state.trouble):  # else it is the same as a moment ago
            log.warning("not enrolled: %s", trouble)
        if self.state.by_itself and passes(trouble):
            self._failures += 1
            self._wait(wait_after_trouble(trouble, self._failures, self._jitter))
            self._show(trouble=trouble)
        elif self.state.is_alone:
            self._wait(LOOKS_AGAIN * (0.75 + self._jitter() / 2))
            if self.state.by_itself or not passes(trouble):  # else what a person has to mend stays in sight
                self._ask_a_person(trouble, self._named)
        else:
            self._ask_a_person(trouble)

    def _ask_a_person(self, trouble: ExamError, looks_at: NamedFile | None = None) -> None:
        step = EnrolStep.COMPARING if self._opened else EnrolStep.CHOOSING
        self._show(step=step, busy=False, by_itself=False, looks_at=looks_at, trouble=trouble)

    def _wait(self, seconds: float) -> None:
        self._timer.start(round(1000 * seconds))

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Work in the lane; what comes of it after the proctor has begun anew concerns nobody here."""
        turn = self._turn
        self._lane.run(
            work,
            lambda value: done(value) if turn == self._turn else None,
            lambda error: self._on_failed(error) if turn == self._turn else None,
        )

    def _begin_anew(self) -> None:
        self._end_turn()
        self._opened, self._failures = None, 0

    def _end_turn(self) -> None:
        self._timer.stop()
        self._turn += 1

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.state_changed.emit(self.state)
