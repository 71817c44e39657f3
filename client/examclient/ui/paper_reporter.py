"""Tells the site how far this machine is with the paper, so that the staff see every seat before the start.

Rule: nobody waits for it. Only the newest is told, and again until the site has it.
"""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer

from examclient.domain.backoff import wait_after_trouble
from examclient.errors import ExamError, SiteRefusedError
from examclient.ui.background import Background
from examprotocol.paper_messages import PaperReport

PAUSE = 2_000
"""Milliseconds, at least, between two tries."""


class PaperReporter(QObject):
    """Owns what the site has not heard yet. `send` tells it, off the GUI thread."""

    def __init__(
        self, lane: Background, send: Callable[[PaperReport], object], jitter: Callable[[], float]
    ) -> None:
        super().__init__()
        self._lane = lane
        self._send = send
        self._jitter = jitter
        self._newest: PaperReport | None = None
        self._last: PaperReport | None = None
        self._sound = ""
        self._under_way = False
        self._failures = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def tell(self, report: PaperReport) -> None:
        """The machine has come this far."""
        self._last = report
        self._newest, self._failures = replace(report, sound=self._sound), 0
        self._timer.stop()
        self._on_timeout()

    def tell_sound(self, sound: str) -> None:
        """It stands so with recordings (`paper_messages.SOUNDS`); told at once where the paper was."""
        if sound != self._sound:
            self._sound = sound
            if self._last is not None:
                self.tell(self._last)

    def stop(self) -> None:
        """What the site has not heard by now is of no use any more."""
        self._newest = self._last = None
        self._timer.stop()

    def _on_timeout(self) -> None:
        report = self._newest
        if report is not None and not self._under_way:
            self._under_way = True
            self._lane.run(lambda: self._send(report), lambda _: self._on_heard(report), self._on_failed)

    def _on_heard(self, report: PaperReport) -> None:
        self._under_way, self._failures = False, 0
        if self._newest == report:
            self._newest = None
        else:
            self._on_timeout()

    def _on_failed(self, error: ExamError) -> None:
        """A site that says no has no use for it; one that is away or busy hears it later."""
        self._under_way = False
        if isinstance(error, SiteRefusedError) and not error.wait:
            self._newest = None
        if self._newest is not None:
            self._failures += 1
            wait = wait_after_trouble(error, self._failures, self._jitter)
            self._timer.start(PAUSE + round(wait * 1000))
