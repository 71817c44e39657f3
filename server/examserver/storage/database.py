"""The SQLite file: how it is opened. The only module that knows SQLite.

Rule: exactly one connection writes and checkpoints, all others are `mode=ro`: SQLite up to 3.51.2 can lose
commits when two do (sqlite.org/wal.html, the WAL-reset bug). `synchronous=FULL`: NORMAL may forget the last
commits in a power cut. Parameters are hidden, for they are names and answers, and errors go to the log.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, create_engine, event

from examserver.errors import FolderError

BUSY_SECONDS = 5


def open_writing(path: Path) -> Engine:
    """The engine with the one connection that writes; the caller holds the folder's lock."""
    engine = create_engine(
        "sqlite://", creator=lambda: _connect_writing(path), poolclass=StaticPool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin_immediate)
    return engine


def open_reading(path: Path) -> Engine:
    """An engine whose connections can only read; each read sees one state of the whole."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect_reading(path),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=40,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _connect_writing(path: Path) -> sqlite3.Connection:
    connection = _connect(f"{path.absolute().as_uri()}?mode=rwc")
    try:
        for setting in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")
        _require_log(connection)
    except sqlite3.Error:
        connection.close()  # a damaged file must be free to be replaced, also on Windows
        raise
    return connection


def _require_log(connection: sqlite3.Connection) -> None:
    """Where the disk fails here, SQLite goes on without a word: with another kind of log, or read-only."""
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise sqlite3.OperationalError(f"the log cannot be begun: the mode stays {mode}")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA user_version = 0")  # taken back: it only asks whether writing is possible
    connection.execute("ROLLBACK")


def _connect_reading(path: Path) -> sqlite3.Connection:
    return _connect(f"{path.absolute().as_uri()}?mode=ro")


def _connect(uri: str) -> sqlite3.Connection:
    """Connect with transactions that are begun by us alone (`isolation_level=None`)."""
    try:
        return sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
        )
    except sqlite3.OperationalError as error:
        raise FolderError(
            f"The database of the service cannot be opened: {error}.",
            "Check that this account may read and write the service's folder and that the disk is there.",
        ) from error


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
