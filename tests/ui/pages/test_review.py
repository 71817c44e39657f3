"""Handing in takes a person who means it."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from examclient.ui.pages.review import ReviewPage
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import ANSWERING, LONG, REVIEWING, answers
from tests.ui.questions.papers import CLOZE, ESSAY, RESPONSES, SHORT, SINGLE

LEFT = Qt.MouseButton.LeftButton
EVERYTHING = answers(
    (),
    **{one: RESPONSES[one][0] for one in (SINGLE.id, ESSAY.id, CLOZE.id, SHORT.id)},
)


def review_page(seat: Seat) -> ReviewPage:
    page = seat.window.page()
    assert isinstance(page, ReviewPage)
    return page


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def test_the_review_counts_and_names_what_is_open(sit: Sit) -> None:
    summary = review_page(sit(REVIEWING)).summary
    assert summary.summary() == "Answered 2 of 5"
    assert [button.text() for button in summary.unanswered.buttons] == ["4", "5"]
    assert [button.text() for button in summary.begun.buttons] == ["3"]
    assert [button.text() for button in summary.flagged.buttons] == ["2"]


def test_a_group_without_questions_is_not_shown(sit: Sit) -> None:
    summary = review_page(sit(replace(REVIEWING, answers=EVERYTHING))).summary
    assert not summary.flagged.isVisible()
    assert not summary.begun.isVisible()
    assert summary.unanswered.isVisible(), "the long one is still open"


def test_a_number_leads_to_its_question(sit: Sit) -> None:
    seat = sit(REVIEWING)
    summary = review_page(seat).summary
    press(summary.unanswered.buttons[1])
    press(summary.flagged.buttons[0])
    assert seat.wishes == [("question_chosen", LONG.id), ("question_chosen", ESSAY.id)]


def test_the_numbers_are_reached_by_tab_and_arrows(sit: Sit) -> None:
    seat = sit(REVIEWING)
    buttons = review_page(seat).summary.unanswered.buttons
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(buttons[0], Qt.Key.Key_Right)
    assert buttons[1].hasFocus()
    QTest.keyClick(buttons[1], Qt.Key.Key_Space)
    assert seat.wishes == [("question_chosen", LONG.id)]


def test_the_focus_begins_on_the_way_back(sit: Sit) -> None:
    seat = sit(REVIEWING)
    assert review_page(seat).back.hasFocus()
    QTest.keyClick(review_page(seat).back, Qt.Key.Key_Return)
    assert seat.wishes == [("back_requested",)]


def test_handing_in_takes_two_deliberate_clicks(sit: Sit) -> None:
    seat = sit(REVIEWING)
    page = review_page(seat)
    assert not page.panel.isVisible()
    press(page.hand_in)
    assert seat.wishes == []
    assert page.panel.isVisible()
    words = " ".join(label.text() for label in page.panel.findChildren(QLabel))
    assert "After handing in you cannot change anything." in words
    assert "3 questions are not completely answered." in words
    assert "1 question is flagged." in words
    press(page.panel.hand_in)
    assert seat.wishes == [("submit_confirmed",)]


def test_the_panel_begins_on_its_way_back_and_no_enter_hands_in(sit: Sit) -> None:
    seat = sit(REVIEWING)
    panel = review_page(seat).panel
    press(review_page(seat).hand_in)
    assert panel.back.hasFocus()
    panel.hand_in.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(panel.hand_in, key)
    assert seat.wishes == []


def test_space_hands_in_only_where_a_person_brought_the_focus(sit: Sit) -> None:
    seat = sit(REVIEWING)
    panel = review_page(seat).panel
    press(review_page(seat).hand_in)
    panel.hand_in.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(panel.hand_in, Qt.Key.Key_Space)
    assert seat.wishes == []
    panel.back.setFocus()
    QTest.keyClick(panel.back, Qt.Key.Key_Tab)
    assert panel.hand_in.hasFocus()
    QTest.keyClick(panel.hand_in, Qt.Key.Key_Space)
    assert seat.wishes == [("submit_confirmed",)]


def test_the_second_half_of_a_double_click_hands_nothing_in(sit: Sit) -> None:
    seat = sit(REVIEWING)
    panel = review_page(seat).panel
    press(review_page(seat).hand_in)
    where = QPointF(panel.hand_in.rect().center())
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(kind, where, where, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(panel.hand_in, event)
    assert seat.wishes == []


def test_whoever_goes_back_and_comes_again_is_asked_again(sit: Sit) -> None:
    seat = sit(REVIEWING)
    page = review_page(seat)
    press(page.hand_in)
    press(page.panel.back)
    assert seat.wishes == [("back_requested",)]
    seat.window.show_state(ANSWERING)
    seat.window.show_state(REVIEWING)
    assert not page.panel.isVisible()
    assert page.hand_in.isVisible()
    assert page.back.hasFocus()


def test_nothing_moves_when_the_panel_asks(sit: Sit) -> None:
    page = review_page(sit(REVIEWING))
    lights, width = page.lights.geometry(), page.lights.width()
    press(page.hand_in)
    QApplication.processEvents()
    assert page.lights.geometry().topLeft() == lights.topLeft()
    assert page.lights.width() == width
