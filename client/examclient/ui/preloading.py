"""When sealed papers are taken beforehand: while nobody is logged in, in a lane of its own.

Rule: it never stands in the way of a login. It begins well after the screen is up, not at all machines at
once, and what is under way ends at the next piece as soon as somebody types their numbers.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.usecases.preload import Preload, Preloaded

FIRST, SPREAD = 3_000, 20_000
"""Milliseconds after the start, and over how many the machines of a room are spread."""

AGAIN, AFTER_TROUBLE = 600_000, 15_000
"""Milliseconds between two looks for new papers, and at least after one that failed."""


class Preloading(QObject):
    """Owns when a round runs. Knows no page.

    Signals:
        came(Preloaded): what is here now.
    """

    came = Signal(object)

    def __init__(self, lane: Background, preload: Preload, jitter: Callable[[], float]) -> None:
        super().__init__()
        self._lane = lane
        self._preload = preload
        self._jitter = jitter
        self._failures = 0
        self._under_way = False
        self._is_wanted = False
        self._is_over = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def show_state(self, state: ExamState) -> None:
        """Nobody is logged in: it may go on; somebody is at it: it ends."""
        is_idle = state.phase is Phase.LOGIN and not state.busy and not self._is_over
        if is_idle == self._is_wanted:
            return
        self._is_wanted = is_idle
        if is_idle:
            self._wait(FIRST)
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Begin no more; what is under way ends at the next piece."""
        self._is_wanted = False
        self._timer.stop()

    def close(self) -> None:
        """The same for good, whatever is shown after it."""
        self._is_over = True
        self.stop()

    def _on_timeout(self) -> None:
        if self._is_wanted and not self._under_way:
            self._under_way = True
            self._lane.run(lambda: self._preload(self._goes_on), self._on_came, self._on_failed)

    def _goes_on(self, _done: int, _total: int) -> bool:
        """Called in the lane after each piece."""
        return self._is_wanted

    def _on_came(self, came: Preloaded) -> None:
        self._under_way, self._failures = False, 0
        self.came.emit(came)
        self._wait(AGAIN if came.is_done else FIRST)

    def _on_failed(self, error: ExamError) -> None:
        self._under_way = False
        self._failures += 1
        seconds = wait_after_trouble(error, self._failures, self._jitter)
        self._wait(AFTER_TROUBLE + round(seconds * 1000))

    def _wait(self, milliseconds: int) -> None:
        if self._is_wanted:
            self._timer.start(milliseconds + round(self._jitter() * SPREAD))
