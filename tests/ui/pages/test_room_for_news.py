"""News takes room under the header while there are some, and nothing that is looked at moves for it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from examclient.domain.state import ExamState, News
from examclient.ui.questions.base import QuestionView
from tests.ui.pages.conftest import Seat, Sit, settle
from tests.ui.pages.states import ANSWERING, LONG
from tests.ui.pages.test_exam import exam_page
from tests.ui.pages.test_reading_split import STATE as READING
from tests.ui.questions.papers import COMPOSITE, ESSAY, SHORT

LATE = News.TIME_5
PAGES = {
    "short": replace(ANSWERING, current=SHORT.id),
    "long": replace(ANSWERING, current=LONG.id),
    "beside a passage": replace(READING, current=COMPOSITE.id),
}


def height_on_screen(widget: QWidget) -> int:
    settle()
    return widget.mapToGlobal(QPoint()).y()


def first_view(seat: Seat) -> QuestionView:
    return next(one for one in exam_page(seat).question.findChildren(QuestionView) if one.isVisible())


def test_without_news_the_page_begins_right_under_the_header(sit: Sit) -> None:
    page = exam_page(sit(ANSWERING))
    settle()
    assert page.notice.isHidden()
    assert page.split.mapTo(page, QPoint()).y() == page.header.height()


@pytest.mark.parametrize("state", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=["wide", "small"])
@pytest.mark.parametrize("scrolled", [0, 30], ids=["at the top", "scrolled"])
def test_news_that_come_move_nothing(
    state: ExamState, size: tuple[int, int], scrolled: int, sit: Sit
) -> None:
    seat = sit(state)
    seat.window.resize(*size)
    settle()
    page = exam_page(seat)
    page.question.verticalScrollBar().setValue(scrolled)
    seen = [first_view(seat), page.split.reading.widget()][: 1 + page.split.reading.isVisible()]
    before = [height_on_screen(widget) for widget in seen]
    seat.window.show_state(replace(state, news=LATE))
    assert page.notice.isVisible()
    assert [height_on_screen(widget) for widget in seen] == before


@pytest.mark.parametrize("state", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=["wide", "small"])
def test_news_that_go_leave_no_empty_bar_over_the_first_line_and_move_nothing(
    state: ExamState, size: tuple[int, int], sit: Sit
) -> None:
    seat = sit(state)
    seat.window.resize(*size)
    seat.window.show_state(replace(state, news=LATE))
    page = exam_page(seat)
    seen = [first_view(seat), page.split.reading.widget()][: 1 + page.split.reading.isVisible()]
    before = [height_on_screen(widget) for widget in seen]
    seat.window.show_state(state)
    assert [height_on_screen(widget) for widget in seen] == before
    assert page.notice.isHidden()
    assert page.split.mapTo(page, QPoint()).y() == page.header.height()
    assert page.question.verticalScrollBar().value() == 0


def test_news_that_go_while_nothing_is_scrolled_away_move_nothing_until_the_page_is_turned(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=SHORT.id))
    seat.window.show_state(replace(ANSWERING, current=SHORT.id, news=LATE))
    settle()
    exam_page(seat).question.verticalScrollBar().setValue(0)
    before = height_on_screen(first_view(seat))
    seat.window.show_state(replace(ANSWERING, current=SHORT.id))
    assert height_on_screen(first_view(seat)) == before
    assert exam_page(seat).notice.isVisible()
    seat.window.show_state(replace(ANSWERING, current=ESSAY.id))
    assert exam_page(seat).notice.isHidden()


def test_a_page_that_is_turned_to_under_news_begins_at_its_top(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=LONG.id))
    seat.window.show_state(replace(ANSWERING, current=SHORT.id, news=LATE))
    settle()
    page = exam_page(seat)
    assert page.notice.isVisible()
    assert page.question.verticalScrollBar().value() == 0


@pytest.mark.parametrize(("more", "stays"), [(0, False), (-1, True)], ids=["by the bar", "by less"])
def test_a_bar_that_was_there_when_the_page_was_turned_goes_once_so_much_is_scrolled_away(
    more: int, sit: Sit, *, stays: bool
) -> None:
    turned = replace(ANSWERING, current=LONG.id)
    seat = sit(replace(ANSWERING, current=SHORT.id))
    seat.window.show_state(replace(turned, news=LATE))
    settle()
    page = exam_page(seat)
    page.question.verticalScrollBar().setValue(page.notice.height() + more)
    before = height_on_screen(first_view(seat))
    seat.window.show_state(turned)
    assert height_on_screen(first_view(seat)) == before
    assert page.notice.isVisible() is stays


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=["wide", "small"])
def test_what_came_into_sight_under_the_bar_does_not_move_when_it_goes(
    size: tuple[int, int], sit: Sit
) -> None:
    state = PAGES["beside a passage"]
    seat = sit(state)
    seat.window.resize(*size)
    page = exam_page(seat)
    page.split.reading.hide()
    settle()
    seat.window.show_state(replace(state, news=LATE))
    page.split.reading.show()
    before = height_on_screen(page.split.reading.widget())
    seat.window.show_state(state)
    assert height_on_screen(page.split.reading.widget()) == before
    assert page.notice.isVisible()
    page.split.reading.verticalScrollBar().setValue(page.notice.height())
    before = height_on_screen(page.split.reading.widget())
    seat.window.show_state(state)
    assert height_on_screen(page.split.reading.widget()) == before
