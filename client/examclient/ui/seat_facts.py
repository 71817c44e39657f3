"""What only Qt knows of the machine: its screens, and what its letters look like."""

import platform

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

from examclient.domain.machine_facts import Drawing, GlyphFacts, ScreenFacts, Versions
from examclient.storage.machine.probes import sqlite_version
from examclient.ui.fonts import FAMILIES, paper_font
from examclient.ui.glyphs import foreign_glyphs, is_all_ours, missing_glyphs
from examclient.usecases.machine_looks import SeatFacts
from examclient.version import VERSION

WITHOUT_SCREEN = ("offscreen", "minimal")
"""Platforms of Qt that draw where nobody sees it."""

PIECE = 200
"""Characters that are laid out at once."""

BESIDES = "①②③④⑤⑥⑦⑧⑨⑩αβγδθλμπσφω±×÷≤≥≠≈∞√∑∫∠⊥∥°℃‰→←↑↓“”‘’《》【】——……āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
"""What papers have beside the characters of GB 2312."""


def seat_facts(drawing: Drawing) -> SeatFacts:
    """To be called on the GUI thread, once fonts are loaded."""
    return SeatFacts(_versions(), screen_facts(), drawing, glyph_facts)


def screen_facts() -> ScreenFacts:
    """The screens that Qt knows, and the size of the first in its own pixels."""
    screens, platform = QGuiApplication.screens(), QGuiApplication.platformName()
    if not screens or platform in WITHOUT_SCREEN:
        return ScreenFacts(0, 0, 0, 1.0, platform)
    size = screens[0].size()
    return ScreenFacts(len(screens), size.width(), size.height(), screens[0].devicePixelRatio(), platform)


def glyph_facts() -> GlyphFacts:
    """Lay out every character of GB 2312, and a few more: 0.2 s, on any thread."""
    font, text = paper_font(), usual_characters()
    pieces = (text[place : place + PIECE] for place in range(0, len(text), PIECE))
    odd = [piece for piece in pieces if not is_all_ours(piece, font, FAMILIES)]
    missing = [family for family in FAMILIES if not QFontDatabase.hasFamily(family)]
    boxes = [char for piece in odd for char in missing_glyphs(piece, font)]
    foreign = [char for piece in odd for char in foreign_glyphs(piece, font, FAMILIES)]
    return GlyphFacts(len(text), "".join(boxes), "".join(foreign), ", ".join(missing))


def usual_characters() -> str:
    """The 7,445 characters of GB 2312, then others that papers have; each once."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(dict.fromkeys("".join(cell.decode("gb2312", "ignore") for cell in cells) + BESIDES))


def _versions() -> Versions:
    return Versions(VERSION, platform.python_version(), qVersion(), PySide6.__version__, sqlite_version())
