"""Whether events come by network or by stick, in which order and how often: the same answers count."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from examprotocol.events import Submitted, Writer, WriterLog
from examprotocol.merge import Answers, answers_digest
from examprotocol.package import Package, heads_of
from examprotocol.receipts import open_receipt
from examserver.services.counting import answers_that_count
from examserver.services.foreseeing import foresee
from examserver.services.forgotten import NamedAttempt, remade
from examserver.services.import_opening import Opened
from examserver.services.import_verdicts import FileFacts, ImportResult, Verdict
from examserver.services.imports import take_in
from examserver.services.keys import signing_key
from examserver.services.order import Bench
from examserver.services.responses import append_events
from examserver.storage.database import open_writing
from examserver.storage.events import logs_of
from examserver.storage.receipts import newest_receipt
from examserver.storage.site import read_site
from tests.protocol.strategies import attempts, chain
from tests.server.conftest import Prepared, prepare
from tests.server.packing import attempt_of
from tests.server.station import ADMISSION, station_key


@dataclass(frozen=True)
class Room:
    """A service at which nobody has logged in yet; each example's changes are undone."""

    prepared: Prepared
    engine: Engine

    @contextmanager
    def fresh(self) -> Iterator[Bench]:
        folder = self.prepared.folder
        with self.engine.connect() as connection, connection.begin() as transaction:
            now = self.prepared.exam.closes
            site = read_site(connection)
            named = NamedAttempt(site.id, attempt_of(self.prepared), self.prepared.exam.id, ADMISSION)
            assert remade(connection, named) is not None
            yield Bench(connection, folder, site, signing_key(folder), now)
            transaction.rollback()

    def own(self, logs: list[WriterLog]) -> list[WriterLog]:
        """The logs as those of the first candidate; the last writer hands all of them in."""
        attempt = attempt_of(self.prepared)
        found = [
            chain(
                Writer(attempt, log.writer.id, log.writer.epoch, log.writer.inc),
                [event.body for event in log.events],
            )
            for log in logs
        ]
        last = [event.body for event in found[-1].events]
        found[-1] = chain(found[-1].writer, [*last, Submitted(heads_of(found))])
        return found

    def package(self, bench: Bench, logs: tuple[WriterLog, ...], number: int = 1) -> Opened:
        """A package of a station that was opened by now: how that is done is another test."""
        key = station_key(number)
        package = Package(
            name="a-b.examanswers",
            site=self.prepared.card.site_id,
            exam=self.prepared.exam.id,
            attempt=attempt_of(self.prepared),
            candidate=ADMISSION,
            manifest="",
            station=key.id,
            key="",
            at=0,
            give=0,
            heads=heads_of(logs),
            logs=logs,
        )
        facts = FileFacts("a-b.examanswers", "0" * 64, "", 0)
        return Opened(facts, package, (), foresee(bench.connection, package))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    prepared = prepare(Path(tmp_path_factory.mktemp("any")) / "site")
    engine = open_writing(prepared.folder.database)
    yield Room(prepared, engine)
    engine.dispose()


def by_network(connection: Connection, log: WriterLog, first: int, last: int, now: int) -> None:
    append_events(connection, log.writer, log.events[first - 1 : last], now)


@st.composite
def part(draw: st.DrawFn, logs: list[WriterLog]) -> tuple[WriterLog, ...]:
    """What a station may hold when it exports: of some writers, each from the first event on."""
    ends = [draw(st.integers(-1, len(log.events))) for log in logs]
    held = [WriterLog(log.writer, log.events[:end]) for log, end in zip(logs, ends, strict=True) if end >= 0]
    return tuple(draw(st.permutations(held)))


@settings(max_examples=150)
@given(data=st.data(), made=attempts().filter(lambda logs: len(logs) <= 3))
def test_any_split_between_network_and_packages_gives_the_same_answers(
    room: Room, data: st.DataObject, made: list[WriterLog]
) -> None:
    logs = room.own(made)
    with room.fresh() as bench:
        for log in logs:
            by_network(bench.connection, log, 1, len(log.events), bench.now)
        expected = answers_that_count(bench.connection, attempt_of(room.prepared))
    with room.fresh() as bench:
        stick: list[Opened] = []
        for _ in range(data.draw(st.integers(0, 8))):
            step(room, bench, data, logs, stick)
        last = finish(room, bench, data, logs)
        check(room, bench, logs, expected)
        assert take_in(bench, room.package(bench, tuple(logs)), "").verdict is not Verdict.TAKEN
        assert last.receipt


def step(room: Room, bench: Bench, data: st.DataObject, logs: list[WriterLog], stick: list[Opened]) -> None:
    """Something comes, one way or the other; it may have come before, and a package may have been opened
    long before it is taken in.
    """
    match data.draw(st.sampled_from(["open", "take in", "network"])):
        case "open":
            stick.append(room.package(bench, data.draw(part(logs)), data.draw(st.integers(1, 3))))
        case "take in" if stick:
            assert take_in(bench, data.draw(st.sampled_from(stick)), "").came_in
        case _:
            log = data.draw(st.sampled_from(logs))
            first = data.draw(st.integers(1, len(log.events)))
            last = data.draw(st.integers(first, len(log.events)))
            by_network(bench.connection, log, first, last, bench.now)


def finish(room: Room, bench: Bench, data: st.DataObject, logs: list[WriterLog]) -> ImportResult:
    """What is missing comes: of each writer one way or the other, and the stick at the end."""
    by_stick = [log for log in logs if data.draw(st.booleans())]
    last = room.package(bench, tuple(by_stick))
    for log in logs:
        if log not in by_stick:
            by_network(bench.connection, log, 1, len(log.events), bench.now)
    return take_in(bench, last, "")


def check(room: Room, bench: Bench, logs: list[WriterLog], expected: Answers) -> None:
    attempt = attempt_of(room.prepared)
    assert answers_that_count(bench.connection, attempt) == expected
    held = {log.writer.id: log.events for log in logs_of(bench.connection, attempt)}
    assert held == {log.writer.id: log.events for log in logs}
    newest = newest_receipt(bench.connection, attempt)
    assert newest is not None
    receipt = open_receipt(newest.token, signing_key(room.prepared.folder))
    assert (receipt.answers, receipt.heads) == (answers_digest(expected), heads_of(logs))
