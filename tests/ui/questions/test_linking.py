"""Matching of several with several, and choices with limits: by mouse, by keys and by finger."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from examclient.ui.questions.link_chip import LinkChip
from examprotocol.paper import Question
from examprotocol.responses import ChoicesResponse, LinksResponse
from tests.ui.questions.conftest import Seat
from tests.ui.questions.papers import LETTERED_LINKS, LIMITED, LINKS
from tests.ui.questions.pointing import tap

Sit = Callable[[Question], Seat]
WANTED = LinksResponse((("l1", "c1"), ("l1", "c3"), ("l2", "c2")))


def chips(seat: Seat) -> list[LinkChip]:
    return [one for one in seat.view.input_widgets() if isinstance(one, LinkChip)]


def hints(seat: Seat) -> list[str]:
    return [one.text() for one in seat.view.findChildren(QLabel) if one.property("kind") == "hint"]


def by_mouse(seat: Seat) -> None:
    for at in (0, 2, 4):
        seat.click(chips(seat)[at])


def by_tab_and_space(seat: Seat) -> None:
    keys = Qt.Key
    seat.press(keys.Key_Tab, keys.Key_Space, keys.Key_Tab, keys.Key_Tab, keys.Key_Space)
    seat.press(keys.Key_Tab, keys.Key_Tab, keys.Key_Space)


def by_arrows_and_space(seat: Seat) -> None:
    keys = Qt.Key
    seat.press(keys.Key_Tab, keys.Key_Space, keys.Key_Right, keys.Key_Right, keys.Key_Space)
    seat.press(keys.Key_Right, keys.Key_Right, keys.Key_Space)


def by_finger(seat: Seat) -> None:
    for at in (0, 2, 4):
        tap(chips(seat)[at])


@pytest.mark.parametrize(
    "way", [by_mouse, by_tab_and_space, by_arrows_and_space, by_finger], ids=lambda way: way.__name__
)
def test_every_way_makes_the_same_links(way: Callable[[Seat], None], sit: Sit) -> None:
    seat = sit(LINKS)
    way(seat)
    assert seat.told[-1] == WANTED
    chips(seat)[0].click()
    assert seat.told[-1] == LinksResponse((("l1", "c3"), ("l2", "c2")))


def test_a_link_too_many_is_refused_with_a_word_and_the_others_stay(sit: Sit) -> None:
    seat = sit(LINKS)
    by_mouse(seat)
    seat.click(chips(seat)[1])
    assert seat.told[-1] == WANTED
    assert hints(seat) == ["2 are chosen for this line, and no more can be. Take one away first."]
    seat.click(chips(seat)[3])
    assert hints(seat) == ["This one is chosen 1 times already. Take it away in another line first."]
    seat.click(chips(seat)[0])
    assert hints(seat) == ["Choose at most 2 for each line. Each may be chosen at most 1 times."]
    assert len(seat.told) == 4


def test_each_chip_says_both_sides(sit: Sit) -> None:
    assert [one.accessibleName() for one in chips(sit(LINKS))[:2]] == ["Li Bai: 静夜思", "Li Bai: 春望"]


def test_long_ones_stand_lettered_above(sit: Sit) -> None:
    seat = sit(LETTERED_LINKS)
    assert [one.text() for one in chips(seat)] == ["A", "B", "C"] * 2
    assert hints(seat) == ["Choose all that belong to each line."]


def test_a_choice_too_many_is_refused_with_a_word(sit: Sit) -> None:
    seat = sit(LIMITED)
    assert hints(seat) == ["Choose 1 to 2."]
    for row in seat.view.input_widgets()[:3]:
        seat.click(row)
    assert seat.told[-1] == ChoicesResponse(("c1", "c2"))
    assert len(seat.told) == 2
    assert hints(seat) == ["2 are chosen, and no more can be. Take one away first."]
    seat.press("a")
    assert hints(seat) == ["Choose 1 to 2."]
    seat.press("d")
    assert seat.told[-1] == ChoicesResponse(("c2", "c4"))
