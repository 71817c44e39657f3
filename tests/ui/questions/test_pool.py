"""Gaps and matches that are filled from a pool: dragged, clicked, chosen by keys, touched."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from examclient.ui.questions.pool_chip import ChipState, PoolChip
from examclient.ui.questions.pool_slot import PoolSlot
from examprotocol.paper import Question
from examprotocol.responses import GapsResponse, PairsResponse
from tests.ui.questions.conftest import Seat
from tests.ui.questions.papers import DRAG, MATCHING, SENTENCES
from tests.ui.questions.pointing import drag_by_finger, drag_by_mouse, middle, tap

Sit = Callable[[Question], Seat]
BOTH = GapsResponse({"first": "cat", "second": "fish"})


def chips(seat: Seat) -> list[PoolChip]:
    return seat.view.findChildren(PoolChip)


def slots(seat: Seat) -> list[PoolSlot]:
    return [one for one in seat.view.input_widgets() if isinstance(one, PoolSlot)]


def by_dragging(seat: Seat) -> None:
    for chip, slot in zip(chips(seat), slots(seat), strict=False):
        drag_by_mouse(chip, middle(chip), slot)


def by_clicks(seat: Seat) -> None:
    for chip, slot in zip(chips(seat), slots(seat), strict=False):
        seat.click(chip)
        seat.click(slot)


def by_keys(seat: Seat) -> None:
    seat.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Down)


def by_finger(seat: Seat) -> None:
    for chip, slot in zip(chips(seat), slots(seat), strict=False):
        tap(chip)
        tap(slot)


def by_dragging_with_a_finger(seat: Seat) -> None:
    for chip, slot in zip(chips(seat), slots(seat), strict=False):
        drag_by_finger(chip, middle(chip), slot)


WAYS = (by_dragging, by_clicks, by_keys, by_finger, by_dragging_with_a_finger)
every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@every_way
def test_every_way_fills_the_gaps_alike(way: Callable[[Seat], None], sit: Sit) -> None:
    seat = sit(DRAG)
    way(seat)
    assert seat.told[-1] == BOTH
    assert [slot.currentText() for slot in slots(seat)] == ["cat", "fish"]


@every_way
def test_every_way_makes_the_same_pairs(way: Callable[[Seat], None], sit: Sit) -> None:
    seat = sit(MATCHING)
    way(seat)
    second = "c1" if way is by_keys else "c2"  # down from "choose" comes to the first, which may serve twice
    assert seat.told[-1] == PairsResponse({"l1": "c1", "l2": second})


def test_what_is_used_up_is_closed_in_the_other_gaps_and_in_the_pool(sit: Sit) -> None:
    seat = sit(DRAG)
    drag_by_mouse(chips(seat)[0], QPoint(5, 5), slots(seat)[0])
    assert [chip.state for chip in chips(seat)] == [ChipState.USED_UP, ChipState.FREE, ChipState.FREE]
    slots(seat)[1].setFocus()
    seat.press(Qt.Key.Key_Down)
    assert seat.told[-1] == BOTH, "the keys pass over what is used up"
    drag_by_mouse(chips(seat)[0], QPoint(5, 5), slots(seat)[1])
    assert seat.view.response() == BOTH, "a chip that is used up cannot be taken"


def test_what_may_be_used_any_number_of_times_stays_free(sit: Sit) -> None:
    seat = sit(DRAG)
    for slot in slots(seat):
        drag_by_mouse(chips(seat)[2], QPoint(5, 5), slot)
    assert seat.told[-1] == GapsResponse({"first": "the", "second": "the"})
    assert chips(seat)[2].state is ChipState.FREE


def test_dragged_from_gap_to_gap_two_change_places(sit: Sit) -> None:
    seat = sit(DRAG)
    seat.view.show_response(BOTH)
    first, second = slots(seat)
    drag_by_mouse(first, middle(first), second)
    assert seat.told == [GapsResponse({"first": "fish", "second": "cat"})]


def test_dragged_out_of_a_gap_it_is_free_again(sit: Sit) -> None:
    seat = sit(DRAG)
    seat.view.show_response(BOTH)
    first = slots(seat)[0]
    drag_by_mouse(first, middle(first), seat.view, QPoint(400, 300))
    assert seat.told == [GapsResponse({"second": "fish"})]
    assert chips(seat)[0].state is ChipState.FREE


def test_a_click_on_a_chip_in_the_hand_puts_it_back(sit: Sit) -> None:
    seat = sit(DRAG)
    seat.click(chips(seat)[0])
    assert chips(seat)[0].state is ChipState.IN_HAND
    seat.click(chips(seat)[0])
    seat.click(slots(seat)[0])
    assert seat.told == []
    assert slots(seat)[0].view().isVisible(), "with nothing in the hand the list opens"
    slots(seat)[0].hidePopup()


def test_long_ones_stand_lettered_and_the_gaps_hold_letters(sit: Sit) -> None:
    seat = sit(SENTENCES)
    assert [chip.letter for chip in chips(seat)] == ["A", "B", "C"]
    drag_by_mouse(chips(seat)[2], QPoint(5, 5), slots(seat)[0])
    assert slots(seat)[0].currentText() == "C"
    assert seat.told == [GapsResponse({"s1": "c"})]


def test_read_only_nothing_can_be_taken_or_dragged(sit: Sit) -> None:
    seat = sit(DRAG)
    seat.view.show_response(GapsResponse({"first": "cat"}))
    seat.view.set_read_only(True)
    first, second = slots(seat)
    drag_by_mouse(chips(seat)[1], QPoint(5, 5), second)
    drag_by_mouse(first, middle(first), second)
    QTest.mouseClick(chips(seat)[1], Qt.MouseButton.LeftButton)
    seat.click(second)
    assert seat.told == []
