"""What the staff order is kept, found and counted in either database."""

from typing import Any

from examserver.services.actions.letting_in import LetInAgain
from examserver.services.actions.orders import (
    CloseAttempts,
    PauseExams,
    SendNotice,
    TakeOrderBack,
)
from examserver.services.actions.resuming import ResumeExams
from examserver.services.actions.times import CLOSING_MILLISECONDS
from examserver.services.audit import AT_THE_CONSOLE
from examserver.services.exams import MINUTE
from examserver.services.keys import signing_key
from examserver.services.order import Bench, StaffOrder, carry_out
from examserver.serving import SiteServer
from examserver.site import running_site
from examserver.storage.attempts import attempts_of
from examserver.storage.extensions import extensions_of
from examserver.storage.site import read_site
from examserver.storage.site_orders import Dealt, deal_with, dealt_by, dealt_with, standing_orders
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ROOM, Station

END = START + 60 * MINUTE
WHY: dict[str, Any] = {"by": "王主考", "reason": "停电"}


def order(prepared: Prepared, wish: StaffOrder, now: int) -> None:
    """Carry an order out at a site time, in a transaction of its own."""
    with writing(prepared.folder) as connection:
        key = signing_key(prepared.folder)
        bench = Bench(connection, prepared.folder, read_site(connection), key, now)
        outcome = carry_out(wish, bench, AT_THE_CONSOLE)
        while outcome.unfinished:
            outcome = wish.go_on(bench, outcome)


def only_order(prepared: Prepared) -> str:
    with reading(prepared.folder) as connection:
        (found,) = standing_orders(connection)
    return found.id


def sit(prepared: Prepared, clock: FakeClock) -> str:
    """The first candidate logs in, and the service stops; returns the attempt."""
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        station = Station(server.port)
        station.log_in()
        station.connection.close()
    return station.login.attempt


def is_open(prepared: Prepared) -> bool:
    with reading(prepared.folder) as connection:
        (attempt,) = attempts_of(connection, "exam-1")
    return not attempt.submitted


def is_open_at(prepared: Prepared, now: int) -> bool:
    """Whether the one attempt is open still after a look of the service at this time."""
    with running_site(prepared.folder, FakeClock(now)) as site:
        site.closing.run_once()
    return is_open(prepared)


def test_a_room_that_stands_still_is_not_closed_and_gets_its_time_back(
    prepared: Prepared, clock: FakeClock
) -> None:
    sit(prepared, clock)
    order(prepared, PauseExams(room=ROOM, **WHY), START + 30 * MINUTE)
    assert is_open_at(prepared, END + 11 * MINUTE)
    order(prepared, ResumeExams(only_order(prepared), **WHY), START + 75 * MINUTE)
    with reading(prepared.folder) as connection:
        given = [(one.candidate, one.minutes) for one in extensions_of(connection, "exam-1")]
    assert given == [("2026A001", 45)]
    assert not is_open_at(prepared, END + 56 * MINUTE)


def test_a_pause_is_told_by_a_service_that_starts_in_the_middle_of_it(
    prepared: Prepared, clock: FakeClock
) -> None:
    order(prepared, PauseExams(exam="exam-1", text="停电", **WHY), START)
    clock.time = START + 9 * MINUTE
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        station = Station(server.port)
        login, reply = station.log_in(), station.heartbeat(station.pen())
        station.connection.close()
    assert login.exam.end == reply.end == END + 9 * MINUTE
    assert login.orders == reply.orders


def test_what_is_closed_and_let_in_again_is_open_and_what_is_closed_for_all_can_be_taken_back(
    prepared: Prepared, clock: FakeClock
) -> None:
    attempt = sit(prepared, clock)
    order(prepared, CloseAttempts(exam="exam-1", **WHY), START)
    closing, later = only_order(prepared), START + CLOSING_MILLISECONDS
    assert not is_open_at(prepared, later)
    order(prepared, LetInAgain(attempt, **WHY), later + MINUTE)
    assert is_open(prepared)
    with reading(prepared.folder) as connection:
        assert attempt in dealt_by(connection, closing, attempt).lifted
    assert is_open_at(prepared, later + 2 * MINUTE)
    order(prepared, TakeOrderBack(closing, **WHY), later + 3 * MINUTE)
    assert is_open(prepared)


def test_that_somebody_is_done_with_an_order_is_kept_once(prepared: Prepared) -> None:
    order(prepared, SendNotice(room=ROOM, text="还有十分钟", by="王主考"), START)
    message = only_order(prepared)
    for now, lifted in ((START, False), (START + 1, False), (START + 2, True)):
        with writing(prepared.folder) as connection:
            deal_with(connection, message, "a" * 32, now, lifted=lifted)
    with reading(prepared.folder) as connection:
        dealt = dealt_with(connection)
    assert dealt[message] == Dealt(frozenset({"a" * 32}), {"a" * 32: START + 2})
