"""The one writer: groups what waits, and tells nobody before the commit."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from examserver.errors import BusyError, StorageError
from examserver.storage.database import open_reading, open_writing
from examserver.storage.writer import GroupWriter


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_writing(tmp_path / "site.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (number INTEGER PRIMARY KEY, content TEXT)")
    yield engine
    engine.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[GroupWriter]:
    writer = GroupWriter(engine, queue_limit=500)
    yield writer
    writer.stop()


@pytest.fixture
def gate(writer: GroupWriter) -> Iterator[threading.Event]:
    """Holds the writer until it is set, so that what is queued meanwhile forms one group."""
    gate, held = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        held.set()
        gate.wait(20)

    writer.submit(hold)
    assert held.wait(20)
    yield gate
    gate.set()


def keep(number: int, content: str = "x") -> "Insert":
    return Insert(number, content)


class Insert:
    """An operation that stores one row."""

    def __init__(self, number: int, content: str) -> None:
        self.row = (number, content)

    def __call__(self, connection: Connection) -> int:
        connection.exec_driver_sql("INSERT INTO kept VALUES (?, ?)", self.row)
        return self.row[0]


def stored(tmp_path: Path) -> set[int]:
    engine = open_reading(tmp_path / "site.db")
    with engine.connect() as connection:
        numbers = set(connection.exec_driver_sql("SELECT number FROM kept").scalars())
    engine.dispose()
    return numbers


def test_everything_that_many_threads_were_told_is_stored(writer: GroupWriter, tmp_path: Path) -> None:
    seen_by_a_reader = []

    def save(number: int) -> None:
        writer.submit(keep(number)).result(20)
        if number % 50 == 0:
            seen_by_a_reader.append(number in stored(tmp_path))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(save, range(400)))
    assert stored(tmp_path) == set(range(400))
    assert seen_by_a_reader == [True] * 8


def test_what_waits_is_stored_in_one_commit(
    writer: GroupWriter, gate: threading.Event, engine: Engine
) -> None:
    commits: list[Connection] = []
    event.listen(engine, "commit", commits.append)
    futures = [writer.submit(keep(number)) for number in range(100)]
    gate.set()
    assert [future.result(20) for future in futures] == list(range(100))
    assert len(commits) == 2


def test_one_bad_operation_sinks_no_other(writer: GroupWriter, gate: threading.Event, tmp_path: Path) -> None:
    def half_done(connection: Connection) -> None:
        keep(7)(connection)
        raise ValueError("bad")

    good = writer.submit(keep(1))
    half, twice = writer.submit(half_done), writer.submit(keep(1))
    last = writer.submit(keep(2))
    gate.set()
    assert (good.result(20), last.result(20)) == (1, 2)
    with pytest.raises(ValueError, match="bad"):
        half.result(20)
    with pytest.raises(StorageError):
        twice.result(20)
    assert stored(tmp_path) == {1, 2}


def test_nobody_is_told_before_the_commit(
    writer: GroupWriter, gate: threading.Event, engine: Engine, tmp_path: Path
) -> None:
    at_commit: list[tuple[bool, set[int]]] = []
    futures: list[Future[int]] = [writer.submit(keep(number)) for number in range(3)]

    def look(_connection: Connection) -> None:
        at_commit.append((any(future.done() for future in futures), stored(tmp_path)))

    event.listen(engine, "commit", look)
    gate.set()
    wait(futures, 20)
    assert at_commit == [(False, set())] * 2
    assert stored(tmp_path) == {0, 1, 2}


def test_when_the_commit_fails_everyone_hears_of_it(
    writer: GroupWriter, gate: threading.Event, engine: Engine, tmp_path: Path
) -> None:
    """A foreign key that is checked at the commit only: the commit itself is refused by the database."""

    def break_the_commit(connection: Connection) -> None:
        connection.exec_driver_sql(
            "CREATE TABLE other (of INTEGER REFERENCES kept DEFERRABLE INITIALLY DEFERRED)"
        )
        connection.exec_driver_sql("INSERT INTO other VALUES (99)")

    before, broken, after = writer.submit(keep(1)), writer.submit(break_the_commit), writer.submit(keep(2))
    gate.set()
    assert all(isinstance(future.exception(20), StorageError) for future in (before, broken, after))
    assert stored(tmp_path) == set()
    assert writer.submit(keep(3)).result(20) == 3
    assert stored(tmp_path) == {3}


def test_a_full_disk_is_said_and_later_saves_work_again(writer: GroupWriter, tmp_path: Path) -> None:
    """A real SQLITE_FULL, by the database's own limit."""
    limit = writer.submit(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 4").scalar())
    assert limit.result(20) == 4
    writer.submit(keep(1)).result(20)
    with pytest.raises(StorageError):
        writer.submit(keep(2, "x" * 100_000)).result(20)
    writer.submit(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 100000")).result(20)
    writer.submit(keep(3, "x" * 100_000)).result(20)
    assert stored(tmp_path) == {1, 3}


@pytest.mark.parametrize("goes_on", [True, False], ids=["goes on", "fails"])
def test_who_was_undone_with_another_is_not_told_that_it_is_stored(
    writer: GroupWriter, gate: threading.Event, tmp_path: Path, *, goes_on: bool
) -> None:
    """SQLite undoes the whole transaction where a disk is full, and says so to one operation alone."""

    def undone(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")
        if not goes_on:
            raise RuntimeError

    before, _, after = (writer.submit(operation) for operation in (keep(1), undone, keep(2)))
    gate.set()
    for future in (before, after):
        with pytest.raises(StorageError):
            future.result(20)
    assert stored(tmp_path) == set()


def test_a_full_queue_refuses_instead_of_promising(writer: GroupWriter, gate: threading.Event) -> None:
    futures = [writer.submit(keep(number)) for number in range(500)]
    with pytest.raises(BusyError):
        writer.submit(keep(500))
    gate.set()
    assert wait(futures, 20).not_done == set()
    assert writer.submit(keep(501)).result(20) == 501


def test_what_is_queued_is_stored_before_the_writer_stops(engine: Engine, tmp_path: Path) -> None:
    writer = GroupWriter(engine)
    futures = [writer.submit(keep(number)) for number in range(600)]
    writer.stop()
    assert all(future.done() for future in futures)
    assert stored(tmp_path) == set(range(600))
    with pytest.raises(BusyError):
        writer.submit(keep(601))


def test_a_cancelled_operation_is_left_out(
    writer: GroupWriter, gate: threading.Event, tmp_path: Path
) -> None:
    cancelled, kept = writer.submit(keep(1)), writer.submit(keep(2))
    assert cancelled.cancel()
    gate.set()
    assert kept.result(20) == 2
    assert stored(tmp_path) == {2}
