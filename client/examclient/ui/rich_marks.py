"""Looks that QTextDocument has no HTML for: dots under characters and wavy lines.

They go through the HTML as marks around the words, noncharacters that no text has, and are taken out again
when the document stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

_OBJECT_MARK = 0xFFFC
"""What stands for a picture in the document; in a text it would be taken for one."""

IN_TEXTS: dict[int, None] = dict.fromkeys([_OBJECT_MARK, *range(0xFDD0, 0xFDF0)])
"""Taken out of every text (`str.translate`), so that no author can forge a mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One look; `start` and `end` stand around its words in the HTML."""

    start: str
    end: str


DOTS, WAVY = Mark("\ufde0", "\ufde1"), Mark("\ufde2", "\ufde3")
MARKED = {("em", "dots"): DOTS, ("u", "wavy"): WAVY}
"""Element and class in the paper's rich text."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words with one look, from a position of the document up to another."""

    mark: Mark
    start: int
    end: int


def take_marks(document: QTextDocument) -> list[Stretch]:
    """Take all marks out of the document; returns what stood between them."""
    signs = {sign for mark in (DOTS, WAVY) for sign in (mark.start, mark.end)}
    found = [(place, sign) for place, sign in enumerate(utf16_units(document.toRawText())) if sign in signs]
    for place, _ in reversed(found):
        cursor = QTextCursor(document)
        cursor.setPosition(place)
        cursor.deleteChar()
    return _stretches(found)


def draw_wavy(document: QTextDocument, stretches: Sequence[Stretch]) -> None:
    """Give each wavy stretch its line."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    for stretch in stretches:
        if stretch.mark is WAVY:
            cursor = QTextCursor(document)
            cursor.setPosition(stretch.start)
            cursor.setPosition(stretch.end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)


def _stretches(found: Sequence[tuple[int, str]]) -> list[Stretch]:
    """Positions in a document without the marks: each mark before a place has moved it one to the left."""
    made, opened = [], list[tuple[Mark, int]]()
    for passed, (place, sign) in enumerate(found):
        mark = DOTS if sign in (DOTS.start, DOTS.end) else WAVY
        if sign == mark.start:
            opened.append((mark, place - passed))
        else:
            begun = opened.pop()
            made.append(Stretch(begun[0], begun[1], place - passed))
    return made


def utf16_units(text: str) -> list[str]:
    """Positions of a document count UTF-16 units: a character outside the BMP takes two."""
    return [unit for char in text for unit in ((char,) if ord(char) < 0x10000 else (char, ""))]
