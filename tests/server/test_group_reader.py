"""Small reads of one moment, answered together on either database: each gets its own answer, or failure."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, select, text, update

from examserver.errors import BusyError, StorageError
from examserver.storage import deferred, schema
from examserver.storage.asker import Asker, asking
from examserver.storage.prepared import Prepared, run_text
from examserver.storage.reader import GroupReader
from examserver.storage.rooms import Room, add_room
from examserver.storage.store import Store, writing
from tests.server import conftest

ONE = Prepared(select(schema.rooms).where(schema.rooms.c.name == bindparam("named")))
NAMES = [f"room {number}" for number in range(60)]

Query = Callable[[Connection], object]


@pytest.fixture
def store(prepared: conftest.Prepared) -> Iterator[Store]:
    """The service's own way to its tables, in which these rooms are."""
    with writing(prepared.folder) as connection:
        for added, name in enumerate(NAMES):
            add_room(connection, Room(name, added=added))
    store = Store(prepared.folder)
    yield store
    store.close()


def added(name: str, connection: Connection) -> int | None:
    row = ONE.first(connection, {"named": name})
    return None if row is None else int(row.added)


def expect(name: str, connection: Connection) -> None:
    ONE.ask(connection, {"named": name})


def together(reader: Store | GroupReader, *queries: Query) -> list[object]:
    """What those hear who ask in one moment."""

    async def run() -> list[object]:
        asked = [reader.look(query) for query in queries]
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(run())


@contextmanager
def held(reader: GroupReader) -> Iterator[None]:
    """The reader is busy with something, so that what is asked meanwhile waits."""
    gate, is_held = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        is_held.set()
        gate.wait(20)

    holding = threading.Thread(target=together, args=(reader, hold))
    holding.start()
    assert is_held.wait(20)
    try:
        yield
    finally:
        gate.set()
        holding.join(20)


def test_each_gets_the_answer_to_his_own_question(store: Store) -> None:
    wanted = [*reversed(NAMES), "nowhere", NAMES[0], NAMES[0]]

    async def run() -> list[int | None]:
        return await asyncio.gather(
            *(store.look(partial(added, name), partial(expect, name)) for name in wanted)
        )

    assert asyncio.run(run()) == [*reversed(range(60)), None, 0, 0]


def test_whose_question_fails_hears_of_it_alone(store: Store) -> None:
    def refuse(_connection: Connection) -> None:
        raise LookupError("refused")

    heard = together(store, partial(added, NAMES[1]), refuse, partial(added, NAMES[2]))
    assert [str(one) for one in heard] == ["1", "refused", "2"]


def test_whose_question_the_database_cannot_answer_hears_of_it_alone(store: Store) -> None:
    def senseless(connection: Connection) -> None:
        connection.execute(text("SELECT nothing FROM nowhere"))

    one, failed, other = together(store, partial(added, NAMES[1]), senseless, partial(added, NAMES[2]))
    assert (one, other) == (1, 2)
    assert isinstance(failed, Exception)
    assert together(store, partial(added, NAMES[3])) == [3], "and afterwards all goes on"


def test_whose_question_fails_on_its_way_hears_of_it_alone_and_plain_reads_go_on(store: Store) -> None:
    def senseless(connection: Connection) -> None:
        run_text(connection, "SELECT 1/0 FROM nowhere")

    one, failed, other = together(store, partial(added, NAMES[1]), senseless, partial(added, NAMES[2]))
    assert (one, other) == (1, 2)
    assert isinstance(failed, Exception)
    assert store.read_now(partial(added, NAMES[3])) == 3


def test_what_was_read_for_many_is_not_remembered_for_a_plain_read(store: Store) -> None:
    async def look() -> int | None:
        return await store.look(partial(added, NAMES[5]), partial(expect, NAMES[5]))

    def change(connection: Connection) -> None:
        connection.execute(update(schema.rooms).where(schema.rooms.c.name == NAMES[5]).values(added=99))

    assert asyncio.run(look()) == 5
    store.write_now(change)
    assert store.read_now(partial(added, NAMES[5])) == 99
    assert asyncio.run(look()) == 99


