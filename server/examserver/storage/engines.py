"""Which database has a service's tables: the file in its folder, or one that a PostgreSQL server has.

Rule: PostgreSQL's driver is loaded only where it is used.
"""

from functools import lru_cache

from sqlalchemy import Connection, Engine

from examserver.storage import database
from examserver.storage.folder import ServiceFolder
from examserver.storage.migrate import migrate, require_newest

# ruff: noqa: PLC0415 - see the rule


def writing_engine(folder: ServiceFolder) -> Engine:
    """The engine with which one process at a time writes; with a file the caller holds the folder's lock."""
    if not folder.server:
        return database.open_writing(folder.database)
    from examserver.storage import postgres

    return postgres.open_writing(folder.server)


def reading_engine(folder: ServiceFolder) -> Engine:
    """An engine whose connections can only read."""
    if not folder.server:
        return database.open_reading(folder.database)
    from examserver.storage import postgres

    return postgres.open_reading(folder.server)


@lru_cache(8)
def engine_beside(server: str) -> Engine:
    """The process's engine for rows that are named by the hash of their content; it is never closed."""
    from examserver.storage import postgres

    return postgres.open_beside(server)


def prepare_tables(folder: ServiceFolder, connection: Connection) -> None:
    """A file is brought up to date by whoever writes; a server's tables by one command, before all processes.

    Raises FolderError where the tables are not those of this program.
    """
    if folder.server:
        require_newest(connection, folder)
    else:
        migrate(connection)


def where(folder: ServiceFolder) -> str:
    """Which database it is, for a person."""
    if not folder.server:
        return str(folder.database)
    from examserver.storage import postgres

    return postgres.shown(folder.server)
