"""A pause moves the end and nothing of it is late; a closing ends early; both can be undone."""

from collections.abc import Callable
from typing import Any

import pytest

from examprotocol.events import Answered, Submitted
from examprotocol.messages import SyncReply, SyncRequest
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse
from examprotocol.site_orders import NO_ORDERS, StationNews
from examserver.cli.ordering import give
from examserver.errors import SiteError
from examserver.services.actions.letting_in import LetInAgain
from examserver.services.actions.orders import (
    CloseAttempts,
    ExtendMany,
    PauseExams,
    RequestExport,
    SendNotice,
    TakeOrderBack,
)
from examserver.services.actions.resuming import ResumeExams
from examserver.services.actions.times import CLOSING_MILLISECONDS
from examserver.services.counting import grounds_of
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.keys import signing_key
from examserver.services.order import Outcome, StaffOrder
from examserver.services.station_orders import ReleaseStation, RevokeStation
from examserver.serving import SiteServer
from examserver.site import running_site
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.extensions import extensions_of
from examserver.storage.site_orders import OrderKind, standing_orders
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ROOM, Pen, Station

END = START + 60 * MINUTE
ANN = ("2026A002", "110101199003070425")
WHY: dict[str, Any] = {"by": "王主考", "reason": "停电"}


def order(prepared: Prepared, wish: StaffOrder) -> Outcome:
    return give(prepared.folder.root, wish)


def id_of(prepared: Prepared, kind: OrderKind) -> str:
    """The one order of this kind that stands."""
    with reading(prepared.folder) as connection:
        (found,) = [one.id for one in standing_orders(connection) if one.kind is kind]
    return found


def say(station: Station, pen: Pen, *done: str) -> SyncReply:
    """A heartbeat that names what was carried out."""
    request = SyncRequest(pen.writer, len(pen.events) + 1, news=StationNews(done=done))
    return station.call("POST", "/sync", SyncReply, request)


def answer_at(pen: Pen, at: int, choice: str = "a") -> None:
    pen.write(Answered("q1", ChoiceResponse(choice)), at)


def late_answers(prepared: Prepared, attempt: str) -> tuple[int, int]:
    with reading(prepared.folder) as connection:
        marks = grounds_of(connection, attempt).marks()
    return marks.late, marks.left_out


def is_handed_in(prepared: Prepared, attempt: str) -> bool:
    with reading(prepared.folder) as connection:
        found = find_attempt_by_id(connection, attempt)
    assert found is not None
    return found.submitted


def close_due(prepared: Prepared, server: SiteServer, clock: FakeClock) -> None:
    """One look of the service at what is over; it is stopped for that."""
    server.stop()
    with running_site(prepared.folder, clock) as site:
        site.closing.run_once()


@pytest.mark.parametrize(
    "scope",
    [{"exam": "exam-1"}, {"room": ROOM}, {"exam": "exam-1", "room": ROOM}],
    ids=["exam", "room", "exam in a room"],
)
def test_while_a_pause_stands_the_end_moves_with_it_and_resuming_gives_the_time_back(
    seated: Station, prepared: Prepared, clock: FakeClock, scope: dict[str, Any]
) -> None:
    pen = seated.pen()
    clock.time = START + 10 * MINUTE
    order(prepared, PauseExams(**scope, text="请稍候", **WHY))
    clock.advance(7 * MINUTE)
    reply = seated.heartbeat(pen)
    assert reply.end == END + 7 * MINUTE
    assert reply.orders.pause is not None
    assert (reply.orders.pause.since, reply.orders.pause.text) == (START + 10 * MINUTE, "请稍候")
    clock.advance(1)
    order(prepared, ResumeExams(id_of(prepared, OrderKind.PAUSE), **WHY))
    reply = seated.heartbeat(pen)
    assert (reply.end, reply.orders) == (END + 8 * MINUTE, NO_ORDERS)
    assert len(reply.extensions) == 1


