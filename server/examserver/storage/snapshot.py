"""Copies of the whole database: made while the service writes, and looked through before they are trusted.

Rule: the copy is read by a connection that can neither write nor checkpoint, so saves go on meanwhile.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, text

from examprotocol.events import GENESIS, Event, Writer, event_hash
from examserver.errors import BackupError
from examserver.storage.audit import AuditHead

COUNTED = ("attempts", "events", "receipts")


class Counts(msgspec.Struct, frozen=True):
    """How much is in a database."""

    attempts: int
    events: int
    receipts: int


@dataclass(frozen=True, slots=True)
class HeldWriter:
    """A writer in a copy, by its row there: its last event's number and hash."""

    writer: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class HeldReceipt:
    """A receipt in a copy."""

    attempt: str
    code: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """How far a copy holds every writer, its receipts, and in which generation of the service it was made."""

    generation: int
    writers: tuple[HeldWriter, ...]
    receipts: tuple[HeldReceipt, ...]


def copy_database(source: Path, target: Path) -> None:
    """Copy one committed state of the whole into a new file; raises BackupError."""
    try:
        with (
            closing(_reading(source, "mode=ro")) as live,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            live.backup(copy)
    except sqlite3.Error as error:
        raise BackupError(
            f"The database {source} could not be copied: {error}.",
            "Look at the disk: it may be full, or failing.",
        ) from error


def check_database(path: Path) -> Counts:
    """Look a copy through that nobody writes: its pages, what its rows refer to, each writer's chain.

    Raises BackupError where anything is wrong.
    """
    try:
        with closing(_reading(path, "mode=ro&immutable=1")) as copy:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            if found != ["ok"] or copy.execute("PRAGMA foreign_key_check").fetchone():
                raise _damaged("its pages or the rows that refer to each other are not in order")
            _check_chains(copy)
            return Counts(*(_count(copy, table) for table in COUNTED))
    except (sqlite3.Error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _damaged(str(error)) from error


def holdings_of(path: Path) -> Holdings:
    """What a copy that was looked through holds; raises BackupError."""
    try:
        with closing(_reading(path, "mode=ro&immutable=1")) as copy:
            writers = copy.execute("SELECT key, head_seq, head_hash FROM writers").fetchall()
            receipts = copy.execute("SELECT attempt, code FROM receipts").fetchall()
            (generation,) = copy.execute("SELECT generation FROM site").fetchone()
    except sqlite3.Error as error:
        raise _damaged(str(error)) from error
    return Holdings(
        generation,
        tuple(HeldWriter(*row) for row in writers),
        tuple(HeldReceipt(*row) for row in receipts),
    )


def audit_head_of(path: Path) -> AuditHead:
    """How far the audit log goes in a copy that was looked through; raises BackupError."""
    query = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
    try:
        with closing(_reading(path, "mode=ro&immutable=1")) as copy:
            row = copy.execute(query).fetchone()
    except sqlite3.Error as error:
        raise _damaged(str(error)) from error
    return AuditHead(*row) if row else AuditHead()


def place_of(path: Path) -> tuple[int, int]:
    """In which generation of the service a copy was made, and which number it has as a backup of it."""
    try:
        with closing(_reading(path, "mode=ro&immutable=1")) as copy:
            (generation,) = copy.execute("SELECT generation FROM site").fetchone()
            (number,) = copy.execute("SELECT coalesce(max(number), 0) + 1 FROM backups").fetchone()
    except sqlite3.Error as error:
        raise _damaged(str(error)) from error
    return generation, number


def counts_now(connection: Connection) -> Counts:
    """How much is in the tables at this moment."""
    return Counts(*(connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in COUNTED))  # noqa: S608 - see there


def _check_chains(copy: sqlite3.Connection) -> None:
    """`integrity_check` misses most flipped bits inside a row; the chain of hashes does not."""
    writers = copy.execute("SELECT key, id, header, head_seq, head_hash FROM writers").fetchall()
    for key, name, header, head_seq, head_hash in writers:
        writer = msgspec.json.decode(header, type=Writer)
        if _head(copy, key, writer) != (head_seq, head_hash):
            raise _damaged(f"the events of writer {name} do not fit their chain")


def _head(copy: sqlite3.Connection, key: int, writer: Writer) -> tuple[int, str]:
    """How far the chain holds."""
    seq, last = 0, GENESIS
    rows = copy.execute("SELECT content FROM events WHERE writer = ? ORDER BY seq", (key,))
    for (content,) in rows:
        event = _events.decode(content)
        if (event.seq, event.prev) != (seq + 1, last):
            break
        seq, last = event.seq, event_hash(writer, event)
    return seq, last


def _count(copy: sqlite3.Connection, table: str) -> int:
    return int(copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - one of COUNTED


def _reading(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)


def _damaged(what: str) -> BackupError:
    return BackupError(f"The copy of the database is damaged: {what}.", "Use another backup.")


_events = msgspec.json.Decoder(Event)
