"""Where the running service keeps everything: reads side by side, writes one after another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import anyio.to_thread
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from examserver.errors import StorageError
from examserver.storage.database import open_reading, open_writing
from examserver.storage.folder import ServiceFolder, locked
from examserver.storage.migrate import migrate, require_newest
from examserver.storage.writer import GroupWriter

T = TypeVar("T")


class Store:
    """Runs the services' queries and operations. The caller holds the folder's lock.

    Raises FolderError and StorageError where the database cannot be opened.
    """

    def __init__(self, folder: ServiceFolder) -> None:
        _bring_up_to_date(folder)
        self._writing = open_writing(folder.database)
        self._reading = open_reading(folder.database)
        try:
            self._writer = GroupWriter(self._writing)
        except SQLAlchemyError as error:
            self._writing.dispose()
            raise _unusable(folder) from error

    def read_now(self, query: Callable[[Connection], T]) -> T:
        """Run a query, on one state of the whole."""
        with self._reading.connect() as connection:
            return query(connection)

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query in a thread of its own."""
        return await anyio.to_thread.run_sync(self.read_now, query)

    async def write(self, operation: Callable[[Connection], T]) -> T:
        """Run an operation in the writer; returns after the commit. Raises BusyError and StorageError."""
        return await self._writer.write(operation)

    def write_now(self, operation: Callable[[Connection], T]) -> T:
        """The same from a thread without an event loop."""
        return self._writer.submit(operation).result()

    def close(self) -> None:
        """Store what is queued, then close; the writing connection goes last, so that it checkpoints."""
        self._writer.stop()
        self._reading.dispose()
        self._writing.dispose()


@contextmanager
def writing(folder: ServiceFolder) -> Iterator[Connection]:
    """One transaction of a command, stored at the end or not at all. The service must not run."""
    with locked(folder), _transaction(folder) as connection:
        yield connection


def _bring_up_to_date(folder: ServiceFolder) -> None:
    with _transaction(folder):
        pass


@contextmanager
def _transaction(folder: ServiceFolder) -> Iterator[Connection]:
    """A transaction on tables that are those of this program."""
    engine = open_writing(folder.database)
    try:
        with engine.begin() as connection:
            migrate(connection)
            yield connection
    except SQLAlchemyError as error:
        raise _unusable(folder) from error
    finally:
        engine.dispose()


@contextmanager
def reading(folder: ServiceFolder) -> Iterator[Connection]:
    """One state of the whole to read, also while the service runs."""
    engine = open_reading(folder.database)
    try:
        with engine.connect() as connection:
            require_newest(connection)
            yield connection
    except SQLAlchemyError as error:
        raise _unusable(folder) from error
    finally:
        engine.dispose()


def _unusable(folder: ServiceFolder) -> StorageError:
    return StorageError(
        f"The database {folder.database} cannot be used: it is damaged, or the disk is full or failing.",
        "Nothing was changed. Look at the disk; if it is well, put the folder back from its backup.",
    )
