"""Two orders of the staff meet: a pause and an end, more time and an end, a closing after a closing."""

from collections.abc import Callable
from typing import Any

import pytest

from examserver.errors import SiteError
from examserver.services.actions.letting_in import LetInAgain
from examserver.services.actions.orders import CloseAttempts, PauseExams
from examserver.services.exam_orders import ExtendExam
from examserver.services.rehearsals.stopping import real_exams_near
from examserver.services.sittings.accident_orders import (
    EndSitting,
    ExtendSitting,
    MoveSitting,
    ShortenSitting,
)
from examserver.services.sittings.setup_orders import AddExam
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.sittings import ANN, ANN_IDENTITY, DAY, MINUTE, WHY, ZHANG, Morning, morning_of
from tests.server.station import ROOM, Station

END = START + 60 * MINUTE
NEXT_DAY = START + DAY
GIVEN: dict[str, Any] = {"by": "王主考", "reason": WHY}


@pytest.fixture
def morning(seated: Station, prepared: Prepared, clock: FakeClock) -> Morning:
    """The first candidate sits at the first exam; it is 40 minutes after its start."""
    assert seated.pen().writer.attempt
    morning = morning_of(prepared)
    clock.time = START + 40 * MINUTE
    return morning


@pytest.mark.parametrize("whom", [{"exam": "exam-1"}, {"room": ROOM}], ids=["exam", "room"])
def test_what_was_paused_then_ended_and_postponed_stood_still_since_the_pause(
    morning: Morning, clock: FakeClock, whom: dict[str, Any]
) -> None:
    morning.order(PauseExams(**whom, **GIVEN))
    clock.advance(10 * MINUTE)
    morning.order(EndSitting(morning.sitting, WHY))
    clock.advance(5 * MINUTE)
    morning.postpone(NEXT_DAY)
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + 20 * MINUTE


def test_what_was_paused_until_after_its_end_and_is_then_ended_keeps_its_rest(
    morning: Morning, clock: FakeClock
) -> None:
    morning.order(PauseExams(sitting=morning.sitting, **GIVEN))
    clock.advance(45 * MINUTE)
    morning.order(EndSitting(morning.sitting, WHY))
    morning.postpone(NEXT_DAY)
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + 20 * MINUTE


def test_a_room_that_stood_still_has_its_rest_when_the_sitting_is_postponed(
    morning: Morning, clock: FakeClock
) -> None:
    morning.order(PauseExams(room=ROOM, **GIVEN))
    clock.advance(10 * MINUTE)
    morning.postpone(NEXT_DAY)
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + 20 * MINUTE


def test_a_sitting_that_goes_on_only_by_more_time_can_be_ended_and_extended(
    morning: Morning, clock: FakeClock
) -> None:
    morning.order(ExtendSitting(morning.sitting, WHY, minutes=90))
    clock.time = START + 125 * MINUTE
    morning.order(ExtendSitting(morning.sitting, WHY, minutes=10))
    assert morning.exam_of(ZHANG).ends == END + 100 * MINUTE
    morning.order(EndSitting(morning.sitting, WHY))
    assert morning.exam_of(ZHANG).ends == clock.time


def test_ending_a_sitting_ends_the_exam_in_which_a_single_candidate_has_more_time(
    morning: Morning, clock: FakeClock
) -> None:
    morning.order(ExtendExam(morning.first, 60, ZHANG, reason="a power cut"))
    clock.time = START + 80 * MINUTE
    morning.order(EndSitting(morning.sitting, WHY))
    assert morning.exam_of(ZHANG).ends == clock.time


def test_a_pause_keeps_a_sitting_going_on_so_that_it_can_be_ended(morning: Morning, clock: FakeClock) -> None:
    morning.order(PauseExams(sitting=morning.sitting, **GIVEN))
    clock.time = START + 150 * MINUTE
    morning.order(EndSitting(morning.sitting, WHY))
    assert morning.exam(morning.first).ended == clock.time


