"""Wherever a key has brought the keyboard, or what it holds, it is on the screen."""

from dataclasses import replace
from itertools import pairwise

import msgspec
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from examclient.ui.widgets.question_area import QuestionArea
from examprotocol.paper import Section
from tests.ui.pages.conftest import Seat, Sit, settle
from tests.ui.pages.states import ANSWERING, PAPER, answers
from tests.ui.pages.test_composite_page import page_of
from tests.ui.questions.papers import ORDERING, SINGLE, choices

MANY = choices(*(f"<p>Line {number}</p>" for number in range(20)))
LONG_CHOICE = msgspec.structs.replace(SINGLE, choices=MANY)
LONG_ORDER = msgspec.structs.replace(ORDERING, choices=MANY)
LONG = msgspec.structs.replace(PAPER, sections=(Section("one", "One", (LONG_CHOICE, LONG_ORDER)),))


def on(question: str, sit: Sit) -> Seat:
    return sit(replace(ANSWERING, paper=LONG, answers=answers(), current=question))


def is_in_sight(widget: QWidget, area: QuestionArea) -> bool:
    place = QRect(widget.mapTo(area.viewport(), QPoint()), widget.size())
    return area.viewport().rect().contains(place)


def test_arrows_through_many_choices_take_the_page_along(sit: Sit) -> None:
    area = page_of(on(SINGLE.id, sit)).question
    rows = area.input_widgets()
    assert not is_in_sight(rows[19], area), "there is nothing to go along for"
    rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    for before, after in pairwise(rows[:20]):
        QTest.keyClick(before, Qt.Key.Key_Down)
        assert after.hasFocus()
        assert is_in_sight(after, area)


def test_a_line_that_is_moved_far_down_stays_in_sight(sit: Sit) -> None:
    area = page_of(on(ORDERING.id, sit)).question
    row, *_, last = area.input_widgets()[:20]
    assert not is_in_sight(last, area), "there is nothing to go along for"
    row.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(19):
        QTest.keyClick(row, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        settle()
        assert is_in_sight(row, area)
    assert area.input_widgets()[19] is row
