"""What of a text is wider than its column even when shrunk: tables of many columns, long formulas.

Rule: nothing is cut off. Each such part keeps a width at which it can be read and scrolls by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLength,
    QTextTable,
    QTextTableCell,
)

BAR_ROOM = 22
"""Pixels under a wide part: the bar that moves it stands there."""

_PADDING_EM = 1.3
_WITHIN_CELL_EM = 0.36
_READABLE_EM = 4.5
"""A column never gets narrower than its words, or than this many characters of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or a table of the outermost level, as the paper has it.

    `margin` is its own room below in pixels, `width` what the paper says of a table, `readable` the least
    pixels in which it can be read.
    """

    place: QTextTable | QTextBlock
    margin: float
    width: QTextLength
    readable: float = 0.0

    @property
    def start(self) -> int:
        """Its first position in the document."""
        place = self.place
        return place.firstPosition() if isinstance(place, QTextTable) else place.position()

    @property
    def end(self) -> int:
        """Its last position."""
        place = self.place
        if isinstance(place, QTextTable):
            return place.lastPosition()
        return place.position() + place.length() - 1


def parts_of(document: QTextDocument) -> list[Part]:
    """All parts in the order of the text."""
    return [_part(place, document) for place in _places(document.rootFrame())]


def right_of(document: QTextDocument, part: Part) -> float:
    """How far to the right a part reaches."""
    if isinstance(part.place, QTextTable):
        return document.documentLayout().frameBoundingRect(part.place).width()
    left, lines = document.documentLayout().blockBoundingRect(part.place).left(), part.place.layout()
    return left + max((_right_of_line(lines, index) for index in range(lines.lineCount())), default=0.0)


def strip_of(document: QTextDocument, part: Part) -> QRectF:
    """Where a wide part stands, with the room below it for its bar."""
    layout, right = document.documentLayout(), right_of(document, part)
    if not isinstance(part.place, QTextTable):
        place = layout.blockBoundingRect(part.place)
        return QRectF(0, place.top(), right, place.height() + BAR_ROOM)
    # Measured: Qt gives a table the place of the words in its first cell, and a height with both margins.
    place, em = layout.frameBoundingRect(part.place), document.defaultFont().pixelSize()
    bottom = place.bottom() - _WITHIN_CELL_EM * em - 2 * part.margin
    return QRectF(QPointF(0, place.top() - em / 2), QPointF(right, bottom))


def set_width(part: Part, *, wide: bool) -> None:
    """Give a table the width at which it can be read, or the one that it has by itself."""
    if isinstance(part.place, QTextTable):
        form = part.place.format().toTableFormat()
        fixed = QTextLength(QTextLength.Type.FixedLength, part.readable)
        wanted = fixed if wide else part.width
        if form.width() != wanted:
            form.setWidth(wanted)
            part.place.setFormat(form)


def set_room(part: Part, *, wide: bool) -> None:
    """Leave room for a bar under a part, or its own margin alone."""
    margin = part.margin + (BAR_ROOM if wide else 0)
    if _margin_of(part.place) == margin:
        return
    if isinstance(part.place, QTextTable):
        form = part.place.format().toTableFormat()
        form.setBottomMargin(margin)
        part.place.setFormat(form)
    else:
        cursor = QTextCursor(part.place)
        block = cursor.blockFormat()
        block.setBottomMargin(margin)
        cursor.setBlockFormat(block)


def _places(root: QTextFrame) -> Iterator[QTextTable | QTextBlock]:
    step = root.begin()
    while not step.atEnd():
        frame, block = step.currentFrame(), step.currentBlock()
        if isinstance(frame, QTextTable):
            yield frame
        elif block.length() > 1:  # behind each table stands an empty one, which is not laid out
            yield block
        step += 1


def _margin_of(place: QTextTable | QTextBlock) -> float:
    if isinstance(place, QTextTable):
        return place.format().toTableFormat().bottomMargin()
    return place.blockFormat().bottomMargin()


def _part(place: QTextTable | QTextBlock, document: QTextDocument) -> Part:
    if not isinstance(place, QTextTable):
        return Part(place, _margin_of(place), QTextLength())
    own = place.format().toTableFormat().width()
    return Part(place, _margin_of(place), own, _readable_width(place, document.defaultFont()))


def _readable_width(table: QTextTable, font: QFont) -> float:
    """The least width at which a table can be read, in pixels: words of some characters in each column."""
    em, metrics = font.pixelSize(), QFontMetricsF(font)
    columns = [0.0] * table.columns()
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            if cell.columnSpan() == 1 and cell.row() == row:
                words = metrics.horizontalAdvance(_words_of(cell))
                columns[column] = max(columns[column], min(words, _READABLE_EM * em))
    return sum(columns) + _PADDING_EM * em * table.columns()


def _words_of(cell: QTextTableCell) -> str:
    inside = cell.firstCursorPosition()
    inside.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    return inside.selectedText().replace("\ufffc", "\u3000\u3000")


def _right_of_line(lines: QTextLayout, index: int) -> float:
    return lines.lineAt(index).naturalTextRect().right()
