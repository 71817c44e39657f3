"""The text document behind a rich text: laid out to a width, and asked where its gaps came to stand.

Rule: the document loads nothing, from nowhere. Its pictures and gaps are boxes that were handed in.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QUrl
from PySide6.QtGui import QFont, QPainter, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption

from examclient.ui.rich_boxes import BOX, BoxHandler, find_boxes
from examclient.ui.rich_dots import dot_places, letters_in, paint_dots
from examclient.ui.rich_inlines import BoxSize, InlineBox, Look
from examclient.ui.rich_marks import DOTS, draw_wavy, take_marks
from examclient.ui.rich_markup import Markup
from examclient.ui.rich_places import origin_of
from examclient.ui.rich_wide import Part, parts_of, right_of, set_room, set_width, strip_of

LINE_HEIGHT_EM = 1.6
_SHRINKING_ROUNDS = 8
_SMALLEST_BOX = 48
_PROPORTIONAL_QUOTES = QFont.Tag.fromString("pwid")
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})
_STYLE = """
body, pre {{ white-space: pre-wrap }}
p, pre, blockquote, ul, ol {{ margin: 0 0 {gap}px 0 }}
blockquote {{ margin-left: {indent}px }}
li {{ margin: 0 0 {small}px 0 }}
h3, h4, h5 {{ font-weight: bold; margin: {small}px 0 {gap}px 0 }}
h3 {{ font-size: {large}px }} h4, h5 {{ font-size: {body}px }}
pre, code {{ font-family: {code} }}
table {{ border-collapse: collapse; border: 1px solid {line}; margin: {gap}px 0 {gap}px 0 }}
td, th {{ border: 1px solid {line}; padding: {small}px {gap}px {small}px {gap}px; vertical-align: middle }}
th {{ background-color: {head}; font-weight: bold; text-align: left }}
"""
_CODE = ("Consolas", "DejaVu Sans Mono", "Courier New")
"""Letters of one width; Windows has the first. What they lack comes from the paper's own families."""

_MOST_INDENT = 9


