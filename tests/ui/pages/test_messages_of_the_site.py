"""What the site's staff say stands until it was read, takes no keyboard, and moves nothing in sight."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from examclient.domain.phases import Phase
from examclient.domain.standing_orders import StandingOrders
from examclient.domain.state import ExamState, ProctorMenu
from examclient.ui.pages.exam import ExamPage
from examclient.ui.widgets import message_bar
from examclient.ui.widgets.message_bar import MessageBar
from examclient.ui.widgets.room_for_news import show_in_place
from examprotocol.site_orders import Notice
from tests.ui.pages.conftest import Seat, Sit, settle
from tests.ui.pages.states import (
    ANSWERING,
    ASKED,
    DONE,
    EVERY_STATE,
    EXAM,
    LATER,
    LONG,
    MESSAGE,
    NOW,
    PAUSED,
    REHEARSED,
    REVIEWING,
    TOLD,
    WAITING,
)
from tests.ui.questions.papers import ESSAY, SHORT

SEVERAL = replace(TOLD, orders=StandingOrders(notices=(LATER, MESSAGE)))
OTHER_PAGES = {
    "review": REVIEWING,
    "waiting": WAITING,
    "done": DONE,
    "paused": PAUSED,
    "submitting": replace(ANSWERING, phase=Phase.SUBMITTING),
}


@pytest.fixture(autouse=True)
def seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits here reads as fast as a test."""
    monkeypatch.setattr(message_bar, "MOMENT", 0)


