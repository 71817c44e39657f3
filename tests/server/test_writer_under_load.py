"""The writer when its machine is short of time: short groups, honest refusals, nothing done for nobody."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from examserver.errors import BusyError, StorageError
from examserver.storage.asker import Asker, asking
from examserver.storage.database import open_writing
from examserver.storage.writer import GroupWriter

Operation = Callable[[Connection], int]
Work = Callable[[int, float], Operation]


class Seconds:
    """A clock that moves only when somebody works."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_writing(tmp_path / "site.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (number INTEGER PRIMARY KEY)")
    yield engine
    engine.dispose()


@pytest.fixture
def writer(engine: Engine, clock: Seconds) -> Iterator[GroupWriter]:
    writer = GroupWriter(engine, clock=clock)
    yield writer
    writer.stop()


@pytest.fixture
def work(clock: Seconds) -> Work:
    """Makes an operation that stores a row and takes so many seconds."""

    def make(number: int, seconds: float = 0.0) -> Operation:
        def operation(connection: Connection) -> int:
            connection.exec_driver_sql("INSERT INTO kept VALUES (?)", (number,))
            clock.now += seconds
            return number

        return operation

    return make


@contextmanager
def held(writer: GroupWriter) -> Iterator[None]:
    """The writer is busy with something, so that what is queued meanwhile waits."""
    gate, is_held = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        is_held.set()
        gate.wait(20)

    holding = writer.submit(hold)
    assert is_held.wait(20)
    try:
        yield
    finally:
        gate.set()
        holding.result(20)


def stored(writer: GroupWriter) -> list[int]:
    """The numbers that are there, in the order in which they came."""

    def rows(connection: Connection) -> list[int]:
        return list(connection.exec_driver_sql("SELECT number FROM kept ORDER BY rowid").scalars())

    return writer.submit(rows).result(20)


def test_a_group_ends_after_a_quarter_of_a_second_of_work(
    writer: GroupWriter, work: Work, engine: Engine
) -> None:
    told_before: list[int] = []
    with held(writer):
        futures = [writer.submit(work(number, 0.1)) for number in range(8)]
        event.listen(engine, "commit", lambda _: told_before.append(sum(one.done() for one in futures)))
    wait(futures, 20)
    assert told_before == [0, 0, 3, 6]
    assert stored(writer) == list(range(8))


def test_what_takes_longer_than_a_group_may_is_stored_all_the_same(writer: GroupWriter, work: Work) -> None:
    with held(writer):
        futures = [writer.submit(work(number, 60.0)) for number in range(3)]
    assert [future.result(20) for future in futures] == [0, 1, 2]


def test_what_went_back_into_the_queue_is_not_lost_with_the_group_before_it(
    writer: GroupWriter, work: Work
) -> None:
    def break_the_commit(connection: Connection) -> int:
        connection.exec_driver_sql(
            "CREATE TABLE other (of INTEGER REFERENCES kept DEFERRABLE INITIALLY DEFERRED)"
        )
        connection.exec_driver_sql("INSERT INTO other VALUES (99)")
        return work(1, 1.0)(connection)

    with held(writer):
        broken, next_one = writer.submit(break_the_commit), writer.submit(work(2, 0.0))
    with pytest.raises(StorageError):
        broken.result(20)
    assert next_one.result(20) == 2
    assert stored(writer) == [2]


def test_what_was_cancelled_meanwhile_harms_nobody(writer: GroupWriter, work: Work) -> None:
    futures: list[Future[int]] = []

    def cancel_the_next(connection: Connection) -> int:
        assert futures[1].cancel()
        return work(0, 1.0)(connection)

    with held(writer):
        futures += [writer.submit(cancel_the_next), writer.submit(work(1, 0.0)), writer.submit(work(2, 0.0))]
    assert futures[2].result(20) == 2
    assert stored(writer) == [0, 2]


def ask(writer: GroupWriter, operation: Operation, asker: Asker | None) -> "asyncio.Task[int]":
    """Write for somebody, as a request does."""

    async def request() -> int:
        asking.set(asker)
        return await writer.write(operation)

    return asyncio.create_task(request())


