"""When nothing came from where somebody sits: what an outage probably took, proposed to the staff.

It is read from the tables (when events came in, when stations were heard last), so it is known after a
crash, and by each of several web machines. Rule: a proposal only. Of a silence that is over only the events
tell, and candidates who think do not write either: a person decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, func, select

from examserver.services.actions.whom import sitting_in
from examserver.storage import schema, schema_monitor
from examserver.storage.exams import MINUTE, Exam

WORTH_A_WORD = 2 * MINUTE
LOOKED_BACK = 3 * 60 * MINUTE
"""Milliseconds: a shorter silence is nothing, an older one is not proposed any more."""

GRAIN = 10_000
"""Milliseconds: within so many it does not matter when something came."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing came in between two site times in milliseconds; `ends` is 0 while it goes on."""

    begins: int
    ends: int

    def minutes(self, now: int) -> int:
        """How long it was, or is, in whole minutes, rounded up."""
        return -((self.begins - (self.ends or now)) // MINUTE)


def longest_silence(connection: Connection, exam: Exam, room: str, now: int) -> Silence | None:
    """The longest of the last hours at an exam, or (room not `""`) among those of it in one room."""
    since = max(exam.starts, now - LOOKED_BACK)
    among = sitting_in(connection, exam.id, room) if room else None
    times = _came_in(connection, exam.id, among, since)
    if not times or now <= since:
        return None
    found = [Silence(one, other) for one, other in pairwise(times)]
    if now < exam.closes:
        found.append(Silence(max(times[-1], _heard_last(connection, exam.id, among)), 0))
    longest = max(found, key=lambda one: (one.ends or now) - one.begins, default=None)
    if longest is None or (longest.ends or now) - longest.begins < WORTH_A_WORD:
        return None
    return longest


def _came_in(connection: Connection, exam: str, candidates: Collection[str] | None, since: int) -> list[int]:
    """When events came in, in order and to the GRAIN."""
    events, writers, attempts = schema.events, schema.writers, schema.attempts
    grain = (events.c.received // GRAIN).label("grain")
    query = (
        select(grain)
        .join(writers, events.c.writer == writers.c.key)
        .join(attempts, writers.c.attempt == attempts.c.id)
        .where(attempts.c.exam == exam, events.c.received >= since)
        .distinct()
        .order_by(grain)
    )
    if candidates is not None:
        query = query.where(attempts.c.candidate.in_(candidates))
    return [int(one) * GRAIN for one in connection.execute(query).scalars()]


def _heard_last(connection: Connection, exam: str, candidates: Collection[str] | None) -> int:
    """When one of the stations was heard last that have an exam which is not handed in; 0: never."""
    seen, attempts = schema_monitor.seen_stations, schema.attempts
    query = (
        select(func.max(seen.c.heard))
        .join(attempts, attempts.c.holder == seen.c.station)
        .where(attempts.c.exam == exam, attempts.c.submitted.is_(False))
    )
    if candidates is not None:
        query = query.where(attempts.c.candidate.in_(candidates))
    return connection.execute(query).scalar_one() or 0
