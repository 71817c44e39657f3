"""What a server's writer defers is stored with its group or not at all, and nobody is told otherwise."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, bindparam, insert, select

from examserver.errors import StorageError
from examserver.storage import schema
from examserver.storage.deferred import begin_deferring
from examserver.storage.postgres import open_writing
from examserver.storage.prepared import Prepared
from examserver.storage.writer import GroupWriter

NEW = Prepared(insert(schema.rooms))
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
