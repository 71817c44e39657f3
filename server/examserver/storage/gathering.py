"""What is here of all attempts at an exam, in a few questions to the tables instead of some for each."""

from collections import defaultdict
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Table, func, select

from examprotocol.attachments import Attachment
from examprotocol.events import Head
from examserver.storage import schema

_files = msgspec.json.Decoder(Attachment)


@dataclass(frozen=True, slots=True)
class Seated:
    """A candidate of an exam, and where they sit at it."""

    admission_number: str
    name: str
    room: str
    seat: str


def seated_at(connection: Connection, exam: str) -> tuple[Seated, ...]:
    """All candidates of an exam by admission number; the seat of the exam, else the candidate's own."""
    people, entries = schema.candidates, schema.entries
    query = (
        select(
            people.c.admission_number,
            people.c.name,
            people.c.seat,
            entries.c.room,
            entries.c.seat.label("own"),
        )
        .join(entries, entries.c.candidate == people.c.admission_number)
        .where(entries.c.exam == exam)
        .order_by(people.c.admission_number)
    )
    rows = connection.execute(query)
    return tuple(Seated(row.admission_number, row.name, row.room, row.own or row.seat) for row in rows)


def heads_at(connection: Connection, exam: str) -> dict[str, dict[str, Head]]:
    """How far each writer of each attempt at an exam has come."""
    writers, attempts = schema.writers, schema.attempts
    query = (
        select(writers.c.attempt, writers.c.id, writers.c.head_seq, writers.c.head_hash)
        .join(attempts, attempts.c.id == writers.c.attempt)
        .where(attempts.c.exam == exam)
        .order_by(writers.c.key)
    )
    found: dict[str, dict[str, Head]] = {}
    for row in connection.execute(query):
        found.setdefault(row.attempt, {})[row.id] = Head(row.head_seq, row.head_hash)
    return found


def count_receipts(connection: Connection, exam: str) -> dict[str, int]:
    """How many receipts each attempt at an exam has."""
    return _counted(connection, schema.receipts, exam)


def count_rulings(connection: Connection, exam: str) -> dict[str, int]:
    """How often somebody has ruled on each attempt at an exam."""
    return _counted(connection, schema.rulings, exam)


def count_apart(connection: Connection, exam: str) -> dict[str, int]:
    """How many events of each attempt at an exam are kept apart, since they contradict others."""
    return _counted(connection, schema.forks, exam)


def file_records(connection: Connection, exam: str) -> dict[str, tuple[Attachment, ...]]:
    """How the files of each attempt at an exam are sealed, by their hash."""
    table = schema.handed_files
    query = select(table.c.attempt, table.c.record).join(schema.attempts)
    query = query.where(schema.attempts.c.exam == exam).order_by(table.c.attempt, table.c.sha256)
    found: dict[str, list[Attachment]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.attempt].append(_files.decode(row.record))
    return {attempt: tuple(records) for attempt, records in found.items()}


def files_in(connection: Connection, exam: str) -> tuple[Attachment, ...]:
    """The same of all attempts together."""
    return tuple(one for records in file_records(connection, exam).values() for one in records)


def arrived_at(connection: Connection, attempt: str) -> int:
    """When the newest event of an attempt came, also one that is kept apart; a site time in milliseconds."""
    writers, events, forks = schema.writers, schema.events, schema.forks
    heads = (events.c.writer == writers.c.key) & (events.c.seq == writers.c.head_seq)
    newest = select(func.max(events.c.received)).join(writers, heads).where(writers.c.attempt == attempt)
    apart = select(func.max(forks.c.received)).where(forks.c.attempt == attempt)
    return max(connection.execute(one).scalar_one() or 0 for one in (newest, apart))


def _counted(connection: Connection, table: Table, exam: str) -> dict[str, int]:
    attempts = schema.attempts
    query = (
        select(table.c.attempt, func.count())
        .join(attempts, attempts.c.id == table.c.attempt)
        .where(attempts.c.exam == exam)
        .group_by(table.c.attempt)
    )
    return dict(iter(connection.execute(query)))
