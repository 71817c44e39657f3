"""What is built before it is needed is what would have been built when it was, and nobody waits for it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui import warming
from examclient.ui.main_window import MainWindow
from examclient.ui.pages.exam import ExamPage
from examclient.ui.questions.base import QuestionView
from examclient.ui.translation import install_language
from examclient.ui.warming import Warming
from examclient.ui.widgets import neighbours
from examclient.ui.widgets.page_sheet import PageSheet
from examprotocol.paper import questions_of
from examprotocol.responses import ChoiceResponse
from tests.ui.pages.conftest import TRANSLATIONS, Seat, Sit, settle
from tests.ui.pages.states import PAPER, answers
from tests.ui.pages.test_composite_page import COMPOSED, STATE, page_of
from tests.ui.questions.papers import COMPOSITE, SHORT, SINGLE

NEVER = 10_000_000
AT_ONCE = 1


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to rest for the test."""
    monkeypatch.setattr(neighbours, "REST", AT_ONCE)
    monkeypatch.setattr(warming, "REST", AT_ONCE)


def ahead(seat: Seat) -> set[str]:
    """The questions whose pages are ready and not seen."""
    pages = page_of(seat).findChildren(PageSheet)
    ready = (one for one in pages if one.isHidden() and len(one.parts) == len(one.place.parts))
    return {one.place.question.id for one in ready}


def wait_for(qtbot: QtBot, seat: Seat, *questions: str) -> None:
    """Until these pages are ready, and no other."""

    def are_ready() -> None:
        assert ahead(seat) == set(questions)

    qtbot.waitUntil(are_ready)


def turn(seat: Seat, question: str, state: ExamState = STATE) -> None:
    seat.window.show_state(replace(state, current=question))


def picture(seat: Seat) -> QImage:
    settle()
    return seat.window.grab().toImage()


def view(seat: Seat) -> QuestionView:
    return next(one for one in page_of(seat).findChildren(QuestionView) if one.isVisible())


def test_both_neighbours_are_ready_and_no_third_page(sit: Sit, qtbot: QtBot) -> None:
    seat = sit(STATE)
    wait_for(qtbot, seat, SINGLE.id, SHORT.id)
    turn(seat, SHORT.id)
    after = questions_of(COMPOSED)[3].id
    wait_for(qtbot, seat, COMPOSITE.id, after)