def test_a_pause_may_have_begun_before_it_was_ordered_and_never_costs_time_before_the_start(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = START + 5 * MINUTE
    order(prepared, PauseExams(exam="exam-1", since=START - 3 * MINUTE, **WHY))
    assert seated.heartbeat(seated.pen()).end == END + 5 * MINUTE
    with pytest.raises(SiteError, match="within the last 24 hours"):
        order(prepared, PauseExams(room=ROOM, since=START + 6 * MINUTE, **WHY))


def test_resuming_gives_so_many_minutes_as_the_proctor_says(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = START + 5 * MINUTE
    order(prepared, PauseExams(exam="exam-1", **WHY))
    clock.advance(2 * MINUTE)
    order(prepared, ResumeExams(id_of(prepared, OrderKind.PAUSE), minutes=15, **WHY))
    assert seated.heartbeat(seated.pen()).end == END + 15 * MINUTE


def test_the_same_exam_is_not_paused_twice_and_a_pause_is_not_taken_back(
    seated: Station, prepared: Prepared
) -> None:
    order(prepared, PauseExams(exam="exam-1", **WHY))
    with pytest.raises(SiteError, match="stands still already"):
        order(prepared, PauseExams(exam="exam-1", **WHY))
    with pytest.raises(SiteError, match="Resume it"):
        order(prepared, TakeOrderBack(id_of(prepared, OrderKind.PAUSE), **WHY))


def test_what_is_answered_in_a_pause_beyond_the_end_is_not_late_and_nothing_is_closed(
    seated: Station, prepared: Prepared, clock: FakeClock, server: SiteServer
) -> None:
    pen, attempt = seated.pen(), seated.login.attempt
    clock.time = START + 50 * MINUTE
    order(prepared, PauseExams(exam="exam-1", **WHY))
    clock.time = END + 30 * MINUTE
    answer_at(pen, END + 29 * MINUTE)
    seated.sync(pen)
    assert late_answers(prepared, attempt) == (0, 0)
    close_due(prepared, server, clock)
    assert not is_handed_in(prepared, attempt)
    order(prepared, ResumeExams(id_of(prepared, OrderKind.PAUSE), minutes=40, **WHY))
    assert late_answers(prepared, attempt) == (0, 0)


def test_a_candidate_can_log_in_during_a_pause_though_the_clock_says_that_it_is_over(
    new_station: Callable[[], Station], prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = START + 50 * MINUTE
    order(prepared, PauseExams(exam="exam-1", **WHY))
    clock.time = END + 60 * MINUTE
    login = new_station().log_in()
    assert (login.exam.end, login.orders.pause is not None) == (END + 70 * MINUTE, True)


def test_a_pause_of_another_room_changes_nothing_here(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    with pytest.raises(SiteError, match="There is no room called 302"):
        order(prepared, PauseExams(room="302", **WHY))
    order(prepared, PauseExams(room=ROOM, seat="7", **WHY))
    clock.advance(MINUTE)
    assert (seated.heartbeat(seated.pen()).end, seated.heartbeat(seated.pen()).orders) == (END, NO_ORDERS)


def test_a_message_reaches_the_room_and_goes_where_it_was_put_away(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    zhang, ann = new_station(), new_station()
    zhang.log_in()
    ann.log_in(*ANN)
    pen, other = zhang.pen(), ann.pen()
    order(prepared, SendNotice(room=ROOM, text="  还有 十分钟 ", by="王主考"))
    (notice,) = zhang.heartbeat(pen).orders.notices
    assert notice.text == "还有 十分钟"
    assert say(zhang, pen, notice.id, "unknown").orders == NO_ORDERS
    assert say(zhang, pen, notice.id).orders == NO_ORDERS
    assert ann.heartbeat(other).orders.notices == (notice,)
    order(prepared, TakeOrderBack(notice.id, **WHY))
    assert ann.heartbeat(other).orders == NO_ORDERS


def test_a_message_to_a_seat_is_for_that_seat_alone(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    zhang, ann = new_station(), new_station()
    zhang.log_in()
    ann.log_in(*ANN)
    order(prepared, SendNotice(room=ROOM, seat="2", text="请举手", by="王主考"))
    assert zhang.heartbeat(zhang.pen()).orders == NO_ORDERS
    assert len(ann.heartbeat(ann.pen()).orders.notices) == 1


def test_what_a_station_has_carried_out_is_known_after_a_restart_as_well(
    seated: Station, prepared: Prepared, server: SiteServer, clock: FakeClock
) -> None:
    pen = seated.pen()
    order(prepared, RequestExport(attempt=seated.login.attempt, **WHY))
    wanted = seated.heartbeat(pen).orders.export
    assert wanted == id_of(prepared, OrderKind.EXPORT)
    assert say(seated, pen, wanted).orders == NO_ORDERS
    server.stop()
    with SiteServer(prepared.folder.root, port=0, clock=clock) as again:
        fresh = Station(again.port)
        fresh.token = seated.token
        assert fresh.heartbeat(pen).orders == NO_ORDERS
        fresh.connection.close()


def test_a_closed_attempt_ends_as_at_the_deadline_and_the_service_closes_it_after_a_minute(
    seated: Station, prepared: Prepared, clock: FakeClock, server: SiteServer
) -> None:
    pen, attempt = seated.pen(), seated.login.attempt
    clock.time = START + 20 * MINUTE
    answer_at(pen, START + 19 * MINUTE)
    seated.sync(pen)
    order(prepared, CloseAttempts(attempt=attempt, text="作弊", **WHY))
    reply = seated.heartbeat(pen)
    assert reply.end == START + 20 * MINUTE
    assert reply.orders.ended is not None
    assert say(seated, pen, reply.orders.ended.id).orders == NO_ORDERS
    clock.advance(CLOSING_MILLISECONDS)
    answer_at(pen, clock.time + MINUTE, "b")
    seated.sync(pen)
    assert late_answers(prepared, attempt) == (1, 1)
    close_due(prepared, server, clock)
    assert is_handed_in(prepared, attempt)


def test_ending_an_exam_closes_all_that_is_open_and_lets_nobody_in(
    new_station: Callable[[], Station], prepared: Prepared, clock: FakeClock, server: SiteServer
) -> None:
    zhang, ann = new_station(), new_station()
    zhang.log_in()
    ann.log_in(*ANN)
    order(prepared, CloseAttempts(exam="exam-1", **WHY))
    assert zhang.heartbeat(zhang.pen()).orders.ended is not None
    clock.advance(CLOSING_MILLISECONDS)
    with pytest.raises(Exception, match="is over"):
        new_station().log_in("2026A003", "E12345678")
    close_due(prepared, server, clock)
    assert all(is_handed_in(prepared, one.login.attempt) for one in (zhang, ann))


def test_more_time_does_not_open_what_the_staff_have_closed_but_taking_the_closing_back_does(
    seated: Station, prepared: Prepared, clock: FakeClock, server: SiteServer
) -> None:
    attempt = seated.login.attempt
    order(prepared, CloseAttempts(exam="exam-1", **WHY))
    clock.advance(CLOSING_MILLISECONDS)
    close_due(prepared, server, clock)
    with SiteServer(prepared.folder.root, port=0, clock=clock):
        order(prepared, ExtendMany(room=ROOM, minutes=10, **WHY))
        assert is_handed_in(prepared, attempt)
        order(prepared, TakeOrderBack(id_of(prepared, OrderKind.CLOSE), **WHY))
    assert not is_handed_in(prepared, attempt)


def test_who_handed_in_on_purpose_is_let_in_again_and_hands_in_anew(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen, attempt = seated.pen(), seated.login.attempt
    clock.time = START + 30 * MINUTE
    pen.write(Submitted({pen.writer.id: pen.head}, by_deadline=False), clock.time)
    seated.sync(pen)
    first = seated.submit(pen).receipt
    clock.advance(MINUTE)
    order(prepared, LetInAgain(attempt, **WHY))
    reply = seated.heartbeat(pen)
    assert (reply.receipt, reply.orders.reopened, reply.end) == ("", clock.time, END)
    answer_at(pen, clock.time, "b")
    seated.sync(pen)
    key = signing_key(prepared.folder)
    second = seated.submit(pen).receipt
    assert (open_receipt(first, key).number, open_receipt(second, key).number) == (1, 2)


def test_who_has_no_time_left_is_let_in_again_only_with_more(
    seated: Station, prepared: Prepared, clock: FakeClock, server: SiteServer
) -> None:
    attempt = seated.login.attempt
    with pytest.raises(SiteError, match="This attempt is open"):
        order(prepared, LetInAgain(attempt, **WHY))
    clock.time = END + 30 * MINUTE
    close_due(prepared, server, clock)
    with SiteServer(prepared.folder.root, port=0, clock=clock):
        with pytest.raises(SiteError, match="time is over"):
            order(prepared, LetInAgain(attempt, **WHY))
        order(prepared, LetInAgain(attempt, 40, **WHY))
    assert not is_handed_in(prepared, attempt)


def test_an_attempt_that_is_let_in_again_leaves_a_closing_of_the_whole_exam_to_the_others(
    new_station: Callable[[], Station], prepared: Prepared, clock: FakeClock
) -> None:
    zhang, ann = new_station(), new_station()
    zhang.log_in()
    ann.log_in(*ANN)
    order(prepared, CloseAttempts(exam="exam-1", **WHY))
    order(prepared, LetInAgain(zhang.login.attempt, **WHY))
    assert (zhang.heartbeat(zhang.pen()).end, zhang.heartbeat(zhang.pen()).orders.ended) == (END, None)
    assert ann.heartbeat(ann.pen()).orders.ended is not None


def test_a_room_gets_more_time_for_those_who_sit_there(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    order(prepared, ExtendMany(room=ROOM, minutes=5, **WHY))
    with reading(prepared.folder) as connection:
        given = [(one.candidate, one.minutes) for one in extensions_of(connection, "exam-1")]
    assert given == [("2026A001", 5)]
    assert seated.heartbeat(seated.pen()).end == END + 5 * MINUTE


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (PauseExams(exam="exam-1", by="王主考"), "needs a reason"),
        (PauseExams(exam="exam-1", reason="停电"), "needs a name"),
        (RequestExport(room=ROOM, by="王主考"), "needs a reason"),
        (TakeOrderBack("f" * 32, by="王主考"), "needs a reason"),
        (ExtendExam("exam-1", 5, by="王主考"), "needs a reason"),
        (ExtendExam("exam-1", 5, reason=" ", by="王主考"), "needs a reason"),
        (ReleaseStation("R1/1", "王主考"), "needs a reason"),
        (RevokeStation("R1/1", "王主考"), "needs a reason"),
        (PauseExams(**WHY), "for whom"),
        (PauseExams(exam="exam-9", **WHY), "There is no exam with the id exam-9"),
        (PauseExams(sitting="s", **WHY), "There is no sitting s"),
        (SendNotice(seat="1", text="x", by="王主考"), "A seat is one of a room"),
        (SendNotice(room=ROOM, text=" ", by="王主考"), "A message has 1 to 500"),
        (ResumeExams("f" * 32, **WHY), "No order"),
        (ExtendMany(room=ROOM, minutes=0, **WHY), "Nobody can have 0 minutes"),
        (ExtendMany(room=ROOM, minutes=5, **WHY), "Nobody sits an exam there"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_cannot_be_done_as_asked_is_said_and_nothing_is_changed(
    prepared: Prepared, wish: StaffOrder, said: str
) -> None:
    with pytest.raises(SiteError, match=said):
        order(prepared, wish)
    with reading(prepared.folder) as connection:
        assert standing_orders(connection) == ()
