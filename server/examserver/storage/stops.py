"""How often a rehearsal has stopped the service, so that each of several processes knows of it.

Rule: they are numbered, not timed: a process that was started again a moment later is not stopped once more.
"""

from sqlalchemy import Connection, func, insert, select

from examserver.storage.schema_alive import stops


def note_stop(connection: Connection, now: int) -> None:
    """The service is to stop: all processes of it. `now` is the site time in milliseconds."""
    connection.execute(insert(stops).values(number=count_stops(connection) + 1, at=now))


def count_stops(connection: Connection) -> int:
    """How often it was to stop so far."""
    return int(connection.execute(select(func.coalesce(func.max(stops.c.number), 0))).scalar_one())
