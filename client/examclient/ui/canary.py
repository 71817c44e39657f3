"""Four colours in a corner of a window, and whether the real screen shows them.

Rule: the screen is asked, not the window. A window that stays white has painted all it should: only the
screen knows that nothing of it arrived.
"""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

COLOURS = tuple(QColor(name) for name in ("#d02020", "#20b040", "#2040d0", "#e0c020"))
SIDE = 20
OFF_BY = 64
"""How far each part of a colour may be off, of 255: screens of 16 bits, and colour profiles."""


class Canary(QWidget):
    """Lies over the corner of its window for the moment of looking. Knows nothing of what follows."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFixedSize(SIDE * len(COLOURS), SIDE)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One square of each colour."""
        painter = QPainter(self)
        for place, colour in enumerate(COLOURS):
            painter.fillRect(place * SIDE, 0, SIDE, SIDE, colour)
        painter.end()

    def is_seen(self) -> bool:
        """Whether the screen shows every colour in its place, whatever the scale."""
        return shows_colours(self._on_screen())

    def _on_screen(self) -> QImage:
        screen = self.screen()
        at = QRect(self.mapToGlobal(QPoint(0, 0)) - screen.geometry().topLeft(), self.size())
        return screen.grabWindow(0, at.x(), at.y(), at.width(), at.height()).toImage()


def shows_colours(image: QImage) -> bool:
    """Whether an image is the canary's; an empty one, as of a screen that may not be read, is not."""
    if image.isNull():
        return False
    step, middle = image.width() / len(COLOURS), image.height() // 2
    return all(
        _is_near(image.pixelColor(int((place + 0.5) * step), middle), colour)
        for place, colour in enumerate(COLOURS)
    )


def _is_near(one: QColor, other: QColor) -> bool:
    off = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return max(map(abs, off)) <= OFF_BY
