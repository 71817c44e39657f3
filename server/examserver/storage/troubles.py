"""The troubles that a rehearsal ordered, and how many events its stations say they hold.

All times are site times in milliseconds.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select, update

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """A trouble at the seat where an attempt is sat, for so many seconds; `done` is 0 until the station says
    that it was carried out.
    """

    id: str
    attempt: str
    kind: str
    seconds: int
    ordered: int
    by: str
    done: int = 0


_TABLE, _TOLD = schema.troubles, schema.rehearsed_events


def add_trouble(connection: Connection, row: TroubleRow) -> None:
    """Store a trouble."""
    connection.execute(insert(_TABLE).values(asdict(row)))


def waiting_troubles(connection: Connection, since: int) -> tuple[TroubleRow, ...]:
    """The troubles that were ordered after `since` and not carried out yet, the oldest first."""
    wanted = (_TABLE.c.done == 0) & (_TABLE.c.ordered > since)
    query = select(_TABLE).where(wanted).order_by(_TABLE.c.ordered, _TABLE.c.id)
    return tuple(TroubleRow(**row._mapping) for row in connection.execute(query))


def mark_done(connection: Connection, attempt: str, ids: Iterable[str], now: int) -> None:
    """Note that a station carried these out; what is no trouble of the attempt is left out."""
    wanted = (_TABLE.c.attempt == attempt) & _TABLE.c.id.in_(tuple(ids)) & (_TABLE.c.done == 0)
    connection.execute(update(_TABLE).where(wanted).values(done=now))


def troubles_at(connection: Connection, exam: str) -> tuple[TroubleRow, ...]:
    """All troubles that were ordered at an exam, in that order."""
    attempts = schema.attempts
    query = (
        select(_TABLE)
        .join(attempts, attempts.c.id == _TABLE.c.attempt)
        .where(attempts.c.exam == exam)
        .order_by(_TABLE.c.ordered, _TABLE.c.id)
    )
    return tuple(TroubleRow(**row._mapping) for row in connection.execute(query))


def note_events(connection: Connection, attempt: str, station: str, events: int, now: int) -> None:
    """Note how many events of the attempt a station says that it holds."""
    wanted = (_TOLD.c.attempt == attempt) & (_TOLD.c.station == station)
    changed = connection.execute(update(_TOLD).where(wanted).values(at=now, events=events))
    if not changed.rowcount:
        row = {"attempt": attempt, "station": station, "at": now, "events": events}
        connection.execute(insert(_TOLD).values(row))


def told_events(connection: Connection, exam: str) -> dict[str, int]:
    """The most events that a station said it holds of each attempt at an exam, by the attempt's id."""
    attempts = schema.attempts
    query = (
        select(_TOLD.c.attempt, func.max(_TOLD.c.events))
        .join(attempts, attempts.c.id == _TOLD.c.attempt)
        .where(attempts.c.exam == exam)
        .group_by(_TOLD.c.attempt)
    )
    return dict(iter(connection.execute(query)))
