"""What ties a station to an attempt: its sessions, the writers that began there, and what is open there."""

import msgspec
from sqlalchemy import Connection, select

from examprotocol.events import Epoch, Event, Started
from examserver.storage import schema

_event = msgspec.json.Decoder(Event)


def newest_epoch_at(connection: Connection, attempt: str, station: str) -> Epoch | None:
    """The newest epoch that was granted in an attempt to this very station; None where it had no session."""
    table = schema.sessions
    query = (
        select(table.c.generation, table.c.granted)
        .where(table.c.attempt == attempt, table.c.station == station)
        .order_by(table.c.generation.desc(), table.c.granted.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return Epoch(row.generation, row.granted) if row else None


def has_begun_at(connection: Connection, attempt: str, station: str) -> bool:
    """Whether a writer of the attempt says by its first event that it began at this station."""
    writers, events = schema.writers, schema.events
    query = (
        select(events.c.content)
        .join(writers, events.c.writer == writers.c.key)
        .where(writers.c.attempt == attempt, events.c.seq == 1)
    )
    bodies = (_event.decode(content).body for content in connection.execute(query).scalars())
    return any(isinstance(body, Started) and body.station == station for body in bodies)


def open_at(connection: Connection, exam: str) -> dict[str, tuple[str, ...]]:
    """Of an exam's attempts that are not handed in: the stations that hold them to their candidates."""
    table = schema.attempts
    query = (
        select(table.c.holder, table.c.candidate)
        .where(table.c.exam == exam, table.c.submitted.is_(False), table.c.holder != "")
        .order_by(table.c.candidate)
    )
    found: dict[str, tuple[str, ...]] = {}
    for holder, candidate in connection.execute(query):
        found[holder] = (*found.get(holder, ()), candidate)
    return found
