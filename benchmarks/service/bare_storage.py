"""The reference of an exam day: the same bytes at the same moments into bare storage, and nothing else.

`python -m benchmarks.service.bare_storage PLACE PLAN SEEN`. PLACE is a folder, for a plain file that is
appended to and synced, or the URL of a PostgreSQL database, for plain inserts. What is due is stored
together, with one sync or one commit, as the service does.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec
import psycopg

from benchmarks.service.site import ROOT

TABLE = "CREATE TABLE bare (number BIGSERIAL PRIMARY KEY, content BYTEA NOT NULL)"
ROW = "INSERT INTO bare (content) VALUES (%s)"


class Rows(msgspec.Struct, frozen=True):
    """What is to be stored: at which second from the start, in order of time, and the bytes."""

    due: list[float]
    content: list[bytes]


class Storage(Protocol):
    """Stores durably."""

    def store(self, contents: Sequence[bytes]) -> None:
        """All of these; they are on the disk when this returns."""
        ...


class AppendedFile:
    """A plain file."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - ends with the process

    def store(self, contents: Sequence[bytes]) -> None:
        """Append and sync."""
        self._file.write(b"".join(contents))
        os.fsync(self._file.fileno())


class PlainTable:
    """A table without anything but its key."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(TABLE)

    def store(self, contents: Sequence[bytes]) -> None:
        """Insert all in one transaction."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(ROW, [(one,) for one in contents])


def bare_waits(place: str, rows: Rows) -> list[float]:
    """Store the rows in a process of its own; the milliseconds from when each was due until it was stored."""
    with tempfile.TemporaryDirectory() as folder:
        plan, seen = Path(folder) / "plan", Path(folder) / "seen"
        plan.write_bytes(msgspec.msgpack.encode(rows))
        command = [sys.executable, "-m", "benchmarks.service.bare_storage", place, str(plan), str(seen)]
        subprocess.run(command, check=True, cwd=ROOT)
        return msgspec.msgpack.decode(seen.read_bytes(), type=list[float])


def _store_all(storage: Storage, rows: Rows) -> list[float]:
    began, waits = time.perf_counter(), list[float]()
    while len(waits) < len(rows.due):
        first = len(waits)
        time.sleep(max(0.0, rows.due[first] - (time.perf_counter() - began)))
        now, last = time.perf_counter() - began, first + 1
        while last < len(rows.due) and rows.due[last] <= now:
            last += 1
        storage.store(rows.content[first:last])
        done = time.perf_counter() - began
        waits += [(done - due) * 1e3 for due in rows.due[first:last]]
    return waits


def main() -> None:
    """Read the rows, store them, write what was seen."""
    place = sys.argv[1]
    rows = msgspec.msgpack.decode(Path(sys.argv[2]).read_bytes(), type=Rows)
    storage = PlainTable(place) if "://" in place else AppendedFile(Path(place))
    Path(sys.argv[3]).write_bytes(msgspec.msgpack.encode(_store_all(storage, rows)))


if __name__ == "__main__":
    main()
