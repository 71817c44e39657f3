"""The pages for the proctor name buttons as they stand on the screen, and each fits one sheet of A4."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument, QTextLength, QTextTable
from PySide6.QtWidgets import QApplication

from examclient.ui.fonts import FAMILIES
from tests.ui.translated_words import translated_words

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
LANGUAGES = ["zh_CN", "en"]
BOLD = re.compile(r"\*\*(.+?)\*\*")
POINTS = 9.0
"""Smaller letters are not read while standing."""

MARGIN = 12
"""Millimetres."""


def page_of(language: str) -> str:
    """The proctor's page in a language, as it stands."""
    rest = PAGE.partition(f"<!-- page: {language} -->")[2]
    return rest.partition("<!--")[0].strip()


def names_by_row(language: str) -> list[set[str]]:
    """The bold words of each row of the page's table."""
    rows = [line for line in page_of(language).splitlines() if line.startswith("|")]
    return [set(BOLD.findall(row)) for row in rows]


def said_by_the_client(language: str) -> set[str]:
    """Every text of the screen in a language."""
    words = translated_words("zh_CN")
    return {form for one in words for form in (one.forms if language == "zh_CN" else (one.source,))}


def sheets(markdown: str, into: Path) -> int:
    """How many sheets of A4 a page takes, with a quarter of the width for the situations."""
    writer = QPdfWriter(str(into))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document, font = QTextDocument(), QFont(FAMILIES[0])
    font.setPointSizeF(POINTS)
    document.setDefaultFont(font)
    document.setMarkdown(markdown)
    document.documentLayout().setPaintDevice(writer)
    for frame in document.rootFrame().childFrames():
        assert isinstance(frame, QTextTable), "a page has nothing else"
        form, percent = frame.format().toTableFormat(), QTextLength.Type.PercentageLength
        form.setColumnWidthConstraints([QTextLength(percent, 25), QTextLength(percent, 75)])
        form.setWidth(QTextLength(percent, 100))
        form.setCellSpacing(0)
        frame.setFormat(form)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    return document.pageCount()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_button_is_on_the_screen_just_so(language: str) -> None:
    names = set(BOLD.findall(page_of(language)))
    assert len(names) > 20
    assert names - said_by_the_client(language) == set()


def test_both_languages_name_the_same_buttons_in_the_same_situations() -> None:
    chinese = {one.source: one.forms[0] for one in translated_words("zh_CN")}
    in_chinese, in_english = (names_by_row(language) for language in LANGUAGES)
    assert in_chinese == [{chinese[name] for name in names} for names in in_english]
    assert len(in_english) > 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_sheet(language: str, themed: QApplication, tmp_path: Path) -> None:
    assert sheets(page_of(language), tmp_path / "page.pdf") == 1
    assert sheets(page_of(language) + "\n\n" + "And on. " * 2000, tmp_path / "more.pdf") > 1