@pytest.mark.parametrize("question", [one.id for one in questions_of(PAPER)])
def test_a_page_built_ahead_looks_as_one_that_is_built_when_it_is_shown(
    sit: Sit, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    pages = [one.id for one in questions_of(PAPER)]
    before = pages[pages.index(question) - 1]
    state = replace(STATE, paper=PAPER)
    seat = sit(replace(state, current=before))
    qtbot.waitUntil(lambda: question in ahead(seat) or question == pages[0], timeout=5_000)
    turn(seat, question, state)
    seen = picture(seat)
    monkeypatch.setattr(neighbours, "REST", NEVER)
    other = sit(replace(state, current=before))
    turn(other, question, state)
    assert picture(other) == seen


def test_an_answer_that_came_in_the_meantime_is_on_it(sit: Sit, qtbot: QtBot) -> None:
    seat = sit(STATE)
    wait_for(qtbot, seat, SINGLE.id, SHORT.id)
    response = ChoiceResponse(SINGLE.choices[1].id)
    turn(seat, SINGLE.id, replace(STATE, answers=answers((), **{SINGLE.id: response})))
    assert view(seat).response() == response


def test_what_was_answered_comes_back_with_its_page(sit: Sit, qtbot: QtBot) -> None:
    seat = sit(replace(STATE, current=SINGLE.id))
    wait_for(qtbot, seat, COMPOSITE.id)
    page_of(seat).question.setFocus()
    QTest.keyClick(view(seat).input_widgets()[1], Qt.Key.Key_Space)
    chosen = view(seat).response()
    saved = replace(STATE, answers=answers((), **{SINGLE.id: chosen}))
    turn(seat, COMPOSITE.id, STATE)
    wait_for(qtbot, seat, SINGLE.id, SHORT.id)
    turn(seat, SINGLE.id, saved)
    assert view(seat).response() == chosen


def test_refresh_draws_the_neighbours_anew_as_well(sit: Sit, qtbot: QtBot) -> None:
    seat = sit(STATE)
    wait_for(qtbot, seat, SINGLE.id, SHORT.id)
    before = {one for one in page_of(seat).findChildren(PageSheet) if one.isHidden()}
    seat.window.redraw()
    qtbot.waitUntil(lambda: before.isdisjoint(page_of(seat).findChildren(PageSheet)))
    wait_for(qtbot, seat, SINGLE.id, SHORT.id)


def test_a_page_built_before_the_language_changed_speaks_the_new_one(
    sit: Sit, qtbot: QtBot, english: QApplication
) -> None:
    seat = sit(STATE)
    wait_for(qtbot, seat, SINGLE.id, SHORT.id)
    install_language(english, "zh_CN", TRANSLATIONS)
    turn(seat, SINGLE.id)
    seen = picture(seat)
    fresh = sit(replace(STATE, current=SINGLE.id))
    assert picture(fresh) == seen


def warm(seat: Seat, state: ExamState) -> Warming:
    """Sit before the exam, as the client does."""
    warmer = Warming(seat.window)
    warmer.show_state(state)
    seat.window.show_state(state)
    return warmer


def exam_pages(window: MainWindow) -> list[ExamPage]:
    return window.findChildren(ExamPage)


def test_the_exams_page_is_there_before_the_candidate_logs_in(sit: Sit, qtbot: QtBot) -> None:
    seat = sit(ExamState())
    warm(seat, ExamState())
    qtbot.waitUntil(lambda: len(exam_pages(seat.window)) == 1)
    assert not exam_pages(seat.window)[0].isVisible()
    seat.window.show_state(STATE)
    assert page_of(seat) is exam_pages(seat.window)[0]


def test_the_first_question_is_there_before_the_start_and_is_the_one_that_is_shown(
    sit: Sit, qtbot: QtBot
) -> None:
    waiting = replace(STATE, phase=Phase.WAITING, current=SINGLE.id)
    seat = sit(waiting)
    warm(seat, waiting)
    qtbot.waitUntil(lambda: any(one.findChildren(PageSheet) for one in exam_pages(seat.window)))
    assert [one.isVisible() for one in exam_pages(seat.window)] == [False]
    turn(seat, SINGLE.id)
    seen = picture(seat)
    other = sit(replace(STATE, current=SINGLE.id))
    assert picture(other) == seen


def test_the_keyboard_stays_where_it_is_while_a_page_is_built_out_of_sight(sit: Sit, qtbot: QtBot) -> None:
    """The place to go on at is a part in the middle of a page."""
    waiting = replace(STATE, phase=Phase.WAITING, current=COMPOSITE.parts[-1].id)
    seat = sit(waiting)
    qtbot.waitUntil(lambda: seat.window.focusWidget() is seat.window.page())
    warm(seat, waiting)
    qtbot.waitUntil(lambda: any(one.findChildren(PageSheet) for one in exam_pages(seat.window)))
    assert seat.window.focusWidget() is seat.window.page()


def test_whoever_presses_keys_is_not_held_up(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "REST", NEVER)
    seat = sit(ExamState())
    warmer = warm(seat, ExamState())
    seat.window.touched.emit()
    settle()
    assert not exam_pages(seat.window)
    assert warmer.parent() is seat.window


def test_in_the_exam_nothing_more_is_built(sit: Sit, qtbot: QtBot) -> None:
    seat = sit(replace(STATE, phase=Phase.DONE))
    warm(seat, replace(STATE, phase=Phase.DONE))
    settle()
    qtbot.waitUntil(seat.window.isActiveWindow)
    assert not exam_pages(seat.window)
