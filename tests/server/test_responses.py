"""How events come in: each once, in order, and never over what is there."""

import logging
from collections.abc import Callable

import msgspec
import pytest

from examprotocol.chain import Fork
from examprotocol.events import Answered, Epoch, Event, Head, Writer
from examprotocol.merge import fold
from examprotocol.messages import BODY_LIMIT, SYNC_LIMIT, SyncReply, SyncRequest
from examprotocol.offline_code import MOST_HOPS
from examprotocol.responses import ChoiceResponse
from examserver.services.exams import MINUTE
from examserver.services.generations import HIGHEST, highest_claim, next_generation
from examserver.services.responses import append_events
from examserver.serving import SiteServer
from examserver.storage.attempts import Attempt, add_attempt
from examserver.storage.events import heads_of, logs_of
from examserver.storage.site import read_site, set_generation
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared, release
from tests.server.station import ADMISSION, Pen, RefusedByServiceError, Station, new_pen


def count(prepared: Prepared, table: str) -> int:
    with reading(prepared.folder) as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608


def answered_pen(station: Station, answers: int) -> Pen:
    pen = station.pen()
    for number in range(answers):
        pen.choose(f"q{number % 8 + 1}", "ab"[number % 2])
    return pen


def test_events_are_stored_and_come_back_as_they_were(seated: Station, clock: FakeClock) -> None:
    pen = answered_pen(seated, 5)
    reply = seated.sync(pen)
    assert (reply.head, reply.now, reply.receipt) == (pen.head, clock.now(), "")
    assert (reply.end, reply.epoch) == (START + 3_600_000, Epoch(1, 1))
    (log,) = seated.events().logs
    assert (log.writer, log.events) == (pen.writer, tuple(pen.events))


def test_the_same_events_again_change_nothing(seated: Station, prepared: Prepared) -> None:
    pen = answered_pen(seated, 9)
    heads = [
        seated.sync(pen).head,
        seated.sync(pen).head,
        seated.sync(pen, 3, 6).head,
        seated.sync(pen, 8).head,
    ]
    assert heads == [pen.head] * 4
    assert (count(prepared, "events"), count(prepared, "forks")) == (10, 0)


def test_an_overlap_brings_only_what_is_new(seated: Station, prepared: Prepared) -> None:
    pen = answered_pen(seated, 9)
    seated.sync(pen, 1, 6)
    assert seated.sync(pen, 4).head == pen.head
    assert count(prepared, "events") == 10


def test_a_gap_is_not_stored_and_the_head_says_where_to_resend(seated: Station, prepared: Prepared) -> None:
    pen = answered_pen(seated, 9)
    assert seated.sync(pen, 4).head == Head(0)
    assert count(prepared, "writers") == 0
    seated.sync(pen, 1, 3)
    assert seated.sync(pen, 6).head.seq == 3
    assert seated.sync(pen, 4).head == pen.head


def test_a_heartbeat_asks_and_stores_nothing(seated: Station, prepared: Prepared) -> None:
    pen = answered_pen(seated, 3)
    assert seated.heartbeat(pen).head == Head(0)
    seated.sync(pen)
    assert seated.heartbeat(pen).head == pen.head
    assert count(prepared, "events") == 4