class RichDocument(QTextDocument):
    """Owns the laid-out text of one rich text. Knows nothing of widgets or papers."""

    def __init__(self, markup: Markup, boxes: Sequence[InlineBox], look: Look) -> None:
        super().__init__()
        self._look = look
        self._boxes = BoxHandler(self, boxes, look.font)
        self._places: dict[int, int] = {}
        self._prepare(look, markup.is_latin)
        self.setHtml(f"<body>{markup.html}</body>")
        self._set_line_height(look.font.pixelSize() * LINE_HEIGHT_EM)
        stretches = take_marks(self)
        draw_wavy(self, stretches)
        self._dotted = letters_in(self, [stretch for stretch in stretches if stretch.mark is DOTS])
        self._turn_images_into_boxes()
        self.documentLayout().registerHandler(BOX, self._boxes)
        self._parts = parts_of(self)
        self._wide: list[Part] = []

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing: all that the text needs came with it."""
        return None

    def lay_out(self, width: float) -> None:
        """Lay the text out to `width` pixels; nothing stands out on the right, where it could not be seen.

        Pictures shrink first; where that is not enough, words are broken. What is too wide even then (a table
        of many columns, a long formula) stands out, and `rich_wide` scrolls it.
        """
        self._wide = self._too_wide(width)
        for wrapping in (QTextOption.WrapMode.WordWrap, QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere):
            self._wrap(wrapping)
            if self._fits(width):
                return
        self._lay_out_with_boxes(width, width)
        self._let_stand_out(width)

    def wide_places(self) -> list[QRectF]:
        """What stands out on the right, each with the room for a bar below it."""
        return [strip_of(self, part) for part in self._wide]

    def box_origin(self, index: int) -> QPointF:
        """Where a box stands: its left edge, and the baseline of its line."""
        return origin_of(self, self._places[index])

    def box_size(self, index: int) -> BoxSize:
        """What room a box has now."""
        return self._boxes.size(index)

    def paint_dots(self, painter: QPainter) -> None:
        """Paint what Qt has not drawn of the text: the dots under its characters."""
        paint_dots(painter, dot_places(self, self._dotted), self._look)

    def text(self) -> str:
        """All words as drawn, boxes by their alternative text, one line for each block or cell."""
        first, *rest = self.toRawText().translate(_BREAKS).split("\ufffc")
        in_order = sorted(self._places, key=self._places.__getitem__)
        words = (self._boxes.alt(index) + part for index, part in zip(in_order, rest, strict=True))
        return first + "".join(words)

    def _fits(self, width: float) -> bool:
        allowed = width
        for _ in range(_SHRINKING_ROUNDS):
            self._lay_out_with_boxes(allowed, width)
            needed = self._needed_width()
            if needed <= width + 1:
                return True
            allowed = allowed * width / needed - 1
            if self._boxes.are_none or allowed < _SMALLEST_BOX:
                return False
        return False

    def _needed_width(self) -> float:
        """What all parts need that do not scroll by themselves."""
        if not self._wide:
            return self.idealWidth()
        others = (part for part in self._parts if part not in self._wide)
        return max((right_of(self, part) for part in others), default=0.0)

    def _too_wide(self, width: float) -> list[Part]:
        """The parts that this width is too small for, however they shrink; each gets room for a bar."""
        self._boxes.fit(width)
        wide = [part for part in self._parts if part.readable > width or self._has_wide_box(part, width)]
        for part in self._parts:
            set_width(part, wide=part in wide and part.readable > width)
            set_room(part, wide=part in wide)
        return wide

    def _has_wide_box(self, part: Part, width: float) -> bool:
        inside = (index for index, place in self._places.items() if part.start <= place <= part.end)
        return any(self._boxes.size(index).width > width + 1 for index in inside)

    def _let_stand_out(self, width: float) -> None:
        """What does not fit although everything was tried scrolls too."""
        for part in self._parts:
            if part not in self._wide and right_of(self, part) > width + 1:
                self._wide.append(part)
                set_room(part, wide=True)

    def _lay_out_with_boxes(self, allowed: float, width: float) -> None:
        """Lay out with boxes of at most `allowed` pixels; Qt does not see by itself that they changed."""
        self._boxes.fit(allowed)
        if self.textWidth() != width:
            self.setTextWidth(width)
        else:
            self.markContentsDirty(0, self.characterCount())

    def _wrap(self, wrapping: QTextOption.WrapMode) -> None:
        option = self.defaultTextOption()
        if option.wrapMode() != wrapping:
            option.setWrapMode(wrapping)
            self.setDefaultTextOption(option)

    def _prepare(self, look: Look, is_latin: bool) -> None:
        em = look.font.pixelSize()
        font = QFont(look.font)
        if is_latin:  # the font's “ ” ’ are as wide as a Chinese character, which tears English words apart
            font.setFeature(_PROPORTIONAL_QUOTES, 1)
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(em * 1.6)
        self.setDefaultFont(font)
        families = [*_CODE, *font.families()]
        sizes = {"gap": em * 0.6, "small": em * 0.3, "indent": em * 1.6, "body": em, "large": em * 1.15}
        pixels = {name: round(size) for name, size in sizes.items()}
        code = ", ".join(f'"{family}"' for family in families)
        style = _STYLE.format(line=look.line.name(), head=look.head.name(), code=code, **pixels)
        self.setDefaultStyleSheet(style + _indents(em))

    def _set_line_height(self, pixels: float) -> None:
        everything = QTextCursor(self)
        everything.select(QTextCursor.SelectionType.Document)
        height = QTextBlockFormat()
        height.setLineHeight(round(pixels), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        everything.mergeBlockFormat(height)

    def _turn_images_into_boxes(self) -> None:
        for position, index in find_boxes(self):
            self._places[index] = position
            char = QTextCursor(self)
            char.setPosition(position)
            char.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            char.setCharFormat(self._boxes.format_of(index))


def _indents(em: int) -> str:
    """First lines that begin so many characters in; Qt knows no `em`."""
    rules = (f".indent{count} {{ text-indent: {count * em}px }}" for count in range(1, _MOST_INDENT + 1))
    return "\n".join(rules)
