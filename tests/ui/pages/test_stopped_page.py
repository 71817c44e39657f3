"""After too many crashes: plain words for candidate and proctor, and nothing that only programmers read."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.ui.pages.stopped import StoppedPage
from examclient.ui.translation import install_language
from tests.ui.pages.conftest import TRANSLATIONS
from tests.ui.pages.test_main_window import words_in


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_it_says_what_is_true_of_the_answers_first_and_then_what_to_do(
    language: str, size: tuple[int, int], english: QApplication, qtbot: QtBot
) -> None:
    install_language(english, language, TRANSLATIONS)
    page = StoppedPage(Path("somewhere"))
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    words = words_in(page)
    safe, raise_hand = (
        ("saved on this machine", "raise your hand") if language == "en" else ("保存在本机", "举手")
    )
    assert 0 < words.index(safe) < words.index(raise_hand)
    assert str(Path("somewhere") / "journals") in words
    assert not any(word in words for word in ("Traceback", "Error", "Exception", ".py"))
    lowest = page.again.mapTo(page, page.again.rect().bottomRight())
    assert page.rect().contains(lowest), "the button needs no scrolling"


def test_the_button_asks_to_start_again(english: QApplication, qtbot: QtBot) -> None:
    page = StoppedPage(Path("somewhere"))
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.again_wanted):
        page.again.click()


def test_it_is_read_out_and_its_button_pressed_without_a_mouse(english: QApplication, qtbot: QtBot) -> None:
    page = StoppedPage(Path("somewhere"))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    assert page.hasFocus()
    assert page.accessibleName() == "The exam client has stopped several times in a row."
    assert page.accessibleDescription().startswith("What was shown as saved is saved on this machine.")
    QTest.keyClick(page, Qt.Key.Key_Tab)
    with qtbot.waitSignal(page.again_wanted):
        QTest.keyClick(page.again, Qt.Key.Key_Return)
