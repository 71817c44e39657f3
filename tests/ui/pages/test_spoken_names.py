"""What a screen reader says of every part of every page, asked for as a screen reader asks."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from examclient.domain.state import ExamState
from examclient.ui.main_window import MainWindow
from examclient.ui.pages.card_page import CardPage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.questions.base import QuestionView
from examclient.ui.rich_text import RichText
from examclient.ui.translation import install_language
from examclient.ui.widgets.clock import TimeLeft
from examclient.ui.widgets.language_switch import LanguageSwitch
from examclient.ui.widgets.lights import Light
from tests.ui.conftest import DrawnPictures
from tests.ui.pages.conftest import TRANSLATIONS, Seat, Sit
from tests.ui.pages.states import ANSWERING, EVERY_STATE, answers
from tests.ui.pages.walking import STATES, all_reached, controls, focused
from tests.ui.questions.papers import ESSAY

every_state = pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
INFORMING = (Light, TimeLeft, QProgressBar, RichText)
"""What tells something without being a button or a field."""


@every_state
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_part_has_a_name(state: ExamState, language: str, sit: Sit, english: QApplication) -> None:
    install_language(english, language, TRANSLATIONS)
    window = sit(state).window
    parts = {*controls(window), *all_reached(window), *informing(window), focused(window)}
    assert [type(part).__name__ for part in parts if not spoken_name(part)] == []


@every_state
def test_every_name_is_in_the_language_of_the_screen(
    state: ExamState, sit: Sit, english: QApplication
) -> None:
    install_language(english, "zh_CN", TRANSLATIONS)
    seat = sit(state)
    of_the_client = [one for one in controls(seat.window) if not is_of_the_paper(one, seat)]
    names = [spoken_name(one) for one in of_the_client if not isinstance(one.parent(), LanguageSwitch)]
    assert [name for name in names if not any("一" <= letter <= "鿿" for letter in name)] == []


def test_the_language_of_the_screen_is_said_of_its_button(sit: Sit, english: QApplication) -> None:
    seat = sit(EVERY_STATE["login"])
    for language, said in (("en", ["English"]), ("zh_CN", ["中文"])):
        install_language(english, language, TRANSLATIONS)
        QApplication.sendPostedEvents()
        switches = seat.window.page().findChildren(LanguageSwitch)[0].buttons.values()
        described = [one for one in switches if spoken_description(one)]
        assert [spoken_name(one) for one in described] == said


@pytest.mark.parametrize("name", ["waiting", "done", "submit failed", "confirming", "open elsewhere"])
def test_a_card_is_named_by_its_title_and_described_by_the_rest(name: str, sit: Sit) -> None:
    page = sit(EVERY_STATE[name]).window.page()
    assert isinstance(page, CardPage)
    labels = [one for one in page.card.findChildren(QLabel) if one.isVisible() and one.text()]
    words = [one.text() for one in labels if one.property("kind") != "countdown"]
    said = f"{spoken_name(page)} {spoken_description(page)}"
    assert words[0] == spoken_name(page)
    assert [one for one in words if one not in said] == []


def test_what_an_essay_still_needs_is_said_of_its_field_and_too_much_is_told_once(
    pictures: DrawnPictures, qtbot: QtBot, english: QApplication
) -> None:
    told: list[str] = []
    window = MainWindow(pictures, lambda _window, words, _urgent: told.append(words))
    qtbot.addWidget(window, before_close_func=lambda window: window.show_state(ExamState()))
    window.show_state(replace(ANSWERING, current=ESSAY.id, answers=answers()))
    window.show()
    page = window.page()
    assert isinstance(page, ExamPage)
    (field,) = page.question.input_widgets()
    QTest.keyClicks(field, "one")
    assert spoken_description(field) == "1 words, 3 characters (asked for: 3 to 5 words)"
    told.clear()
    QTest.keyClicks(field, " two three four five six seven eight")
    (words,) = told
    assert words.startswith("6 words, ")
    assert spoken_description(field).startswith("8 words, ")


def informing(window: QWidget) -> list[QWidget]:
    return [one for one in window.findChildren(QWidget) if isinstance(one, INFORMING) and one.isVisible()]


def is_of_the_paper(widget: QWidget, seat: Seat) -> bool:
    return any(view.isAncestorOf(widget) for view in seat.window.findChildren(QuestionView))


def spoken_description(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description).strip()


def spoken_name(widget: QWidget) -> str:
    """The name that Qt hands to a screen reader."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
