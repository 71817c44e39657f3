"""Looks for drives again and again while somebody has to choose one: what is put in appears by itself."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.export import Drive
from examclient.errors import ExamError
from examclient.ui.background import Background

LOOK_AGAIN = 1_500
"""Milliseconds between two looks."""


class DriveLook(QObject):
    """One look at a time, off the GUI thread.

    Signals:
        found(tuple): the drives that there are now.
    """

    found = Signal(object)

    def __init__(self, lane: Background, drives: Callable[[], tuple[Drive, ...]]) -> None:
        super().__init__()
        self._lane = lane
        self._drives = drives
        self._is_wanted = self._under_way = False
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AGAIN)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Look now, and go on looking."""
        self._is_wanted = True
        self._look()

    def stop(self) -> None:
        """Look no more; a look under way ends by itself."""
        self._is_wanted = False
        self._timer.stop()

    def _look(self) -> None:
        if not self._under_way:
            self._under_way = True
            self._lane.run(self._drives, self._on_found, self._on_none)

    def _on_found(self, drives: tuple[Drive, ...]) -> None:
        self._under_way = False
        if self._is_wanted:
            self._timer.start()
            self.found.emit(drives)

    def _on_none(self, _error: ExamError) -> None:
        self._on_found(())
