"""Waits until a change of a window stands on the screen, and says how long that took."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget


class Painted:
    """Remembers when a window was painted last; `until_painted` gives the milliseconds that it took."""

    painted_at = 0.0

    def until_painted(self, change: Callable[[], None]) -> float:
        """Change something and let the event loop run until there is nothing left to lay out or to paint."""
        loop, idle = QEventLoop(), QTimer(interval=0)
        idle.timeout.connect(loop.quit)
        start = time.perf_counter()
        change()
        idle.start()
        loop.exec()
        assert self.painted_at > start, "the change was not painted"
        return (self.painted_at - start) * 1e3


class Watched(Painted, QObject):
    """Looks at a window that somebody else has made."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the window paint itself, and note the end of that."""
        if event.type() is not QEvent.Type.UpdateRequest:
            return False
        watched.event(event)
        self.painted_at = time.perf_counter()
        self.on_painted()
        return True

    def on_painted(self) -> None:
        """For who wants to look at each painting."""
