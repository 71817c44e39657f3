"""What stations say they hold of an attempt and the service does not have: a row while there is some."""

from sqlalchemy import Connection, delete, func, insert, select

from examserver.storage import schema

_TABLE = schema.held_answers


def held_by(connection: Connection, station: str) -> dict[str, int]:
    """How many events a station holds that are not here, by attempt."""
    query = select(_TABLE.c.attempt, _TABLE.c.events).where(_TABLE.c.station == station)
    return {row.attempt: row.events for row in connection.execute(query)}


def held_of_exam(connection: Connection, exam: str) -> dict[str, int]:
    """How many events of each attempt at an exam are known to lie at stations and are not here."""
    attempts = schema.attempts
    query = (
        select(_TABLE.c.attempt, func.sum(_TABLE.c.events))
        .join(attempts, attempts.c.id == _TABLE.c.attempt)
        .where(attempts.c.exam == exam)
        .group_by(_TABLE.c.attempt)
    )
    return {attempt: int(events) for attempt, events in connection.execute(query)}


def put_held(connection: Connection, station: str, held: dict[str, int], now: int) -> None:
    """Keep what a station says it holds, instead of what it said before; `now` is in milliseconds."""
    connection.execute(delete(_TABLE).where(_TABLE.c.station == station))
    rows = [{"station": station, "attempt": one, "at": now, "events": held[one]} for one in sorted(held)]
    if rows:
        connection.execute(insert(_TABLE), rows)
