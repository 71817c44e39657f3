"""The sign of a light: each state has another shape, since colour alone says nothing to some."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from examclient.ui.signs import paint_check, paint_cross, paint_exclamation
from examclient.ui.widgets.changes import set_mark

EM = 1.1
"""Size in heights of a capital letter's line, beside small words."""

SAVING, SAVED, WAITING, FAILED = "saving", "saved", "waiting", "failed"
"""What the style sheet knows the signs by: grey, green, amber, red."""


class LightSign(QLabel):
    """An empty ring while saving, a disc with a check for saved, a triangle with a stroke for waiting, a
    square with a cross for failed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "light")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, state: str) -> None:
        """Show one of the four."""
        set_mark(self, "state", state)

    def sizeHint(self) -> QSize:
        """A square."""
        self.ensurePolished()
        side = round(EM * self.fontMetrics().height() / 1.45)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """The same: an empty label would give way."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shape, and cut what stands in it out of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self.palette().color(self.foregroundRole())
        inside = self.palette().color(QPalette.ColorRole.Base)
        side = min(self.width(), self.height()) - 2.0
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        match self.property("state"):
            case "saved":
                _fill(painter, color).drawEllipse(box)
                paint_check(painter, box, inside)
            case "waiting":
                middle = QPointF(box.center().x(), box.top())
                _fill(painter, color).drawPolygon([middle, box.bottomRight(), box.bottomLeft()])
                paint_exclamation(painter, box.adjusted(0, box.height() * 0.2, 0, 0), inside)
            case "failed":
                _fill(painter, color).drawRect(box)
                paint_cross(painter, box, inside)
            case _:
                painter.setPen(QPen(color, box.width() / 7))
                inset = box.width() / 10
                painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))


def _fill(painter: QPainter, color: QColor) -> QPainter:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    return painter
