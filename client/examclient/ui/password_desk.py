"""The room password at this machine: checked off the GUI thread, and the wait after a wrong one counted."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.state import PasswordCheck, PasswordTrouble
from examclient.ui.background import Background
from examclient.usecases.room_password import CheckRoomPassword, Judgement, Verdict

TICK = 200
"""Milliseconds between two looks at the wait; it is told once a second."""

TROUBLES = {Verdict.WRONG: PasswordTrouble.WRONG, Verdict.NO_CARD: PasswordTrouble.NO_CARD}

Opens = Callable[[int], None]
"""What a right password leads to; it is told how many wrong ones stood before it."""


class PasswordDesk(QObject):
    """One try at a time, for whatever it shall open. Knows no page; what was typed is forgotten at once.

    Signals:
        changed(PasswordCheck): how the check stands.
    """

    changed = Signal(object)

    def __init__(self, lane: Background, check: CheckRoomPassword) -> None:
        super().__init__()
        self._lane = lane
        self._check = check
        self._shown = PasswordCheck()
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._on_timeout)

    def give(self, typed: str, exam: str, opens: Opens) -> None:
        """Check what a proctor typed, for the exam of this id. The right password opens; whoever opens says
        `finish` when that is done.
        """
        if not self._shown.checking:
            self._show(replace(self._shown, checking=True, trouble=None))
            self._lane.run(
                lambda: self._check(typed, exam),
                lambda judgement: self._on_judged(judgement, opens),
                lambda _: self.finish(),
            )

    def begin(self) -> None:
        """Somebody may ask now: show a wait that is left from before, and forget old troubles."""
        self._show_with_wait(PasswordCheck(checking=self._shown.checking))

    def finish(self, trouble: PasswordTrouble | None = None) -> None:
        """The try is over: something is open, or the trouble keeps it shut."""
        self._show_with_wait(PasswordCheck(trouble=trouble))

    def stop(self) -> None:
        """Count down no more."""
        self._timer.stop()

    def _on_judged(self, judgement: Judgement, opens: Opens) -> None:
        if judgement.verdict is Verdict.RIGHT:
            opens(judgement.wrong_tries)
        else:
            self.finish(TROUBLES.get(judgement.verdict))

    def _on_timeout(self) -> None:
        self._show_with_wait(self._shown)

    def _show_with_wait(self, check: PasswordCheck) -> None:
        wait = ceil(self._check.wait())
        self._show(replace(check, wait=wait))
        if not wait:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _show(self, check: PasswordCheck) -> None:
        if check != self._shown:
            self._shown = check
            self.changed.emit(check)
