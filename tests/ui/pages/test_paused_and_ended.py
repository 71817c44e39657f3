"""The site lets the exam stand still, or ends it: what the candidate sees, and who can do something."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from examclient.domain.phases import Phase
from examclient.domain.standing_orders import StandingOrders
from examclient.domain.state import ExamState, LocalSaving, News
from examclient.errors import JournalError
from examclient.ui.pages.cover import CoverPage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.paused import PausedPage
from examclient.ui.widgets.times import day_and_minute, to_the_minute
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import (
    ANSWERING,
    COVERED,
    DONE,
    ENDED,
    EXAM,
    FAILED,
    LOOKING,
    MINUTE,
    NEXT_WEEK,
    NOW,
    PAUSE,
    PAUSED,
    POSTPONED,
    SAVED,
    WAITING,
)

ALONE = replace(PAUSED, online=False, news=News.NETWORK_GONE)
ORDERED = StandingOrders(ended=ENDED)


def paused_page(seat: Seat) -> PausedPage:
    page = seat.window.page()
    assert isinstance(page, PausedPage)
    return page


def words_on(seat: Seat) -> str:
    return "\n".join(label.text() for label in seat.window.findChildren(QLabel) if label.isVisible())


def test_the_pause_says_why_and_that_no_time_is_lost_and_nothing_of_the_paper_shows(sit: Sit) -> None:
    seat = sit(PAUSED)
    words = words_on(seat)
    assert "The exam is paused" in words
    assert f"Reason: {PAUSE.text}" in words
    assert "Your answers are safe on this machine." in words
    assert "The time stands still since " in words
    assert "Which is the largest?" not in words
    assert not paused_page(seat).lift.isVisible(), "the site ends it"


def test_who_had_begun_reads_when_a_postponed_exam_goes_on(sit: Sit) -> None:
    seat = sit(POSTPONED)
    words = words_on(seat)
    assert f"The exam was put off and goes on at {day_and_minute(NEXT_WEEK)}." in words
    assert "The proctor says whether you wait here." in words
    assert "Please stay seated." not in words
    assert paused_page(seat).time_left.words() == "42 min", "the rest is what there is from then on"
    seat.window.show_state(replace(POSTPONED, now=NEXT_WEEK - 2 * MINUTE))
    assert f"goes on at {to_the_minute(NEXT_WEEK)}." in words_on(seat)
    seat.window.show_state(replace(POSTPONED, now=NEXT_WEEK))
    assert "goes on at" not in words_on(seat)
    assert "Please stay seated." in words_on(seat)


def test_the_waiting_room_names_the_day_of_a_start_that_is_not_today(sit: Sit) -> None:
    exam = msgspec.structs.replace(EXAM, start=NEXT_WEEK)
    assert f"The exam begins at {day_and_minute(NEXT_WEEK)}, in" in words_on(sit(replace(WAITING, exam=exam)))


def test_the_clock_says_that_it_stands_still_and_does(sit: Sit) -> None:
    seat = sit(PAUSED)
    clock = paused_page(seat).time_left
    before = clock.words()
    assert before == "1 h 27 min"
    seat.window.show_state(replace(PAUSED, now=NOW + 300 * MINUTE))
    assert clock.words() == before
    assert clock.accessibleName() == f"Paused at {before}"


@pytest.mark.parametrize("phase", [Phase.ANSWERING, Phase.REVIEWING], ids=["exam", "review"])
def test_the_same_page_comes_back_afterwards(phase: Phase, sit: Sit) -> None:
    seat = sit(replace(ANSWERING, phase=phase))
    before = seat.window.page()
    seat.window.show_state(replace(PAUSED, phase=phase))
    paused_page(seat)
    assert not before.isVisible()
    seat.window.show_state(replace(ANSWERING, phase=phase))
    assert seat.window.page() is before


def test_a_paper_that_is_looked_through_is_covered_as_well(sit: Sit) -> None:
    paused_page(sit(replace(LOOKING, orders=PAUSED.orders)))


@pytest.mark.parametrize(
    "phase", [phase for phase in Phase if phase not in (Phase.ANSWERING, Phase.REVIEWING)]
)
def test_no_other_page_is_paused(phase: Phase, sit: Sit) -> None:
    assert not isinstance(sit(replace(PAUSED, phase=phase)).window.page(), PausedPage)


def test_before_the_start_the_waiting_page_tells_of_a_pause(sit: Sit) -> None:
    seat = sit(replace(WAITING, orders=PAUSED.orders))
    assert "The exam is paused" in words_on(seat)
    assert f"Reason: {PAUSE.text}" in words_on(seat)


def test_outside_and_paused_the_pause_is_told_and_the_cover_stays_after_it(sit: Sit) -> None:
    seat = sit(replace(COVERED, orders=PAUSED.orders))
    paused_page(seat)
    seat.window.show_state(COVERED)
    assert isinstance(seat.window.page(), CoverPage)


def test_only_without_a_network_a_proctor_can_end_the_pause(sit: Sit) -> None:
    seat = sit(ALONE)
    page = paused_page(seat)
    assert "This machine cannot hear the exam site at the moment." in words_on(seat)
    assert page.notice.words() == "", "nobody can go on here, so nobody is told to"
    QTest.mouseClick(page.lift, Qt.MouseButton.LeftButton)
    QTest.keyClicks(page.panel.field, "k7pq")
    QTest.mouseClick(page.panel.check, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("lift_requested", "k7pq")]
    seat.window.show_state(PAUSED)
    assert not page.panel.isVisible()
    assert not page.lift.isVisible()
    assert page.panel.field.text() == ""


def test_what_cannot_be_saved_is_said_in_the_pause_as_well(sit: Sit) -> None:
    failed = replace(SAVED, local=LocalSaving.FAILED)
    seat = sit(replace(ALONE, lights=failed, trouble=JournalError("full")))
    assert "safe" not in words_on(seat)
    assert "This machine cannot save at the moment." in paused_page(seat).notice.words()


def test_an_enter_or_space_too_many_ends_no_pause(sit: Sit) -> None:
    seat = sit(ANSWERING)
    seat.window.show_state(ALONE)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_A):
        QTest.keyClick(seat.window.focusWidget() or seat.window, key)
    assert not paused_page(seat).panel.isVisible()
    assert seat.wishes == []
    seat.window.show_state(ANSWERING)
    assert isinstance(seat.window.page(), ExamPage)


@pytest.mark.parametrize(
    "state",
    [replace(ANSWERING, phase=Phase.SUBMITTING, by_deadline=True), replace(FAILED, by_deadline=True), DONE],
    ids=["submitting", "failed", "done"],
)
def test_who_ended_the_exam_and_why_stands_on_every_page_after_it(state: ExamState, sit: Sit) -> None:
    seat = sit(replace(state, by_deadline=True, orders=ORDERED))
    words = words_on(seat)
    assert "The exam site has ended this exam at " in words
    assert f"Reason: {ENDED.text}" in words
    assert "Time is over" not in words


def test_whoever_had_handed_in_before_is_told_of_no_end(sit: Sit) -> None:
    assert "has ended" not in words_on(sit(replace(DONE, orders=ORDERED)))