def test_other_content_under_a_taken_number_is_kept_apart_and_refused(
    seated: Station, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    pen = answered_pen(seated, 5)
    clone = Pen(pen.writer, pen.events[:4])
    clone.choose("q5", "other")
    clone.choose("q6", "other")
    seated.sync(pen)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            with pytest.raises(RefusedByServiceError) as refused:
                seated.sync(clone)
            assert (refused.value.status, refused.value.reply.error) == (409, "fork")
    assert "alarm" in caplog.text
    assert seated.heartbeat(pen).head == pen.head
    assert seated.events().logs[0].events == tuple(pen.events)
    assert count(prepared, "forks") == 2


def test_a_cloned_disk_that_goes_on_after_the_same_events_is_a_fork(
    seated: Station, prepared: Prepared
) -> None:
    pen = answered_pen(seated, 3)
    clone = Pen(pen.writer, list(pen.events))
    pen.choose("q7", "mine")
    clone.choose("q7", "clone's")
    seated.sync(pen)
    with pytest.raises(RefusedByServiceError, match="409 fork"):
        seated.sync(clone, len(clone.events))
    fresh = seated.pen()
    fresh.choose("q7", "clone's")
    assert seated.sync(fresh).head == fresh.head
    assert count(prepared, "forks") == 1


@pytest.mark.parametrize("change", [{"inc": 2}, {"epoch": Epoch(1, 2)}])
def test_another_header_under_a_known_writer_is_a_fork(
    seated: Station, prepared: Prepared, change: dict[str, int | Epoch]
) -> None:
    """Also where the events would follow: a stamp that changes in mid-writer could turn answers around."""
    pen = answered_pen(seated, 3)
    seated.sync(pen)
    other = Pen(msgspec.structs.replace(pen.writer, **change))
    follower = Event(5, pen.head.hash, 0, 5, Answered("q1", ChoiceResponse("b")))
    for events, start in (([other.choose("q1", "b")], 1), ([follower], 5)):
        request = SyncRequest(other.writer, start, tuple(events))
        with pytest.raises(RefusedByServiceError, match="409 fork"):
            seated.call("POST", "/sync", SyncReply, request)
    assert seated.heartbeat(pen).head == pen.head
    assert count(prepared, "forks") == 2


@pytest.mark.parametrize(
    "epoch",
    [
        Epoch(1, 1, -1),
        Epoch(1, 1, MOST_HOPS + 1),
        Epoch(1, 0),
        Epoch(0, 1),
        Epoch(1, -1),
        Epoch(-1, 9),
        Epoch(2**31, 1),
        Epoch(1, 2**31),
        Epoch(1, 2**70),
    ],
)
def test_an_epoch_that_no_service_can_have_granted_is_refused(
    seated: Station, prepared: Prepared, epoch: Epoch
) -> None:
    pen = new_pen(seated.login.attempt, epoch)
    with pytest.raises(RefusedByServiceError, match=r"400 unreadable.*never granted"):
        seated.sync(pen)
    assert count(prepared, "writers") == 0


@pytest.mark.parametrize(("epoch", "generation"), [(Epoch(1, 1), 1), (Epoch(1, 2), 2), (Epoch(4, 1), 5)])
def test_an_epoch_that_is_not_known_here_was_granted_by_an_earlier_life_of_the_service(
    seated: Station, prepared: Prepared, epoch: Epoch, generation: int
) -> None:
    """Its disk was put back: what it gave out since is taken, and all that it grants now is above it."""
    pen = new_pen(seated.login.attempt, epoch)
    assert seated.sync(pen).epoch == epoch, "what was granted before counts as it did then"
    with reading(prepared.folder) as connection:
        assert read_site(connection).generation == generation
    assert seated.log_in().epoch == Epoch(generation, 2)


def test_an_epoch_of_an_older_generation_never_lowers_the_sites(seated: Station, prepared: Prepared) -> None:
    for claimed in (Epoch(4, 1), Epoch(3, 1), Epoch(1, 9)):
        seated.sync(new_pen(seated.login.attempt, claimed))
        with reading(prepared.folder) as connection:
            assert read_site(connection).generation == 5


def test_a_claim_that_no_clock_can_explain_leaves_the_generation_as_it_is(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    for generation in (HIGHEST, HIGHEST - 1, highest_claim(1, clock.now()) + 1):
        with pytest.raises(RefusedByServiceError, match=r"400 unreadable.*never granted"):
            seated.sync(new_pen(seated.login.attempt, Epoch(generation, 1)))
    assert count(prepared, "writers") == 0
    assert seated.log_in().epoch == Epoch(1, 2)


def test_after_the_highest_claim_that_is_taken_everybody_still_saves(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    highest = highest_claim(1, clock.now())
    seated.sync(new_pen(seated.login.attempt, Epoch(highest, 1)))
    assert seated.log_in().epoch == Epoch(highest + 1, 2)
    pen = answered_pen(seated, 1)
    assert seated.sync(pen).head == pen.head


def test_the_last_generation_of_all_still_saves(
    server: SiteServer, prepared: Prepared, clock: FakeClock
) -> None:
    server.stop()
    with writing(prepared.folder) as connection:
        set_generation(connection, next_generation(HIGHEST, clock.now()))
    with SiteServer(prepared.folder.root, port=0, clock=clock) as again:
        station = Station(again.port)
        assert station.log_in().epoch == Epoch(HIGHEST, 1)
        pen = answered_pen(station, 1)
        assert station.sync(pen).head == pen.head
        station.sync(new_pen(station.login.attempt, Epoch(HIGHEST, 2)))
        assert station.log_in().epoch == Epoch(HIGHEST, 2)
        station.close()


@pytest.mark.parametrize("year", [1970, 2012, 2026, 2050])
def test_what_was_granted_since_a_restore_of_today_is_taken_whatever_the_clock_says(
    seated: Station, prepared: Prepared, clock: FakeClock, year: int
) -> None:
    clock.time = (year - 1970) * 365 * 24 * 60 * MINUTE
    pen = new_pen(seated.login.attempt, Epoch(next_generation(1, START), 1))
    assert seated.sync(pen).head == pen.head


def test_an_older_session_still_delivers_and_hears_of_the_newer_epoch(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    old, new = new_station(), new_station()
    old.log_in()
    pen = answered_pen(old, 2)
    release(prepared)
    new.log_in()
    late = answered_pen(new, 1)
    assert old.sync(pen).epoch == Epoch(1, 2)
    new.sync(late)
    assert {log.writer.id for log in old.events().logs} == {pen.writer.id, late.writer.id}


def test_what_the_old_machine_brings_late_fills_gaps_and_overwrites_nothing_newer(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    old, new = new_station(), new_station()
    old.log_in()
    before = old.pen()
    before.choose("q1", "old")
    before.choose("q2", "only here")
    release(prepared)
    new.log_in()
    after = new.pen()
    after.choose("q1", "new")
    new.sync(after)
    old.sync(before)
    answers = fold(new.events().logs)
    assert answers.response("q1") == ChoiceResponse("new")
    assert answers.response("q2") == ChoiceResponse("only here")
    assert answers.current["q1"].conflict


def test_nobody_writes_in_another_candidates_attempt(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    mine, other = new_station(), new_station()
    mine.log_in()
    other.log_in("2026A002", "110101199003070425")
    with pytest.raises(RefusedByServiceError, match="404 not_found"):
        mine.sync(new_pen(other.login.attempt, Epoch(1, 1)))
    with pytest.raises(RefusedByServiceError, match="404 not_found"):
        mine.heartbeat(new_pen(other.login.attempt, Epoch(1, 1)))
    assert count(prepared, "events") == 0


def test_events_that_contradict_each_other_are_refused(seated: Station, prepared: Prepared) -> None:
    pen = answered_pen(seated, 4)
    broken = [pen.events[0], pen.events[2]]
    unchained = [pen.events[0], msgspec.structs.replace(pen.events[1], prev="f" * 64)]
    no_start = [msgspec.structs.replace(pen.events[0], prev="f" * 64)]
    for events in (broken, unchained, no_start):
        with pytest.raises(RefusedByServiceError, match="400 unreadable"):
            seated.sync(Pen(pen.writer, events))
    assert count(prepared, "events") == 0


def test_a_request_has_limits(seated: Station, prepared: Prepared) -> None:
    pen = answered_pen(seated, SYNC_LIMIT)
    with pytest.raises(RefusedByServiceError, match="413 too_much"):
        seated.sync(pen)
    assert seated.sync(pen, 1, SYNC_LIMIT).head.seq == SYNC_LIMIT
    pen.type("q8", "文" * (BODY_LIMIT // 3))
    with pytest.raises(RefusedByServiceError, match="413 too_much"):
        seated.sync(pen, len(pen.events))
    assert count(prepared, "events") == SYNC_LIMIT


def test_a_request_that_starts_elsewhere_than_it_says_is_refused(seated: Station) -> None:
    pen = answered_pen(seated, 3)
    with pytest.raises(RefusedByServiceError, match="400 unreadable"):
        seated.call("POST", "/sync", SyncReply, SyncRequest(pen.writer, 2, tuple(pen.events)))
    odd = Writer(pen.writer.attempt, "no hex", pen.writer.epoch, 1)
    with pytest.raises(RefusedByServiceError, match="400 unreadable"):
        seated.call("POST", "/sync", SyncReply, SyncRequest(odd, 1))


def test_the_append_function_decides_alike_without_a_network(prepared: Prepared) -> None:
    """What a package, or a resend after a restore, will call: in any order and any number of times."""
    attempt = "a" * 32
    with writing(prepared.folder) as connection:
        add_attempt(connection, Attempt(attempt, prepared.exam.id, ADMISSION, granted=1, submitted=False))
    pen = new_pen(attempt, Epoch(1, 1))
    for number in range(1, 7):
        pen.choose(f"q{number}", "a")
    clone = Pen(pen.writer, pen.events[:6])
    clone.choose("q6", "z")

    def append(events: list[Event]) -> Head | Fork:
        with writing(prepared.folder) as connection:
            return append_events(connection, pen.writer, events, START)

    assert append(pen.events[4:]) == Head(0)
    assert append(pen.events[:3]) == Head(3, pen.events[3].prev)
    assert append(pen.events[4:]) == Head(3, pen.events[3].prev)
    assert append(pen.events) == append(pen.events) == pen.head
    fork = append(clone.events)
    assert fork == Fork(7, (clone.events[6],))
    assert append([]) == pen.head
    with reading(prepared.folder) as connection:
        assert heads_of(connection, attempt) == {pen.writer.id: pen.head}
        (log,) = logs_of(connection, attempt)
    assert log.events == tuple(pen.events)
