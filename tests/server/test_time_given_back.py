"""What a pause took is given back once: not what was worked on after a proctor lifted it at the seat, and not
twice where several pauses had the same minutes.
"""

from collections.abc import Callable
from typing import Any

import pytest

from examprotocol.events import LIFT_PAUSE, ProctorActed
from examprotocol.messages import SyncReply, SyncRequest
from examserver.cli.ordering import give
from examserver.services.actions.orders import ExtendMany, PauseExams
from examserver.services.actions.resuming import ResumeExams
from examserver.serving import SiteServer
from examserver.storage.attempts import find_attempt
from examserver.storage.exams import exam_for
from examserver.storage.site_orders import OrderKind, standing_orders
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import ANN, ANN_IDENTITY, MINUTE, THIRD, ZHANG, morning_of
from tests.server.station import ROOM, Pen, Station

END = START + 60 * MINUTE
WHY: dict[str, Any] = {"by": "王主考", "reason": "停电"}


def pause(prepared: Prepared, clock: FakeClock, minute: int, **scope: Any) -> str:
    """Pause it so many minutes after the start; returns the id of the pause."""
    clock.time = START + minute * MINUTE
    give(prepared.folder.root, PauseExams(**scope, **WHY))
    with reading(prepared.folder) as connection:
        pauses = [one for one in standing_orders(connection) if one.kind is OrderKind.PAUSE]
    return next(one.id for one in pauses if one.since == clock.time)


def resume(prepared: Prepared, clock: FakeClock, minute: int, which: str, minutes: int = -1) -> None:
    clock.time = START + minute * MINUTE
    give(prepared.folder.root, ResumeExams(which, minutes, **WHY))


def lift(pen: Pen, which: str, minute: int) -> None:
    """A proctor ended the pause at the seat."""
    at = START + minute * MINUTE
    pen.write(ProctorActed(LIFT_PAUSE, f"{which} {minute * MINUTE}"), at)


def back_at(server: SiteServer, seated: Station) -> Station:
    """The same station with its session, at the service that runs now."""
    station = Station(server.port)
    station.token = seated.token
    return station


def end_for(prepared: Prepared, candidate: str) -> int:
    with reading(prepared.folder) as connection:
        exam = exam_for(connection, prepared.exam.id, candidate)
    assert exam is not None
    return exam.ends - END


@pytest.fixture
def ann(new_station: Callable[[], Station], seated: Station) -> Station:
    """A second candidate, in the same room."""
    assert seated.login
    station = new_station()
    station.log_in(ANN, ANN_IDENTITY)
    return station


@pytest.mark.parametrize("scope", [{"exam": "exam-1"}, {"room": ROOM}], ids=["exam", "room"])
@pytest.mark.parametrize("heard", ["before", "after"])
def test_a_seat_at_which_the_pause_was_lifted_gets_back_what_it_stood_still_and_no_more(
    seated: Station, ann: Station, prepared: Prepared, clock: FakeClock, scope: dict[str, Any], heard: str
) -> None:
    pen, other = seated.pen(), ann.pen()
    which = pause(prepared, clock, 10, **scope)
    lift(pen, which, 14)
    clock.time = START + 20 * MINUTE
    if heard == "before":
        seated.sync(pen)
    resume(prepared, clock, 30, which)
    reply = seated.sync(pen)
    assert reply.end == END + 4 * MINUTE
    assert ann.heartbeat(other).end == END + 20 * MINUTE


