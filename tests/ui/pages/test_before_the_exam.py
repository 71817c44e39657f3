"""Is this you, and the waiting room."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from examclient.domain.phases import Phase
from examclient.domain.standing_orders import StandingOrders
from examclient.domain.state import Preparation, PreparationStep
from examclient.ui.pages.confirm import ConfirmPage
from examclient.ui.pages.waiting import WaitingPage
from examclient.ui.widgets.times import day_and_minute, to_the_minute
from tests.ui.pages.conftest import Sit
from tests.ui.pages.states import (
    ANSWERING,
    EXAM,
    MINUTE,
    NOW,
    PAUSE,
    PAUSED,
    UNREACHABLE,
    WAITING,
    starting_in,
)

CONFIRMING = replace(ANSWERING, phase=Phase.CONFIRMING)
PREPARING = replace(WAITING, phase=Phase.PREPARING, paper=None)


def words_on(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_candidate_sees_who_has_logged_in_and_for_what(sit: Sit) -> None:
    words = words_on(sit(CONFIRMING).window.page())
    for fact in ("张三", "20230101040417", "3205**********041X", "12", EXAM.title, EXAM.site):
        assert fact in words
    assert to_the_minute(EXAM.start) in words
    assert to_the_minute(EXAM.end) in words


def test_that_is_me_and_that_is_not_me(sit: Sit) -> None:
    seat = sit(CONFIRMING)
    page = seat.window.page()
    assert isinstance(page, ConfirmPage)
    QTest.mouseClick(page.confirm, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.deny, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("confirmed",), ("not_me",)]


def test_an_enter_too_many_from_the_login_confirms_nobody(sit: Sit) -> None:
    seat = sit(CONFIRMING)
    QTest.keyClick(seat.window.focusWidget() or seat.window, Qt.Key.Key_Return)
    assert seat.wishes == []


def test_while_the_attempt_is_opened_nothing_can_be_pressed_twice(sit: Sit) -> None:
    seat = sit(replace(CONFIRMING, busy=True))
    page = seat.window.page()
    assert isinstance(page, ConfirmPage)
    QTest.mouseClick(page.confirm, Qt.MouseButton.LeftButton)
    assert seat.wishes == []


@pytest.mark.parametrize(
    ("preparation", "said"),
    [
        (Preparation(PreparationStep.FETCHING), "is being fetched …"),
        (Preparation(PreparationStep.FETCHING, 3_000_000, 19_500_000), "3.0 of 19.5 MB"),
        (
            Preparation(PreparationStep.AWAITING_KEY),
            "It is opened at " + to_the_minute(starting_in(0).key_release),
        ),
        (Preparation(PreparationStep.DRAWING, 12, 25), "Checking every question: 12 of 25"),
        (Preparation(PreparationStep.READY), "Your paper is here, whole and checked."),
    ],
)
def test_the_preparation_is_told_in_words(preparation: Preparation, said: str, sit: Sit) -> None:
    page = sit(replace(PREPARING, preparation=preparation)).window.page()
    assert isinstance(page, WaitingPage)
    assert said in page.preparation.words()


def test_the_countdown_runs_down_to_the_start(sit: Sit) -> None:
    seat = sit(WAITING)
    assert "09:00" in words_on(seat.window.page())
    seat.window.show_state(replace(WAITING, now=WAITING.now + MINUTE + 1000))
    assert "07:59" in words_on(seat.window.page())
    seat.window.show_state(replace(PREPARING, now=WAITING.now + 10 * MINUTE))
    assert "The exam has begun." in words_on(seat.window.page())
    assert "00:00" not in words_on(seat.window.page())


def test_what_cannot_be_shown_is_named_for_the_proctor(sit: Sit) -> None:
    seat = sit(WAITING)
    page = seat.window.page()
    assert isinstance(page, WaitingPage)
    words = page.findings.words()
    assert "Please tell the proctor now" in words
    assert "Question 2: 2 pictures missing" in words
    assert "A page to read: characters missing: 𠮷" in words
    seat.window.show_state(replace(WAITING, preparation=Preparation(PreparationStep.READY)))
    assert page.findings.words() == ""


def test_a_silent_site_is_no_reason_to_do_anything(sit: Sit) -> None:
    page = sit(replace(PREPARING, trouble=UNREACHABLE)).window.page()
    assert isinstance(page, WaitingPage)
    assert "keeps trying by itself. You need not do anything." in page.alert.words()


def test_a_start_that_was_moved_is_said_to_be_and_has_its_day_where_that_is_another_one(sit: Sit) -> None:
    words = words_on(sit(replace(WAITING, exam=starting_in(9 * MINUTE))).window.page())
    assert f"The exam begins at {to_the_minute(NOW + 9 * MINUTE)}, in" in words
    assert "moved" not in words
    tomorrow = NOW + 24 * 60 * MINUTE
    orders = StandingOrders(starts=tomorrow)
    moved = words_on(sit(replace(WAITING, exam=starting_in(tomorrow - NOW), orders=orders)).window.page())
    said = f"The exam site has moved the start. The exam begins at {day_and_minute(tomorrow)}, in"
    assert said in moved


def test_why_it_is_paused_before_the_start_stands_on_a_line_of_its_own(sit: Sit) -> None:
    seat = sit(replace(WAITING, orders=PAUSED.orders))
    page = seat.window.page()
    assert isinstance(page, WaitingPage)
    assert f"Reason: {PAUSE.text}\nPlease stay seated." in page.alert.words()
