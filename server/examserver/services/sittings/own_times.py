"""What each candidate of an exam has of its time: minutes more, what was used before it was postponed, and
since when the candidate's room stands still.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from examserver.services.actions.times import standing_for
from examserver.storage import schema
from examserver.storage.attempts import attempts_of
from examserver.storage.exams import MINUTE, Exam
from examserver.storage.extensions import minutes_for
from examserver.storage.site_orders import OrderKind, OrderRow, standing_orders


@dataclass(frozen=True, slots=True)
class OwnTime:
    """A candidate's own time: minutes of extension, and milliseconds that were used before."""

    minutes: int
    used: int

    def end(self, exam: Exam) -> int:
        """The candidate's own end, a site time in milliseconds; `exam` has the times for all."""
        return exam.ends + self.minutes * MINUTE - self.used


def own_times(connection: Connection, exam_id: str) -> dict[str, OwnTime]:
    """By admission number, of all who are to sit the exam."""
    entries = schema.entries
    minutes = minutes_for(entries.c.exam, entries.c.candidate).label("minutes")
    query = select(entries.c.candidate, entries.c.used, minutes).where(entries.c.exam == exam_id)
    return {row.candidate: OwnTime(row.minutes, row.used) for row in connection.execute(query)}


def over_before(exam: Exam, by: int, own: Mapping[str, OwnTime]) -> dict[str, int]:
    """What is used by those whose time was over before it was postponed, where the exam moves by so many
    milliseconds: they keep the old end.
    """
    return {who: one.used + by for who, one in own.items() if one.end(exam) <= exam.starts}


def store_used(connection: Connection, exam_id: str, used: Mapping[str, int]) -> None:
    """Keep what candidates have used."""
    entries = schema.entries
    for candidate, milliseconds in used.items():
        wanted = (entries.c.exam == exam_id) & (entries.c.candidate == candidate)
        connection.execute(update(entries).where(wanted).values(used=milliseconds))


def stood_still(connection: Connection, exam: Exam) -> dict[str, int]:
    """Since when those stand still whose room, seat or attempt is paused, by admission number."""
    if not any(_is_pause_of_some(one) for one in standing_orders(connection)):
        return {}
    found = {}
    for attempt in attempts_of(connection, exam.id):
        standing = standing_for(connection, exam, attempt).orders
        paused = [one.since for one in standing if _is_pause_of_some(one)]
        if paused:
            found[attempt.candidate] = min(paused)
    return found


def _is_pause_of_some(order: OrderRow) -> bool:
    """One of the whole sitting, or of a whole exam, ends when that is postponed."""
    return order.kind is OrderKind.PAUSE and bool(order.scope.room or order.scope.attempt)
