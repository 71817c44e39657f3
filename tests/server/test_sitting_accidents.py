"""A sitting is ended, cancelled or postponed, and what was answered is kept."""

from collections.abc import Callable

import pytest

from examprotocol.events import Submitted
from examprotocol.merge import Answers
from examprotocol.messages import Refusal
from examserver.errors import SiteError
from examserver.services.actions.orders import PauseExams
from examserver.services.counting import answers_that_count
from examserver.services.exam_orders import ExtendExam
from examserver.services.sittings.accident_orders import CancelSitting, EndSitting, MoveSitting
from examserver.serving import SiteServer
from examserver.site import running_site
from examserver.storage.attempts import Attempt, find_attempt
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import ANN, ANN_IDENTITY, DAY, MINUTE, WHY, ZHANG, Morning, heard, morning_of
from tests.server.station import Pen, RefusedByServiceError, Station

END = START + 60 * MINUTE
BREAKDOWN = START + 40 * MINUTE
NEXT_DAY = START + DAY


@pytest.fixture
def morning(server: SiteServer, prepared: Prepared) -> Morning:
    return morning_of(prepared)


@pytest.fixture
def answering(morning: Morning, seated: Station, clock: FakeClock) -> Pen:
    """The first candidate has answered, 40 minutes after the start; he has 10 minutes more than others."""
    morning.order(ExtendExam(morning.first, 10, ZHANG, reason="a power cut"))
    clock.advance(70 * MINUTE)
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    return pen


def attempt_of(morning: Morning, candidate: str) -> Attempt:
    with reading(morning.prepared.folder) as connection:
        found = find_attempt(connection, morning.first, candidate)
    assert found is not None
    return found


def answers_of(morning: Morning, candidate: str) -> Answers:
    attempt = attempt_of(morning, candidate)
    with reading(morning.prepared.folder) as connection:
        return answers_that_count(connection, attempt.id)


def close_what_is_due(morning: Morning, clock: FakeClock) -> None:
    """What the running service does every few seconds."""
    with running_site(morning.prepared.folder, clock) as site:
        site.closing.run_once()


def test_ending_a_sitting_ends_it_for_everybody_whatever_time_they_had(
    morning: Morning, answering: Pen, seated: Station
) -> None:
    morning.order(EndSitting(morning.sitting, WHY))
    reply = heard(seated, answering)
    assert reply.orders.ended is not None
    assert (reply.end, reply.orders.ended.at, reply.orders.ended.text) == (BREAKDOWN, BREAKDOWN, WHY)
    assert heard(seated, answering).orders.ended == reply.orders.ended
    answering.write(Submitted({answering.writer.id: answering.head}, by_deadline=True))
    seated.sync(answering)
    assert seated.submit(answering).receipt


def test_who_is_open_when_a_sitting_is_ended_is_closed_after_the_grace_with_what_is_here(
    prepared: Prepared, clock: FakeClock
) -> None:
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        morning, station = morning_of(prepared), Station(server.port)
        station.log_in()
        clock.advance(70 * MINUTE)
        pen = station.pen()
        pen.choose("q1", "a")
        station.sync(pen)
        morning.order(EndSitting(morning.sitting, WHY))
        station.close()
    close_what_is_due(morning, clock)
    assert not attempt_of(morning, ZHANG).submitted
    clock.advance(10 * MINUTE)
    close_what_is_due(morning, clock)
    attempt = attempt_of(morning, ZHANG)
    assert (attempt.submitted, attempt.closed) == (True, BREAKDOWN + 10 * MINUTE)
    assert answers_of(morning, ZHANG).response("q1") is not None


def test_an_exam_that_is_still_to_come_is_cancelled_when_its_sitting_ends(
    morning: Morning, clock: FakeClock
) -> None:
    with pytest.raises(SiteError, match="has not begun yet"):
        morning.order(EndSitting(morning.sitting, WHY))
    clock.advance(31 * MINUTE)
    morning.order(EndSitting(morning.sitting, WHY))
    assert not morning.exam(morning.first).cancelled
    assert morning.exam(morning.second).cancelled


