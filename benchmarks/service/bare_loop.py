"""The reference: one process that writes the rows of saves into SQLite, in groups, and does nothing else.

`python -m benchmarks.service.bare_loop FOLDER CLIENTS EVENTS GROUP` prints the seconds it took, and those of
processor time. With a fifth argument it checks a station's proof for each event, as every service must.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from benchmarks.service.stations import BEGAN, Seat
from examprotocol.canonical import canonical_bytes
from examprotocol.events import Answered, Epoch, Event, Writer, event_hash
from examprotocol.messages import API, SyncRequest
from examprotocol.responses import ChoiceResponse
from examprotocol.station_proof import asked, is_proven, prove
from examserver.storage import schema

NEW_EVENT = "INSERT INTO events (writer, seq, hash, content, received) VALUES (?, ?, ?, ?, ?)"
NEW_HEAD = "UPDATE writers SET head_seq = ?, head_hash = ? WHERE key = ?"
NEW_WRITER = "INSERT INTO writers (key, attempt, id, header, head_seq, head_hash) VALUES (?, ?, ?, ?, 0, ?)"

Row = tuple[int, int, str, bytes, int]


class BareLoop:
    """Writes an event and moves its writer's head, as the service does: with its tables, WAL and FULL."""

    def __init__(self, path: Path, clients: int) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        for table in (schema.writers, schema.events):
            self._connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        for key in range(clients):
            header = canonical_bytes(_writer(key))
            self._connection.execute(NEW_WRITER, (key, f"{key:032}", f"{key:032}", header, "0" * 64))

    def write(self, rows: Sequence[Row]) -> None:
        """One commit for all."""
        self._connection.execute("BEGIN IMMEDIATE")
        for row in rows:
            self._connection.execute(NEW_EVENT, row)
            self._connection.execute(NEW_HEAD, (row[1], row[2], row[0]))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class Proofs:
    """Checks the proof of one save again and again: each check costs the same."""

    def __init__(self) -> None:
        seat, event = Seat(1), _event(1)
        request = SyncRequest(_writer(1), 1, (event,))
        self._body, self._path = canonical_bytes(request), f"{API}/sync"
        self._key = seat.key.public_key()
        self._proof = prove(asked("POST", self._path, "t" * 43, self._body), seat.key)

    def check(self, count: int) -> None:
        """Check so many."""
        for _ in range(count):
            assert is_proven(asked("POST", self._path, "t" * 43, self._body), self._proof, self._key)


def main() -> None:
    """Write all rows and say how long it took."""
    folder = Path(sys.argv[1])
    clients, events, group = (int(word) for word in sys.argv[2:5])
    proofs = Proofs() if len(sys.argv) > 5 else None
    rows = [_row(number % clients, number // clients + 1) for number in range(events)]
    with tempfile.TemporaryDirectory(dir=folder) as place:
        loop = BareLoop(Path(place) / "bare.db", clients)
        began, used = time.perf_counter(), time.process_time()
        for start in range(0, events, group):
            if proofs:
                proofs.check(min(group, events - start))
            loop.write(rows[start : start + group])
        print(time.perf_counter() - began, time.process_time() - used)
        loop.close()


def _row(key: int, seq: int) -> Row:
    event = _event(seq)
    return key, seq, event_hash(_writer(key), event), canonical_bytes(event), BEGAN


def _event(seq: int) -> Event:
    body = Answered(f"q{seq % 100}", ChoiceResponse("abcd"[seq % 4]))
    return Event(seq, f"{seq:064}", BEGAN + seq, 5, body)


def _writer(key: int) -> Writer:
    return Writer(f"{key:032}", f"{key:032}", Epoch(1, 1), 1)


if __name__ == "__main__":
    main()
