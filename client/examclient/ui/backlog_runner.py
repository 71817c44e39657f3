"""Decides when the backlog takes its next step: in the background, and only while nobody's answers wait."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.phases import HANDING_IN, Phase
from examclient.errors import ExamError
from examclient.network.sync import Round
from examclient.ui.background import Background
from examclient.usecases.backlog import AGAIN, Backlog
from examclient.usecases.sitting import Sitting

log = logging.getLogger(__name__)

BUSY = 5_000
"""Milliseconds until the next look, while answers of the running exam wait."""

FIRST, SPREAD = 2_000, 8_000
"""Milliseconds after the start, and over how many a room that was switched on at once spreads."""


WATCH = 30_000
"""Milliseconds, more or less, between two questions whether the site has gone back: until then all that went
out to it is only on this machine."""


def attempt_at_rest(sitting: Sitting | None, phase: Phase) -> str | None:
    """Which attempt is open here, `""` for none; None while its answers, or its receipt, come first."""
    if sitting is None:
        return ""
    comes_first = phase in HANDING_IN or sitting.attempt.waiting() > 0
    return None if comes_first else sitting.attempt.id


class BacklogRunner(QObject):
    """Takes one step at a time, in a lane of its own. Knows nothing of journals.

    Signals:
        step_done(Round): the backlog has taken a step.
    """

    step_done = Signal(object)

    def __init__(self, lane: Background, backlog: Backlog, jitter: Callable[[], float]) -> None:
        super().__init__()
        self._lane = lane
        self._backlog = backlog
        self._jitter = jitter
        self._running: Callable[[], str | None] | None = None
        self._under_way = False
        self._anew = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        self._watch = QTimer(self, singleShot=True)
        self._watch.timeout.connect(self._on_watch)

    def start(self, running: Callable[[], str | None]) -> None:
        """Begin soon. `running` says which attempt is open here, `""` for none, None while it comes first."""
        self._running = running
        self._timer.start(FIRST + round(self._jitter() * SPREAD))
        self._watch_later()

    def wake(self) -> None:
        """An attempt may have been left here just now: look through all of them."""
        self._anew = True
        if self._running is not None and not self._under_way:
            self._timer.start(min(FIRST, self._timer.remainingTime() if self._timer.isActive() else FIRST))

    def stop(self) -> None:
        """Take no further step; one under way ends by itself."""
        self._running = None
        self._timer.stop()
        self._watch.stop()

    def _watch_later(self) -> None:
        self._watch.start(round(WATCH * (0.75 + self._jitter() / 2)))

    def _on_watch(self) -> None:
        """Ask only in a pause between two looks, and while the exam here does not come first."""
        if self._running is None:
            return
        self._watch_later()
        is_pausing = not self._under_way and self._timer.remainingTime() > WATCH
        if is_pausing and self._running() is not None:
            self._lane.run(self._backlog.has_site_gone_back, self._on_watched, lambda _error: None)

    def _on_watched(self, has_gone_back: bool) -> None:
        if has_gone_back and self._running is not None:
            log.warning("the site has gone back: all that was left here is looked through once more")
            self._anew = True
            if not self._under_way:
                self._timer.start(round(self._jitter() * SPREAD))

    def _on_timeout(self) -> None:
        if self._running is None or self._under_way:
            return
        running = self._running()
        if running is None:
            self._timer.start(BUSY)
            return
        self._under_way = True
        anew, self._anew = self._anew, False
        self._lane.run(lambda: self._step(running, anew=anew), self._on_step, self._on_trouble)

    def _step(self, running: str, *, anew: bool) -> Round:
        if anew:
            self._backlog.begin_anew()
        return self._backlog.run_once(running)

    def _on_step(self, done: Round) -> None:
        self._under_way = False
        if self._running is None:
            return
        milliseconds = round(done.wait.total_seconds() * 1000)
        self._timer.start(min(FIRST, milliseconds) if self._anew else milliseconds)
        self.step_done.emit(done)

    def _on_trouble(self, error: ExamError) -> None:
        """The backlog itself never fails; should a bug end its step, the next one comes all the same."""
        self._on_step(Round(0, AGAIN, trouble=error))
