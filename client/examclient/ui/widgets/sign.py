"""A large sign in a circle that says at a glance how things stand; the words beside it say it again."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel

from examclient.ui.signs import paint_check, paint_exclamation
from examclient.ui.widgets.changes import set_mark

EM = 3.5
"""Size in widths of a letter."""


class Sign(QLabel):
    """A circle in the colour of its state: a check for `saved`, an arrow for `moved`, an exclamation mark for
    `failed`, dots for others.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "sign")

    def show_sign(self, state: str) -> None:
        """Show one of the states."""
        set_mark(self, "state", state)

    def sizeHint(self) -> QSize:
        """A square."""
        side = round(EM * self.fontMetrics().height() / 1.45)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle and what stands in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self.palette().color(self.foregroundRole())
        side = min(self.width(), self.height()) - 4.0
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(color, side / 20))
        painter.drawEllipse(box)
        self._draw_inside(painter, box, color)

    def _draw_inside(self, painter: QPainter, box: QRectF, color: QColor) -> None:
        match self.property("state"):
            case "saved":
                paint_check(painter, box, color)
            case "moved":
                _draw_arrow(painter, box, color)
            case "failed":
                paint_exclamation(painter, box, color)
            case _:
                _draw_dots(painter, box, color)


def _draw_dots(painter: QPainter, box: QRectF, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for place in (0.3, 0.5, 0.7):
        centre = QPointF(box.left() + box.width() * place, box.center().y())
        painter.drawEllipse(centre, box.width() / 18, box.width() / 18)


def _draw_arrow(painter: QPainter, box: QRectF, color: QColor) -> None:
    pen = QPen(color, box.width() / 12)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    tip = QPointF(box.left() + box.width() * 0.72, box.center().y())
    painter.drawLine(QPointF(box.left() + box.width() * 0.28, tip.y()), tip)
    for side in (-0.16, 0.16):
        painter.drawLine(QPointF(tip.x() - box.width() * 0.16, tip.y() + box.height() * side), tip)
