"""Gets the paper ready behind the cover: fetched, and opened when its key is given out.

Rule: it tries until it works. Whatever goes wrong is told, waited out and tried again.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.state import Preparation, PreparationStep
from examclient.errors import ExamError, SiteRefusedError
from examclient.ui.background import Background
from examclient.usecases.paper_keeper import PaperKeeper
from examprotocol.messages import Refusal

T = TypeVar("T")


class Preparer(QObject):
    """Runs in the paper lane.

    Signals:
        progressed(Preparation): how far it has come.
        opened(OpenPaper): the paper can be drawn.
        went_wrong(ExamError): it is tried again by itself.
    """

    progressed = Signal(object)
    opened = Signal(object)
    went_wrong = Signal(object)

    def __init__(self, lane: Background, now: Callable[[], int], jitter: Callable[[], float]) -> None:
        super().__init__()
        self._lane = lane
        self._now = now
        self._jitter = jitter
        self._keeper: PaperKeeper | None = None
        self._failures = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        self._next: Callable[[], None] = self._fetch

    def start(self, keeper: PaperKeeper) -> None:
        """Begin to fetch."""
        self._keeper = keeper
        self._failures = 0
        self._fetch()

    def stop(self) -> None:
        """Fetch no further part; one under way is finished."""
        self._keeper = None
        self._timer.stop()

    def take_key(self, key: bytes, taken: Callable[[], None], failed: Callable[[ExamError], None]) -> None:
        """The key came another way: open the paper by it. `taken` once it fits this one, else `failed`."""

        def fits(_: None) -> None:
            taken()
            self._open_now()

        keeper = self._keeper
        if keeper is not None:
            self._lane.run(lambda: keeper.take_key(key), self._while_wanted(keeper, fits), failed)

    def _open_now(self) -> None:
        self._timer.stop()
        self._open()

    def _fetch(self) -> None:
        keeper = self._keeper
        if keeper is not None:
            self._lane.run(
                lambda: keeper.fetch(lambda done, total: self._on_part(keeper, done, total)),
                self._while_wanted(keeper, lambda _: self._open()),
                self._while_wanted(keeper, self._on_fetch_failed),
            )

    def _while_wanted(self, keeper: PaperKeeper, function: Callable[[T], None]) -> Callable[[T], None]:
        """What came of a job for another candidate is of no use to this one."""

        def guarded(value: T) -> None:
            if self._keeper is keeper:
                function(value)

        return guarded

    def _on_part(self, keeper: PaperKeeper, done: int, total: int) -> bool:
        """Called in the lane after each part."""
        preparation = Preparation(PreparationStep.FETCHING, done, total)
        tell = self._while_wanted(keeper, self.progressed.emit)
        self._lane.call(lambda: tell(preparation))
        return self._keeper is keeper

    def _open(self) -> None:
        keeper = self._keeper
        if keeper is not None:
            self._lane.run(
                keeper.open,
                self._while_wanted(keeper, self.opened.emit),
                self._while_wanted(keeper, self._on_open_failed),
            )

    def _on_fetch_failed(self, error: ExamError) -> None:
        self._wait(self._fetch, error)

    def _on_open_failed(self, error: ExamError) -> None:
        if isinstance(error, SiteRefusedError) and error.code == Refusal.NOT_YET:
            self.progressed.emit(Preparation(PreparationStep.AWAITING_KEY))
            self._next = self._open
            self._timer.start(_until(error.until - self._now(), self._jitter()))
        else:
            self._wait(self._fetch, error)

    def _wait(self, step: Callable[[], None], error: ExamError) -> None:
        self._failures += 1
        self._next = step
        self._timer.start(round(wait_after_trouble(error, self._failures, self._jitter) * 1000))
        self.went_wrong.emit(error)

    def _on_timeout(self) -> None:
        self._next()


def _until(milliseconds: int, jitter: float) -> int:
    """When to ask for the key: just after its release, not all machines at once, and now and then before."""
    return max(100, min(milliseconds, 30_000)) + round(jitter * 500)
