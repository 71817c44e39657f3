"""Bringing into order: by mouse, by keys and by finger it is the same answer."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from examclient.ui.questions.order_row import OrderRow, Zone
from examprotocol.paper import Question
from examprotocol.responses import OrderResponse
from tests.ui.questions.conftest import Seat
from tests.ui.questions.papers import ORDERING, choices
from tests.ui.questions.pointing import alt, drag_by_finger, drag_by_mouse, settle, tap

Sit = Callable[[Question], Seat]
SHORT = msgspec.structs.replace(ORDERING, choices=choices("first", "second", "third", "fourth"))
WANTED = OrderResponse(("c2", "c3", "c1", "c4"))
BODY = QPoint(90, 18)


def rows(seat: Seat) -> list[OrderRow]:
    return [one for one in seat.view.input_widgets() if isinstance(one, OrderRow)]


def press_arrow(row: OrderRow, zone: Zone) -> None:
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.arrow_centre(zone))


def by_arrows(seat: Seat) -> None:
    row = rows(seat)[0]
    for _ in range(2):
        press_arrow(row, Zone.DOWN)
        settle()


def by_dragging(seat: Seat) -> None:
    here, there = rows(seat)[0], rows(seat)[2]
    drag_by_mouse(here, BODY, there, QPoint(90, there.height() - 4))


def by_two_clicks(seat: Seat) -> None:
    for row in (rows(seat)[0], rows(seat)[2]):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=BODY)


def by_alt_and_arrows(seat: Seat) -> None:
    seat.press(Qt.Key.Key_Tab)
    alt(seat, Qt.Key.Key_Down, Qt.Key.Key_Down)


def by_space(seat: Seat) -> None:
    keys = Qt.Key
    seat.press(keys.Key_Tab, keys.Key_Space, keys.Key_Down, keys.Key_Down, keys.Key_Space)


def by_finger(seat: Seat) -> None:
    for row in (rows(seat)[0], rows(seat)[2]):
        tap(row, BODY)


def by_dragging_with_a_finger(seat: Seat) -> None:
    here, there = rows(seat)[0], rows(seat)[2]
    drag_by_finger(here, BODY, there, QPoint(90, there.height() - 4))


WAYS = (
    by_arrows,
    by_dragging,
    by_two_clicks,
    by_alt_and_arrows,
    by_space,
    by_finger,
    by_dragging_with_a_finger,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_gives_the_same_order(way: Callable[[Seat], None], sit: Sit) -> None:
    seat = sit(SHORT)
    way(seat)
    assert seat.told[-1] == WANTED
    assert seat.view.response() == WANTED
    assert [row.accessibleName() for row in rows(seat)] == [
        "1 of 4: second",
        "2 of 4: third",
        "3 of 4: first",
        "4 of 4: fourth",
    ]


def test_an_order_that_nobody_touched_is_no_answer_until_somebody_says_so(sit: Sit) -> None:
    seat = sit(SHORT)
    assert seat.view.response() == OrderResponse(())
    seat.click(button(seat, "Keep this order"))
    assert seat.told == [OrderResponse(("c1", "c2", "c3", "c4"))]
    seat.click(button(seat, "Clear my order"))
    assert seat.told[-1] == OrderResponse(())


def test_clearing_brings_back_the_order_of_the_paper(sit: Sit) -> None:
    seat = sit(SHORT)
    seat.view.show_response(WANTED)
    seat.click(button(seat, "Clear my order"))
    assert [row.accessibleName()[-5:] for row in rows(seat)] == ["first", "econd", "third", "ourth"]


def test_a_whole_drag_is_one_answer_told_when_it_is_let_go(sit: Sit) -> None:
    seat = sit(SHORT)
    by_dragging(seat)
    assert seat.told == [WANTED]


def test_at_the_ends_the_arrows_lead_nowhere(sit: Sit) -> None:
    seat = sit(SHORT)
    press_arrow(rows(seat)[0], Zone.UP)
    press_arrow(rows(seat)[3], Zone.DOWN)
    seat.press(Qt.Key.Key_Tab)
    alt(seat, Qt.Key.Key_Up)
    assert seat.told == []


def test_the_arrows_are_large_enough_for_a_finger(sit: Sit) -> None:
    row = rows(sit(SHORT))[1]
    middle, reach = row.arrow_centre(Zone.UP), 19
    corners = [QPoint(x, y) for x in (-reach, reach) for y in (-reach, reach)]
    assert {row.zone_at(middle + corner) for corner in corners} == {Zone.UP}


def test_the_row_that_was_moved_keeps_the_keyboard(sit: Sit) -> None:
    seat = sit(SHORT)
    seat.press(Qt.Key.Key_Tab)
    here = seat.focused()
    alt(seat, Qt.Key.Key_Down)
    assert seat.focused() is here
    seat.press(Qt.Key.Key_Tab)
    assert seat.focused() is rows(seat)[2], "tab goes on from the new place"


def test_an_order_of_another_revision_is_filled_up_and_nothing_is_lost(sit: Sit) -> None:
    seat = sit(SHORT)
    seat.view.show_response(OrderResponse(("c3", "gone", "c1")))
    assert seat.view.response() == OrderResponse(("c3", "c1", "c2", "c4"))


def button(seat: Seat, words: str) -> QPushButton:
    found = [one for one in seat.view.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_an_order_of_nothing_can_be_kept_and_cleared_and_is_no_answer(sit: Sit) -> None:
    seat = sit(msgspec.structs.replace(ORDERING, choices=()))
    for button in seat.view.findChildren(QPushButton):
        button.click()
    assert seat.view.response() == OrderResponse(())