def test_nobody_logs_in_to_a_cancelled_sitting_and_nobody_gets_its_key(
    morning: Morning, seated: Station, new_station: Callable[[], Station], clock: FakeClock
) -> None:
    morning.order(CancelSitting(morning.sitting, WHY))
    clock.advance(25 * MINUTE)
    with pytest.raises(RefusedByServiceError) as refused:
        new_station().log_in(ANN, ANN_IDENTITY)
    assert refused.value.reply.error == Refusal.NO_EXAM
    with pytest.raises(RefusedByServiceError) as no_key:
        seated.content_key()
    assert no_key.value.reply.error == Refusal.CLOSED


def test_what_was_answered_before_a_cancellation_is_kept_and_handed_in(
    morning: Morning, answering: Pen, seated: Station
) -> None:
    morning.order(CancelSitting(morning.sitting, WHY))
    assert heard(seated, answering).orders.ended is not None
    answering.choose("q1", "b")
    seated.sync(answering)
    assert seated.submit(answering).receipt
    assert seated.come_back(seated.login.attempt, seated.login.epoch).receipt


def test_a_sitting_that_is_over_is_neither_moved_nor_ended_again(morning: Morning) -> None:
    morning.order(CancelSitting(morning.sitting, WHY))
    for order in (
        MoveSitting(morning.sitting, WHY, "", 10),
        EndSitting(morning.sitting, WHY),
        CancelSitting(morning.sitting, WHY),
    ):
        with pytest.raises(SiteError, match="is over: it was ended or cancelled"):
            morning.order(order)


def test_who_had_begun_goes_on_another_day_with_the_rest_and_who_had_not_has_all_of_it(
    morning: Morning, answering: Pen, seated: Station, clock: FakeClock
) -> None:
    lines = morning.postpone(NEXT_DAY)
    assert lines[0] == "exam-1: 1 who had begun go on with the rest of their time, 0 had none left."
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + 30 * MINUTE
    assert morning.exam_of(ANN).ends == NEXT_DAY + 60 * MINUTE
    assert morning.exam(morning.second).starts == NEXT_DAY + 30 * MINUTE
    reply = heard(seated, answering)
    assert (reply.orders.starts, reply.end) == (NEXT_DAY, NEXT_DAY + 30 * MINUTE)
    assert reply.orders.pause is not None
    assert reply.orders.pause.text == WHY
    clock.advance(NEXT_DAY - clock.now())
    assert heard(seated, answering).orders.pause is None
    assert answers_of(morning, ZHANG).response("q1") is not None


def test_the_rest_counts_from_when_it_stopped_not_from_when_somebody_said_so(
    morning: Morning, answering: Pen
) -> None:
    assert answering.events
    morning.postpone(NEXT_DAY, stopped=START + 15 * MINUTE)
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + 55 * MINUTE
    with pytest.raises(SiteError, match="cannot have stopped later than now"):
        morning.postpone(NEXT_DAY, stopped=NEXT_DAY)


def test_what_broke_off_before_its_start_takes_nothing_of_anybodys_time(
    morning: Morning, seated: Station
) -> None:
    morning.postpone(NEXT_DAY)
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + 60 * MINUTE
    assert heard(seated, seated.pen()).orders.pause is None


def test_a_sitting_can_be_postponed_twice_and_the_rest_is_the_rest_of_the_rest(
    morning: Morning, answering: Pen, clock: FakeClock
) -> None:
    assert answering.events
    morning.postpone(NEXT_DAY)
    clock.advance(NEXT_DAY + 10 * MINUTE - clock.now())
    morning.postpone(NEXT_DAY + DAY)
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + DAY + 20 * MINUTE
    assert morning.exam_of(ANN).ends == NEXT_DAY + DAY + 60 * MINUTE


def test_a_cancelled_sitting_goes_on_another_day_where_it_was_cancelled(
    morning: Morning, answering: Pen, seated: Station, clock: FakeClock
) -> None:
    morning.order(CancelSitting(morning.sitting, WHY))
    ended = heard(seated, answering).orders.ended
    assert ended is not None
    answering.write(Submitted({answering.writer.id: answering.head}, by_deadline=True))
    seated.sync(answering)
    assert seated.submit(answering).receipt
    clock.advance(60 * MINUTE)
    morning.postpone(NEXT_DAY)
    reply = heard(seated, answering)
    assert reply.orders.reopened == clock.now() > ended.at
    assert (reply.receipt, reply.orders.ended) == ("", None)
    assert reply.end == NEXT_DAY + 30 * MINUTE
    login = seated.log_in()
    assert (login.exam.start, login.exam.end, login.receipt) == (NEXT_DAY, NEXT_DAY + 30 * MINUTE, "")


