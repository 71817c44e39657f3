"""The first page: who are you?"""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from examclient.domain.state import ExamState
from examclient.errors import (
    ConfigError,
    HeldHereError,
    NothingHeldError,
    SiteAnswerError,
    SiteRefusedError,
    SiteUnreachableError,
)
from examclient.ui.pages.login import LoginPage
from examprotocol.messages import Refusal
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import ANSWERING, NOW

START = ExamState(now=NOW)


def login_page(seat: Seat) -> LoginPage:
    page = seat.window.page()
    assert isinstance(page, LoginPage)
    return page


def test_a_candidate_types_both_numbers_and_enter_leads_on(sit: Sit) -> None:
    seat = sit(START)
    page = login_page(seat)
    assert page.admission.field.hasFocus(), "typing can begin at once"
    QTest.keyClicks(page.admission.field, "20230101")
    QTest.keyClick(page.admission.field, Qt.Key.Key_Return)
    assert page.identity.field.hasFocus()
    assert seat.wishes == []
    QTest.keyClicks(page.identity.field, "32058219980101041X")
    QTest.keyClick(page.identity.field, Qt.Key.Key_Return)
    assert seat.wishes == [("login_requested", "20230101", "32058219980101041X")]


def test_the_button_logs_in_as_well(sit: Sit) -> None:
    seat = sit(START)
    page = login_page(seat)
    page.admission.field.setText("7")
    page.identity.field.setText("8")
    QTest.mouseClick(page.log_in, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("login_requested", "7", "8")]


def test_an_empty_field_gets_a_sentence_and_nothing_is_sent(sit: Sit) -> None:
    seat = sit(START)
    page = login_page(seat)
    QTest.mouseClick(page.log_in, Qt.MouseButton.LeftButton)
    assert page.admission.complaint() == "Please type this number."
    assert page.identity.complaint() == "Please type this number."
    assert seat.wishes == []
    QTest.keyClicks(page.admission.field, "1")
    assert page.admission.complaint() == "", "it goes as soon as it is no longer true"
    assert page.identity.complaint() != ""


@pytest.mark.parametrize("typed", ["2023/01", "a@b", "张三=1"])
def test_what_is_obviously_no_number_gets_a_sentence(typed: str, sit: Sit) -> None:
    seat = sit(START)
    page = login_page(seat)
    page.admission.field.setText(typed)
    page.identity.field.setText("1")
    QTest.mouseClick(page.log_in, Qt.MouseButton.LeftButton)
    assert "digits and letters" in page.admission.complaint()
    assert page.admission.field.hasFocus()
    assert seat.wishes == []


def test_spaces_vanish_when_a_number_is_pasted_or_typed(sit: Sit) -> None:
    page = login_page(sit(START))
    QGuiApplication.clipboard().setText(" 2023 0101\t0417 ")
    page.admission.field.paste()
    assert page.admission.field.text() == "202301010417"
    QTest.keyClicks(page.identity.field, "32 05")
    assert page.identity.field.text() == "3205"
    assert page.identity.field.cursorPosition() == 4


def test_the_numbers_stay_readable_while_they_are_sent(sit: Sit) -> None:
    seat = sit(START)
    page = login_page(seat)
    page.admission.field.setText("7")
    page.identity.field.setText("8")
    page.identity.field.setFocus()
    seat.window.show_state(replace(START, busy=True))
    assert page.log_in.text() == "Logging in …"
    assert not page.log_in.isEnabled()
    assert page.identity.field.hasFocus()
    QTest.keyClicks(page.identity.field, "9")
    QTest.keyClick(page.identity.field, Qt.Key.Key_Return)
    assert (page.admission.number(), page.identity.number()) == ("7", "8")
    assert seat.wishes == []


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (SiteUnreachableError("ConnectTimeout"), "The exam site does not answer."),
        (SiteAnswerError("not signed"), "What answers is not this exam site's service."),
        (SiteRefusedError(Refusal.UNKNOWN_CANDIDATE, "x"), "not on the list of this exam site"),
        (SiteRefusedError(Refusal.WRONG_IDENTITY, "x"), "does not belong to this admission number"),
        (SiteRefusedError(Refusal.NO_EXAM, "x"), "There is no exam for you at this site now."),
        (SiteRefusedError(Refusal.CLOSED, "x"), "This exam is over."),
        (ConfigError("user.ini [Site] Address: empty"), "A setting of this machine cannot be used."),
    ],
)
def test_trouble_is_a_sentence_with_the_technical_name_small_below(
    trouble: SiteRefusedError, said: str, sit: Sit
) -> None:
    seat = sit(replace(START, trouble=trouble))
    page = login_page(seat)
    words = page.alert.words()
    assert said in words
    assert trouble.title in words.splitlines()[-1]
    seat.window.show_state(START)
    assert page.alert.words() == "", "it goes when it is no longer true"


def test_the_next_candidate_finds_empty_fields(sit: Sit) -> None:
    seat = sit(START)
    page = login_page(seat)
    page.admission.field.setText("7")
    page.identity.field.setText("8")
    seat.window.show_state(ANSWERING)
    seat.window.show_state(START)
    assert login_page(seat).admission.number() == ""
    assert login_page(seat).identity.number() == ""


def test_the_next_candidate_cannot_bring_the_numbers_back(sit: Sit) -> None:
    seat = sit(START)
    fields = (login_page(seat).admission.field, login_page(seat).identity.field)
    for field in fields:
        QTest.keyClicks(field, "340104200503162424")
    seat.window.show_state(ANSWERING)
    seat.window.show_state(START)
    for field in fields:
        QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [field.text() for field in fields] == ["", ""]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_language_is_chosen_quietly(language: str, sit: Sit) -> None:
    seat = sit(START)
    QTest.mouseClick(login_page(seat).languages.buttons[language], Qt.MouseButton.LeftButton)
    assert seat.wishes == [("language_chosen", language)]


def test_without_network_the_page_says_whether_one_can_go_on_here(sit: Sit) -> None:
    seat = sit(START)
    page = login_page(seat)
    seat.window.show_state(replace(START, trouble=NothingHeldError("x")))
    assert "this machine holds no exam for these numbers" in page.alert.words()
    assert "raise your hand" in page.alert.words()
    assert not page.go_on.isVisible()
    seat.window.show_state(replace(START, trouble=HeldHereError("x")))
    assert "There is no network, but this machine holds your exam." in page.alert.words()
    QTest.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("going_on_here",)]


def test_on_a_low_window_a_refusal_comes_into_sight(sit: Sit) -> None:
    seat = sit(START)
    seat.window.resize(683, 400)  # 1024x600 at 150 %
    page = login_page(seat)
    QTest.keyClicks(page.admission.field, "7")
    assert page.alert.visibleRegion().isEmpty()
    seat.window.show_state(replace(START, trouble=SiteRefusedError("unknown_candidate", "not on the list")))
    assert page.alert.visibleRegion().boundingRect().height() == page.alert.height()
    page.admission.field.setFocus()
    place = page.area.verticalScrollBar().value()
    seat.window.show_state(replace(START, now=NOW + 1, trouble=SiteRefusedError("unknown_candidate", "no")))
    assert page.area.verticalScrollBar().value() == place, "it is said once"
