"""How long exams last with all the time that was given, asked of many at once: for pages and lists.

Rule: however many exams and candidates there are, the same few statements are asked; for each exam that is
beyond its times while a pause stands that may be about it, a few more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.services.actions.going_on import is_held_open, most_of
from examserver.services.actions.whom import exams_in
from examserver.storage.exams import Exam
from examserver.storage.extensions import EVERYBODY, minutes_given
from examserver.storage.site_orders import OrderKind, OrderRow, standing_orders

LOOKED_FOR = 30 * 24 * 3_600_000
"""Milliseconds after its planned closing in which somebody may still sit an exam."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """An exam with the times that all have by now, and with those of whoever has the most time.

    `is_held`: it is beyond these, and a pause that stands keeps it open for somebody.
    """

    for_all: Exam
    for_last: Exam
    is_held: bool = False

    @property
    def ends(self) -> int:
        """When it ends for all, as a site time in milliseconds."""
        return self.for_all.ends

    @property
    def last_ends(self) -> int:
        """When it ends for whoever has the most time."""
        return self.for_last.ends

    def goes_on(self, now: int) -> bool:
        """Whether it has not closed for all who sit it; also one that has not begun goes on."""
        return now < self.for_last.closes or self.is_held


def lasting_of(connection: Connection, exams: Iterable[Exam], now: int) -> dict[str, Lasting]:
    """Of each of these exams (with their times as stored) by its id, at a site time in milliseconds."""
    known = tuple(exams)
    recent = tuple(exam for exam in known if now < exam.closes + LOOKED_FOR)
    minutes = minutes_given(connection, [exam.id for exam in recent])
    found = {exam.id: _lasting(exam, minutes.get(exam.id, {})) for exam in known}
    past = [exam for exam in recent if now >= found[exam.id].last_ends and not exam.ended]
    pauses = _pauses(connection, now) if past else ()
    for exam in past:
        one = found[exam.id]
        if _may_hold(pauses, one.for_last) and is_held_open(connection, exam, now):
            found[exam.id] = Lasting(one.for_all, one.for_last, is_held=True)
    return found


def still_on(connection: Connection, exams: Iterable[Exam], now: int) -> tuple[Exam, ...]:
    """Those of these exams that have not closed for all who sit them, in the same order."""
    known = tuple(exams)
    lasting = lasting_of(connection, known, now)
    return tuple(exam for exam in known if lasting[exam.id].goes_on(now))


def _lasting(exam: Exam, minutes: dict[str, int]) -> Lasting:
    return Lasting(exam.extended(minutes.get(EVERYBODY, 0)), exam.extended(most_of(minutes)))


def _pauses(connection: Connection, now: int) -> tuple[OrderRow, ...]:
    return tuple(one for one in standing_orders(connection, now) if one.kind is OrderKind.PAUSE)


def _may_hold(pauses: Iterable[OrderRow], exam: Exam) -> bool:
    """Whether one of these began before its end, and is not about other exams alone."""
    return any(one.since < exam.ends and any(exams_in(one.scope, [exam])) for one in pauses)
