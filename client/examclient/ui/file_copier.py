"""Decides when the files of the running attempt are copied to their other places, and looked for there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.storage.copied_files import Levelled
from examclient.ui.background import Background

SOON, LATER = 500, 60_000
"""Milliseconds: after a file was kept, and between two looks whether a mirror is back."""


class FileCopier(QObject):
    """Owns the timer. Nobody waits for it; it works in the lane of what was left by others.

    Signals:
        came_back(): something that this machine had not is here again.
    """

    came_back = Signal()

    def __init__(self, lane: Background, level: Callable[[str], Levelled]) -> None:
        super().__init__()
        self._lane = lane
        self._level = level
        self._attempt = ""
        self._is_running = self._is_woken = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def serve(self, attempt: str) -> None:
        """Copy this attempt's files from now on, nobody's where it is `""`."""
        self._attempt = attempt
        self.wake()

    def wake(self) -> None:
        """A file may have been kept."""
        self._is_woken = self._is_running
        if self._attempt and not self._is_running:
            self._timer.start(SOON)

    def stop(self) -> None:
        """Copy nothing more; what is under way ends by itself."""
        self._timer.stop()
        self._attempt = ""

    def _on_timeout(self) -> None:
        attempt = self._attempt
        if attempt and not self._is_running:
            self._is_running, self._is_woken = True, False
            self._lane.run(lambda: self._level(attempt), self._on_levelled, lambda _error: self._go_on(LATER))

    def _on_levelled(self, levelled: Levelled) -> None:
        self._go_on(LATER if levelled.is_done else SOON)
        if levelled.came_back:
            self.came_back.emit()

    def _go_on(self, wait: int) -> None:
        """What was kept while it ran may not have been seen by it."""
        self._is_running = False
        if self._attempt:
            self._timer.start(SOON if self._is_woken else wait)
