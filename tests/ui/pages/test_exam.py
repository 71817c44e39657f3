"""The exam page: going about, answering, flags, refresh."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from examclient.domain.state import ExamState
from examclient.ui.pages.exam import ExamPage
from examclient.ui.questions.base import QuestionView
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import ANSWERING, LONG, answers
from tests.ui.questions.papers import CLOZE, ESSAY, INFO, SHORT, SINGLE

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
ON_ESSAY = replace(ANSWERING, current=ESSAY.id)
ON_SHORT = replace(ANSWERING, current=SHORT.id)


def exam_page(seat: Seat) -> ExamPage:
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    return page


def view_on(seat: Seat) -> QuestionView:
    views = [view for view in exam_page(seat).findChildren(QuestionView) if view.isVisible()]
    assert len(views) == 1
    return views[0]


def obey(seat: Seat, state: ExamState) -> None:
    """Go to whatever question is wished, as the presenter does."""
    seat.window.question_chosen.connect(lambda wanted: seat.window.show_state(replace(state, current=wanted)))


def focus(seat: Seat) -> QWidget:
    widget = seat.window.focusWidget()
    assert widget is not None
    return widget


def test_next_and_previous_go_through_info_pages_too(sit: Sit) -> None:
    seat = sit(ON_ESSAY)
    page = exam_page(seat)
    QTest.mouseClick(page.footer.next, LEFT)
    QTest.mouseClick(page.footer.previous, LEFT)
    assert seat.wishes == [("question_chosen", INFO.id), ("question_chosen", SINGLE.id)]


def test_the_first_question_has_no_previous_and_the_last_no_next(sit: Sit) -> None:
    seat = sit(ANSWERING)
    footer = exam_page(seat).footer
    assert not footer.previous.isEnabled()
    seat.window.show_state(replace(ANSWERING, current=LONG.id))
    assert footer.previous.isEnabled()
    assert not footer.next.isEnabled()


def test_a_closing_button_never_passes_its_focus_to_hand_in(sit: Sit) -> None:
    seat = sit(ON_SHORT)
    footer = exam_page(seat).footer
    footer.next.setFocus(Qt.FocusReason.TabFocusReason)
    seat.window.show_state(replace(ANSWERING, current=LONG.id))
    assert footer.previous.hasFocus()


def test_choosing_answers_the_question(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, answers=answers()))
    rows = view_on(seat).input_widgets()
    QTest.mouseClick(rows[1], LEFT)
    assert seat.wishes == [("response_changed", SINGLE.id, ChoiceResponse("c2"))]


def test_every_key_is_told_and_none_is_overwritten_by_a_state_that_lags(sit: Sit) -> None:
    seat = sit(replace(ON_SHORT, answers=answers()))
    field = view_on(seat).input_widgets()[0]
    field.setFocus()
    QTest.keyClicks(field, "ab")
    assert seat.wishes[-1] == ("response_changed", SHORT.id, TextResponse("ab"))
    seat.window.show_state(replace(ON_SHORT, answers=answers(short=TextResponse("a"))))
    assert isinstance(field, QLineEdit)
    assert field.text() == "ab"
    assert field.hasFocus()


def test_an_answer_that_comes_from_the_site_is_shown(sit: Sit) -> None:
    seat = sit(replace(ON_SHORT, answers=answers()))
    seat.window.show_state(replace(ON_SHORT, answers=answers(short=TextResponse("elsewhere"))))
    assert view_on(seat).response() == TextResponse("elsewhere")
    assert seat.wishes == []


def test_coming_back_to_a_question_shows_what_was_saved(sit: Sit) -> None:
    seat = sit(ON_ESSAY)
    seat.window.show_state(ANSWERING)
    seat.window.show_state(ON_ESSAY)
    assert view_on(seat).response() == TextResponse("路")


def test_a_click_on_next_leaves_no_composition_behind(sit: Sit) -> None:
    seat = sit(replace(ON_SHORT, answers=answers()))
    field = view_on(seat).input_widgets()[0]
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("zhong", []))
    QTest.mouseClick(exam_page(seat).footer.next, LEFT)
    assert [wish[0] for wish in seat.wishes] == ["response_changed", "question_chosen"]
    assert seat.wishes[0][2] == TextResponse("zhong")


def test_the_flag_is_wished_and_shown_only_when_it_is_true(sit: Sit) -> None:
    seat = sit(ANSWERING)
    flag = exam_page(seat).footer.flag
    QTest.mouseClick(flag, LEFT)
    assert seat.wishes == [("flag_toggled", SINGLE.id, True)]
    assert not flag.isChecked()
    seat.window.show_state(replace(ANSWERING, answers=answers((SINGLE.id,))))
    assert flag.isChecked()
    assert flag.text() == "Flagged"
    QTest.mouseClick(flag, LEFT)
    assert seat.wishes[-1] == ("flag_toggled", SINGLE.id, False)


@pytest.mark.parametrize("question", [SINGLE.id, ESSAY.id, CLOZE.id, SHORT.id])
def test_tab_goes_from_the_map_through_the_question_to_the_footer(question: str, sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=INFO.id))
    seat.window.show_state(replace(ANSWERING, current=question))
    page = exam_page(seat)
    page.header.clear_cache.setFocus(Qt.FocusReason.TabFocusReason)
    stops: list[QWidget] = []
    for _ in range(12):
        QTest.keyClick(focus(seat), Qt.Key.Key_Tab)
        stops.append(focus(seat))
    inputs = [one for one in view_on(seat).input_widgets() if one in stops]
    assert inputs
    after = page.footer.previous if page.footer.previous.isEnabled() else page.footer.flag
    current = next(one for one in page.map.buttons() if one.question == question)
    wanted = [current, *inputs, after]
    assert [stop for stop in stops if stop in wanted][: len(wanted)] == wanted


def test_clicks_on_the_page_leave_the_cursor_in_the_text(sit: Sit) -> None:
    seat = sit(ON_ESSAY)
    page = exam_page(seat)
    field = view_on(seat).input_widgets()[0]
    field.setFocus()
    for button in (page.footer.flag, page.header.refresh, page.header.clear_cache):
        QTest.mouseClick(button, LEFT)
        assert field.hasFocus()


def test_alt_and_arrows_turn_pages_even_from_a_text_and_take_the_cursor_along(sit: Sit) -> None:
    seat = sit(ON_ESSAY)
    obey(seat, ANSWERING)
    view_on(seat).input_widgets()[0].setFocus()
    QTest.keyClick(focus(seat), Qt.Key.Key_Right, ALT)
    QTest.keyClick(focus(seat), Qt.Key.Key_Right, ALT)
    assert seat.wishes[-1] == ("question_chosen", CLOZE.id)
    assert view_on(seat).input_widgets()[0].hasFocus()
    QTest.keyClick(focus(seat), Qt.Key.Key_Left, ALT)
    assert seat.wishes[-1] == ("question_chosen", INFO.id)


def test_page_keys_turn_pages_but_not_while_typing(sit: Sit) -> None:
    seat = sit(ANSWERING)
    QTest.keyClick(focus(seat), Qt.Key.Key_PageDown)
    assert seat.wishes == [("question_chosen", ESSAY.id)]
    for state in (ON_ESSAY, ON_SHORT):
        seat.window.show_state(state)
        view_on(seat).input_widgets()[0].setFocus()
        QTest.keyClick(focus(seat), Qt.Key.Key_PageDown)
        QTest.keyClick(focus(seat), Qt.Key.Key_PageUp)
    assert len(seat.wishes) == 1


def test_page_keys_read_a_long_question_to_its_end_first(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=LONG.id))
    bar = exam_page(seat).question.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(focus(seat), Qt.Key.Key_PageDown)
    assert bar.value() > 0
    assert seat.wishes == []
    bar.setValue(0)
    QTest.keyClick(focus(seat), Qt.Key.Key_PageUp)
    assert seat.wishes == [("question_chosen", SHORT.id)]


def test_page_keys_work_from_the_buttons_too(sit: Sit) -> None:
    seat = sit(ANSWERING)
    exam_page(seat).footer.next.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(focus(seat), Qt.Key.Key_PageDown)
    assert seat.wishes == [("question_chosen", ESSAY.id)]


def test_another_question_begins_at_its_top(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=LONG.id))
    bar = exam_page(seat).question.verticalScrollBar()
    bar.setValue(bar.maximum())
    seat.window.show_state(ANSWERING)
    seat.window.show_state(replace(ANSWERING, current=LONG.id))
    assert bar.value() == 0


def test_the_same_question_keeps_its_scroll_position(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=LONG.id))
    bar = exam_page(seat).question.verticalScrollBar()
    bar.setValue(100)
    seat.window.show_state(replace(ANSWERING, current=LONG.id, now=ANSWERING.now + 1000, answers=answers()))
    assert bar.value() == 100


def test_refresh_is_a_button_a_key_and_in_the_context_menu(sit: Sit) -> None:
    seat = sit(ANSWERING)
    page = exam_page(seat)
    QTest.mouseClick(page.header.refresh, LEFT)
    QTest.keyClick(seat.window, Qt.Key.Key_F5)
    where = QPoint(600, 600)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, page.mapToGlobal(where))
    QApplication.sendEvent(page, event)
    assert page.context_menu().isVisible()
    page.context_menu().actions()[0].trigger()
    page.context_menu().close()
    assert seat.wishes == [("refresh_requested",)] * 3


def test_f5_works_from_inside_a_text(sit: Sit) -> None:
    seat = sit(ON_ESSAY)
    view_on(seat).input_widgets()[0].setFocus()
    QTest.keyClick(focus(seat), Qt.Key.Key_F5)
    assert seat.wishes == [("refresh_requested",)]


def test_clear_cache_waits_while_the_paper_is_being_mended(sit: Sit) -> None:
    seat = sit(ANSWERING)
    clear = exam_page(seat).header.clear_cache
    QTest.mouseClick(clear, LEFT)
    assert seat.wishes == [("cache_clear_requested",)]
    seat.window.show_state(replace(ANSWERING, busy=True))
    QTest.mouseClick(clear, LEFT)
    assert len(seat.wishes) == 1


def test_a_redrawn_question_keeps_text_cursor_and_scroll_position(sit: Sit) -> None:
    seat = sit(ON_ESSAY)
    field = view_on(seat).input_widgets()[0]
    assert isinstance(field, QPlainTextEdit)
    field.setFocus()
    QTest.keyClicks(field, "unsaved ")
    told = len(seat.wishes)
    seat.window.redraw()
    fresh = view_on(seat).input_widgets()[0]
    assert isinstance(fresh, QPlainTextEdit)
    assert fresh is not field
    assert fresh.toPlainText() == "unsaved 路"
    assert fresh.hasFocus()
    assert fresh.textCursor().position() == len("unsaved ")
    assert len(seat.wishes) == told, "drawing is not answering"


def test_a_redrawn_long_question_stays_where_it_was_scrolled_to(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=LONG.id))
    bar = exam_page(seat).question.verticalScrollBar()
    bar.setValue(300)
    seat.window.redraw()
    QApplication.processEvents()
    assert bar.value() == 300


def test_another_question_is_there_at_once_not_a_frame_later(sit: Sit) -> None:
    seat = sit(ANSWERING)
    seat.window.show_state(ON_ESSAY)
    assert view_on(seat).isVisible()


def test_hand_in_only_leads_to_the_review(sit: Sit) -> None:
    seat = sit(ANSWERING)
    hand_in = exam_page(seat).footer.hand_in
    hand_in.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(hand_in, Qt.Key.Key_Return)
    assert seat.wishes == []
    QTest.keyClick(hand_in, Qt.Key.Key_Space)
    assert seat.wishes == [("review_requested",)]


def test_the_header_says_who_sits_where_and_what(sit: Sit) -> None:
    words = " ".join(label.text() for label in exam_page(sit(ANSWERING)).header.findChildren(QLabel))
    for word in ("大学语文", "张三", "2023…0417", "Seat 12"):
        assert word in words


@pytest.mark.parametrize("question", [INFO.id, SINGLE.id])
def test_only_questions_have_a_heading_and_a_flag(question: str, sit: Sit) -> None:
    page = exam_page(sit(replace(ANSWERING, current=question)))
    assert page.footer.flag.isEnabled() == (question != INFO.id)
