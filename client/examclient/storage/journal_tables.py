"""The tables of a journal's file, and the connection to it.

Rule: `synchronous=FULL`, and locked while it is open. Another version's file is left as it is, to the byte.
"""

import sqlite3
from pathlib import Path

import msgspec

from examclient.errors import JournalError
from examclient.storage.disk_gate import require_room
from examclient.storage.journal_errors import DamagedError, OldFormatError
from examclient.storage.journal_safe import Wraps

FORMAT, IN_THE_CLEAR = 2, 1

PAGE = 4096
LOG_PAGES = 64
"""After so many pages the log is moved into the file and begun anew. A log that grows costs each save nearly
twice as much, since its new length has to become durable too (measured); and one that is short holds few
events whose damage only the next opening would show.
"""

PATIENCE = 2.0
"""Seconds for which a program that is just ending may still hold the file."""

MAGIC = b"SQLite format 3\0"
VERSION_AT = 60
"""Where `user_version` stands in a file (SQLite file format, database header)."""

SCHEMA = """
CREATE TABLE keys (recipient TEXT PRIMARY KEY, wrapped TEXT NOT NULL) STRICT;
CREATE TABLE notes (name TEXT PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE TABLE writers (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, header BLOB NOT NULL, keys BLOB NOT NULL
) STRICT;
CREATE TABLE events (
  writer INTEGER NOT NULL REFERENCES writers, seq INTEGER NOT NULL, event BLOB NOT NULL,
  PRIMARY KEY (writer, seq)
) STRICT, WITHOUT ROWID;
"""
"""The key's wraps stand beside each writer as well, so that no single damaged page takes the key with it."""

HEADER_KEYS = "SELECT recipient, wrapped FROM keys"
PUT_EVENT = "INSERT INTO events VALUES (?, ?, ?)"
PUT_NOTE = "INSERT OR REPLACE INTO notes VALUES (?, ?)"
PUT_KEY = "INSERT OR REPLACE INTO keys VALUES (?, ?)"


def wraps_in(connection: sqlite3.Connection) -> list[Wraps]:
    """The key's wraps as they stand in the header and beside each writer; none in a new file."""
    if not connection.execute("PRAGMA user_version").fetchone()[0]:
        return []
    header = dict(connection.execute(HEADER_KEYS).fetchall())
    beside = connection.execute("SELECT keys FROM writers ORDER BY number DESC").fetchall()
    return [header, *(msgspec.json.decode(keys, type=dict[str, str]) for (keys,) in beside)]


def version_of(data: bytes) -> int:
    """The version that a file's first bytes name; 0 is one that nothing was written into yet."""
    return int.from_bytes(data[VERSION_AT : VERSION_AT + 4]) if data.startswith(MAGIC) else 0


def connect(path: Path) -> sqlite3.Connection:
    _look_before_touching(path)
    if not path.exists():
        require_room(path, PAGE)
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _look_before_touching(path: Path) -> None:
    """Opening alone changes a file: another version's is left as it is, and one that was cut to nothing keeps
    the log beside it, which SQLite would delete.
    """
    log_beside = path.with_name(f"{path.name}-wal")
    if not path.exists() or path.stat().st_size == 0:
        if log_beside.exists() and log_beside.stat().st_size > 0:
            raise DamagedError(f"The journal {path.name} is damaged: it is empty, and its log is not.")
        return
    with path.open("rb") as file:
        _require_version(path, version_of(file.read(VERSION_AT + 4)))


def _require_version(path: Path, version: int) -> None:
    """0 is a file that nothing was written into yet, or whose first event is still in the log beside it."""
    if version == IN_THE_CLEAR:
        raise OldFormatError(f"The journal {path.name} is of version {version}.")
    if version not in (0, FORMAT):
        raise JournalError(
            f"The journal {path.name} is of version {version}; this program reads version {FORMAT}.",
            "Start the client of the version that began this exam; the file is untouched.",
        )


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute(f"PRAGMA page_size = {PAGE}")
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":  # where the disk fails here, SQLite goes on with its older kind of log without a word
        raise sqlite3.OperationalError(f"the log cannot be begun: the mode stays {mode}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    connection.execute("PRAGMA foreign_keys = ON")
    _require_version(path, connection.execute("PRAGMA user_version").fetchone()[0])
