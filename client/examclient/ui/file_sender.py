"""Decides when a chunk of a handed-in file goes to the site: after the answers that name it."""

import logging
from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.errors import ExamError
from examclient.ui.background import Background

log = logging.getLogger(__name__)

SOON, LATER, AFTER_TROUBLE = 0, 15_000, 5_000
"""Milliseconds: to the next chunk, to the next look where nothing is to be sent, and after a failure."""


class Sending(Protocol):
    """What sends, one request a call."""

    def is_done(self) -> bool:
        """Whether the site has everything."""

    def run_once(self) -> bool:
        """One request; says whether there is more to do."""

    def ask_again(self) -> None:
        """Tell the site once more what is here."""

    def elsewhere(self) -> Mapping[str, str]:
        """Files that are on another machine only, by SHA-256, to where."""


class FileSender(QObject):
    """Owns the timer. Knows nothing of files; handing in does not wait for it.

    Signals:
        unsent_heard(bool): whether files are still on their way to the site, as far as is known.
        elsewhere_heard(object): which files are on another machine only: SHA-256 to its seat or name.
    """

    unsent_heard = Signal(bool)
    elsewhere_heard = Signal(object)

    def __init__(self, lane: Background) -> None:
        super().__init__()
        self._lane = lane
        self._sending: Sending | None = None
        self._is_running = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def start(self, sending: Sending | None) -> None:
        """Send these from now on."""
        self._sending = sending
        self.wake()

    def wake(self) -> None:
        """An answer has come to the site, which may name a file."""
        if self._sending is not None and not self._is_running:
            self._timer.start(SOON)

    def ask_again(self) -> None:
        """This machine has more than the site was told."""
        if self._sending is not None:
            self._lane.run(self._sending.ask_again, lambda _nothing: self.wake(), self._on_failed)

    def stop(self) -> None:
        """Send nothing more; a request under way ends by itself."""
        self._timer.stop()
        self._sending = None

    def _on_timeout(self) -> None:
        sending = self._sending
        if sending is None or self._is_running:
            return
        self._is_running = True
        self._lane.run(sending.run_once, self._on_sent, self._on_failed)

    def _on_sent(self, more: bool) -> None:
        if self._sending is not None:
            self.elsewhere_heard.emit(self._sending.elsewhere())
            self.unsent_heard.emit(more)
        self._go_on(SOON if more else LATER)

    def _on_failed(self, error: ExamError) -> None:
        log.warning("a file is not at the site yet: %s", error)
        if self._sending is not None:
            self.unsent_heard.emit(True)
        self._go_on(AFTER_TROUBLE)

    def _go_on(self, wait: int) -> None:
        self._is_running = False
        if self._sending is not None:
            self._timer.start(wait)
