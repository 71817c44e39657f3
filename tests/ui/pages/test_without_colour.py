"""No colour is the only sign of anything: all states differ where green, amber and red are one grey."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from examclient.domain.progress import Mark
from examclient.ui.theme import THEMES, apply_theme
from examclient.ui.widgets.clock import TimeLeft
from examclient.ui.widgets.display_bar import DisplayBar
from examclient.ui.widgets.flag_button import FlagButton
from examclient.ui.widgets.grade_sign import GradeSign
from examclient.ui.widgets.light_sign import FAILED, SAVED, SAVING, WAITING, LightSign
from examclient.ui.widgets.map_button import MapButton
from examclient.ui.widgets.number_field import NumberField
from examclient.ui.widgets.sign import Sign
from examprotocol.self_check import Grade
from tests.ui.pages.states import ANSWERING, MINUTE, ending_in

State = TypeVar("State")

CLEARLY = 48
"""Levels of grey, of 256, that somebody sees the difference of."""

STATES = ("saved", "warning", "warning_sign", "error")
GROUNDS = ("saved_soft", "warning_soft", "error_soft")


@pytest.fixture(params=THEMES)
def greyed(request: pytest.FixtureRequest, english: QApplication) -> Iterator[str]:
    """The application with one grey for every colour that says how something stands."""
    colours = THEMES[request.param]
    one = dict.fromkeys(STATES, colours.text_muted) | dict.fromkeys(GROUNDS, colours.hover)
    apply_theme(english, replace(colours, **one))
    yield request.param
    apply_theme(english, THEMES["light"])


def in_grey(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def share_that_differs(one: QImage, other: QImage) -> float:
    """How much of two pictures is clearly lighter or darker in one of them."""
    assert one.size() == other.size(), "no state changes a size"
    pixels = [(x, y) for x in range(one.width()) for y in range(one.height())]
    apart = (abs(one.pixelColor(x, y).red() - other.pixelColor(x, y).red()) for x, y in pixels)
    return sum(difference >= CLEARLY for difference in apart) / len(pixels)


def assert_all_differ(
    widget: QWidget, show: Callable[[State], object], states: Iterable[State], qtbot: QtBot
) -> None:
    qtbot.addWidget(widget)
    widget.show()
    seen = []
    for state in states:
        show(state)
        seen.append((state, in_grey(widget)))
    for (one, before), (other, after) in combinations(seen, 2):
        assert share_that_differs(before, after) >= 0.01, f"{one} looks like {other}"


def test_a_picture_does_not_differ_from_itself(greyed: str, qtbot: QtBot) -> None:
    sign = LightSign()
    with pytest.raises(AssertionError, match="looks like"):
        assert_all_differ(sign, sign.show_sign, (SAVED, SAVED), qtbot)


def test_the_lights(greyed: str, qtbot: QtBot) -> None:
    sign = LightSign()
    assert_all_differ(sign, sign.show_sign, (SAVING, SAVED, WAITING, FAILED), qtbot)


def test_the_large_sign(greyed: str, qtbot: QtBot) -> None:
    sign = Sign()
    assert_all_differ(sign, sign.show_sign, ("saved", "waiting", "moved", "failed"), qtbot)


def test_green_amber_and_red_of_the_self_check(greyed: str, qtbot: QtBot) -> None:
    sign = GradeSign()
    assert_all_differ(sign, sign.show_grade, Grade, qtbot)


def test_the_numbers_of_the_question_map(greyed: str, qtbot: QtBot) -> None:
    above = QWidget()
    qtbot.addWidget(above)
    above.show()
    button = MapButton("q", above)
    plain = Mark("q", number=7, answered=False, begun=False, flagged=False)
    marks = (
        plain,
        replace(plain, begun=True),
        replace(plain, answered=True),
        replace(plain, flagged=True),
        replace(plain, answered=True, flagged=True),
    )

    def show(state: tuple[Mark, bool]) -> None:
        button.show_mark(state[0], current=state[1])

    assert_all_differ(button, show, [(mark, here) for mark in marks for here in (False, True)], qtbot)


def test_the_clock_in_its_last_minutes(greyed: str, qtbot: QtBot) -> None:
    """The same words for all three, so that only the look is left."""
    clock = TimeLeft()

    def show(left: int) -> None:
        clock.show_state(replace(ANSWERING, exam=ending_in(left, show_seconds=False)))
        clock._clock.setText("5")

    assert_all_differ(clock, show, (6 * MINUTE, 4 * MINUTE, 1000), qtbot)


def test_the_flag_of_a_question(greyed: str, qtbot: QtBot) -> None:
    button = FlagButton()
    button.set_words("Flag", "Flagged")
    assert_all_differ(button, lambda flag: button.show_flag(flag=flag), (False, True), qtbot)


def test_the_theme_that_is_chosen(greyed: str, qtbot: QtBot) -> None:
    bar = DisplayBar()
    bar.resize(1366, bar.sizeHint().height())
    qtbot.addWidget(bar)
    bar.show()
    button = bar.themes["dark"]
    assert_all_differ(button, lambda theme: bar.show_look(1.0, theme), ("light", "dark"), qtbot)


def test_a_wrong_field_says_so_in_words(greyed: str, qtbot: QtBot) -> None:
    number = NumberField()
    number.setFixedSize(360, 100)
    assert_all_differ(number, number.complain, ("", "Please type this number."), qtbot)
