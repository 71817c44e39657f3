"""Where candidates sit at an exam: a room and a seat for each entry.

Rule: the exam's own seat counts; an entry without one has the seat of the candidate's row, in no room.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, bindparam, case, delete, func, insert, select, update

from examserver.storage import schema
from examserver.storage.prepared import Prepared

_ENTRIES, _CANDIDATES = schema.entries, schema.candidates


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate sits at an exam; room and seat may each be `""`."""

    exam: str
    candidate: str
    room: str = ""
    seat: str = ""


def seat_that_counts() -> ColumnElement[str]:
    """The seat of an entry that is joined with its candidate."""
    return case((_ENTRIES.c.seat != "", _ENTRIES.c.seat), else_=_CANDIDATES.c.seat)


_ONE = Prepared(
    select(_ENTRIES.c.exam, _ENTRIES.c.candidate, _ENTRIES.c.room, seat_that_counts().label("seat"))
    .join(_CANDIDATES)
    .where(_ENTRIES.c.exam == bindparam("exam"), _ENTRIES.c.candidate == bindparam("candidate"))
)


def expect_place(connection: Connection, exam: str, candidate: str) -> None:
    """Say that it will be asked for."""
    _ONE.ask(connection, {"exam": exam, "candidate": candidate})


def place_of(connection: Connection, exam: str, candidate: str) -> Place | None:
    """Where a candidate sits at an exam; None for who does not sit it."""
    row = _ONE.first(connection, {"exam": exam, "candidate": candidate})
    return Place(row.exam, row.candidate, row.room, row.seat) if row else None


def count_in_rooms(connection: Connection, exams: Collection[str]) -> dict[str, int]:
    """How many candidates of these exams sit in each room; who sits in no certain one is not counted."""
    rooms = (
        select(_ENTRIES.c.room, func.count())
        .where(_ENTRIES.c.exam.in_(exams), _ENTRIES.c.room != "")
        .group_by(_ENTRIES.c.room)
    )
    return dict(iter(connection.execute(rooms)))


def count_without_room(connection: Connection, exam: str) -> int:
    """How many candidates of an exam sit in no certain room."""
    query = select(func.count()).where(_ENTRIES.c.exam == exam, _ENTRIES.c.room == "")
    return int(connection.execute(query).scalar_one())


def places_at(connection: Connection, exam: str) -> tuple[Place, ...]:
    """Where all candidates of an exam sit, by admission number."""
    query = (
        select(_ENTRIES.c.exam, _ENTRIES.c.candidate, _ENTRIES.c.room, seat_that_counts())
        .join(_CANDIDATES)
        .where(_ENTRIES.c.exam == exam)
        .order_by(_ENTRIES.c.candidate)
    )
    return tuple(Place(*row) for row in connection.execute(query))


def seats_taken(connection: Connection, exams: Collection[str]) -> tuple[Place, ...]:
    """The seats of rooms that candidates have at any of these exams."""
    has_seat = (_ENTRIES.c.room != "") & (_ENTRIES.c.seat != "")
    query = select(_ENTRIES.c.exam, _ENTRIES.c.candidate, _ENTRIES.c.room, _ENTRIES.c.seat)
    wanted = query.where(has_seat, _ENTRIES.c.exam.in_(exams))
    return tuple(Place(*row) for row in connection.execute(wanted))


def sitting_any(connection: Connection, exams: Collection[str]) -> dict[str, str]:
    """Who sits one of these exams, and which."""
    query = select(_ENTRIES.c.candidate, _ENTRIES.c.exam).where(_ENTRIES.c.exam.in_(exams))
    return dict(iter(connection.execute(query)))


def enter(connection: Connection, places: Iterable[Place]) -> None:
    """Let candidates sit an exam that they did not sit."""
    rows = [
        {"exam": one.exam, "candidate": one.candidate, "room": one.room, "seat": one.seat} for one in places
    ]
    if rows:
        connection.execute(insert(_ENTRIES), rows)


def seat(connection: Connection, places: Iterable[Place]) -> None:
    """Say where candidates sit who sit the exam already."""
    where = (_ENTRIES.c.exam == bindparam("at"), _ENTRIES.c.candidate == bindparam("who"))
    rows = [{"at": one.exam, "who": one.candidate, "room": one.room, "seat": one.seat} for one in places]
    if rows:
        connection.execute(update(_ENTRIES).where(*where), rows)


def withdraw(connection: Connection, exam: str, candidates: Collection[str]) -> None:
    """Take candidates out of an exam; none of them may have an attempt at it."""
    where = (_ENTRIES.c.exam == bindparam("at"), _ENTRIES.c.candidate == bindparam("who"))
    rows = [{"at": exam, "who": candidate} for candidate in candidates]
    if rows:
        connection.execute(delete(_ENTRIES).where(*where), rows)


def with_attempts(connection: Connection, exam: str) -> frozenset[str]:
    """Who has logged in to an exam."""
    query = select(schema.attempts.c.candidate).where(schema.attempts.c.exam == exam)
    return frozenset(connection.execute(query).scalars())
