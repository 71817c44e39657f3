"""The times of an exam as pauses and closings leave them for one candidate.

Rule: while a pause stands the end moves with it, so nothing that is answered meanwhile is late and nothing is
closed by the clock; when it ends an extension gives back what it took. A closing is an end that comes early.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from examprotocol.rulings import Deadline
from examserver.services.actions.given_back import NOTHING, GivenBack, read_given, taken
from examserver.services.actions.spans import Span
from examserver.services.actions.whom import whom_of
from examserver.storage.attempts import Attempt
from examserver.storage.came_reports import reported_deadline
from examserver.storage.exams import Exam, exam_for
from examserver.storage.site_orders import OrderKind, OrderRow, Scope, dealt_by, touching

CLOSING_MILLISECONDS = 60_000
"""What stations have not handed in so long after a closing was ordered is closed with what the site has."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The pauses and closings that are for an attempt, and what was given back of other pauses. A pause that
    a proctor lifted at the seat has its end.
    """

    orders: tuple[OrderRow, ...] = ()
    given: tuple[Span, ...] = ()

    def of(self, kind: OrderKind) -> tuple[OrderRow, ...]:
        """Those of a kind that count still."""
        return tuple(one for one in self.orders if one.kind is kind and not one.ended)

    def pauses(self, exam: Exam) -> tuple[OrderRow, ...]:
        """Those by which the exam, with the candidate's own times, stands still."""
        if exam.ended:
            return ()
        return tuple(one for one in self.of(OrderKind.PAUSE) if one.since < exam.ends)

    def is_paused(self, exam: Exam) -> bool:
        """Whether the exam, with the candidate's own times, stands still."""
        return bool(self.pauses(exam))


NOTHING_IN_FORCE = InForce()


def moved(exam: Exam, standing: InForce, now: int) -> Exam:
    """The exam (the candidate's own times) at the site time `now` under what stands for the candidate."""
    orders = standing.orders
    lost = taken(exam, (one for one in orders if one.kind is OrderKind.PAUSE), standing.given, now)
    closed = min((one.at for one in orders if one.kind is OrderKind.CLOSE), default=0)
    ends, closes = exam.ends + lost, exam.closes + lost
    if closed:
        ends, closes = min(ends, closed), min(closes, closed + CLOSING_MILLISECONDS)
    return replace(exam, ends=ends, closes=closes) if (ends, closes) != (exam.ends, exam.closes) else exam


def standing_for(connection: Connection, exam: Exam, attempt: Attempt) -> InForce:
    """The pauses and closings that stand for an attempt."""
    found = touching(connection, exam.id, attempt.id)
    if not found:
        return NOTHING_IN_FORCE
    is_placed = any(one.scope.room for one in found)
    whom = (
        whom_of(connection, exam, attempt) if is_placed else Scope(exam.sitting, exam.id, attempt=attempt.id)
    )
    left = (dealt_by(connection, one.id, attempt.id).leaves(one, attempt.id) for one in found)
    orders = tuple(one for one in left if one is not None and one.scope.covers(whom))
    return InForce(orders, given_beside(connection, orders).spans(exam, attempt.candidate, attempt.id))


def given_beside(connection: Connection, orders: Iterable[OrderRow]) -> GivenBack:
    """What other pauses gave back of the time of those among these orders."""
    begins = [one.since for one in orders if one.kind is OrderKind.PAUSE]
    return read_given(connection, min(begins)) if begins else NOTHING


def own_exam(connection: Connection, attempt: Attempt, now: int) -> Exam | None:
    """The exam of an attempt with the candidate's own times as they are at this site time."""
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    return moved(exam, standing_for(connection, exam, attempt), now) if exam else None


def own_deadline(connection: Connection, attempt: Attempt) -> Deadline | None:
    """Until when answers count, and the grace; None while a pause stands: nothing is late then.

    At an exam that a site has reported it is what that site says.
    """
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    if exam is None:
        return None
    if exam.reported_by:
        return reported_deadline(connection, exam.id, attempt.candidate)
    standing = standing_for(connection, exam, attempt)
    if not standing.of(OrderKind.CLOSE) and standing.is_paused(exam):
        return None
    over = (one for one in standing.orders if one.ended or one.kind is OrderKind.CLOSE)
    ended = moved(exam, replace(standing, orders=tuple(over)), 0)
    return Deadline(ended.ends, ended.closes - ended.ends)
