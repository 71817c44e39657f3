"""How pictures and gaps take their room in a QTextDocument: as text objects, on the baseline of the line."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from examclient.ui.rich_inlines import BoxSize, InlineBox
from examclient.ui.rich_places import origin_of

BOX = QTextFormat.ObjectTypes.UserObject.value + 1
_INDEX = QTextFormat.Property.UserProperty.value + 1
_UNLIMITED = 100_000.0


class BoxHandler(QPyTextObject):
    """Answers the layout's questions about boxes. Owns their present sizes."""

    def __init__(self, document: QTextDocument, boxes: Sequence[InlineBox], font: QFont) -> None:
        super().__init__(document)
        self._boxes = tuple(boxes)
        self._sizes: list[BoxSize] = []
        self._metrics = QFontMetricsF(font)
        self.fit(_UNLIMITED)
        self._fonts = [_font_for(self._room(size), font) for size in self._sizes]
        self._half = [0.0 if one is None else QFontMetrics(one).xHeight() / 2 for one in self._fonts]

    @property
    def are_none(self) -> bool:
        return not self._boxes

    def fit(self, width: float) -> None:
        """Make every box at most so wide."""
        self._sizes = [box.fit(width) for box in self._boxes]

    def format_of(self, index: int) -> QTextCharFormat:
        """The format of the character that stands for a box."""
        result = QTextCharFormat()
        result.setObjectType(BOX)
        result.setProperty(_INDEX, index)
        font = self._fonts[index]
        if font is not None:
            result.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
            result.setFont(font)
        return result

    def size(self, index: int) -> BoxSize:
        """What room a box takes now."""
        return self._sizes[index]

    def alt(self, index: int) -> str:
        """What a box says in words."""
        return self._boxes[index].alt

    def intrinsicSize(
        self,
        _document: QTextDocument,
        _position: int,
        char: QTextFormat,
    ) -> QSizeF:
        index = char.intProperty(_INDEX)
        return QSizeF(self._sizes[index].width, self._height(index))

    def drawObject(
        self,
        painter: QPainter,
        place: QRectF | QRect,
        document: QTextDocument,
        position: int,
        char: QTextFormat,
    ) -> None:
        """Paint a box on its baseline; Qt's own place for one in the middle is the middle of the line."""
        index = char.intProperty(_INDEX)
        size = self._sizes[index]
        top = origin_of(document, position).y() - size.ascent
        box = QRectF(QRectF(place).left(), top, size.width, size.ascent + size.descent)
        self._boxes[index].paint(painter, box)

    def _height(self, index: int) -> float:
        """Qt gives a box in the middle (height + half) / 2 above the baseline and the rest below, where
        `half` is half the x-height of the box's font; any other box stands wholly above it.
        """
        size, half = self._room(self._sizes[index]), self._half[index]
        if self._fonts[index] is None:
            return size.ascent + size.descent
        return max(2 * size.ascent - half, 2 * size.descent + half)

    def _room(self, size: BoxSize) -> BoxSize:
        """The room of a box in its line: as much as words have, so that a line of nothing but a small formula
        has its baseline where the line beside it has; a picture above it keeps its own.
        """
        above, below = self._metrics.ascent(), self._metrics.descent()
        if not size.descent and size.ascent >= above:
            return size
        return BoxSize(size.width, max(size.ascent, above), max(size.descent, below))


def find_boxes(document: QTextDocument) -> list[tuple[int, int]]:
    """The images `object:N` of a document as (position, N)."""
    found = []
    block = document.begin()
    while block.isValid():
        found += _images_of(block)
        block = block.next()
    return found


def _images_of(block: QTextBlock) -> list[tuple[int, int]]:
    """The images of a block as (position in the document, N of `object:N`)."""
    found = []
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        if fragment.charFormat().isImageFormat():
            name = fragment.charFormat().toImageFormat().name()
            found.append((fragment.position(), int(name.removeprefix("object:"))))
        fragments += 1
    return found


def _font_for(size: BoxSize, font: QFont) -> QFont | None:
    """A font in which AlignMiddle puts a box nearly where we want it; only its x-height is used, and the
    line does not grow with it. None for a box that stands on the baseline.
    """
    if not size.descent:
        return None
    result = QFont(font)
    own = QFontMetrics(font).xHeight() / font.pixelSize()
    wanted = 2 * (size.ascent - size.descent)
    result.setPixelSize(max(1, round(wanted / own)))
    return result
