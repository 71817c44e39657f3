"""A language that is chosen is spoken at once: by what is shown, by messages there, and by later pages."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QWidget,
)

from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examclient.domain.state import ExamState
from examclient.ui.pages.enrol import EnrolPage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.login import LoginPage
from examclient.ui.translation import install_language
from tests.ui.pages.conftest import TRANSLATIONS, Sit
from tests.ui.pages.states import ANSWERING, COMPARING, EVERY_STATE, FAILED, NOW
from tests.ui.pages.test_everything_fits import STATES
from tests.ui.translated_words import translated_words

VALUE = re.compile(r"{\w*}|%n|%L?\d")
every_state = pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())


def speak(language: str, app: QApplication) -> None:
    """Choose a language, as the switch does."""
    install_language(app, language, TRANSLATIONS)
    QApplication.sendPostedEvents()


def words_of(window: QWidget) -> list[tuple[str, ...]]:
    """All words of a window that people see, hover over, or have read to them, by its widgets."""
    widgets = [window, *(one for one in window.findChildren(QWidget) if one.isVisibleTo(window))]
    return [(type(one).__name__, *_words(one)) for one in widgets if any(_words(one))]


def said_in(words: list[tuple[str, ...]]) -> set[str]:
    """What is said, whoever says it."""
    return {one for _kind, *said in words for one in said if one}


def _words(widget: QWidget) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName())
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton | QProgressBar):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QMenu):
        yield from (action.text() for action in widget.actions())


def as_pattern(source: str) -> str:
    """A text of the source as an expression; its values may be anything."""
    return VALUE.sub(".*", re.escape(source).replace(r"\{", "{").replace(r"\}", "}"))


ENGLISH = [one.source for one in translated_words("zh_CN") if re.search(r"[A-Za-z]{2} [a-z]{2}", one.source)]
LEFT_IN_ENGLISH = re.compile("|".join(as_pattern(source) for source in ENGLISH), re.DOTALL)


@every_state
def test_nothing_is_left_in_english_on_a_chinese_page(
    state: ExamState, sit: Sit, english: QApplication
) -> None:
    speak("zh_CN", english)
    said = said_in(words_of(sit(state).window))
    assert [words for words in said if LEFT_IN_ENGLISH.fullmatch(words)] == []


def test_english_that_is_left_would_be_seen() -> None:
    assert LEFT_IN_ENGLISH.fullmatch("Too many wrong tries.")
    assert LEFT_IN_ENGLISH.fullmatch("Last tried at 10:03")
    assert not LEFT_IN_ENGLISH.fullmatch("错误次数过多。")
    assert len(ENGLISH) > 400


@every_state
@pytest.mark.parametrize(("before", "after"), [("en", "zh_CN"), ("zh_CN", "en")])
def test_all_that_is_shown_follows_at_once(
    state: ExamState, before: str, after: str, sit: Sit, english: QApplication
) -> None:
    speak(before, english)
    seat = sit(state)
    first = words_of(seat.window)
    speak(after, english)
    changed = words_of(seat.window)
    assert changed == words_of(sit(state).window), "a page that was there and a new one say the same"
    assert changed != first


def test_a_complaint_about_a_number_follows_and_stays(sit: Sit, english: QApplication) -> None:
    page = sit(ExamState(now=NOW)).window.page()
    assert isinstance(page, LoginPage)
    QTest.keyClicks(page.identity.field, "12?34")
    QTest.mouseClick(page.log_in, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.languages.buttons["zh_CN"], Qt.MouseButton.LeftButton)
    speak("zh_CN", english)
    assert page.admission.complaint() == "请填写此号码。"
    assert page.identity.complaint() == "号码只含数字和字母，请检查。"
    assert page.identity.field.text() == "12?34", "what was typed stays"
    QTest.keyClick(page.identity.field, Qt.Key.Key_5)
    speak("en", english)
    assert (page.admission.complaint(), page.identity.complaint()) == ("Please type this number.", "")


def test_a_complaint_about_the_seat_follows_and_stays(sit: Sit, english: QApplication) -> None:
    page = sit(COMPARING).window.page()
    assert isinstance(page, EnrolPage)
    page.file.seat.field.clear()
    QTest.mouseClick(page.file.set_up, Qt.MouseButton.LeftButton)
    said = page.file.seat.complaint()
    speak("zh_CN", english)
    assert page.file.seat.complaint() == "请输入本机所在的座位号。"
    speak("en", english)
    assert page.file.seat.complaint() == said


def test_the_menu_of_the_right_button_follows(sit: Sit, english: QApplication) -> None:
    page = sit(ANSWERING).window.page()
    assert isinstance(page, ExamPage)
    speak("zh_CN", english)
    assert [action.text() for action in page.context_menu().actions()] == ["刷新"]


@pytest.mark.parametrize("state", [ExamState(now=NOW), FAILED], ids=["login", "handing in"])
def test_the_question_before_closing_follows(state: ExamState, sit: Sit, english: QApplication) -> None:
    window = sit(state).window
    window.hold_closed(held=True, can_restart=True)
    window.closing_bar.ask()
    first = words_of(window.closing_bar)
    speak("zh_CN", english)
    changed = words_of(window.closing_bar)
    assert len(changed) == len(first)
    assert not said_in(changed) & said_in(first)


def test_what_is_wrong_with_a_setting_follows(sit: Sit, english: QApplication) -> None:
    line = sit(ExamState(now=NOW)).window.settings_line
    problem = SettingProblem(SettingFlaw.STRAY, "/p/user.ini", 9, value="hello")
    line.tell((problem,))
    speak("zh_CN", english)
    assert "第 9 行不是设置" in line.text() + line.toolTip()


@pytest.mark.parametrize("state", EVERY_STATE.values(), ids=EVERY_STATE.keys())
def test_a_page_that_comes_later_speaks_it_too(state: ExamState, sit: Sit, english: QApplication) -> None:
    seat = sit(ExamState(now=NOW))
    speak("zh_CN", english)
    seat.window.show_state(replace(ExamState(), now=NOW))
    seat.window.show_state(state)
    assert words_of(seat.window) == words_of(sit(state).window)
