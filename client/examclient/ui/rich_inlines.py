"""What stands in a line of text and is not text: gaps that a field will stand over, blanks, readings."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from examclient.ui.rich_markup import Inline

GAP_MARGIN = 4
_SPACES = {"\u3000": 1.0, "\u2003": 1.0, "\u2001": 1.0, "\u2004": 1 / 3, "\u2005": 0.25, " ": 0.25}
_HALF = 0.5
"""Ems of the spaces of a blank; a no-break space is half a character in the fonts of Chinese papers."""

READING_EM = 0.5
INK_EM = 0.88
"""How far a Chinese character reaches above the baseline; its reading stands right on it."""


@dataclass(frozen=True, slots=True)
class BoxSize:
    """The room of a box in its line, in pixels: above and below the baseline."""

    width: float
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class Look:
    """What a rich text is drawn with; `ratio` is device pixels to a logical pixel, `zoom` grows pictures,
    `ground` is what lies under the text.
    """

    font: QFont
    text: QColor
    muted: QColor
    line: QColor
    head: QColor
    ground: QColor
    ratio: float
    zoom: float


class InlineBox(Protocol):
    """One box in the line. `alt` is what it says in words."""

    alt: str

    def fit(self, width: float) -> BoxSize:
        """Take at most `width` pixels and say what room is needed."""

    def paint(self, painter: QPainter, place: QRectF) -> None: ...


class GapBox:
    """Room for a field; the field itself is a real widget that the text puts over it."""

    def __init__(self, field: QWidget, alt: str) -> None:
        self.alt = alt
        self._field = field
        field.ensurePolished()
        hint = field.sizeHint()
        self._width, self._height = hint.width(), hint.height()
        self._fitted = self._width
        metrics = QFontMetricsF(field.font())
        self._baseline = round((self._height - metrics.height()) / 2 + metrics.ascent())

    def fit(self, width: float) -> BoxSize:
        self._fitted = max(1, min(self._width, int(width) - 2 * GAP_MARGIN))
        below = self._height - self._baseline
        return BoxSize(self._fitted + 2 * GAP_MARGIN, self._baseline + GAP_MARGIN, below + GAP_MARGIN)

    def stands_over(self, field: QWidget) -> bool:
        """Whether this is the room of that field."""
        return field is self._field

    def put_field(self, origin: QPointF) -> None:
        """Bring the field to its place: `origin` is the left end of the box on its baseline."""
        self._field.setFixedSize(self._fitted, self._height)
        self._field.move(round(origin.x()) + GAP_MARGIN, round(origin.y()) - self._baseline)

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Nothing: the field paints itself."""


class BlankBox:
    """A line to write on, as on paper: as long as the spaces that the paper underlines."""

    def __init__(self, inline: Inline, look: Look) -> None:
        self.alt = inline.alt
        self._look = look
        self._metrics = QFontMetricsF(look.font)
        self._width = look.font.pixelSize() * sum(_SPACES.get(space, _HALF) for space in inline.id)

    def fit(self, width: float) -> BoxSize:
        """Take no more than the line has."""
        return BoxSize(min(self._width, width), self._metrics.capHeight(), self._metrics.descent())

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Paint the line where an underline is."""
        y = place.bottom() - self._metrics.descent() + self._metrics.underlinePos()
        thick = max(1, round(self._metrics.lineWidth()))
        painter.fillRect(QRectF(place.left(), round(y), place.width(), thick), self._look.text)


class MarkedBox:
    """A box together with the marks before and after it, from which no line may part it."""

    def __init__(self, box: InlineBox, inline: Inline, look: Look) -> None:
        self.box = box
        self.alt = f"{inline.before}{box.alt}{inline.after}"
        self._before, self._after = inline.before, inline.after
        self._look = look
        metrics = QFontMetricsF(look.font)
        self._left = metrics.horizontalAdvance(inline.before)
        self._marks = self._left + metrics.horizontalAdvance(inline.after)
        self._inside = BoxSize(0, 0, 0)

    def fit(self, width: float) -> BoxSize:
        """Leave the marks their room."""
        metrics, self._inside = QFontMetricsF(self._look.font), self.box.fit(max(1, width - self._marks))
        return BoxSize(
            self._inside.width + self._marks,
            max(self._inside.ascent, metrics.capHeight()),
            max(self._inside.descent, metrics.descent()),
        )

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Paint the box, and the marks on its baseline."""
        metrics, inside = QFontMetricsF(self._look.font), self._inside
        baseline = place.top() + max(inside.ascent, metrics.capHeight())
        left = place.left() + self._left
        painter.save()
        painter.setPen(self._look.text)
        painter.setFont(self._look.font)
        painter.drawText(QPointF(place.left(), baseline), self._before)
        painter.drawText(QPointF(left + inside.width, baseline), self._after)
        painter.restore()
        height = inside.ascent + inside.descent
        self.box.paint(painter, QRectF(left, baseline - inside.ascent, inside.width, height))


class RubyBox:
    """Characters with their reading above them, half as large."""

    def __init__(self, inline: Inline, look: Look) -> None:
        self.alt = inline.alt
        self._base, self._reading = inline.base, inline.id
        self._look = look
        self._scale = 1.0
        self._base_font, self._small_font = QFont(look.font), QFont(look.font)
        self._base_font.setBold(inline.is_bold or look.font.bold())
        self._small_font.setPixelSize(max(1, round(look.font.pixelSize() * READING_EM)))

    def fit(self, width: float) -> BoxSize:
        """Shrink where the characters alone are wider than a line."""
        base, small = QFontMetricsF(self._base_font), QFontMetricsF(self._small_font)
        natural = max(base.horizontalAdvance(self._base), small.horizontalAdvance(self._reading))
        self._scale = min(1.0, width / natural)
        above = self._look.font.pixelSize() * INK_EM + small.ascent()
        return BoxSize(natural * self._scale, above * self._scale, base.descent() * self._scale)

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Paint both, each in the middle of the box."""
        base, small = QFontMetricsF(self._base_font), QFontMetricsF(self._small_font)
        painter.save()
        painter.translate(place.topLeft())
        painter.scale(self._scale, self._scale)
        painter.setPen(self._look.text)
        width = place.width() / self._scale
        for font, metrics, words, y in (
            (self._small_font, small, self._reading, small.ascent()),
            (self._base_font, base, self._base, small.ascent() + self._look.font.pixelSize() * INK_EM),
        ):
            painter.setFont(font)
            painter.drawText(QPointF((width - metrics.horizontalAdvance(words)) / 2, y), words)
        painter.restore()
