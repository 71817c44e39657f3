"""The times of an exam as pauses and closings leave them for one candidate.

Rule: while a pause stands the end moves with it, so nothing that is answered meanwhile is late and nothing is
closed by the clock; when it ends an extension gives back what it took. A closing is an end that comes early.
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from examprotocol.rulings import Deadline
from examserver.services.actions.whom import whom_of
from examserver.storage.attempts import Attempt
from examserver.storage.came_reports import reported_deadline
from examserver.storage.exams import Exam, exam_for
from examserver.storage.site_orders import OrderKind, OrderRow, Scope, is_lifted, touching

CLOSING_MILLISECONDS = 60_000
"""What stations have not handed in so long after a closing was ordered is closed with what the site has."""


def moved(exam: Exam, orders: Iterable[OrderRow], now: int) -> Exam:
    """The exam (the candidate's own times) at the site time `now` under orders that are for the candidate."""
    orders = tuple(orders)
    lost = lost_time(exam, orders, now)
    closed = min((one.at for one in orders if one.kind is OrderKind.CLOSE), default=0)
    ends, closes = exam.ends + lost, exam.closes + lost
    if closed:
        ends, closes = min(ends, closed), min(closes, closed + CLOSING_MILLISECONDS)
    return replace(exam, ends=ends, closes=closes) if (ends, closes) != (exam.ends, exam.closes) else exam


def lost_time(exam: Exam, orders: Iterable[OrderRow], now: int) -> int:
    """The milliseconds that the pauses among these orders have taken of the exam so far; none of one that
    was ended for everybody.
    """
    if exam.ended:
        return 0
    begins = [one.since for one in orders if one.kind is OrderKind.PAUSE and one.since < exam.ends]
    return max(0, now - max(min(begins), exam.starts)) if begins else 0


def orders_on(connection: Connection, exam: Exam, attempt: Attempt) -> tuple[OrderRow, ...]:
    """The pauses and closings that stand for an attempt."""
    found = touching(connection, exam.id, attempt.id)
    if not found:
        return ()
    is_placed = any(one.scope.room for one in found)
    whom = (
        whom_of(connection, exam, attempt) if is_placed else Scope(exam.sitting, exam.id, attempt=attempt.id)
    )
    return tuple(
        one for one in found if one.scope.covers(whom) and not is_lifted(connection, one.id, attempt.id)
    )


def own_exam(connection: Connection, attempt: Attempt, now: int) -> Exam | None:
    """The exam of an attempt with the candidate's own times as they are at this site time."""
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    return moved(exam, orders_on(connection, exam, attempt), now) if exam else None


def own_deadline(connection: Connection, attempt: Attempt) -> Deadline | None:
    """Until when answers count, and the grace; None while a pause stands: nothing is late then.

    At an exam that a site has reported it is what that site says.
    """
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    if exam is None:
        return None
    if exam.reported_by:
        return reported_deadline(connection, exam.id, attempt.candidate)
    orders = orders_on(connection, exam, attempt)
    is_closed = any(one.kind is OrderKind.CLOSE for one in orders)
    if not is_closed and not exam.ended and any(one.since < exam.ends for one in orders):
        return None
    closings = (one for one in orders if one.kind is OrderKind.CLOSE)
    ended = moved(exam, closings, 0)
    return Deadline(ended.ends, ended.closes - ended.ends)
