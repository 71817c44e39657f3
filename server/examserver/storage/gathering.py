"""What is here of all attempts at an exam, in a few questions to the tables instead of some for each."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from examprotocol.events import Head
from examserver.storage import schema


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


def rehearsals(connection: Connection) -> frozenset[str]:
    """The ids of exams that are rehearsals (演练)."""
    exams, sittings = schema.exams, schema.sittings
    query = select(exams.c.id).join(sittings, sittings.c.id == exams.c.sitting)
    return frozenset(connection.execute(query.where(sittings.c.rehearsal.is_(True))).scalars())


def sitting_titles(connection: Connection) -> dict[str, str]:
    """What each sitting is called."""
    table = schema.sittings
    return {row.id: row.title for row in connection.execute(select(table.c.id, table.c.title))}


def _counted(connection: Connection, table: Table, exam: str) -> dict[str, int]:
    attempts = schema.attempts
    query = (
        select(table.c.attempt, func.count())
        .join(attempts, attempts.c.id == table.c.attempt)
        .where(attempts.c.exam == exam)
        .group_by(table.c.attempt)
    )
    return dict(iter(connection.execute(query)))
