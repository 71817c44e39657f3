"""Handing in from the candidate's wish to the newest receipt: first the disk, then the site.

Rule: what is typed and every file that was chosen are on disk before the site is asked. Only when time is
over is that wait bounded; what the disk takes later is still sent, and the receipt asked for again.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.errors import ExamError
from examclient.ui.kept_files import KeptFiles
from examclient.ui.saver import Saver
from examclient.ui.submitter import Submitter
from examclient.usecases.sitting import Sitting
from examclient.usecases.submit import Submission

PATIENCE = 30.0
"""Seconds after the end that a disk which does not save may hold up what it has saved."""


LAST_PATIENCE = 5.0
"""Seconds more for the disk to take that it is handed in; then the site is asked without it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is handed in, and how: by the deadline or on purpose, and how many seconds to spread it."""

    sitting: Sitting
    by_deadline: bool
    delay: float


class HandingIn(QObject):
    """Owns the order of saver and submitter. Knows nothing of the screen; is told of every save.

    Signals:
        said(): the journal says that it is handed in, by one event more.
        went_on(): everything typed is on disk after all; now the site is asked.
        received(Submission): the receipt is here; another one where something was saved after it.
        went_wrong(ExamError): disk or site failed; it goes on by itself.
        more_time(SyncReply): the deadline handed in, and the site says that there is time again.
    """

    said = Signal()
    went_on = Signal()
    received = Signal(object)
    went_wrong = Signal(object)
    more_time = Signal(object)

    def __init__(self, saver: Saver, submitter: Submitter, files: KeptFiles) -> None:
        super().__init__()
        self._saver = saver
        self._files = files
        self._submitter = submitter
        self._order: Order | None = None
        self._asking = False
        self._saved_late = False
        self._number = 0
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._on_patience_out)
        files.changed.connect(self._on_files_changed)
        submitter.said.connect(self.said)
        submitter.received.connect(self._on_received)
        submitter.went_wrong.connect(self.went_wrong)
        submitter.more_time.connect(self.more_time)

    def start(self, sitting: Sitting, *, by_deadline: bool, delay: float) -> None:
        """Hand in as soon as everything typed is on disk."""
        self.stop()
        self._order = Order(sitting, by_deadline, delay)
        if by_deadline:
            self.time_is_over()
        if not self._owes():
            self._ask()

    def time_is_over(self) -> None:
        """From now on the disk has only so much time left. Saying it again changes nothing."""
        if self._order is not None and not self._number and not self._patience.isActive():
            self._patience.start(round(PATIENCE * 1000))

    def retry(self) -> None:
        """Try now rather than after the wait: the disk, or the site."""
        if self._is_held_up():
            self._saver.flush()
        self._submitter.retry()

    def ask_again(self) -> None:
        """The site has no receipt any more: hand in once more, as it was."""
        if self._number and not self._asking:
            self._ask()

    def stop(self) -> None:
        """Hand in no more; what is under way ends by itself."""
        self._order = None
        self._asking = self._saved_late = False
        self._number = 0
        self._patience.stop()
        self._submitter.stop()

    def saved(self) -> None:
        """Something more is on disk."""
        if self._is_held_up():
            self._go_on()
        elif self._order is not None:
            self._saved_late = True
            self._ask_again()

    def save_failed(self, error: ExamError) -> None:
        """The disk refused; the saver tries again by itself."""
        if self._is_held_up():
            self.went_wrong.emit(error)

    def _on_files_changed(self) -> None:
        if self._is_held_up():
            self._go_on()

    def _go_on(self) -> None:
        if not self._owes():
            self.went_on.emit()
            self._ask()

    def _owes(self) -> bool:
        """Whether anything that was typed or chosen is not on disk."""
        return bool(self._saver.unsaved() or self._files.keeping())

    def _is_held_up(self) -> bool:
        """Whether the site has not been asked yet, since something is not on disk."""
        return self._order is not None and not self._asking and not self._number

    def _ask(self) -> None:
        """After the order's delay, also for who was typing; a supplement at once."""
        assert self._order is not None, "nobody asks for a receipt before handing in"
        self._asking, self._saved_late = True, False
        order, delay = self._order, 0.0 if self._number else self._order.delay
        self._submitter.start(order.sitting, by_deadline=order.by_deadline, delay=delay)

    def _ask_again(self) -> None:
        """What was saved after the site had been asked may not be in the receipt: it signs a supplement."""
        if self._saved_late and not self._asking:
            self._ask()

    def _on_received(self, submission: Submission) -> None:
        assert submission.receipt is not None, "received means that there is one"
        if self._order is not None and submission.receipt.number >= self._number:
            self._number = submission.receipt.number
            self._asking = False
            self._patience.stop()
            self.received.emit(submission)
            self._ask_again()

    def _on_patience_out(self) -> None:
        """What is on disk is what can be handed in."""
        if self._is_held_up():
            self._ask()
            self._patience.start(round(LAST_PATIENCE * 1000))
        else:
            self._submitter.wait_for_disk_no_longer()