def test_who_had_handed_in_by_their_own_wish_is_not_opened_again(
    morning: Morning, answering: Pen, seated: Station
) -> None:
    answering.write(Submitted({answering.writer.id: answering.head}, by_deadline=False))
    seated.sync(answering)
    receipt = seated.submit(answering).receipt
    morning.postpone(NEXT_DAY)
    reply = heard(seated, answering)
    assert (reply.receipt, reply.orders.reopened) == (receipt, 0)


def test_whose_time_was_over_before_it_stopped_keeps_the_old_end(
    morning: Morning, answering: Pen, seated: Station, clock: FakeClock
) -> None:
    answering.write(Submitted({answering.writer.id: answering.head}, by_deadline=True))
    clock.advance(35 * MINUTE)
    seated.sync(answering)
    receipt = seated.submit(answering).receipt
    assert morning.postpone(NEXT_DAY)[0].endswith("1 had none left.")
    assert morning.exam_of(ZHANG).ends == END + 10 * MINUTE
    assert heard(seated, answering).receipt == receipt


def test_more_time_after_a_postponement_is_on_top_of_the_rest(morning: Morning, answering: Pen) -> None:
    assert answering.events
    morning.postpone(NEXT_DAY)
    morning.order(ExtendExam(morning.first, 7, ZHANG, reason="a power cut"))
    assert morning.exam_of(ZHANG).ends == NEXT_DAY + 37 * MINUTE


@pytest.mark.parametrize("start", [START - DAY, START + 400 * DAY])
def test_a_new_start_lies_ahead_within_a_year(morning: Morning, start: int) -> None:
    with pytest.raises(SiteError, match="has to lie ahead"):
        morning.postpone(start)


@pytest.mark.parametrize("whole", ["sitting", "exam"])
def test_what_was_paused_and_is_then_postponed_stood_still_since_the_pause_and_goes_on_without_it(
    morning: Morning, answering: Pen, seated: Station, clock: FakeClock, whole: str
) -> None:
    sitting, exam = (morning.sitting, "") if whole == "sitting" else ("", morning.first)
    morning.order(PauseExams(sitting, exam, by="王主考", reason=WHY))
    clock.advance(15 * MINUTE)
    assert heard(seated, answering).end == END + 25 * MINUTE
    morning.postpone(NEXT_DAY)
    assert heard(seated, answering).end == NEXT_DAY + 30 * MINUTE
    clock.advance(NEXT_DAY + 20 * MINUTE - clock.now())
    reply = heard(seated, answering)
    assert (reply.end, reply.orders.pause) == (NEXT_DAY + 30 * MINUTE, None)


def test_who_had_begun_hears_with_the_login_before_the_new_start_that_it_stands_still(
    morning: Morning, answering: Pen, seated: Station, new_station: Callable[[], Station], clock: FakeClock
) -> None:
    assert answering.events
    morning.postpone(NEXT_DAY)
    clock.time = NEXT_DAY - 5 * MINUTE
    orders = seated.log_in().orders
    assert orders.pause is not None
    assert (orders.pause.text, orders.starts) == (WHY, NEXT_DAY)
    assert new_station().log_in(ANN, ANN_IDENTITY).orders.pause is None, "who had not begun only waits"


def test_a_pause_moves_no_end_of_what_was_ended_for_everybody(
    morning: Morning, answering: Pen, seated: Station, clock: FakeClock
) -> None:
    morning.order(PauseExams(sitting=morning.sitting, by="王主考", reason=WHY))
    clock.advance(5 * MINUTE)
    morning.order(EndSitting(morning.sitting, WHY))
    clock.advance(5 * MINUTE)
    reply = heard(seated, answering)
    assert (reply.end, reply.orders.pause) == (BREAKDOWN + 5 * MINUTE, None)
