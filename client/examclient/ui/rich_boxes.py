"""How pictures and gaps take their room in a QTextDocument: as text objects, on the baseline of the line."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from examclient.ui.rich_inlines import BoxSize, InlineBox

BOX = QTextFormat.ObjectTypes.UserObject.value + 1
_INDEX = QTextFormat.Property.UserProperty.value + 1
_UNLIMITED = 100_000.0


class BoxHandler(QPyTextObject):
    """Answers the layout's questions about boxes. Owns their present sizes."""

    def __init__(self, document: QTextDocument, boxes: Sequence[InlineBox]) -> None:
        super().__init__(document)
        self._boxes = tuple(boxes)
        self._sizes: list[BoxSize] = []
        self.fit(_UNLIMITED)

    @property
    def are_none(self) -> bool:
        return not self._boxes

    def fit(self, width: float) -> None:
        """Make every box at most so wide."""
        self._sizes = [box.fit(width) for box in self._boxes]

    def size(self, index: int) -> BoxSize:
        return self._sizes[index]

    def alt(self, index: int) -> str:
        return self._boxes[index].alt

    def intrinsicSize(
        self,
        _document: QTextDocument,
        _position: int,
        char: QTextFormat,
    ) -> QSizeF:
        size = self._sizes[char.intProperty(_INDEX)]
        return QSizeF(size.width, size.ascent + size.descent)

    def drawObject(
        self,
        painter: QPainter,
        place: QRectF | QRect,
        _document: QTextDocument,
        _position: int,
        char: QTextFormat,
    ) -> None:
        self._boxes[char.intProperty(_INDEX)].paint(painter, QRectF(place))


def find_boxes(document: QTextDocument) -> list[tuple[int, int]]:
    """The images `object:N` of a document as (position, N)."""
    found = []
    block = document.begin()
    while block.isValid():
        found += _images_of(block)
        block = block.next()
    return found


def box_format(index: int, size: BoxSize, font: QFont) -> QTextCharFormat:
    """The format of the character that stands for a box."""
    result = QTextCharFormat()
    result.setObjectType(BOX)
    result.setProperty(_INDEX, index)
    if size.descent:
        result.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        result.setFont(_font_with_x_height(2 * (size.ascent - size.descent), font))
    return result


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


def _font_with_x_height(height: float, font: QFont) -> QFont:
    """A font in which AlignMiddle puts a box where we want it: Qt lifts the middle by half the x-height.

    Only its x-height is used; the line does not grow with it.
    """
    result = QFont(font)
    own = QFontMetrics(font).xHeight() / font.pixelSize()
    result.setPixelSize(max(1, round(height / own)))
    return result
