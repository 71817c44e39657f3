"""Fonts: the bundled ones alone are enough, and a paper's own comes with it and goes with it."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFont, QGuiApplication, QTextLayout
from PySide6.QtWidgets import QApplication

from examclient.ui.fonts import FAMILIES, app_font, paper_families, paper_font
from examclient.ui.glyphs import foreign_glyphs, missing_glyphs
from examclient.ui.line_metrics import in_our_lines
from examclient.ui.paper_fonts import PaperFonts
from examclient.ui.rich_text import RichText
from examclient.ui.theme import LIGHT, apply_theme
from tests.ui.conftest import FONTS, DrawnPictures

RARE = "\U00020bb7"
"""A character that none of the bundled fonts has."""

OF_EACH = {
    "中": "Noto Sans SC",
    "A": "Noto Sans SC",
    "ə": "Charis SIL",
    "ŋ": "Charis SIL",
    "ℝ": "STIX Two Math",
}


def small_font(family: str, *characters: str) -> bytes:
    """A font with a square for each of these characters."""
    names = [".notdef", *(f"u{ord(char):05X}" for char in characters)]
    pen = TTGlyphPen(None)
    for step, place in enumerate(((0, 0), (0, 700), (700, 700), (700, 0))):
        (pen.lineTo if step else pen.moveTo)(place)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): name for char, name in zip(characters, names[1:], strict=True)})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    data = io.BytesIO()
    builder.save(data)
    return data.getvalue()


@pytest.fixture
def fonts(themed: QApplication) -> Iterator[PaperFonts]:
    """The fonts of a paper, gone when the story ends."""
    made = PaperFonts()
    yield made
    made.load([])


def test_each_character_comes_from_the_first_family_that_has_it(themed: QApplication) -> None:
    assert {char: family_of(char, app_font()) for char in OF_EACH} == OF_EACH


def test_no_font_of_the_system_is_needed(tmp_path: Path) -> None:
    """The same without a single font on the machine, in a process that knows of none."""
    nothing = tmp_path / "fonts.conf"
    nothing.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    asks = (
        "from pathlib import Path; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from examclient.ui.fonts import load_fonts, app_font, FAMILIES;"
        "from examclient.ui.glyphs import missing_glyphs, foreign_glyphs;"
        f"load_fonts(Path({str(FONTS)!r})); font = app_font(); text = {''.join(OF_EACH)!r};"
        "assert not missing_glyphs(text, font) and not foreign_glyphs(text, font, FAMILIES)"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(nothing), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_the_font_of_a_paper_draws_what_no_other_has(fonts: PaperFonts) -> None:
    fonts.load([small_font("Paper One", RARE)])
    assert paper_families() == ("Paper One",)
    assert app_font().families() == [*FAMILIES, "Paper One"]
    assert missing_glyphs(f"吉{RARE}", paper_font()) == []
    assert foreign_glyphs(f"吉{RARE}", paper_font(), (*FAMILIES, "Paper One")) == []
    assert family_of("吉", paper_font()) == FAMILIES[0], "it is asked last"


def test_the_font_of_a_paper_stays_when_the_size_changes(fonts: PaperFonts, themed: QApplication) -> None:
    fonts.load([small_font("Paper One", RARE)])
    apply_theme(themed, LIGHT, 1.5)
    try:
        assert paper_families() == ("Paper One",)
    finally:
        apply_theme(themed, LIGHT)


def test_the_font_of_a_paper_goes_with_it(fonts: PaperFonts) -> None:
    fonts.load([small_font("Paper One", RARE)])
    fonts.load([])
    assert paper_families() == ()
    alone = QFont(paper_font())
    alone.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    assert missing_glyphs(RARE, alone) == [RARE]


def test_the_next_paper_may_bring_a_font_of_the_same_name(fonts: PaperFonts) -> None:
    other = "\U00020bb8"
    fonts.load([small_font("Paper One", RARE)])
    assert family_of(RARE, paper_font()) == "Paper One"
    fonts.load([small_font("Paper One", other)])
    assert family_of(other, paper_font()) == "Paper One"
    assert family_of(RARE, paper_font()) != "Paper One"


@pytest.mark.qt_log_ignore(".*", extend=True)
def test_a_font_that_cannot_be_read_changes_nothing(
    fonts: PaperFonts, caplog: pytest.LogCaptureFixture
) -> None:
    fonts.load([b"no font at all"])
    assert paper_families() == ()
    assert "cannot be read" in caplog.text
    assert QGuiApplication.font().families()[0] == FAMILIES[0]


def family_of(char: str, font: QFont) -> str:
    """The family that draws a character."""
    layout = QTextLayout(char, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return "".join(run.rawFont().familyName() for run in layout.glyphRuns() if 0 not in run.glyphIndexes())


def test_a_sign_of_another_family_does_not_push_lines_apart(pictures: DrawnPictures) -> None:
    plain, mixed = (RichText(f"<p>{line}</p>", pictures) for line in ("集合 A 中", "集合 ℝ ∈ ə 中"))
    assert mixed.heightForWidth(600) == plain.heightForWidth(600)


def test_a_font_with_our_lines_is_whole(tmp_path: Path) -> None:
    """Another program reads it, checksums and all."""
    file = FONTS / "STIXTwoMath-Regular.ttf"
    read = TTFont(io.BytesIO(in_our_lines(file.read_bytes())), checkChecksums=2)
    assert (read["hhea"].ascent, read["hhea"].descent) == (1160, -288)
    assert read["OS/2"].usWinAscent == 1160
    assert len(read.getGlyphOrder()) == len(TTFont(file).getGlyphOrder())
    assert in_our_lines(b"no font") == b"no font"