def test_an_asker_that_cannot_be_asked_ends_nothing(store: Store) -> None:
    def broken() -> bool:
        raise RuntimeError("broken")

    async def look() -> int | None:
        asking.set(Asker(time.monotonic(), broken))
        return await store.look(partial(added, NAMES[1]))

    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(look())
    assert together(store, partial(added, NAMES[2])) == [2]


def test_all_of_one_moment_see_one_state(store: Store, prepared: conftest.Prepared) -> None:
    """A write between two of them is seen by neither, and by whoever asks next."""

    def write(connection: Connection) -> int | None:
        found = added("new", connection)
        store.write_now(lambda writer: add_room(writer, Room("new", added=7)))
        return found

    async def run() -> list[int | None]:
        with held(store._reader):
            asked = [asyncio.create_task(store.look(query)) for query in (write, partial(added, "new"))]
            await asyncio.sleep(0)
        return await asyncio.gather(*asked)

    assert asyncio.run(run()) == [None, None]
    assert together(store, partial(added, "new")) == [7]


class Database:
    """Stands for one that does not answer: counts how often it was tried."""

    def __init__(self, *failures: Exception) -> None:
        self.tried = 0
        self._failures = iter(failures)

    def read(self, _query: Callable[[Any], Any]) -> Any:
        self.tried += 1
        raise next(self._failures)


@pytest.mark.parametrize("first", [(), (deferred.DeferredError(),)], ids=["at once", "after the group was"])
def test_a_database_that_does_not_answer_is_not_waited_for_by_each_in_turn(
    first: tuple[Exception, ...],
) -> None:
    database = Database(*first, *[StorageError("No server answers.")] * 50)
    reader = GroupReader(database.read)
    heard = together(reader, *[lambda _connection: 1] * 50)
    reader.stop()
    assert [type(one) for one in heard] == [StorageError] * 50
    assert database.tried < 10, "however many of the fifty came in one moment"


@pytest.fixture
def reader(store: Store) -> Iterator[GroupReader]:
    """One that lets three wait."""
    reader = GroupReader(store.read_now, queue_limit=3)
    yield reader
    reader.stop()


def test_who_comes_when_too_many_wait_hears_at_once_that_the_service_is_busy(reader: GroupReader) -> None:
    async def too_many() -> list[object]:
        with held(reader):
            asked = [asyncio.create_task(reader.look(partial(added, name))) for name in NAMES[:5]]
            await asyncio.sleep(0)
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            assert [one.done() for one in asked] == [False, False, False, True, True]
        return await asyncio.gather(*asked, return_exceptions=True)

    heard = asyncio.run(too_many())
    assert heard[:3] == [0, 1, 2]
    assert [type(one) for one in heard[3:]] == [BusyError, BusyError]
    assert together(reader, partial(added, NAMES[3])) == [3]


def test_nothing_is_asked_for_a_station_that_has_hung_up(reader: GroupReader) -> None:
    async def run() -> object:
        asking.set(Asker(time.monotonic(), has_gone=lambda: True))
        (heard,) = await asyncio.gather(reader.look(partial(added, NAMES[1])), return_exceptions=True)
        return heard

    assert isinstance(asyncio.run(run()), BusyError)


def test_what_waits_is_answered_before_the_reader_stops(store: Store) -> None:
    reader = GroupReader(store.read_now)

    async def run() -> list[int | None]:
        with held(reader):
            asked = [asyncio.create_task(reader.look(partial(added, name))) for name in NAMES]
            await asyncio.sleep(0)
            stopping = threading.Thread(target=reader.stop)
            stopping.start()
        answers = await asyncio.gather(*asked)
        stopping.join(20)
        return answers

    assert asyncio.run(run()) == [*range(60)]
    assert isinstance(together(reader, partial(added, NAMES[1]))[0], BusyError)
