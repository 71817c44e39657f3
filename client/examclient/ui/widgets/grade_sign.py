"""A small sign for green, amber and red: each has another shape, since colour alone says nothing to some."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from examclient.ui.signs import paint_check
from examclient.ui.widgets.changes import set_mark
from examprotocol.self_check import Grade

EM = 1.5
"""Size in widths of a letter."""


class GradeSign(QLabel):
    """A circle with a check for green, a triangle with a stroke for amber, a square with a cross for red."""

    def __init__(self, em: float = EM) -> None:
        super().__init__()
        self._em = em
        self._grade = Grade.GREEN
        self.setProperty("kind", "grade")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_grade(self, grade: Grade) -> None:
        """Show one of the grades."""
        self._grade = grade
        set_mark(self, "level", grade.value)

    def sizeHint(self) -> QSize:
        """A square."""
        side = round(self._em * self.fontMetrics().height() / 1.45)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shape and what stands in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self.palette().color(self.foregroundRole())
        side = min(self.width(), self.height()) - 3.0
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        pen = QPen(color, max(1.5, side / 12))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        match self._grade:
            case Grade.GREEN:
                painter.drawEllipse(box)
                paint_check(painter, box, color)
            case Grade.AMBER:
                _draw_triangle(painter, box, color)
            case Grade.RED:
                _draw_cross(painter, box)


def _draw_triangle(painter: QPainter, box: QRectF, color: QColor) -> None:
    middle = box.center().x()
    painter.drawPolygon([QPointF(middle, box.top()), box.bottomRight(), box.bottomLeft()])
    painter.drawLine(QPointF(middle, box.top() + box.height() * 0.42), QPointF(middle, _down(box, 0.66)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(middle, _down(box, 0.84)), box.width() / 14, box.width() / 14)


def _draw_cross(painter: QPainter, box: QRectF) -> None:
    painter.drawRect(box)
    inset = box.width() * 0.28
    inside = box.adjusted(inset, inset, -inset, -inset)
    painter.drawLine(inside.topLeft(), inside.bottomRight())
    painter.drawLine(inside.topRight(), inside.bottomLeft())


def _down(box: QRectF, share: float) -> float:
    return box.top() + box.height() * share
