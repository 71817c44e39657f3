"""What a server's writer defers is stored with its group or not at all, and nobody is told otherwise."""

import asyncio
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Connection, Engine, bindparam, insert, select, text

from examserver.errors import StorageError
from examserver.storage import deferred, schema
from examserver.storage.deferred import begin_deferring
from examserver.storage.postgres import open_writing
from examserver.storage.prepared import Prepared
from examserver.storage.writer import GroupWriter
from tests.server.test_writer_under_load import held

NEW = Prepared(insert(schema.rooms))
TOGETHER = Prepared(insert(schema.rooms), rank=1)
FIND_ITS = Prepared(select(schema.rooms).where(schema.rooms.c.name == bindparam("named")), "named")
REPEATABLE = "-c default_transaction_isolation=repeatable\\ read"
FIND = Prepared(select(schema.rooms).where(schema.rooms.c.name == bindparam("named")))


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_writing(database)
    yield engine
    engine.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[GroupWriter]:
    writer = GroupWriter(engine)
    yield writer
    writer.stop()


def add(name: str) -> Callable[[Connection], str]:
    def operation(connection: Connection) -> str:
        NEW.run(connection, [{"name": name, "added": 1}])
        return name

    return operation


def add_together(name: str) -> Callable[[Connection], str]:
    def operation(connection: Connection) -> str:
        TOGETHER.run(connection, [{"name": name, "added": 1}])
        return name

    return operation


def somebody_waits(connection: Connection) -> bool:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    return bool(connection.execute(waiting).scalar_one())


def names(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(select(schema.rooms.c.name)).scalars())


def test_what_was_deferred_is_there_when_the_caller_hears_of_it(engine: Engine, writer: GroupWriter) -> None:
    assert writer.submit(add("A")).result() == "A"
    assert names(engine) == {"A"}


def test_a_refused_operation_takes_back_its_own_and_nothing_of_the_others(
    engine: Engine, writer: GroupWriter
) -> None:
    def refuse(connection: Connection) -> None:
        NEW.run(connection, [{"name": "B", "added": 1}])
        raise ValueError("refused")

    first, second, third = writer.submit(add("A")), writer.submit(refuse), writer.submit(add("C"))
    assert first.result() == "A"
    with pytest.raises(ValueError, match="refused"):
        second.result()
    assert third.result() == "C"
    assert names(engine) == {"A", "C"}


def test_nobody_is_told_that_what_failed_late_is_stored_and_then_each_stands_for_itself(
    engine: Engine, writer: GroupWriter
) -> None:
    writer.submit(add("A")).result()
    with pytest.raises(StorageError):
        writer.submit(add("A")).result()
    again = [writer.submit(add("A")), writer.submit(add("B"))]
    with pytest.raises(StorageError):
        again[0].result()
    assert again[1].result() == "B"
    assert names(engine) == {"A", "B"}


def test_an_answer_that_was_asked_for_beforehand_is_not_believed_after_a_change(engine: Engine) -> None:
    with engine.begin() as connection:
        begin_deferring(connection, is_on=True)
        FIND.ask(connection, {"named": "A"})
        assert FIND.first(connection, {"named": "B"}) is None
        NEW.run(connection, [{"name": "A", "added": 1}])
        assert FIND.first(connection, {"named": "A"}).name == "A"
    assert names(engine) == {"A"}


def test_however_many_are_in_a_group_it_takes_a_server_three_round_trips_and_the_commit(
    engine: Engine, writer: GroupWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turn, what they all want to know, and what they all change."""
    sent: list[int] = []
    send = deferred._sent

    def counted(connection: Connection, wanted: Sequence[tuple[str, Any]]) -> list[Any]:
        sent.append(len(wanted))
        return send(connection, wanted)

    monkeypatch.setattr(deferred, "_sent", counted)
    monkeypatch.setattr("examserver.storage.writer.GROUP_SECONDS", math.inf)

    def unless_there(name: str, connection: Connection) -> None:
        if FIND_ITS.first(connection, {"named": name}) is None:
            TOGETHER.run(connection, [{"name": name, "added": 1}], name)

    def expect(name: str, connection: Connection) -> None:
        FIND_ITS.ask(connection, {"named": name})

    async def group(of: int) -> None:
        with held(writer):
            writes = [
                asyncio.create_task(writer.write(partial(unless_there, name), [partial(expect, name)]))
                for name in (f"{of} {number}" for number in range(of))
            ]
            await asyncio.sleep(0)
        await asyncio.gather(*writes)

    for many in (3, 200):
        asyncio.run(group(many))
    assert sent == [1, 1] * 2, "one statement asks for all, and one changes all"
    assert len(names(engine)) == 203


def test_nobody_is_told_that_what_could_not_be_sent_is_stored(engine: Engine, writer: GroupWriter) -> None:
    def without_a_column(connection: Connection) -> None:
        TOGETHER.run(connection, [{"name": "B"}])

    def ask(connection: Connection) -> object:
        return FIND.first(connection, {"named": "A"})

    with held(writer):
        told = [writer.submit(one) for one in (add_together("A"), without_a_column, ask)]
    for one in told:
        with pytest.raises(StorageError):
            one.result(20)
    assert names(engine) == set()
    assert writer.submit(add("A")).result(20) == "A"


def test_who_has_waited_for_the_turn_sees_what_was_stored_meanwhile(database: str) -> None:
    """Whatever the database's default is: a snapshot from before the turn would be of the past."""
    url = f"{database}?options={quote(REPEATABLE)}"
    one, other = open_writing(url), open_writing(url)
    seen: list[set[str]] = []

    def second() -> None:
        with other.begin() as connection:
            seen.append(set(connection.execute(select(schema.rooms.c.name)).scalars()))

    waiting = threading.Thread(target=second)
    with one.begin() as connection:
        waiting.start()
        end = time.monotonic() + 20
        while not somebody_waits(connection):
            assert time.monotonic() < end, "nobody waits for the turn"
        connection.execute(insert(schema.rooms).values(name="A", added=1))
    waiting.join(20)
    one.dispose()
    other.dispose()
    assert seen == [{"A"}]
