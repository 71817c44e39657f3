"""Writes a journal as version 1 of the program wrote it: its schema, and its records in the clear."""

import sqlite3
from pathlib import Path

from examprotocol.canonical import canonical_bytes
from examprotocol.events import WriterLog, event_hash

SCHEMA = """
CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE writers (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, header BLOB NOT NULL) STRICT;
CREATE TABLE events (
  writer INTEGER NOT NULL REFERENCES writers, seq INTEGER NOT NULL, event BLOB NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (writer, seq)
) STRICT, WITHOUT ROWID;
"""


def write_in_the_clear(path: Path, logs: tuple[WriterLog, ...], notes: dict[str, str]) -> None:
    """A closed journal of version 1."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = 1; COMMIT;")
    for number, log in enumerate(logs, 1):
        header = (number, log.writer.id, canonical_bytes(log.writer))
        connection.execute("INSERT INTO writers VALUES (?, ?, ?)", header)
        rows = [
            (number, event.seq, canonical_bytes(event), bytes.fromhex(event_hash(log.writer, event)))
            for event in log.events
        ]
        connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO header VALUES (?, ?)", notes.items())
    connection.close()