def test_while_the_pause_stands_a_seat_that_lifted_it_has_what_it_took_until_then(
    seated: Station, ann: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen, other = seated.pen(), ann.pen()
    lift(pen, pause(prepared, clock, 10, exam="exam-1"), 14)
    clock.time = START + 14 * MINUTE
    seated.sync(pen)
    clock.time = START + 25 * MINUTE
    reply = seated.heartbeat(pen)
    assert (reply.end, reply.orders.pause) == (END + 4 * MINUTE, None)
    reply = ann.heartbeat(other)
    assert reply.end == END + 15 * MINUTE
    assert reply.orders.pause is not None


def test_what_a_lifted_seat_answers_after_its_own_end_is_late_though_others_still_stand_still(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = seated.pen()
    lift(pen, pause(prepared, clock, 50, exam="exam-1"), 55)
    clock.time = START + 55 * MINUTE
    seated.sync(pen)
    clock.time = END + 30 * MINUTE
    assert seated.heartbeat(pen).end == END + 5 * MINUTE


@pytest.mark.parametrize("claimed", [-300, 5, 31, 5000])
def test_a_lift_that_claims_another_time_than_the_pauses_gives_back_never_more_than_the_pause(
    seated: Station, prepared: Prepared, clock: FakeClock, claimed: int
) -> None:
    pen = seated.pen()
    which = pause(prepared, clock, 10, exam="exam-1")
    resume(prepared, clock, 30, which)
    lift(pen, which, claimed)
    lift(pen, "0" * 32, 11)
    assert seated.sync(pen).end == END + (0 if claimed < 10 else 20) * MINUTE


def test_a_lift_that_comes_twice_counts_once(seated: Station, prepared: Prepared, clock: FakeClock) -> None:
    pen = seated.pen()
    which = pause(prepared, clock, 10, exam="exam-1")
    resume(prepared, clock, 30, which)
    lift(pen, which, 14)
    lift(pen, which, 12)
    seated.sync(pen)
    assert seated.sync(pen).end == END + 4 * MINUTE


@pytest.mark.parametrize("said", [2, 15, 40])
def test_a_lifted_seat_gets_no_more_than_it_stood_still_whatever_the_proctor_says(
    seated: Station, ann: Station, prepared: Prepared, clock: FakeClock, said: int
) -> None:
    pen, other = seated.pen(), ann.pen()
    which = pause(prepared, clock, 10, exam="exam-1")
    resume(prepared, clock, 30, which, said)
    lift(pen, which, 14)
    assert seated.sync(pen).end == END + min(said, 4) * MINUTE
    assert ann.heartbeat(other).end == END + said * MINUTE


BOTH = [({"room": ROOM}, {"exam": "exam-1"}), ({"exam": "exam-1"}, {"room": ROOM})]


@pytest.mark.parametrize(("first", "second"), BOTH, ids=["room first", "exam first"])
def test_minutes_that_two_pauses_had_are_given_back_once(
    seated: Station, ann: Station, prepared: Prepared, clock: FakeClock, first: Any, second: Any
) -> None:
    pen, other = seated.pen(), ann.pen()
    one = pause(prepared, clock, 10, **first)
    two = pause(prepared, clock, 20, **second)
    clock.time = START + 25 * MINUTE
    assert seated.heartbeat(pen).end == END + 15 * MINUTE
    resume(prepared, clock, 30, one)
    assert seated.heartbeat(pen).end == END + 20 * MINUTE
    clock.time = START + 35 * MINUTE
    assert seated.heartbeat(pen).end == END + 25 * MINUTE
    resume(prepared, clock, 40, two)
    assert seated.heartbeat(pen).end == END + 30 * MINUTE
    assert ann.heartbeat(other).end == END + 30 * MINUTE


def test_of_four_pauses_that_lie_over_each_other_the_time_that_any_of_them_had_is_given_back(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen, morning = seated.pen(), morning_of(prepared)
    sitting = pause(prepared, clock, 5, sitting=morning.sitting)
    exam = pause(prepared, clock, 6, exam="exam-1")
    room = pause(prepared, clock, 7, room=ROOM)
    own = pause(prepared, clock, 8, attempt=seated.login.attempt)
    for minute, which in ((10, own), (12, room), (14, exam), (20, sitting)):
        resume(prepared, clock, minute, which)
        assert seated.heartbeat(pen).end == END + (minute - 5) * MINUTE
    assert end_for(prepared, ZHANG) == end_for(prepared, ANN) == 15 * MINUTE


def test_a_pause_that_was_resumed_for_nothing_leaves_its_minutes_to_the_one_around_it(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = seated.pen()
    room = pause(prepared, clock, 10, room=ROOM)
    exam = pause(prepared, clock, 12, exam="exam-1")
    resume(prepared, clock, 20, room, 0)
    assert seated.heartbeat(pen).end == END + 8 * MINUTE
    resume(prepared, clock, 30, exam)
    assert seated.heartbeat(pen).end == END + 18 * MINUTE


def test_a_pause_that_another_one_had_wholly_gives_nothing_of_its_own(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = seated.pen()
    exam = pause(prepared, clock, 10, exam="exam-1")
    room = pause(prepared, clock, 12, room=ROOM)
    resume(prepared, clock, 30, exam)
    resume(prepared, clock, 30, room)
    assert seated.heartbeat(pen).end == END + 20 * MINUTE


def test_a_seat_that_lifted_one_of_two_pauses_stands_still_by_the_other(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = seated.pen()
    exam = pause(prepared, clock, 10, exam="exam-1")
    lift(pen, exam, 15)
    room = pause(prepared, clock, 20, room=ROOM)
    seated.sync(pen)
    clock.time = START + 25 * MINUTE
    reply = seated.heartbeat(pen)
    assert reply.orders.pause is not None
    assert (reply.end, reply.orders.pause.id) == (END + 10 * MINUTE, room)
    resume(prepared, clock, 30, room)
    resume(prepared, clock, 40, exam)
    assert seated.heartbeat(pen).end == END + 15 * MINUTE
    assert end_for(prepared, ANN) == 30 * MINUTE


@pytest.mark.parametrize(("again", "in_all"), [(20, 20), (45, 35)], ids=["at once", "after more of it"])
def test_a_restored_service_gives_a_pause_back_that_a_client_brings_and_only_what_it_took_beyond(
    prepared: Prepared, seated: Station, clock: FakeClock, server: SiteServer, again: int, in_all: int
) -> None:
    pen, which = seated.pen(), pause(prepared, clock, 10, exam="exam-1")
    server.stop()
    before = prepared.folder.database.read_bytes()
    with SiteServer(prepared.folder.root, port=0, clock=clock) as first:
        resume(prepared, clock, 30, which)
        station = back_at(first, seated)
        (token,) = station.heartbeat(pen).extensions
        station.close()
    prepared.folder.database.write_bytes(before)
    with SiteServer(prepared.folder.root, port=0, clock=clock) as restored:
        station = back_at(restored, seated)
        request = SyncRequest(pen.writer, 1, tuple(pen.events), (token,))
        station.call("POST", "/sync", SyncReply, request)
        resume(prepared, clock, again, which)
        assert station.heartbeat(pen).end == END + in_all * MINUTE
        station.close()


@pytest.mark.parametrize("heard", ["before", "between", "after"])
def test_a_seat_that_lifted_the_first_of_two_pauses_for_all_has_both_of_its_waits_back(
    seated: Station, ann: Station, prepared: Prepared, clock: FakeClock, heard: str
) -> None:
    pen, morning = seated.pen(), morning_of(prepared)
    exam = pause(prepared, clock, 10, exam="exam-1")
    lift(pen, exam, 15)
    sitting = pause(prepared, clock, 20, sitting=morning.sitting)
    for minute, which, moment in ((30, exam, "before"), (40, sitting, "between")):
        if heard == moment:
            seated.sync(pen)
        resume(prepared, clock, minute, which)
    assert seated.sync(pen).end == END + (5 + 20) * MINUTE
    assert ann.heartbeat(ann.pen()).end == END + 30 * MINUTE


def test_more_time_for_a_sitting_passes_over_what_is_closed_or_was_ended(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    assert seated.login.attempt
    morning = morning_of(prepared)
    clock.time = END + 10 * MINUTE
    give(prepared.folder.root, ExtendMany(sitting=morning.sitting, minutes=10, **WHY))
    with reading(prepared.folder) as connection:
        second = exam_for(connection, morning.second, THIRD)
        assert find_attempt(connection, morning.first, ZHANG) is not None
    assert second is not None
    assert (end_for(prepared, ZHANG), second.ends) == (0, START + 100 * MINUTE)
