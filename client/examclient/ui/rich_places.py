"""Where the characters of a laid-out document stand."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextDocument, QTextLine


def origin_of(document: QTextDocument, position: int) -> QPointF:
    """Where the character at a position begins: its left edge, and the baseline of its line."""
    line, corner, inside = _line_at(document, position)
    return corner + QPointF(_x_of(line, inside), line.y() + line.ascent())


def middle_of(document: QTextDocument, position: int) -> QPointF:
    """The middle of the character at a position, on the baseline of its line."""
    line, corner, inside = _line_at(document, position)
    after = document.findBlock(position).layout().nextCursorPosition(inside)
    x = (_x_of(line, inside) + _x_of(line, after)) / 2
    return corner + QPointF(x, line.y() + line.ascent())


def _line_at(document: QTextDocument, position: int) -> tuple[QTextLine, QPointF, int]:
    """The line of a position, the corner that its places are measured from, and the place in its block."""
    block = document.findBlock(position)
    inside = position - block.position()
    corner = document.documentLayout().blockBoundingRect(block).topLeft()
    return block.layout().lineForTextPosition(inside), corner, inside


def _x_of(line: QTextLine, inside: int) -> float:
    """QTextLine.cursorToX gives the place alone or with the cursor, after the binding's version."""
    answer: object = line.cursorToX(inside)
    place = answer[0] if isinstance(answer, tuple) else answer
    assert isinstance(place, float)
    return place
