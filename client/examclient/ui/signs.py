"""Small signs drawn as paths, because the bundled font lacks them: flag, check, cross, chevron and such."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen


def paint_flag(painter: QPainter, box: QRectF, color: QColor) -> None:
    """A pole with a swallow-tailed flag, filling the box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(color, box.width() / 9))
    pole = box.left() + box.width() * 0.2
    painter.drawLine(QPointF(pole, box.top() + 1), QPointF(pole, box.bottom() - 1))
    cloth = QPainterPath(QPointF(pole, box.top() + box.height() * 0.08))
    cloth.lineTo(box.right() - 1, box.top() + box.height() * 0.08)
    cloth.lineTo(box.right() - box.width() * 0.22, box.top() + box.height() * 0.33)
    cloth.lineTo(box.right() - 1, box.top() + box.height() * 0.58)
    cloth.lineTo(pole, box.top() + box.height() * 0.58)
    cloth.closeSubpath()
    painter.fillPath(cloth, color)
    painter.restore()


def paint_check(painter: QPainter, box: QRectF, color: QColor) -> None:
    """A check mark inside the box."""
    _paint_line(painter, box, color, ((0.24, 0.53), (0.43, 0.71), (0.77, 0.32)))


def paint_cross(painter: QPainter, box: QRectF, color: QColor) -> None:
    """A cross inside the box."""
    _paint_line(painter, box, color, ((0.27, 0.27), (0.73, 0.73)))
    _paint_line(painter, box, color, ((0.73, 0.27), (0.27, 0.73)))


def paint_exclamation(painter: QPainter, box: QRectF, color: QColor) -> None:
    """A stroke with a dot below it, inside the box."""
    _paint_line(painter, box, color, ((0.5, 0.2), (0.5, 0.55)))
    _paint_line(painter, box, color, ((0.5, 0.8), (0.5, 0.81)))


def paint_chevron(painter: QPainter, box: QRectF, color: QColor, *, points_up: bool = False) -> None:
    """A chevron that points down: there is a list behind it, or a place below; or up."""
    ends, middle = (0.63, 0.38) if points_up else (0.38, 0.63)
    _paint_line(painter, box, color, ((0.25, ends), (0.5, middle), (0.75, ends)))


def _paint_line(
    painter: QPainter, box: QRectF, color: QColor, points: tuple[tuple[float, float], ...]
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(color, box.width() / 9))
    path = QPainterPath()
    for index, (x, y) in enumerate(points):
        point = QPointF(box.left() + box.width() * x, box.top() + box.height() * y)
        if index:
            path.lineTo(point)
        else:
            path.moveTo(point)
    painter.drawPath(path)
    painter.restore()


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, max(1.5, width))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
