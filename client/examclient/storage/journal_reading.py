"""Reads what a journal's tables hold: all of it or an error, or as much as the damage has left.

Rule: nothing is shown that does not open under the attempt's key and does not follow the event before it.
"""

import sqlite3
from collections.abc import Iterator
from typing import Protocol

import msgspec

from examclient.storage.journal_content import Content
from examprotocol.chain import check_chain
from examprotocol.errors import ForgedError, ProtocolError
from examprotocol.events import Event, Head, Writer, WriterLog, event_hash
from examprotocol.journal_records import RecordSeal

MOST_WRITERS = 1_000
"""Starts of the client in one attempt that are looked for in a damaged journal."""

UNREADABLE = (sqlite3.Error, ProtocolError, msgspec.MsgspecError, UnicodeDecodeError, OverflowError)

_EVENT = msgspec.json.Decoder(Event)
_WRITER = msgspec.json.Decoder(Writer)

Row = tuple[bytes, ...]


class Opener(Protocol):
    """How the records of one version are opened. Both raise ProtocolError or MsgspecError."""

    columns: str
    notes: str

    def event(self, writer: Writer, seq: int, row: Row) -> Event:
        """The event in the row's columns."""

    def note(self, name: str, value: bytes | str) -> str:
        """The text of a note."""


class Sealed:
    """Records as they are written now."""

    columns = "event"
    notes = "SELECT name, note FROM notes"

    def __init__(self, seal: RecordSeal) -> None:
        self._seal = seal

    def event(self, writer: Writer, seq: int, row: Row) -> Event:
        """The event, which the key has sealed for this very place."""
        return self._seal.open_event(writer, seq, row[0])

    def note(self, name: str, value: bytes | str) -> str:
        """The text, sealed under this very name."""
        return self._seal.open_note(name, value if isinstance(value, bytes) else b"")


class Plain:
    """Records of version 1: in the clear, each with its own hash beside it."""

    columns = "event, hash"
    notes = "SELECT key, value FROM header"

    def event(self, writer: Writer, seq: int, row: Row) -> Event:
        """The event that the hash belongs to."""
        event = _EVENT.decode(row[0])
        if event.seq != seq or bytes.fromhex(event_hash(writer, event)) != row[1]:
            raise ForgedError(f"event {seq} of writer {writer.id} is not the one that was saved")
        return event

    def note(self, name: str, value: bytes | str) -> str:  # noqa: ARG002 - version 1 bound it to no name
        """The text as it stands there."""
        return str(value)


def read_all(connection: sqlite3.Connection, opener: Opener) -> Content:
    """Everything, checked link by link; raises what sqlite3, the protocol or msgspec say of damage."""
    writers = connection.execute("SELECT number, header FROM writers ORDER BY number").fetchall()
    logs = tuple(_whole_log(connection, opener, number, _WRITER.decode(header)) for number, header in writers)
    notes = connection.execute(opener.notes).fetchall()
    return Content(logs, {name: opener.note(name, value) for name, value in notes})


def read_what_is_left(connection: sqlite3.Connection, opener: Opener) -> Content:
    """Of each writer the events from 1 up to the first that is damaged; and the notes that can be read."""
    logs = (_log_up_to_the_damage(connection, opener, number) for number in range(1, MOST_WRITERS))
    return Content(tuple(log for log in logs if log is not None), dict(_readable_notes(connection, opener)))


def _whole_log(connection: sqlite3.Connection, opener: Opener, number: int, writer: Writer) -> WriterLog:
    query = f"SELECT seq, {opener.columns} FROM events WHERE writer = ? ORDER BY seq"  # noqa: S608 - a constant
    rows = connection.execute(query, (number,)).fetchall()
    events = tuple(opener.event(writer, seq, row) for seq, *row in rows)
    check_chain(writer, events, Head(0))
    return WriterLog(writer, events)


def _log_up_to_the_damage(connection: sqlite3.Connection, opener: Opener, number: int) -> WriterLog | None:
    try:
        row = connection.execute("SELECT header FROM writers WHERE number = ?", (number,)).fetchone()
        writer = _WRITER.decode(row[0]) if row else None
    except UNREADABLE:
        return None
    return WriterLog(writer, tuple(_followers(connection, opener, number, writer))) if writer else None


def _followers(
    connection: sqlite3.Connection, opener: Opener, number: int, writer: Writer
) -> Iterator[Event]:
    query = f"SELECT {opener.columns} FROM events WHERE writer = ? AND seq = ?"  # noqa: S608 - a constant
    head = Head(0)
    while True:
        try:
            row = connection.execute(query, (number, head.seq + 1)).fetchone()
            if row is None:
                return
            event = opener.event(writer, head.seq + 1, row)
            head = check_chain(writer, [event], head)
        except UNREADABLE:
            return
        yield event


def _readable_notes(connection: sqlite3.Connection, opener: Opener) -> Iterator[tuple[str, str]]:
    try:
        rows = connection.execute(opener.notes).fetchall()
    except UNREADABLE:
        return
    for name, value in rows:
        try:
            yield name, opener.note(name, value)
        except ProtocolError:
            continue
