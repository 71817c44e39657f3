"""The statements of every save, handed straight to the driver: they mean what SQLAlchemy makes of them."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from examserver.errors import BusyError, StorageError
from examserver.storage.database import open_reading, open_writing
from examserver.storage.prepared import Prepared
from examserver.storage.writer import GroupWriter

seats = Table(
    "seats",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("name", String(20), nullable=False),
    Column("is_taken", Boolean, nullable=False),
)
NEW = Prepared(insert(seats))
ONE = Prepared(select(seats).where(seats.c.number == bindparam("of")))
TAKEN_OR_BEHIND = Prepared(
    select(seats.c.name, func.coalesce(None, 7).label("seven"))
    .where(seats.c.is_taken | (seats.c.number > bindparam("behind")), seats.c.name != "Müller")
    .order_by(seats.c.number)
)
RENAME = Prepared(update(seats).where(seats.c.number == bindparam("of")).values(name=bindparam("to")))


def seat(number: int, name: str = "Ann", *, is_taken: bool = False) -> dict[str, object]:
    return {"number": number, "name": name, "is_taken": is_taken}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_writing(tmp_path / "site.db")
    seats.create(engine)
    yield engine
    engine.dispose()


def test_a_row_has_its_columns_by_name_and_the_values_of_their_types(engine: Engine) -> None:
    with engine.begin() as connection:
        NEW.run(connection, [seat(1), seat(2, "Müller", is_taken=True)])
        found = ONE.first(connection, {"of": 2})
        assert (found.number, found.name) == (2, "Müller")
        assert found.is_taken is True
        assert ONE.first(connection, {"of": 3}) is None


def test_a_statement_may_have_values_of_its_own(engine: Engine) -> None:
    with engine.begin() as connection:
        NEW.run(connection, [seat(1, "Müller", is_taken=True), seat(2, "Ann", is_taken=True), seat(3, "Bo")])
        found = TAKEN_OR_BEHIND.first(connection, {"behind": 2})
        assert (found.name, found.seven) == ("Ann", 7)


def test_what_it_writes_belongs_to_the_transaction(engine: Engine) -> None:
    with engine.begin() as connection:
        NEW.run(connection, [seat(1)])
    with engine.connect() as connection:
        RENAME.run(connection, [{"of": 1, "to": "Bo"}])
        connection.rollback()
        assert ONE.first(connection, {"of": 1}).name == "Ann"


def test_a_reader_sees_one_state_though_it_asks_the_driver_first(engine: Engine, tmp_path: Path) -> None:
    reading = open_reading(tmp_path / "site.db")
    with engine.begin() as connection:
        NEW.run(connection, [seat(1)])
    with reading.connect() as reader:
        assert ONE.first(reader, {"of": 1}).name == "Ann"
        with engine.begin() as connection:
            RENAME.run(connection, [{"of": 1, "to": "Bo"}])
        assert ONE.first(reader, {"of": 1}).name == "Ann"
    with reading.connect() as reader:
        assert ONE.first(reader, {"of": 1}).name == "Bo"
    reading.dispose()


def test_an_error_is_sqlalchemys_and_tells_no_values(engine: Engine) -> None:
    with engine.begin() as connection:
        NEW.run(connection, [seat(1)])
        with pytest.raises(IntegrityError) as failed:
            NEW.run(connection, [seat(1, "a secret")])
    assert "a secret" not in str(failed.value)


class Inserting:
    """Stores a seat, and fails after that if it is told to."""

    def __init__(self, number: int, *, fails: bool = False) -> None:
        self._number = number
        self._fails = fails

    def __call__(self, connection: Connection) -> int:
        NEW.run(connection, [seat(self._number)])
        if self._fails:
            raise LookupError(self._number)
        return self._number


@pytest.fixture
def writer(engine: Engine) -> Iterator[GroupWriter]:
    writer = GroupWriter(engine, queue_limit=100)
    yield writer
    writer.stop()


def stored(path: Path) -> int:
    reading = open_reading(path)
    with reading.connect() as connection:
        count = connection.execute(select(func.count()).select_from(seats)).scalar_one()
    reading.dispose()
    return count


def test_an_event_loop_hears_of_each_write_after_its_commit(writer: GroupWriter, tmp_path: Path) -> None:
    async def save(number: int) -> bool:
        assert await writer.write(Inserting(number)) == number
        return stored(tmp_path / "site.db") > 0

    async def all_at_once() -> list[bool]:
        return await asyncio.gather(*(save(number) for number in range(40)))

    assert all(asyncio.run(all_at_once()))
    assert stored(tmp_path / "site.db") == 40


def test_one_that_fails_in_a_group_undoes_only_its_own(writer: GroupWriter, tmp_path: Path) -> None:
    async def some_fail() -> list[object]:
        operations = [Inserting(number, fails=number % 3 == 0) for number in range(1, 31)]
        return await asyncio.gather(*map(writer.write, [*operations, Inserting(1)]), return_exceptions=True)

    outcomes = asyncio.run(some_fail())
    assert sum(isinstance(outcome, LookupError) for outcome in outcomes) == 10
    assert isinstance(outcomes[-1], StorageError), "the seat is there already"
    assert stored(tmp_path / "site.db") == 20


def test_a_full_queue_says_so_to_an_event_loop(writer: GroupWriter) -> None:
    held, gate = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        held.set()
        gate.wait(20)

    async def too_many() -> list[object]:
        writes = [asyncio.create_task(writer.write(Inserting(number))) for number in range(101)]
        await asyncio.sleep(0)
        gate.set()
        return await asyncio.gather(*writes, return_exceptions=True)

    writer.submit(hold)
    assert held.wait(20)
    outcomes = asyncio.run(too_many())
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [BusyError]


def test_a_loop_that_ends_before_its_answer_does_not_stop_the_writer(
    writer: GroupWriter, tmp_path: Path
) -> None:
    async def leave() -> None:
        task = asyncio.create_task(writer.write(Inserting(1)))
        await asyncio.sleep(0)
        task.cancel()

    async def stay() -> int:
        return await writer.write(Inserting(2))

    asyncio.run(leave())
    assert asyncio.run(stay()) == 2
    assert writer.submit(Inserting(3)).result(20) == 3
    assert stored(tmp_path / "site.db") >= 2
