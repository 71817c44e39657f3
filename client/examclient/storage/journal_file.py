"""One file of a journal: SQLite in WAL with `synchronous=FULL`, encrypted records, and its only connection.

Rule: append-only, but for what was never acknowledged. The connection keeps the file locked while it is open:
SQLite up to 3.51.2 can corrupt a file that two connections write and checkpoint (sqlite.org/wal.html).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from examclient.storage.disk_gate import require_room
from examclient.storage.journal_aside import sync_folder
from examclient.storage.journal_content import Content
from examclient.storage.journal_errors import DamagedError, translated
from examclient.storage.journal_reading import UNREADABLE, Sealed, read_all
from examclient.storage.journal_safe import (
    Recipients,
    Wraps,
    data_folder_of,
    lacking,
    nobody,
    open_here,
    wrap_for,
    wrap_for_all,
)
from examclient.storage.journal_tables import (
    FORMAT,
    PAGE,
    PUT_EVENT,
    PUT_KEY,
    PUT_NOTE,
    SCHEMA,
    connect,
    wraps_in,
)
from examprotocol.canonical import canonical_bytes
from examprotocol.events import Event, Writer, WriterLog
from examprotocol.journal_keys import new_journal_key
from examprotocol.journal_records import RecordSeal


class JournalFile:
    """Owns one file and its connection. One thread at a time; whoever gets an error from it opens it anew.

    Every call raises JournalError, of the kind that `journal_errors` says.
    """

    def __init__(self, path: Path, recipients: Recipients = nobody) -> None:
        self.path = path
        self._recipients = recipients
        self._wrapped_for: object = None
        self._numbers: dict[str, int] = {}
        self._held: dict[str, int] = {}
        self._held_notes: dict[str, str] = {}
        with translated(path):
            self._connection = connect(path)
            try:
                self._key, self._wraps = self._keys()
                self._seal = RecordSeal(self._key)
                self._opener = Sealed(self._seal)
            except BaseException:
                self._connection.close()
                raise

    def add(self, writer: Writer, events: Sequence[Event]) -> None:
        """Store events of a writer, all or none; they are on disk when this returns."""
        with self._writing():
            number = self._number(writer)
            self._insert(number, writer, events)
        self._numbers[writer.id] = number
        if events and self._held.get(writer.id, 0) == events[0].seq - 1:
            self._held[writer.id] = events[-1].seq

    def note(self, name: str, text: str) -> None:
        """Keep a short text beside the events."""
        with self._writing() as connection:
            connection.execute(PUT_NOTE, (name, self._seal.seal_note(name, text)))

    def hold(self, content: Content) -> None:
        """Hold exactly these events of these writers, and these notes: what is missing is written.

        What stands here in their place, or after them, was never acknowledged and gives way.
        """
        with self._writing() as connection:
            for log in content.logs:
                number = self._number(log.writer)
                same = self._equal(number, log)
                connection.execute("DELETE FROM events WHERE writer = ? AND seq > ?", (number, same))
                self._insert(number, log.writer, log.events[same:])
            new = dict(content.notes.items() - self._held_notes.items())
            notes = [(name, self._seal.seal_note(name, text)) for name, text in new.items()]
            connection.executemany(PUT_NOTE, notes)
        self._held_notes = dict(content.notes)
        self._held = {log.writer.id: len(log.events) for log in content.logs}

    def content(self) -> Content:
        """Everything, checked link by link."""
        with translated(self.path):
            return read_all(self._connection, self._opener)

    def check(self) -> None:
        """Raise DamagedError where the file's own structure is not sound."""
        with translated(self.path):
            found = str(self._connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise DamagedError(f"The journal {self.path.name} is damaged: {found}.")

    def settle(self) -> None:
        """Write again into the file what stands in the log, and begin the log anew.

        After a failed sync the log cannot be trusted: the system counts its pages as written although they
        are not on the disk, and no further sync would tell (PostgreSQL wiki, "Fsync Errors").
        """
        with translated(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()

    def wrap_for_newcomers(self) -> None:
        """Wrap the key for recipients that have come since, such as the room when its card arrives."""
        recipients = self._recipients()
        if recipients is self._wrapped_for:
            return
        new = wrap_for(self._key, lacking(self._wraps, recipients))
        if new:
            with self._writing() as connection:
                connection.executemany(PUT_KEY, new.items())
        self._wraps = {**self._wraps, **new}
        self._wrapped_for = recipients

    def close(self) -> None:
        """Close the file; further calls raise JournalError."""
        self._connection.close()

    def _insert(self, number: int, writer: Writer, events: Sequence[Event]) -> None:
        rows = [(number, event.seq, self._seal.seal_event(writer, event)) for event in events]
        self._connection.executemany(PUT_EVENT, rows)

    def _equal(self, number: int, log: WriterLog) -> int:
        """How many of the log's events, from the first on, are here already."""
        if log.writer.id in self._held:
            return self._held[log.writer.id]
        query = "SELECT event FROM events WHERE writer = ? ORDER BY seq"
        rows = self._connection.execute(query, (number,)).fetchall()
        for count, (event, row) in enumerate(zip(log.events, rows, strict=False)):
            if not self._is(log.writer, event, row):
                return count
        return min(len(rows), len(log.events))

    def _is(self, writer: Writer, event: Event, row: tuple[bytes]) -> bool:
        try:
            return self._opener.event(writer, event.seq, row) == event
        except UNREADABLE:
            return False

    def _number(self, writer: Writer) -> int:
        known = self._numbers.get(writer.id)
        if known is not None:
            return known
        connection = self._connection
        row = connection.execute("SELECT number FROM writers WHERE id = ?", (writer.id,)).fetchone()
        if row is None:
            header = (writer.id, canonical_bytes(writer), canonical_bytes(self._wraps))
            put = "INSERT INTO writers (id, header, keys) VALUES (?, ?, ?) RETURNING number"
            row = connection.execute(put, header).fetchone()
        return int(row[0])

    def _keys(self) -> tuple[bytes, Wraps]:
        """The key and its wraps; both made at the first opening."""
        folder = data_folder_of(self.path)
        found = wraps_in(self._connection)
        if found:
            return open_here(found, folder), found[0]
        key = new_journal_key()
        wraps = wrap_for_all(key, folder, self._recipients())
        self._connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT};")
        self._connection.executemany(PUT_KEY, wraps.items())
        self._connection.execute("COMMIT")
        sync_folder(self.path.parent)
        return key, wraps

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with translated(self.path):
            require_room(self.path, PAGE)  # SQLite asks no gate of ours; one page is what a save takes
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