def fate(
    writer: GroupWriter, operation: Operation, asker: Asker | None, meanwhile: Callable[[], object]
) -> object:
    """What a request hears that comes while the writer is busy; `meanwhile` happens before it is its turn."""

    async def run() -> object:
        with held(writer):
            task = ask(writer, operation, asker)
            await asyncio.sleep(0)
            meanwhile()
        (heard,) = await asyncio.gather(task, return_exceptions=True)
        return heard

    return asyncio.run(run())


def test_what_its_sender_has_given_up_is_not_stored(writer: GroupWriter, clock: Seconds, work: Work) -> None:
    asker = Asker(clock(), has_gone=lambda: False)
    heard = fate(writer, work(1, 0.0), asker, lambda: setattr(clock, "now", clock.now + 4.1))
    assert isinstance(heard, BusyError)
    assert stored(writer) == []


def test_what_its_sender_still_waits_for_is_stored(writer: GroupWriter, clock: Seconds, work: Work) -> None:
    asker = Asker(clock(), has_gone=lambda: False)
    assert fate(writer, work(1, 0.0), asker, lambda: setattr(clock, "now", clock.now + 3.9)) == 1


def test_time_before_it_came_to_the_writer_counts_as_well(
    writer: GroupWriter, clock: Seconds, work: Work
) -> None:
    asker = Asker(clock() - 4.1, has_gone=lambda: False)
    assert isinstance(fate(writer, work(1, 0.0), asker, lambda: None), BusyError)


def test_nothing_is_stored_for_a_station_that_has_hung_up(
    writer: GroupWriter, clock: Seconds, work: Work
) -> None:
    gone = threading.Event()
    asker = Asker(clock(), has_gone=gone.is_set)
    assert isinstance(fate(writer, work(1, 0.0), asker, gone.set), BusyError)
    assert stored(writer) == []


def test_what_nobody_would_repeat_is_stored_however_long_it_waited(
    writer: GroupWriter, clock: Seconds, work: Work
) -> None:
    assert fate(writer, work(1, 0.0), None, lambda: setattr(clock, "now", clock.now + 900)) == 1


def make_slow(writer: GroupWriter, work: Work) -> None:
    """Let the writer see that an operation takes a tenth of a second."""
    with held(writer):
        futures = [writer.submit(work(number, 0.1)) for number in range(1_000, 1_120)]
    wait(futures, 20)


def test_who_would_wait_too_long_hears_at_once_how_long(
    writer: GroupWriter, clock: Seconds, work: Work
) -> None:
    make_slow(writer, work)

    async def run() -> tuple[float, list[int]]:
        with held(writer):
            patient = [ask(writer, work(number, 0.1), None) for number in range(30)]
            await asyncio.sleep(0)
            with pytest.raises(BusyError) as refused:
                await ask(writer, work(30, 0.1), Asker(clock(), lambda: False))
        return refused.value.wait, await asyncio.gather(*patient)

    seconds, numbers = asyncio.run(run())
    assert seconds == pytest.approx(3.0, abs=0.3)
    assert numbers == list(range(30))


def test_when_the_queue_is_worked_off_everybody_is_taken_again(
    writer: GroupWriter, clock: Seconds, work: Work
) -> None:
    make_slow(writer, work)
    for number in range(3):
        assert fate(writer, work(number, 5.0), Asker(clock(), lambda: False), lambda: None) == number


def test_a_room_that_asks_more_than_the_machine_can_do_is_served_as_quickly_as_it_can(
    writer: GroupWriter, clock: Seconds, work: Work
) -> None:
    """Everybody asks again when refused, as stations do, and nobody asks again for what is stored."""
    make_slow(writer, work)

    async def station(number: int) -> int:
        refusals = 0
        while True:
            try:
                await ask(writer, work(number, 0.1), Asker(clock(), lambda: False))
            except BusyError:
                refusals += 1
                await asyncio.sleep(0)
            else:
                return refusals

    async def run() -> list[int]:
        return await asyncio.gather(*(station(number) for number in range(100)))

    began = clock()
    refusals = asyncio.run(run())
    assert sum(refusals) > 0
    assert clock() - began == pytest.approx(100 * 0.1)
    assert sorted(stored(writer))[:100] == list(range(100))
