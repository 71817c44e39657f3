"""Characters that would be drawn as a box, or by a font of the machine instead of ours.

Rule: a character is missing when the text layout really gives it glyph 0; what a font says it supports is
not asked, since Qt quietly takes other fonts to help out.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtGui import QFont, QTextLayout

from examclient.ui.fonts import FAMILIES

_SILENT_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_drawn: dict[tuple[str, str], "_Drawn"] = {}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """How one character comes out: by which families, and whether as a box."""

    families: frozenset[str]
    boxed: bool


def missing_glyphs(text: str, font: QFont) -> list[str]:
    """The characters of the text that would be boxes, each once, in code point order.

    A private character means what a paper's own font says: in a bundled one it is a sign for something else.
    """
    return [char for char in _visible(text) if _draw(char, font).boxed or _is_misread(char, font)]


def foreign_glyphs(text: str, font: QFont, families: Collection[str]) -> list[str]:
    """The characters that only a family outside `families` draws: they differ from room to room."""
    foreign = []
    for char in _visible(text):
        drawn = _draw(char, font)
        if not drawn.boxed and not drawn.families <= set(families):
            foreign.append(char)
    return foreign


def is_all_ours(text: str, font: QFont, families: Collection[str]) -> bool:
    """Whether one look at the whole text finds no box and no family outside `families`; private characters
    are not looked at.
    """
    drawn = _lay_out(text, font)
    return not drawn.boxed and drawn.families <= set(families)


def forget_drawn() -> None:
    """Lay every character out anew: other fonts are loaded, perhaps by the same names."""
    _drawn.clear()


def _visible(text: str) -> list[str]:
    return [char for char in sorted(set(text)) if not _is_silent(char)]


def _is_silent(char: str) -> bool:
    if unicodedata.category(char) in _SILENT_CATEGORIES:
        return True
    return any(ord(char) in block for block in _VARIATION_SELECTORS)


def _is_misread(char: str, font: QFont) -> bool:
    return unicodedata.category(char) == "Co" and _draw(char, font).families <= set(FAMILIES)


def _draw(char: str, font: QFont) -> _Drawn:
    place = (font.key(), char)
    if place not in _drawn:
        _drawn[place] = _lay_out(char, font)
    return _drawn[place]


def _lay_out(char: str, font: QFont) -> _Drawn:
    layout = QTextLayout(char, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    families = frozenset(run.rawFont().familyName() for run in runs)
    return _Drawn(families, not runs or any(0 in run.glyphIndexes() for run in runs))