def bar(seat: Seat) -> MessageBar:
    """The one that is on the screen."""
    shown = [one for one in seat.window.findChildren(MessageBar) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def no_bar(seat: Seat) -> bool:
    return not any(one.isVisible() for one in seat.window.findChildren(MessageBar))


def with_message(state: ExamState) -> ExamState:
    return replace(state, orders=replace(state.orders, notices=(MESSAGE,)))


def words_on(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


@pytest.mark.parametrize("state", [ANSWERING, *OTHER_PAGES.values()], ids=["exam", *OTHER_PAGES])
def test_a_message_comes_onto_whatever_page_is_open_with_its_time(state: ExamState, sit: Sit) -> None:
    seat = sit(state)
    assert no_bar(seat)
    seat.window.show_state(with_message(state))
    words = words_on(bar(seat))
    assert MESSAGE.text in words
    assert "Message from the exam site, " in words
    seat.window.show_state(state)
    assert no_bar(seat)


def test_of_several_the_newest_stands_and_the_others_are_counted(sit: Sit) -> None:
    seat = sit(SEVERAL)
    assert bar(seat).words.text() == LATER.text
    assert "1 more message" in words_on(bar(seat))
    QTest.mouseClick(bar(seat).read, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("message_read", LATER.id)]
    seat.window.show_state(TOLD)
    assert bar(seat).words.text() == MESSAGE.text
    assert "more" not in words_on(bar(seat))


def test_it_is_put_away_by_a_key_or_by_its_button_which_tab_reaches(sit: Sit) -> None:
    seat = sit(TOLD)
    QTest.keyClick(seat.window.focusWidget(), Qt.Key.Key_F8)
    assert seat.wishes == [("message_read", MESSAGE.id)]
    read = bar(seat).read
    for _ in range(30):
        if seat.window.focusWidget() is read:
            break
        QTest.keyClick(seat.window.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(read, Qt.Key.Key_Space)
    assert seat.wishes[1:] == [("message_read", MESSAGE.id)]


def test_the_keyboard_stays_in_the_answer_that_is_being_typed(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=ESSAY.id))
    settle()
    field = next(one for one in seat.window.findChildren(QPlainTextEdit) if one.isVisible())
    field.setFocus()
    seat.window.show_state(replace(TOLD, current=ESSAY.id))
    QTest.mouseClick(bar(seat).read, Qt.MouseButton.LeftButton)
    assert seat.window.focusWidget() is field
    seat.window.show_state(replace(ANSWERING, current=ESSAY.id))
    assert seat.window.focusWidget() is field


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=["wide", "small"])
@pytest.mark.parametrize("current", [SHORT.id, LONG.id], ids=["short", "long"])
@pytest.mark.parametrize("scrolled", [0, 400], ids=["at the top", "scrolled"])
def test_a_message_that_comes_moves_nothing_of_the_paper(
    current: str, scrolled: int, size: tuple[int, int], sit: Sit
) -> None:
    seat = sit(replace(ANSWERING, current=current))
    seat.window.resize(*size)
    settle()
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    page.question.verticalScrollBar().setValue(scrolled)
    settle()
    view = page.question.widget()
    before = view.mapToGlobal(QPoint()).y()
    seat.window.show_state(replace(TOLD, current=current))
    settle()
    assert view.mapToGlobal(QPoint()).y() == before
    seat.window.show_state(replace(SEVERAL, current=current))
    settle()
    assert view.mapToGlobal(QPoint()).y() == before, "the next one is longer"


@pytest.mark.parametrize("name", ["review", "waiting", "done"])
def test_a_message_moves_nothing_in_the_sheet_of_other_pages_either(name: str, sit: Sit) -> None:
    seat = sit(OTHER_PAGES[name])
    settle()
    area = seat.window.page().scrolled()
    assert area is not None
    inside = area.widget().findChildren(QLabel)[0]
    before = inside.mapToGlobal(QPoint()).y()
    seat.window.show_state(with_message(OTHER_PAGES[name]))
    settle()
    assert inside.mapToGlobal(QPoint()).y() == before


def test_a_bar_that_is_there_already_moves_nothing(sit: Sit) -> None:
    seat = sit(TOLD)
    show_in_place(bar(seat), [], shown=True)
    assert bar(seat).isVisible()


def test_a_long_message_leaves_the_paper_its_room_and_is_scrolled_to_by_keyboard(sit: Sit) -> None:
    long = Notice("7" * 32, NOW, LATER.text[:500])
    seat = sit(replace(TOLD, orders=StandingOrders(notices=(long,))))
    seat.window.resize(1024, 600)
    settle()
    words = bar(seat).words
    assert bar(seat).height() < 180
    assert words.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert words.verticalScrollBar().maximum() > 0
    seat.window.show_state(TOLD)
    settle()
    assert bar(seat).words.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_markup_in_a_message_is_no_markup(sit: Sit) -> None:
    hostile = Notice("6" * 32, NOW, '<b>x</b><img src="http://1.2.3.4/a.png">')
    seat = sit(replace(TOLD, orders=StandingOrders(notices=(hostile,))))
    label = bar(seat).words.widget()
    assert isinstance(label, QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_asked_to_export_the_candidate_calls_the_proctor_who_finds_the_way_there(sit: Sit) -> None:
    seat = sit(ASKED)
    assert bar(seat).words.text().startswith("Please call the proctor: the exam site asks for a copy")
    assert not bar(seat).read.isVisible()
    QTest.keyClick(seat.window.focusWidget(), Qt.Key.Key_F8)
    QTest.mouseClick(bar(seat).export, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("export_wanted",)], "nobody puts that away"
    seat.window.show_state(replace(ASKED, proctor=ProctorMenu()))
    assert no_bar(seat)


def test_whoever_comes_next_finds_no_message_of_the_one_before(sit: Sit) -> None:
    seat = sit(TOLD)
    seat.window.show_state(ExamState(now=NOW))
    assert no_bar(seat)


@pytest.mark.parametrize("name", [name for name, state in EVERY_STATE.items() if state.exam == EXAM])
def test_every_page_of_a_rehearsal_says_that_it_is_one(name: str, sit: Sit) -> None:
    seat = sit(EVERY_STATE[name])
    assert not seat.window.rehearsal.isVisible()
    seat.window.show_state(replace(EVERY_STATE[name], exam=REHEARSED))
    assert seat.window.rehearsal.isVisible()
    assert seat.window.rehearsal.text() == "Rehearsal: nothing of this counts"
