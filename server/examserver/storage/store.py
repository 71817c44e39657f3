"""Where the running service keeps everything: reads side by side, writes one after another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import anyio.to_thread
from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from examserver.errors import StorageError
from examserver.storage.engines import prepare_tables, reading_engine, where, writing_engine
from examserver.storage.folder import ServiceFolder, locked
from examserver.storage.migrate import require_newest
from examserver.storage.reader import GroupReader
from examserver.storage.waiting import Expect
from examserver.storage.writer import GroupWriter
from examserver.storage.writing_connection import in_doubt

T = TypeVar("T")


class Store:
    """Runs the services' queries and operations. With SQLite the caller holds the folder's lock.

    Raises FolderError and StorageError where the database cannot be opened.
    """

    def __init__(
        self, folder: ServiceFolder, on_failure: Callable[[Exception], object] | None = None
    ) -> None:
        """`on_failure` hears why a group of operations was not stored."""
        _bring_up_to_date(folder)
        self._folder = folder
        self._writing = writing_engine(folder)
        self._reading = reading_engine(folder)
        try:
            self._writer = GroupWriter(self._writing, on_failure=on_failure)
        except SQLAlchemyError as error:
            self._writing.dispose()
            raise _unusable(folder, error) from error
        self._reader = GroupReader(self.read_now)

    def read_now(self, query: Callable[[Connection], T]) -> T:
        """Run a query, on one state of the whole. Raises StorageError where no server answers.

        After a server's restart all connections are stale: a query changes nothing, so it is run once more.
        """
        if not self._folder.server:
            return self._read(query)
        try:
            return self._read(query)
        except (OperationalError, InterfaceError):
            self._reading.dispose()
        try:
            return self._read(query)
        except (OperationalError, InterfaceError) as error:
            raise _unusable(self._folder, error) from error

    @property
    def is_shared(self) -> bool:
        """Whether other processes may serve the same tables."""
        return bool(self._folder.server)

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query in a thread of its own."""
        return await anyio.to_thread.run_sync(self.read_now, query)

    async def look(self, query: Callable[[Connection], T], *expect: Expect) -> T:
        """Run a small query that many ask, together with those of the same moment; `expect` as in `write`."""
        return await self._reader.look(query, expect)

    async def write(self, operation: Callable[[Connection], T], *expect: Expect) -> T:
        """Run an operation in the writer; returns after the commit. Raises BusyError and StorageError.

        `expect` asks a server beforehand what the operation will ask, together with all who write then.
        """
        return await self._writer.write(operation, expect)

    def write_now(self, operation: Callable[[Connection], T]) -> T:
        """The same from a thread without an event loop."""
        return self._writer.submit(operation).result()

    def _read(self, query: Callable[[Connection], T]) -> T:
        with self._reading.connect() as connection:
            return query(connection)

    def close(self) -> None:
        """Store what is queued, then close; the writing connection goes last, so that it checkpoints."""
        self._writer.stop()
        self._reader.stop()
        self._reading.dispose()
        self._writing.dispose()


@contextmanager
def writing(folder: ServiceFolder) -> Iterator[Connection]:
    """One transaction of a command, stored at the end or not at all.

    With SQLite the service must not run; a server lets one write after the other.
    """
    if folder.server:
        with _transaction(folder) as connection:
            yield connection
        return
    with locked(folder), _transaction(folder) as connection:
        yield connection


def _bring_up_to_date(folder: ServiceFolder) -> None:
    with _transaction(folder):
        pass


@contextmanager
def _transaction(folder: ServiceFolder) -> Iterator[Connection]:
    """A transaction on tables that are those of this program."""
    engine, is_at_commit = writing_engine(folder), False
    try:
        with engine.begin() as connection:
            prepare_tables(folder, connection)
            yield connection
            is_at_commit = True
    except SQLAlchemyError as error:
        if folder.server and is_at_commit:
            raise in_doubt(error) from error
        raise _unusable(folder, error) from error
    finally:
        engine.dispose()


@contextmanager
def reading(folder: ServiceFolder) -> Iterator[Connection]:
    """One state of the whole to read, also while the service runs."""
    engine = reading_engine(folder)
    try:
        with engine.connect() as connection:
            require_newest(connection, folder)
            yield connection
    except SQLAlchemyError as error:
        raise _unusable(folder, error) from error
    finally:
        engine.dispose()


@contextmanager
def translated(folder: ServiceFolder) -> Iterator[None]:
    """What the database says inside, as a StorageError."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _unusable(folder, error) from error


def _unusable(folder: ServiceFolder, error: SQLAlchemyError) -> StorageError:
    if folder.server:
        from examserver.storage.postgres import advice_on  # noqa: PLC0415 - loaded only where it is used

        said = str(error.orig).partition("\n")[0] if isinstance(error, OperationalError) else "see the log"
        return StorageError(
            f"PostgreSQL's database {where(folder)} cannot be used: {said}.",
            advice_on(said),
        )
    return StorageError(
        f"The database {where(folder)} cannot be used: it is damaged, or the disk is full or failing.",
        "Nothing was changed. Look at the disk; if it is well, put the folder back from its backup.",
    )
