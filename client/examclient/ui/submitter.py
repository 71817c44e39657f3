"""Hands in and keeps trying until a receipt is here."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.backoff import wait_after, wait_after_trouble
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.usecases.sitting import Sitting
from examclient.usecases.submit import Submission


class Submitter(QObject):
    """First the journal, then the site; one try at a time.

    Signals:
        said(): the journal says that it is handed in, by one event more.
        received(Submission): the receipt is here and kept.
        went_wrong(ExamError): this try failed; the next comes by itself.
        more_time(SyncReply): the deadline has handed in, and the site says that there is time; the next try
            comes all the same.
    """

    said = Signal()
    received = Signal(object)
    more_time = Signal(object)
    went_wrong = Signal(object)

    def __init__(self, disk: Background, network: Background, jitter: Callable[[], float]) -> None:
        super().__init__()
        self._disk = disk
        self._network = network
        self._jitter = jitter
        self._sitting: Sitting | None = None
        self._failures = 0
        self._under_way = False
        self._disk_owes = False
        self._waits_for_disk = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def start(self, sitting: Sitting, *, by_deadline: bool, delay: float) -> None:
        """Write into the journal that it is handed in, and after `delay` seconds ask for the receipt."""
        self._sitting = sitting
        self._failures = 0
        self._disk_owes = self._waits_for_disk = True
        milliseconds = round(delay * 1000)
        self._disk.run(
            lambda: sitting.attempt.submit(by_deadline=by_deadline),
            lambda is_new: self._on_said(sitting, milliseconds, is_new=is_new),
            lambda error: self._on_not_written(sitting, error, milliseconds),
        )

    def wait_for_disk_no_longer(self) -> None:
        """If the disk hangs: ask the site now, and show the receipt before it is kept here."""
        if self._disk_owes:
            self._waits_for_disk = False
            self.retry()

    def retry(self) -> None:
        """Try now rather than after the wait."""
        if self._sitting is not None and not self._under_way:
            self._timer.start(0)

    def stop(self) -> None:
        """Try no more; one try under way ends by itself."""
        self._sitting = None
        self._timer.stop()

    def _on_said(self, sitting: Sitting, milliseconds: int, *, is_new: bool) -> None:
        if is_new and self._sitting is sitting:
            self.said.emit()
        self._on_written(sitting, milliseconds)

    def _on_written(self, sitting: Sitting, milliseconds: int) -> None:
        self._disk_owes = False
        if self._sitting is sitting and self._waits_for_disk:
            self._timer.start(milliseconds)

    def _on_not_written(self, sitting: Sitting, error: ExamError, milliseconds: int) -> None:
        """The answers are on disk even if this last event is not: the site can still take them."""
        if self._sitting is sitting:
            self.went_wrong.emit(error)
        self._on_written(sitting, milliseconds)

    def _on_timeout(self) -> None:
        if self._sitting is not None and not self._under_way:
            self._under_way = True
            sitting = self._sitting
            self._network.run(sitting.submit.run_once, self._on_tried, self._on_failed)

    def _on_tried(self, submission: Submission) -> None:
        self._under_way = False
        sitting = self._sitting
        if sitting is None:
            return
        if submission.trouble is not None:
            self._on_failed(submission.trouble)
            return
        if submission.more_time is not None:
            self._failures += 1
            self._try_in(wait_after(self._failures, self._jitter))
            self.more_time.emit(submission.more_time)
            return
        if self._waits_for_disk:
            self._disk_owes = True
            self._keep(sitting, submission, lambda: self._on_kept(sitting, submission))
        else:
            self._keep(sitting, submission, lambda: None)
            self.received.emit(submission)

    def _keep(self, sitting: Sitting, submission: Submission, then: Callable[[], None]) -> None:
        self._disk.run(lambda: sitting.keep_receipt(submission.token), lambda _: then(), lambda _: then())

    def _on_kept(self, sitting: Sitting, submission: Submission) -> None:
        """The site holds the receipt as well: it counts even where this machine cannot keep it."""
        self._disk_owes = False
        if self._sitting is sitting:
            self.received.emit(submission)

    def _on_failed(self, error: ExamError) -> None:
        self._under_way = False
        if self._sitting is None:
            return
        self._failures += 1
        self._try_in(wait_after_trouble(error, self._failures, self._jitter))
        self.went_wrong.emit(error)

    def _try_in(self, seconds: float) -> None:
        self._timer.start(round(seconds * 1000))
