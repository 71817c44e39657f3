"""Decides when the sync engine runs its next round: after a save, after a failure's wait, at a heartbeat."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.errors import ExamError
from examclient.network.sync import HEARTBEAT, Round, SyncEngine
from examclient.ui.background import Background

GATHER = 200
"""Milliseconds to gather what is saved in quick succession into one request."""

SLOWLY = timedelta(seconds=30)
"""Between two heartbeats after the end, when only more time could be heard."""


class Syncer(QObject):
    """Runs one round at a time in the network lane.

    Signals:
        round_done(Round): the engine has made a round.
    """

    round_done = Signal(object)

    def __init__(self, lane: Background) -> None:
        super().__init__()
        self._lane = lane
        self._engine: SyncEngine | None = None
        self._under_way = False
        self._again = False
        self._failing = False
        self._slowly = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def start(self, engine: SyncEngine) -> None:
        """Begin with a first round at once."""
        self._engine = engine
        self._slowly = False
        self._timer.start(0)

    def stop(self) -> None:
        """Run no further rounds; one under way ends by itself."""
        self._engine = None
        self._timer.stop()

    def slow_down(self) -> None:
        """From now on the site is asked now and then only; what there is to send goes at once."""
        self._slowly = True

    def hurry(self) -> None:
        """As usual again."""
        self._slowly = False
        self.wake()

    def wake(self) -> None:
        """There is something new to send: do not wait for the heartbeat."""
        self._again = True
        if self._is_idle() and self._waits_longer_than(GATHER):
            self._timer.start(GATHER)

    def _is_idle(self) -> bool:
        """Whether nothing is under way and no failure's wait has to run out first."""
        return self._engine is not None and not self._under_way and not self._failing

    def _waits_longer_than(self, milliseconds: int) -> bool:
        return not self._timer.isActive() or self._timer.remainingTime() > milliseconds

    def _on_timeout(self) -> None:
        if self._engine is not None and not self._under_way:
            self._under_way, self._again = True, False
            self._lane.run(self._engine.run_once, self._on_round, self._on_trouble)

    def _on_round(self, done: Round) -> None:
        self._under_way = False
        if self._engine is None:
            return
        self._failing = done.trouble is not None
        wait = max(done.wait, SLOWLY) if self._slowly and done.wait else done.wait
        milliseconds = round(wait.total_seconds() * 1000)
        self._timer.start(min(GATHER, milliseconds) if self._again and not self._failing else milliseconds)
        self.round_done.emit(done)

    def _on_trouble(self, error: ExamError) -> None:
        """The engine itself never fails; should a bug end its round, the next one comes all the same."""
        self._on_round(Round(0, HEARTBEAT, trouble=error))
