"""Matching: lists of words, or letters where words are not enough."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from examclient.ui.questions.pool_chip import PoolChip
from examprotocol.paper import Matching, Question
from examprotocol.paper_parts import Choice
from examprotocol.responses import PairsResponse
from tests.ui.questions.conftest import Seat
from tests.ui.questions.papers import LETTERED, MATCHING, choices

Sit = Callable[[Question], Seat]


def lists_of(seat: Seat) -> list[QComboBox]:
    lists = [widget for widget in seat.view.input_widgets() if isinstance(widget, QComboBox)]
    assert len(lists) == len(seat.view.input_widgets())
    return lists


def rows_of(combo: QComboBox) -> list[str]:
    return [combo.itemText(index) for index in range(combo.count())]


def test_short_words_stand_in_the_lists(sit: Sit) -> None:
    assert [rows_of(one) for one in lists_of(sit(MATCHING))] == [["Choose", "静夜思", "春望", "春晓"]] * 2


def test_pictures_and_formulas_stand_lettered_above(sit: Sit) -> None:
    seat = sit(LETTERED)
    assert [rows_of(one) for one in lists_of(seat)] == [["Choose", "A", "B"]] * 2
    assert [chip.letter for chip in seat.view.findChildren(PoolChip)] == ["A", "B"]


def test_long_sentences_stand_lettered_too(sit: Sit) -> None:
    long = Matching(
        id="m",
        stem="",
        points=MATCHING.points,
        left=MATCHING.left,
        right=choices("short", "a sentence that is too long for a list to show"),
    )
    assert rows_of(lists_of(sit(long))[0]) == ["Choose", "A", "B"]


def test_a_pair_is_chosen_by_mouse_from_the_open_list(sit: Sit) -> None:
    seat = sit(MATCHING)
    combo = lists_of(seat)[1]
    seat.click(combo)
    view = combo.view()
    place = view.visualRect(combo.model().index(2, 0)).center()
    assert view.visualRect(combo.model().index(2, 0)).height() >= 40
    QTest.mouseMove(view.viewport(), place)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place, delay=300)
    assert seat.told == [PairsResponse({"l2": "c2"})]


def test_one_on_the_right_may_serve_twice_and_be_taken_back(sit: Sit) -> None:
    seat = sit(MATCHING)
    seat.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert seat.told[-1] == PairsResponse({"l1": "c1", "l2": "c1"})
    seat.press(Qt.Key.Key_Up)
    assert seat.told[-1] == PairsResponse({"l1": "c1"})


def test_lists_are_named_by_their_left_words(sit: Sit) -> None:
    assert [one.accessibleName() for one in lists_of(sit(MATCHING))] == ["Li Bai", "Du Fu"]


def test_a_right_one_that_is_not_in_the_paper_shows_as_not_chosen(sit: Sit) -> None:
    seat = sit(MATCHING)
    seat.view.show_response(PairsResponse({"l1": "gone"}))
    assert seat.view.response() == PairsResponse({})
    assert Choice("c1", "静夜思") in MATCHING.right
    seat.press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert seat.told == [PairsResponse({"l1": "c1"})]
