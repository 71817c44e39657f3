"""Every page without a mouse: what can be reached, in which order, and where the keyboard is at first."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.pages.builders import builder_for
from examclient.ui.pages.card_page import CardPage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.review import ReviewPage
from examclient.ui.widgets.buttons import DeliberateButton
from examclient.ui.widgets.room_password_panel import RoomPasswordPanel
from examclient.ui.widgets.submit_panel import SubmitPanel
from examprotocol.paper import Question
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import ANSWERING, EVERY_STATE, REVIEWING, answers, big_paper
from tests.ui.pages.walking import (
    EVERY_KIND_PAPER,
    STATES,
    all_reached,
    comes_first,
    controls,
    focused,
    named,
    round_trip,
)
from tests.ui.questions.papers import EVERY_KIND

every_state = pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
every_kind = pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.id)


@every_state
def test_whatever_a_mouse_can_press_is_reached_by_keys(state: ExamState, sit: Sit) -> None:
    window = sit(state).window
    missed = {*controls(window)} - {*all_reached(window)}
    assert [named(widget) for widget in missed] == []


@every_state
def test_the_way_back_is_the_way_there_the_other_way_round(state: ExamState, sit: Sit) -> None:
    window = sit(state).window
    there = round_trip(window)
    back = round_trip(window, Qt.Key.Key_Backtab)[::-1]
    start = back.index(there[0])
    assert back[start:] + back[:start] == there


@every_state
def test_tab_goes_down_the_page_as_one_reads_it(state: ExamState, sit: Sit) -> None:
    window = sit(state).window
    is_at_the_top = isinstance(focused(window), CardPage)
    stops = round_trip(window)
    steps = pairwise([*stops, stops[0]])
    turns = [at for at, (here, there) in enumerate(steps) if not comes_first(here, there, window)]
    assert len(turns) <= 1, "more than the one way from the end back to the top"
    if is_at_the_top and turns:
        assert turns == [len(stops) - 1], "from the top of a page the first Tab leads to what is seen first"


@every_state
def test_a_page_that_comes_has_the_keyboard_in_a_harmless_place(state: ExamState, sit: Sit) -> None:
    seat = sit(EVERY_STATE["confirming" if state.phase is not Phase.CONFIRMING else "login"])
    seat.window.show_state(state)
    here = focused(seat.window)
    page = seat.window.page()
    assert here is page or page.isAncestorOf(here), named(here)
    assert here.isVisible()
    assert not isinstance(here, DeliberateButton)


@every_state
def test_the_keyboard_is_never_where_nothing_is_seen(state: ExamState, sit: Sit) -> None:
    seat = sit(state)
    same_page = [one for one in STATES.values() if builder_for(one) is builder_for(state)]
    other = same_page[(same_page.index(state) + 1) % len(same_page)]
    for stop in [one for one in round_trip(seat.window) if isValid(one)]:
        seat.window.show_state(state)
        if isValid(stop):
            stop.setFocus(Qt.FocusReason.TabFocusReason)
        seat.window.show_state(other)
        here = seat.window.focusWidget()
        assert here is not None
        assert here.isVisible(), named(here)


@pytest.mark.parametrize(("before", "after"), [("choosing a drive", "exporting"), ("exporting", "exported")])
def test_an_enter_too_many_does_nothing_of_the_next_step(before: str, after: str, sit: Sit) -> None:
    seat = sit(STATES[before])
    press(seat, Qt.Key.Key_Tab)
    seat.window.show_state(STATES[after])
    press(seat, Qt.Key.Key_Return, Qt.Key.Key_Space)
    assert seat.wishes == []


@pytest.mark.parametrize("state", [replace(ANSWERING, paper=big_paper(60), current="q30")])
def test_from_anywhere_in_the_question_map_tab_goes_on_to_the_question(state: ExamState, sit: Sit) -> None:
    seat = sit(state)
    page = exam_page(seat)
    here = page.map.current()
    assert here is not None
    for steps in (0, 1, 7):
        here.setFocus(Qt.FocusReason.TabFocusReason)
        press(seat, *[Qt.Key.Key_Right] * steps)
        assert page.map.buttons().index(focused(seat.window)) == 30 + steps
        press(seat, Qt.Key.Key_Tab)
        assert focused(seat.window) is page.question
        press(seat, *[Qt.Key.Key_Backtab])
        assert focused(seat.window) is here


def test_the_groups_of_the_review_keep_their_order_when_they_change(sit: Sit) -> None:
    state = replace(REVIEWING, paper=big_paper(5), answers=answers())
    seat = sit(state)
    for flagged in (("q1", "q3"), ("q3",), ("q1", "q2", "q4")):
        seat.window.show_state(replace(state, answers=answers(flagged)))
        page = seat.window.page()
        assert isinstance(page, ReviewPage)
        stops = round_trip(seat.window)
        assert [stop for stop in stops if stop in page.summary.stops()] == page.summary.stops()
        assert stops[(stops.index(page.summary.stops()[-1]) + 1) % len(stops)] is page.back


@pytest.mark.parametrize("name", ["reviewing", "covered", "open elsewhere", "moved, without network"])
def test_a_panel_that_asks_is_walked_through_too_and_escape_puts_it_away(name: str, sit: Sit) -> None:
    seat = sit(STATES[name])
    page = seat.window.page()
    button = {"reviewing": "hand_in", "covered": "lift"}.get(name, "go_on")
    getattr(page, button).setFocus(Qt.FocusReason.TabFocusReason)
    press(seat, Qt.Key.Key_Space)
    kinds = (RoomPasswordPanel, SubmitPanel)
    panels = [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]
    assert panels[0].isAncestorOf(focused(seat.window))
    missed = {*controls(seat.window)} - {*all_reached(seat.window)}
    assert [named(widget) for widget in missed] == []
    panels[0].findChildren(QPushButton)[0].setFocus()
    press(seat, Qt.Key.Key_Escape)
    if name == "reviewing":
        assert seat.wishes[-1] == ("back_requested",)
    else:
        assert panels[0].isHidden()
        assert focused(seat.window) is page


def test_the_list_of_keys_comes_and_goes_and_leaves_the_keyboard_where_it_was(sit: Sit) -> None:
    seat = sit(STATES["answering short"])
    page = exam_page(seat)
    text = page.question.input_widgets()[0]
    text.setFocus()
    press(seat, Qt.Key.Key_F1)
    assert page.keys.isVisible()
    assert "F5: draw the question again" in page.keys.words()
    assert focused(seat.window) is text
    missed = {*controls(seat.window)} - {*all_reached(seat.window)}
    assert [named(widget) for widget in missed] == []
    text.setFocus()
    press(seat, Qt.Key.Key_F1)
    assert page.keys.isHidden()
    assert focused(seat.window) is text
    press(seat, Qt.Key.Key_F1)
    page.keys.close_list.setFocus(Qt.FocusReason.TabFocusReason)
    press(seat, Qt.Key.Key_Return)
    assert page.keys.isHidden()
    assert focused(seat.window) is page.question


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_whoever_stays_in_the_exam_goes_on_typing_where_it_was(key: Qt.Key, sit: Sit) -> None:
    seat = sit(STATES["answering essay"])
    text = exam_page(seat).question.input_widgets()[0]
    text.setFocus()
    seat.window.close()
    seat.window.close()
    assert focused(seat.window) is seat.window.closing_bar.stay
    missed = {*controls(seat.window)} - {*all_reached(seat.window)}
    assert [named(widget) for widget in missed] == []
    seat.window.closing_bar.stay.setFocus()
    press(seat, key)
    assert seat.window.closing_bar.isHidden()
    assert focused(seat.window) is text


@pytest.mark.parametrize(
    "name", ["waiting", "done", "reviewing", "exported", "open elsewhere", "proctor's menu"]
)
def test_what_does_not_fit_into_the_window_is_scrolled_by_keys(name: str, sit: Sit) -> None:
    seat = sit(EVERY_STATE[name])
    seat.window.resize(683, 400)
    QApplication.processEvents()
    page = seat.window.page()
    assert isinstance(page, CardPage | ReviewPage)
    bar = (page.area if isinstance(page, CardPage) else page.summary).verticalScrollBar()
    assert bar.maximum() > 0, "the window is too low for it"
    for key, value in ((Qt.Key.Key_End, bar.maximum()), (Qt.Key.Key_Home, 0)):
        press(seat, key)
        assert bar.value() == value
    press(seat, Qt.Key.Key_PageDown)
    assert bar.value() > 0


@every_kind
def test_the_keys_that_turn_lead_to_where_the_answer_is_given(question: Question, sit: Sit) -> None:
    ids = [one.id for one in EVERY_KIND]
    before = ids[ids.index(question.id) - 1]
    seat = sit(replace(ANSWERING, paper=EVERY_KIND_PAPER, current=before))
    page = exam_page(seat)
    if question is EVERY_KIND[0]:
        page._choose(question.id)
        page.question.focus_on_arrival()
    else:
        QTest.keyClick(focused(seat.window), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert seat.wishes[-1] == ("question_chosen", question.id)
    seat.window.show_state(replace(ANSWERING, paper=EVERY_KIND_PAPER, current=question.id))
    inputs = page.question.input_widgets()
    assert focused(seat.window) is (inputs[0] if inputs else page.question)


def press(seat: Seat, *keys: Qt.Key) -> None:
    """Press these keys, wherever the keyboard is."""
    for key in keys:
        QTest.keyClick(focused(seat.window), key)


def exam_page(seat: Seat) -> ExamPage:
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    return page
