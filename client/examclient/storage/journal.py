"""The journal of one attempt: every event, on disk before anyone is told that it is saved.

Rule: append-only, SQLite in WAL with `synchronous=FULL`, one connection; the hash chain is checked at open,
because SQLite's own check misses most single flipped bits. A damaged file is moved aside, never deleted.
"""

import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

import msgspec

from examclient.errors import JournalError
from examprotocol.canonical import canonical_bytes
from examprotocol.chain import check_chain
from examprotocol.errors import ChainError, ProtocolError
from examprotocol.events import Event, Head, Writer, WriterLog, event_hash

log = logging.getLogger(__name__)

FORMAT = 1

LOG_PAGES = 64
"""After so many pages the log is moved into the file and begun anew. A log that grows costs each save nearly
twice as much, since its new length has to become durable too (measured); and one that is short holds few
events whose damage only the next opening would show.
"""

MAGIC = b"SQLite format 3\0"
VERSION_AT = 60
"""Where `user_version` stands in a file (SQLite file format, database header)."""

SCHEMA = """
CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE writers (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, header BLOB NOT NULL) STRICT;
CREATE TABLE events (
  writer INTEGER NOT NULL REFERENCES writers, seq INTEGER NOT NULL, event BLOB NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (writer, seq)
) STRICT, WITHOUT ROWID;
"""

_EVENT = msgspec.json.Decoder(Event)
_WRITER = msgspec.json.Decoder(Writer)


class Journal:
    """Owns one journal file and its only connection; may be called from any thread. Knows no answers."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = RLock()
        self._numbers: dict[str, int] = {}
        self._connection = _open(path)

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        """Store events of a writer, all or none; they are on disk when this returns. Raises JournalError."""
        with self._lock, self._writing() as connection:
            number = self._number(connection, writer)
            rows = [(number, event.seq, canonical_bytes(event), _own_hash(writer, event)) for event in events]
            connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)
        self._numbers[writer.id] = number

    def logs(self) -> tuple[WriterLog, ...]:
        """All events, checked link by link; raises JournalError where the chain is broken."""
        with self._lock, _translated(self._path):
            writers = self._connection.execute(
                "SELECT number, header FROM writers ORDER BY number"
            ).fetchall()
            return tuple(self._log(number, _WRITER.decode(header)) for number, header in writers)

    def check(self) -> None:
        """Raise JournalError where events are damaged (the chain) or missing (the file's own structure)."""
        with self._lock, _translated(self._path):
            found = str(self._connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise DamagedError(f"The journal {self._path.name} is damaged: {found}.")
        self.logs()

    def note(self, key: str, value: str) -> None:
        """Keep a short text beside the events, such as the receipt."""
        with self._lock, self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO header VALUES (?, ?)", (key, value))

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""
        with self._lock, _translated(self._path):
            row = self._connection.execute("SELECT value FROM header WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def close(self) -> None:
        """Close the file; further calls raise JournalError."""
        with self._lock:
            self._connection.close()

    def _log(self, number: int, writer: Writer) -> WriterLog:
        query = "SELECT event, hash FROM events WHERE writer = ? ORDER BY seq"
        rows = self._connection.execute(query, (number,)).fetchall()
        events = tuple(_EVENT.decode(event) for event, _ in rows)
        head = check_chain(writer, events, Head(0))
        if rows and bytes.fromhex(head.hash) != rows[-1][1]:
            raise ChainError(f"the last event of writer {writer.id} is not the one that was saved")
        return WriterLog(writer, events)

    def _number(self, connection: sqlite3.Connection, writer: Writer) -> int:
        known = self._numbers.get(writer.id)
        if known is not None:
            return known
        row = connection.execute("SELECT number FROM writers WHERE id = ?", (writer.id,)).fetchone()
        if row is None:
            header = (writer.id, canonical_bytes(writer))
            row = connection.execute(
                "INSERT INTO writers (id, header) VALUES (?, ?) RETURNING number", header
            )
            row = row.fetchone()
        return int(row[0])

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _translated(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _own_hash(writer: Writer, event: Event) -> bytes:
    """Kept beside each event: the last one has no event after it that would carry its hash."""
    return bytes.fromhex(event_hash(writer, event))


def open_journal(path: Path) -> Journal:
    """Open or begin the journal at `path`; a damaged one is moved aside with a dated name first.

    Raises JournalError where this machine cannot save, or where another version wrote the file.
    """
    try:
        with _translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        return _checked(path)
    except DamagedError as error:
        with _translated(path):
            aside = _move_aside(path)
        log.error("journal %s is damaged and was kept as %s: %s", path.name, aside.name, error)
        return _checked(path)


class DamagedError(JournalError):
    """The file is there but is not a whole journal."""


def _checked(path: Path) -> Journal:
    journal = Journal(path)
    try:
        journal.check()
    except JournalError:
        journal.close()
        raise
    return journal


def _open(path: Path) -> sqlite3.Connection:
    with _translated(path):
        _look_before_touching(path)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
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
        header = file.read(VERSION_AT + 4)
    if header.startswith(MAGIC):
        _require_version(path, int.from_bytes(header[VERSION_AT:]))


def _require_version(path: Path, version: int) -> None:
    """0 is a file that nothing was written into yet, or whose first event is still in the log beside it."""
    if version not in (0, FORMAT):
        raise JournalError(
            f"The journal {path.name} is of version {version}; this program reads version {FORMAT}.",
            "Start the client of the version that began this exam; the file is untouched.",
        )


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    connection.execute("PRAGMA foreign_keys = ON")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
        _sync_folder(path.parent)
    _require_version(path, version)


def _sync_folder(folder: Path) -> None:
    """Make the new file's name durable as well; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _move_aside(path: Path) -> Path:
    import datetime  # noqa: PLC0415 - only on the rare day that a disk lies

    stamp = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    for tail in ("", "-wal", "-shm"):
        part = path.with_name(path.name + tail)
        if part.exists():
            part.replace(aside.with_name(aside.name + tail))
    return aside


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what SQLite, the chain or the disk says into the client's own errors."""
    try:
        yield
    except (sqlite3.DatabaseError, ProtocolError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        if _means_damage(error):
            raise DamagedError(f"The journal {path.name} is damaged: {error}.") from error
        raise _cannot_save(path, error) from error
    except OSError as error:
        raise _cannot_save(path, error) from error


DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")
"""SQLITE_ERROR: our few statements are right, so the tables that they name are not."""


def _means_damage(error: Exception) -> bool:
    if isinstance(error, sqlite3.DatabaseError):
        return getattr(error, "sqlite_errorname", "").startswith(DAMAGE)
    return True


def _cannot_save(path: Path, error: Exception) -> JournalError:
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return JournalError(
        f"The journal {path.name} cannot be written ({name}: {error}).",
        "Raise your hand: this machine cannot save. What was shown as saved is safe.",
    )
