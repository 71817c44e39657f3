"""Which attempts the service closes by itself now: by the clock, and by the staff's closings."""

from collections.abc import Iterator

from sqlalchemy import Connection

from examserver.services.actions.times import CLOSING_MILLISECONDS, own_exam
from examserver.services.actions.whom import exams_in
from examserver.storage.attempts import Attempt, attempts_of, attempts_to_close, find_attempt_by_id
from examserver.storage.exams import Exam, all_exams
from examserver.storage.site_orders import OrderKind, OrderRow, standing_orders

LOOKED_FOR = 24 * 3600 * 1000
"""Milliseconds: so long after a closing it is looked for attempts that it has not closed yet."""


def due_by_clock(connection: Connection, now: int) -> tuple[str, ...]:
    """The attempts whose time is over, without those for whom a pause stands."""
    due = attempts_to_close(connection, now)
    if not due or not _standing(connection, OrderKind.PAUSE):
        return due
    return tuple(one for one in due if _is_over(connection, find_attempt_by_id(connection, one), now))


def due_by_order(connection: Connection, now: int) -> tuple[str, ...]:
    """The attempts that the staff have closed and that were not handed in within a minute."""
    closings = [
        one
        for one in _standing(connection, OrderKind.CLOSE, now - LOOKED_FOR)
        if one.at + CLOSING_MILLISECONDS <= now
    ]
    if not closings:
        return ()
    named = [find_attempt_by_id(connection, one.scope.attempt) for one in closings if one.scope.attempt]
    whole = [one for one in closings if not one.scope.attempt]
    listed = [*named, *(attempt for exam in _exams(connection, whole) for attempt in _open(connection, exam))]
    found = {attempt.id: attempt for attempt in listed if attempt is not None and not attempt.submitted}
    return tuple(sorted(key for key, one in found.items() if _is_over(connection, one, now)))


def _standing(connection: Connection, kind: OrderKind, since: int = 0) -> list[OrderRow]:
    return [one for one in standing_orders(connection, since) if one.kind is kind]


def _exams(connection: Connection, closings: list[OrderRow]) -> Iterator[Exam]:
    exams = all_exams(connection) if closings else ()
    for closing in closings:
        yield from exams_in(closing.scope, exams)


def _open(connection: Connection, exam: Exam) -> Iterator[Attempt]:
    return (one for one in attempts_of(connection, exam.id) if not one.submitted)


def _is_over(connection: Connection, attempt: Attempt | None, now: int) -> bool:
    exam = own_exam(connection, attempt, now) if attempt else None
    return exam is not None and now >= exam.closes
