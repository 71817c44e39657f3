"""What a proctor types at this machine: checked off the GUI thread, the wait after a wrong try counted."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal

from examclient.domain.state import PasswordCheck, PasswordTrouble
from examclient.errors import ExamError, JournalError
from examclient.ui.background import Background
from examclient.usecases.room_codes import RoomCodes
from examclient.usecases.room_password import CheckRoomPassword, Judgement, Verdict

TICK = 200
"""Milliseconds between two looks at the wait; it is told once a second."""

TROUBLES = {
    Verdict.WRONG: PasswordTrouble.WRONG,
    Verdict.NO_CARD: PasswordTrouble.NO_CARD,
    Verdict.WRONG_CODE: PasswordTrouble.WRONG_CODE,
    Verdict.OLD_CODE: PasswordTrouble.OLD_CODE,
}

J = TypeVar("J", bound=Judgement)


class PasswordDesk(QObject):
    """One try at a time, for whatever it shall open. Knows no page; what was typed is forgotten at once.

    Signals:
        changed(PasswordCheck): how the check stands.
    """

    changed = Signal(object)

    def __init__(self, lane: Background, check: CheckRoomPassword, codes: RoomCodes) -> None:
        super().__init__()
        self.codes = codes
        self._lane = lane
        self._check = check
        self._shown = PasswordCheck()
        self._by_the_site = QDeadlineTimer()
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._on_timeout)

    def give(self, typed: str, exam: str, opens: Callable[[Judgement], None]) -> None:
        """Check what a proctor typed as the room password, for the exam of this id."""
        self.judge(lambda: self._check(typed, exam), opens)

    def judge(self, look: Callable[[], J], opens: Callable[[J], None]) -> None:
        """Have it judged off the GUI thread. What is right opens; whoever opens says `finish` when that is
        done.
        """
        if self.hold():
            self._lane.run(look, lambda judged: self._on_judged(judged, opens), self._on_not_judged)

    def hold(self) -> bool:
        """A try begins that somebody else judges; returns whether none was under way already."""
        if self._shown.checking:
            return False
        self._show(replace(self._shown, checking=True, trouble=None))
        return True

    def begin(self) -> None:
        """Somebody may ask now: show a wait that is left from before, and forget old troubles."""
        self._show_with_wait(PasswordCheck(checking=self._shown.checking))

    def finish(self, trouble: PasswordTrouble | None = None, wait: int = 0) -> None:
        """The try is over: something is open, or the trouble keeps it shut. `wait`: milliseconds for which
        the site takes none.
        """
        self._by_the_site.setRemainingTime(max(0, wait))
        self._show_with_wait(PasswordCheck(trouble=trouble))

    def stop(self) -> None:
        """Count down no more."""
        self._timer.stop()

    def _on_judged(self, judged: J, opens: Callable[[J], None]) -> None:
        if judged.verdict is Verdict.RIGHT:
            opens(judged)
        else:
            self.finish(TROUBLES.get(judged.verdict))

    def _on_not_judged(self, error: ExamError) -> None:
        self.finish(PasswordTrouble.NOT_KEPT if isinstance(error, JournalError) else None)

    def _on_timeout(self) -> None:
        self._show_with_wait(self._shown)

    def _wait(self) -> int:
        """Whole seconds until the next try counts."""
        by_the_site = max(0, self._by_the_site.remainingTime()) / 1000
        return ceil(max(self.codes.wait(), by_the_site))

    def _show_with_wait(self, check: PasswordCheck) -> None:
        wait = self._wait()
        self._show(replace(check, wait=wait))
        if not wait:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _show(self, check: PasswordCheck) -> None:
        if check != self._shown:
            self._shown = check
            self.changed.emit(check)
