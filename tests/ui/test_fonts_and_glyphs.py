"""The bundled fonts, and which characters they lack."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from examclient.ui.fonts import FAMILIES, app_font, load_fonts, paper_font
from examclient.ui.glyphs import foreign_glyphs, missing_glyphs
from examclient.ui.theme import LIGHT, apply_theme


def test_the_bundled_family_is_what_is_drawn(themed: QApplication) -> None:
    assert QFontInfo(app_font()).family() == FAMILIES[0]
    bold = app_font()
    bold.setBold(True)
    assert (QFontInfo(bold).family(), QFontInfo(bold).weight()) == (FAMILIES[0], QFont.Weight.Bold)


def test_a_private_character_counts_as_missing_in_the_bundled_fonts(
    themed: QApplication,
) -> None:
    """Charis SIL has signs of its own at U+E123; old Chinese papers mean another character by it."""
    assert missing_glyphs("好\ue123", app_font()) == ["\ue123"]


def test_papers_are_set_larger_than_pages(themed: QApplication) -> None:
    assert app_font().pixelSize() == 16
    assert paper_font().pixelSize() == 18


def test_a_client_that_starts_with_large_letters_has_them_at_once(themed: QApplication) -> None:
    themed.setStyleSheet("")
    apply_theme(themed, LIGHT, 3.0)
    try:
        assert paper_font().pixelSize() == 54
    finally:
        apply_theme(themed, LIGHT)


def test_papers_grow_to_three_times_their_size_and_pages_to_twice(themed: QApplication) -> None:
    apply_theme(themed, LIGHT, 3.0)
    try:
        assert (themed.font().pixelSize(), paper_font().pixelSize()) == (32, 54)
    finally:
        apply_theme(themed, LIGHT)
    assert (themed.font().pixelSize(), paper_font().pixelSize()) == (16, 18)


def test_an_installation_without_fonts_is_named(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"Noto Sans SC.*install the client again"):
        load_fonts(tmp_path)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.qt_log_ignore(".*", extend=True)
def test_a_damaged_font_file_is_named(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "Broken.ttf").write_bytes(b"no font at all")
    with pytest.raises(FileNotFoundError, match=r"Broken\.ttf"):
        load_fonts(tmp_path)


def test_chinese_and_english_have_all_their_letters(themed: QApplication) -> None:
    text = "春眠不觉晓，处处闻啼鸟。The quick brown fox “jumps” – 1×2÷3≤4… ①②Ⅻ℃\n\t\u3000\u00a0\u200b\ufe0f"
    assert missing_glyphs(text, app_font()) == []
    assert foreign_glyphs(text, app_font(), FAMILIES) == []


def test_rare_characters_are_found_once_each(themed: QApplication) -> None:
    alone = QFont(app_font())
    alone.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    assert missing_glyphs("吉\U00020bb7吉\U00020bb7野家", alone) == ["\U00020bb7"]


def test_what_another_font_of_the_machine_draws_is_told_apart(themed: QApplication) -> None:
    """Georgian is in no bundled font: a machine draws it in its own, or as boxes."""
    letters = "ღმ"
    found = missing_glyphs(letters, app_font()) + foreign_glyphs(letters, app_font(), FAMILIES)
    assert sorted(found) == sorted(letters)
