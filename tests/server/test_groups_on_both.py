"""A group of operations on either database: each stands or falls alone, unless the database is lost."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from examserver.errors import StorageError
from examserver.storage import database as file_database
from examserver.storage import postgres, schema
from examserver.storage.prepared import Prepared
from examserver.storage.writer import GroupWriter

NEW = Prepared(insert(schema.rooms), rank=1)
ONE = Prepared(select(schema.rooms).where(schema.rooms.c.name == bindparam("named")))
COUNTED = Prepared(
    update(schema.rooms).where(schema.rooms.c.name == bindparam("of")).values(added=bindparam("at")),
    rank=2,
    last="of",
)

Operation = Callable[[Connection], object]


@pytest.fixture
def engine(tables: str, tmp_path: Path) -> Iterator[Engine]:
    if tables:
        engine = postgres.open_writing(tables)
    else:
        engine = file_database.open_writing(tmp_path / "site.db")
        schema.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[GroupWriter]:
    writer = GroupWriter(engine)
    yield writer
    writer.stop()


def add(name: str, connection: Connection) -> str:
    NEW.run(connection, [{"name": name, "added": 0}])
    return name


def count(name: str, connection: Connection) -> int:
    """One more; returns how many there are then."""
    many = int(ONE.first(connection, {"named": name}).added) + 1
    COUNTED.run(connection, [{"of": name, "at": many}])
    return many


def expect(name: str, connection: Connection) -> None:
    ONE.ask(connection, {"named": name})


def together(writer: GroupWriter, *operations: Operation, about: str = "A") -> list[object]:
    """What those hear who write in one moment, each of whom will ask for this room."""

    async def run() -> list[object]:
        writes = [writer.write(operation, [partial(expect, about)]) for operation in operations]
        return await asyncio.gather(*writes, return_exceptions=True)

    return asyncio.run(run())


def rooms(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {row.name: row.added for row in connection.execute(select(schema.rooms))}


def then_refuse(operation: Operation, connection: Connection) -> None:
    operation(connection)
    raise LookupError("refused")


def test_one_that_fails_hears_of_it_alone_and_leaves_nothing(engine: Engine, writer: GroupWriter) -> None:
    refused = partial(then_refuse, partial(add, "B"))
    heard = together(writer, partial(add, "A"), refused, partial(add, "C"))
    assert [type(one) for one in heard] == [str, LookupError, str]
    assert set(rooms(engine)) == {"A", "C"}


def test_who_comes_later_in_a_group_sees_what_those_before_him_did(
    engine: Engine, writer: GroupWriter
) -> None:
    """Though the answer was asked for beforehand, when nothing of it was there."""
    assert together(writer, partial(add, "A"), *[partial(count, "A")] * 20) == ["A", *range(1, 21)]
    assert rooms(engine) == {"A": 20}


def test_what_a_refused_one_did_is_seen_by_nobody_after_him(engine: Engine, writer: GroupWriter) -> None:
    together(writer, partial(add, "A"))
    once = partial(count, "A")
    heard = together(writer, once, partial(then_refuse, once), once, partial(then_refuse, once), once)
    assert [one for one in heard if isinstance(one, int)] == [1, 2, 3]
    assert rooms(engine) == {"A": 3}


def test_a_refusal_after_something_went_out_takes_that_back_as_well(
    engine: Engine, writer: GroupWriter
) -> None:
    def asks_in_the_middle(connection: Connection) -> None:
        add("B", connection)
        assert connection.execute(select(schema.rooms.c.name)).scalars().all() == ["A", "B"]
        add("C", connection)
        raise LookupError("refused")

    heard = together(writer, partial(add, "A"), asks_in_the_middle, partial(add, "D"))
    assert [type(one) for one in heard] == [str, LookupError, str]
    assert set(rooms(engine)) == {"A", "D"}


def test_two_who_add_the_same_are_never_both_told_that_it_is_stored(
    engine: Engine, writer: GroupWriter
) -> None:
    heard = together(writer, partial(add, "A"), partial(add, "A"), partial(add, "B"))
    told = {one for one in heard if isinstance(one, str)}
    assert set(rooms(engine)) == told
    assert any(isinstance(one, StorageError) for one in heard)
    again = together(writer, *(partial(add, name) for name in "ABC" if name not in told), about="B")
    assert all(isinstance(one, str) for one in again), "whoever sends it again gets it stored"
    assert set(rooms(engine)) == {"A", "B", "C"}


def test_what_cannot_be_foreseen_of_one_stops_none(engine: Engine, writer: GroupWriter) -> None:
    def broken(_connection: Connection) -> None:
        raise ValueError("broken")

    async def run() -> list[str]:
        writes = [
            writer.write(partial(add, "A"), [broken]),
            writer.write(partial(add, "B"), [partial(expect, "B")]),
        ]
        return await asyncio.gather(*writes)

    assert asyncio.run(run()) == ["A", "B"]
    assert set(rooms(engine)) == {"A", "B"}


def test_many_in_one_moment_are_stored_each_once(engine: Engine, writer: GroupWriter) -> None:
    names = [f"room {number}" for number in range(600)]
    assert together(writer, *(partial(add, name) for name in names)) == names
    assert set(rooms(engine)) == set(names)
