"""The text document behind a rich text: laid out to a width, and asked where its gaps came to stand.

Rule: the document loads nothing, from nowhere. Its pictures and gaps are boxes that were handed in.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from examclient.ui.rich_inlines import BoxSize, InlineBox, Look
from examclient.ui.rich_markup import Markup

LINE_HEIGHT_EM = 1.6
_SHRINKING_ROUNDS = 8
_SMALLEST_BOX = 48
_UNLIMITED = 100_000.0
_BOX = QTextFormat.ObjectTypes.UserObject.value + 1
_INDEX = QTextFormat.Property.UserProperty.value + 1
_PROPORTIONAL_QUOTES = QFont.Tag.fromString("pwid")
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})
_STYLE = """
body, pre {{ white-space: pre-wrap }}
p, pre, blockquote, ul, ol {{ margin: 0 0 {gap}px 0 }}
blockquote {{ margin-left: {indent}px }}
li {{ margin: 0 0 {small}px 0 }}
h3, h4, h5 {{ font-weight: bold; margin: {small}px 0 {gap}px 0 }}
h3 {{ font-size: {large}px }} h4, h5 {{ font-size: {body}px }}
pre, code {{ font-family: "Consolas", "DejaVu Sans Mono", "Courier New", "Noto Sans SC" }}
table {{ border-collapse: collapse; border: 1px solid {line}; margin: {gap}px 0 {gap}px 0 }}
td, th {{ border: 1px solid {line}; padding: {small}px {gap}px {small}px {gap}px; vertical-align: middle }}
th {{ background-color: {head}; font-weight: bold; text-align: left }}
"""


class RichDocument(QTextDocument):
    """Owns the laid-out text of one rich text. Knows nothing of widgets or papers."""

    def __init__(self, markup: Markup, boxes: Sequence[InlineBox], look: Look) -> None:
        super().__init__()
        self._boxes = tuple(boxes)
        self._places: dict[int, int] = {}
        self._handler = _BoxHandler(self)
        self._prepare(look, markup.is_latin)
        self.setHtml(f"<body>{markup.html}</body>")
        self._set_line_height(look.font.pixelSize() * LINE_HEIGHT_EM)
        self._sizes = [box.fit(_UNLIMITED) for box in self._boxes]
        self._turn_images_into_boxes(look.font)
        self.documentLayout().registerHandler(_BOX, self._handler)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing: all that the text needs came with it."""
        return None

    def lay_out(self, width: float) -> None:
        """Lay the text out to `width` pixels; nothing stands out on the right, where it could not be seen.

        Pictures shrink first; where that is not enough, words are broken.
        """
        for wrapping in (QTextOption.WrapMode.WordWrap, QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere):
            self._wrap(wrapping)
            if self._fits(width):
                return

    def _fits(self, width: float) -> bool:
        allowed = width
        self._sizes = [box.fit(allowed) for box in self._boxes]
        self.setTextWidth(width)
        for _ in range(_SHRINKING_ROUNDS):
            if self.idealWidth() <= width + 1:
                return True
            allowed = allowed * width / self.idealWidth() - 1
            if not self._boxes or allowed < _SMALLEST_BOX:
                return False
            self._sizes = [box.fit(allowed) for box in self._boxes]
            self.markContentsDirty(0, self.characterCount())
        return False

    def _wrap(self, wrapping: QTextOption.WrapMode) -> None:
        option = self.defaultTextOption()
        if option.wrapMode() != wrapping:
            option.setWrapMode(wrapping)
            self.setDefaultTextOption(option)

    def box_size(self, index: int) -> BoxSize:
        return self._sizes[index]

    def paint_box(self, index: int, painter: QPainter, place: QRectF) -> None:
        self._boxes[index].paint(painter, place)

    def box_origin(self, index: int) -> QPointF:
        """Where a box stands: its left edge, and the baseline of its line."""
        position = self._places[index]
        block = self.findBlock(position)
        inside = position - block.position()
        line = block.layout().lineForTextPosition(inside)
        corner = self.documentLayout().blockBoundingRect(block).topLeft()
        return corner + QPointF(_x_of(line.cursorToX(inside)), line.y() + line.ascent())

    def text(self) -> str:
        """All words as drawn, boxes by their alternative text, one line for each block or cell."""
        words = self.toRawText().translate(_BREAKS).split("\ufffc")
        alternatives = [
            self._boxes[index].alt for index in sorted(self._places, key=self._places.__getitem__)
        ]
        return words[0] + "".join(alt + part for alt, part in zip(alternatives, words[1:], strict=True))

    def _prepare(self, look: Look, is_latin: bool) -> None:
        em = look.font.pixelSize()
        font = QFont(look.font)
        if is_latin:  # the font's “ ” ’ are as wide as a Chinese character, which tears English words apart
            font.setFeature(_PROPORTIONAL_QUOTES, 1)
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(em * 1.6)
        self.setDefaultFont(font)
        sizes = {"gap": em * 0.6, "small": em * 0.3, "indent": em * 1.6, "body": em, "large": em * 1.15}
        pixels = {name: round(size) for name, size in sizes.items()}
        self.setDefaultStyleSheet(_STYLE.format(line=look.line.name(), head=look.head.name(), **pixels))

    def _set_line_height(self, pixels: float) -> None:
        everything = QTextCursor(self)
        everything.select(QTextCursor.SelectionType.Document)
        height = QTextBlockFormat()
        height.setLineHeight(round(pixels), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        everything.mergeBlockFormat(height)

    def _turn_images_into_boxes(self, font: QFont) -> None:
        for position, index in self._find_images():
            self._places[index] = position
            char = QTextCursor(self)
            char.setPosition(position)
            char.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            char.setCharFormat(_box_format(index, self._sizes[index], font))

    def _find_images(self) -> list[tuple[int, int]]:
        found = []
        block = self.begin()
        while block.isValid():
            found += _images_of(block)
            block = block.next()
        return found


class _BoxHandler(QPyTextObject):
    """Answers the layout's questions about boxes."""

    def __init__(self, document: RichDocument) -> None:
        super().__init__(document)

    def intrinsicSize(self, document: QTextDocument, _position: int, format: QTextFormat) -> QSizeF:  # noqa: A002 - Qt's name
        size = _rich(document).box_size(format.intProperty(_INDEX))
        return QSizeF(size.width, size.ascent + size.descent)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF,
        document: QTextDocument,
        _position: int,
        format: QTextFormat,  # noqa: A002 - Qt's name
    ) -> None:
        _rich(document).paint_box(format.intProperty(_INDEX), painter, rect)


def _rich(document: QObject) -> RichDocument:
    assert isinstance(document, RichDocument)
    return document


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


def _box_format(index: int, size: BoxSize, font: QFont) -> QTextCharFormat:
    result = QTextCharFormat()
    result.setObjectType(_BOX)
    result.setProperty(_INDEX, index)
    if size.descent:
        result.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        result.setFont(_font_with_x_height(2 * (size.ascent - size.descent), font))
    return result


def _font_with_x_height(height: float, font: QFont) -> QFont:
    """A font in which AlignMiddle puts a box where we want it: Qt lifts the middle by half the x-height.

    Only its x-height is used; the line does not grow with it.
    """
    result = QFont(font)
    own = QFontMetrics(font).xHeight() / font.pixelSize()
    result.setPixelSize(max(1, round(height / own)))
    return result


def _x_of(answer: object) -> float:
    """QTextLine.cursorToX gives the place alone or with the cursor, after the binding's version."""
    place = answer[0] if isinstance(answer, tuple) else answer
    assert isinstance(place, float)
    return place