def test_who_was_let_in_again_can_be_closed_again(
    morning: Morning, seated: Station, clock: FakeClock
) -> None:
    for _ in range(2):
        morning.order(CloseAttempts(attempt=seated.pen().writer.attempt, **GIVEN))
        clock.advance(MINUTE)
        assert seated.heartbeat(seated.pen()).end == clock.time - MINUTE
        morning.order(LetInAgain(seated.pen().writer.attempt, **GIVEN))
    assert seated.heartbeat(seated.pen()).end == END


def test_an_exam_is_ended_again_for_those_who_were_let_in_again(
    morning: Morning, seated: Station, clock: FakeClock
) -> None:
    morning.order(CloseAttempts(exam=morning.first, **GIVEN))
    morning.order(LetInAgain(seated.pen().writer.attempt, **GIVEN))
    clock.advance(MINUTE)
    morning.order(CloseAttempts(exam=morning.first, **GIVEN))
    assert seated.heartbeat(seated.pen()).end == clock.time
    with pytest.raises(SiteError, match="closed already"):
        morning.order(CloseAttempts(exam=morning.first, **GIVEN))


def test_a_closing_of_a_room_is_for_what_is_sat_there_and_not_for_what_comes_later(
    morning: Morning, seated: Station, new_station: Callable[[], Station], clock: FakeClock
) -> None:
    morning.order(CloseAttempts(room=ROOM, **GIVEN))
    morning.order(AddExam(morning.sitting, "第二天", PAPER_ID, NEXT_DAY, 60, candidates=(ANN,)))
    assert seated.heartbeat(seated.pen()).end == clock.time
    clock.time = NEXT_DAY - 5 * MINUTE
    station = new_station()
    station.log_in(ANN, ANN_IDENTITY)
    assert station.heartbeat(station.pen()).end == NEXT_DAY + 60 * MINUTE


def test_the_service_is_not_stopped_for_a_rehearsal_while_a_real_exam_stands_still(
    morning: Morning, prepared: Prepared, clock: FakeClock
) -> None:
    morning.order(PauseExams(sitting=morning.sitting, **GIVEN))
    clock.time = START + 300 * MINUTE
    with reading(prepared.folder) as connection:
        near = {exam.id for exam in real_exams_near(connection, clock.time)}
    assert morning.first in near


@pytest.mark.parametrize("again", ["postponed", "moved"])
def test_whose_time_was_over_keeps_the_old_end_however_often_the_new_start_moves(
    morning: Morning, clock: FakeClock, again: str
) -> None:
    clock.time = END + 5 * MINUTE
    morning.order(EndSitting(morning.sitting, WHY))
    morning.postpone(NEXT_DAY)
    if again == "postponed":
        morning.postpone(NEXT_DAY + DAY)
    else:
        morning.order(MoveSitting(morning.sitting, WHY, minutes=30))
    assert morning.exam_of(ZHANG).ends == END
    assert morning.exam_of(ANN).ends > NEXT_DAY


def test_less_time_never_ends_before_now_for_those_who_have_only_a_rest(
    morning: Morning, clock: FakeClock
) -> None:
    morning.postpone(NEXT_DAY)
    clock.time = NEXT_DAY + 10 * MINUTE
    with pytest.raises(SiteError, match="over already"):
        morning.order(ShortenSitting(morning.sitting, WHY, minutes=15))
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + 20 * MINUTE


@pytest.mark.parametrize("minutes", [0, 10])
def test_after_the_end_of_a_sitting_nobody_is_let_in_alone_and_it_is_said_what_helps(
    morning: Morning, seated: Station, minutes: int
) -> None:
    morning.order(EndSitting(morning.sitting, WHY))
    with pytest.raises(SiteError, match="Postpone") as refused:
        morning.order(LetInAgain(seated.pen().writer.attempt, minutes, **GIVEN))
    assert "ended" in str(refused.value)


def test_more_time_for_an_exam_that_was_ended_is_refused_since_it_would_do_nothing(
    morning: Morning,
) -> None:
    morning.order(EndSitting(morning.sitting, WHY))
    with pytest.raises(SiteError, match="Postpone"):
        morning.order(ExtendExam(morning.first, 10, reason="a power cut"))
