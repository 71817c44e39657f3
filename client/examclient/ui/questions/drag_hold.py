"""A press of the mouse or a finger that may become a drag: one way for all that can be dragged."""

from enum import Enum, auto

from PySide6.QtCore import QPoint
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication


class Release(Enum):
    """What ended when it was let go."""

    NOTHING = auto()
    PRESS = auto()
    DRAG = auto()


class DragHold:
    """Owns where the press began and whether it is a drag by now. Knows nothing of what is dragged."""

    def __init__(self) -> None:
        self._pressed_at: QPoint | None = None
        self.is_dragged = False

    def press(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        self._pressed_at = event.position().toPoint()

    def drags(self, event: QMouseEvent) -> bool:
        """Whether the pointer drags: once it was far enough from where it was pressed."""
        if self._pressed_at is None:
            return False
        far = (event.position().toPoint() - self._pressed_at).manhattanLength()
        self.is_dragged = self.is_dragged or far >= QApplication.startDragDistance()
        return self.is_dragged

    def let_go(self) -> Release:
        """End it; says what it was."""
        was_dragged, was_pressed = self.is_dragged, self._pressed_at is not None
        self.is_dragged, self._pressed_at = False, None
        return Release.DRAG if was_dragged else Release.PRESS if was_pressed else Release.NOTHING
