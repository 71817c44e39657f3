"""Reads a journal's files as they are, without opening them for writing: what is left of a damaged one, or of
one on a disk that takes nothing any more.

Rule: the files are not touched. Their bytes are laid together in memory, and the file's own header, of which
every value is known, is put right.
"""

import sqlite3
import struct
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import msgspec

from examclient.storage.journal_content import Content, joined
from examclient.storage.journal_log import Frame, applied, committed, frames_of, is_cut
from examclient.storage.journal_reading import (
    MOST_WRITERS,
    UNREADABLE,
    Opener,
    Plain,
    Sealed,
    read_what_is_left,
)
from examclient.storage.journal_safe import Wraps, data_folder_of, open_here
from examclient.storage.journal_tables import (
    FORMAT,
    HEADER_KEYS,
    IN_THE_CLEAR,
    MAGIC,
    PAGE,
    VERSION_AT,
    version_of,
)
from examprotocol.journal_records import RecordSeal

TABLES = 16
"""Pages within which all tables begin."""

OpenKey = Callable[[Iterable[Wraps]], bytes]
"""Finds a journal's key in its wraps, with the key that somebody holds; raises LockedError."""


def read_loosely(path: Path, open_key: OpenKey | None = None) -> Content:
    """What can be read of the journal at `path`, nothing where there is none; raises LockedError.

    By this machine's own keys, unless `open_key` says otherwise.
    """
    data, frames = _bytes_of(path), log_of(path)
    if not data and not frames:
        return Content()
    key = open_key or (lambda found: open_here(found, data_folder_of(path)))
    ways = {applied(data, committed(frames)), applied(data, frames)}
    return joined(_read(way, key) for way in ways if len(way) >= PAGE)


def has_a_cut_log(path: Path) -> bool:
    """Whether SQLite, on opening it, would drop something of the log beside a journal."""
    return is_cut(log_of(path))


def log_of(path: Path) -> tuple[Frame, ...]:
    """The pages in the log beside a journal."""
    return frames_of(_bytes_of(path.with_name(f"{path.name}-wal")))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _read(data: bytes, open_key: OpenKey) -> Content:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        try:
            connection.deserialize(_with_a_sound_header(data))
            opener = _opener(connection, version_of(data), open_key)
            return read_what_is_left(connection, opener)
        except UNREADABLE:
            return Content()


def _opener(connection: sqlite3.Connection, version: int, open_key: OpenKey) -> Opener:
    if version == IN_THE_CLEAR:
        return Plain()
    found = _readable_wraps(connection)
    if not found:
        raise sqlite3.DatabaseError("no key of the journal is left")
    return Sealed(RecordSeal(open_key(found)))


def _readable_wraps(connection: sqlite3.Connection) -> list[Wraps]:
    """Row by row: one that is damaged hides no other."""
    try:
        found: list[Wraps] = [dict(connection.execute(HEADER_KEYS).fetchall())]
    except UNREADABLE:
        found = []
    for number in range(1, MOST_WRITERS):
        try:
            row = connection.execute("SELECT keys FROM writers WHERE number = ?", (number,)).fetchone()
            found += [msgspec.json.decode(row[0], type=dict[str, str])] if row else []
        except UNREADABLE:
            continue
    return found


def _with_a_sound_header(data: bytes) -> bytes:
    """The header that this program's files have (SQLite file format, 1.3), for a file out of WAL.

    A file that was cut gets empty pages, or SQLite would refuse all of it for a table that began there.
    """
    body = data[: len(data) // PAGE * PAGE].ljust(TABLES * PAGE, b"\0")
    head = bytearray(body[:100])
    head[0:16] = MAGIC
    struct.pack_into(">HBBBBBB", head, 16, PAGE, 1, 1, 0, 64, 32, 32)
    struct.pack_into(">II", head, 24, 1, len(body) // PAGE)
    struct.pack_into(">II", head, 32, 0, 0)
    struct.pack_into(">I", head, 44, 4)
    struct.pack_into(">II", head, 52, 0, 1)
    struct.pack_into(">I", head, VERSION_AT, IN_THE_CLEAR if version_of(data) == IN_THE_CLEAR else FORMAT)
    struct.pack_into(">II", head, 92, 1, 3_040_000)
    return bytes(head) + body[100:]
