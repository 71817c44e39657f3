"""Nobody puts away a message that came in the moment in which the key was pressed for another one."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from examclient.domain.standing_orders import StandingOrders
from examclient.ui.widgets import message_bar
from examclient.ui.widgets.message_bar import MOMENT, MessageBar
from examprotocol.site_orders import Notice
from tests.client.fake_clock import FakeClock
from tests.ui.pages.conftest import Sit
from tests.ui.pages.states import ANSWERING, LATER, MESSAGE

BOTH = (LATER, MESSAGE)


class Candidate:
    """Sees the bar and presses its key."""

    def __init__(self, bar: MessageBar, clock: FakeClock) -> None:
        self._bar, self._clock = bar, clock
        self.read: list[str] = []
        bar.put_away.connect(self.read.append)

    def sees(self, *notices: Notice, seconds: float = 0) -> None:
        """These stand, the newest first, for so long."""
        self._bar.show_state(replace(ANSWERING, orders=StandingOrders(notices=notices)))
        self._clock.advance(seconds)

    def presses(self) -> list[str]:
        """What that has put away."""
        before = len(self.read)
        self._bar.put_newest_away()
        return self.read[before:]


@pytest.fixture
def candidate(qtbot: QtBot) -> Candidate:
    clock = FakeClock()
    bar = MessageBar(clock.monotonic)
    qtbot.addWidget(bar)
    return Candidate(bar, clock)


def test_a_message_that_has_just_come_stays_until_it_could_be_seen(candidate: Candidate) -> None:
    candidate.sees(MESSAGE, seconds=MOMENT / 2)
    assert candidate.presses() == []
    candidate.sees(MESSAGE, seconds=MOMENT)
    assert candidate.presses() == [MESSAGE.id]


def test_the_key_for_one_message_does_not_put_away_the_one_that_came_over_it(candidate: Candidate) -> None:
    candidate.sees(MESSAGE, seconds=10)
    candidate.sees(*BOTH, seconds=MOMENT / 4)
    assert candidate.presses() == []
    candidate.sees(*BOTH, seconds=MOMENT)
    assert candidate.presses() == [LATER.id]
    candidate.sees(MESSAGE)
    assert candidate.presses() == [MESSAGE.id], "it was read before the other one came over it"


def test_what_stood_for_no_moment_before_another_came_is_not_taken_for_read(candidate: Candidate) -> None:
    candidate.sees(MESSAGE, seconds=MOMENT / 4)
    candidate.sees(*BOTH, seconds=MOMENT)
    assert candidate.presses() == [LATER.id]
    candidate.sees(MESSAGE)
    assert candidate.presses() == []


def test_a_key_that_is_pressed_at_once_on_the_window_puts_nothing_away(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_bar, "MOMENT", 3600.0)
    seat = sit(ANSWERING)
    seat.window.show_state(replace(ANSWERING, orders=StandingOrders(notices=BOTH)))
    QTest.keyClick(seat.window.focusWidget(), Qt.Key.Key_F8)
    assert seat.wishes == []
