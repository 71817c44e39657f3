"""The parts of a text that scroll by themselves: each has a bar below it and an edge where more follows."""

from collections.abc import Callable, Sequence
from weakref import WeakMethod, ref

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QScrollBar, QWidget

Draw = Callable[[QPainter, QRectF], None]
"""Paints what of the document lies in a rectangle of it."""

_EDGE = 2


class Strips:
    """Owns the bars. Knows where wide parts stand and how far each is moved, not what is in them.

    It is held by its owner and holds it in no circle: a page that is left goes at once.
    """

    def __init__(self, owner: QWidget, on_moved: Callable[[], None]) -> None:
        self._owner = ref(owner)
        self._on_moved = WeakMethod(on_moved)
        self._bars: list[QScrollBar] = []
        self._places: list[QRectF] = []
        self._width = 0

    def place(self, places: Sequence[QRectF], width: int) -> None:
        """Lay a bar under each wide part; the ones before stay where they were moved to."""
        self._places, self._width = list(places), width
        while len(self._bars) < len(places):
            self._bars.append(self._new_bar())
        for index, bar in enumerate(self._bars):
            bar.setVisible(index < len(places))
            if index < len(places):
                self._set_bar(bar, places[index], width)

    def offset_at(self, y: float) -> float:
        """How far to the left the part at this height of the document is moved."""
        for place, bar in zip(self._places, self._bars, strict=False):
            if place.top() <= y <= place.bottom():
                return bar.value()
        return 0.0

    def show_x(self, left: float, right: float, y: float) -> None:
        """Move the part at this height so that these places of the document can be seen."""
        for place, bar in zip(self._places, self._bars, strict=False):
            if place.top() <= y <= place.bottom():
                moved = max(bar.value(), round(right) - bar.pageStep())
                bar.setValue(min(moved, round(left)))

    def move_by(self, y: float, pixels: int) -> bool:
        """Move the part at this height; returns whether there is one."""
        for place, bar in zip(self._places, self._bars, strict=False):
            if place.top() <= y <= place.bottom():
                bar.setValue(bar.value() + pixels)
                return True
        return False

    def paint(self, painter: QPainter, clip: QRectF, draw: Draw, edge: QColor) -> None:
        """Paint the document: each wide part moved, all else where it stands."""
        rest = QRegion(clip.toAlignedRect())
        strips = [QRectF(0, place.top(), self._width, place.height()) for place in self._places]
        for strip in strips:
            whole = QRectF(clip.left(), strip.top(), clip.width(), strip.height())
            rest -= QRegion(whole.toAlignedRect())
        painter.save()
        painter.setClipRegion(rest)
        draw(painter, clip)
        painter.restore()
        for strip, bar in zip(strips, self._bars, strict=False):
            painter.save()
            painter.setClipRect(strip)
            painter.translate(-bar.value(), 0)
            draw(painter, strip.translated(bar.value(), 0))
            painter.restore()
            self._paint_edges(
                painter, QRectF(strip.topLeft(), bar.geometry().topRight().toPointF()), bar, edge
            )

    def _paint_edges(self, painter: QPainter, strip: QRectF, bar: QScrollBar, edge: QColor) -> None:
        """A line on each side where more follows."""
        if bar.value() < bar.maximum():
            painter.fillRect(QRectF(strip.right() - _EDGE + 1, strip.top(), _EDGE, strip.height()), edge)
        if bar.value() > bar.minimum():
            painter.fillRect(QRectF(strip.left(), strip.top(), _EDGE, strip.height()), edge)

    def _new_bar(self) -> QScrollBar:
        bar = QScrollBar(Qt.Orientation.Horizontal, self._owner())
        bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if (on_moved := self._on_moved()) is not None:
            bar.valueChanged.connect(on_moved)
        return bar

    def _set_bar(self, bar: QScrollBar, place: QRectF, width: int) -> None:
        words = QCoreApplication.translate("Strips", "More to the side: the arrow keys move this part")
        bar.setAccessibleName(words)
        bar.setToolTip(words)
        height = bar.sizeHint().height()
        bar.setGeometry(0, round(place.bottom()) - height - 2, width, height)
        bar.setRange(0, max(0, round(place.right()) + 1 - width))
        bar.setPageStep(width)
        bar.setSingleStep(bar.fontMetrics().height() * 2)
