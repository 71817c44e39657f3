"""Lets a candidate in again whose attempt was handed in or closed.

Rule: nothing is taken back. What was handed in stays signed; handing in again gives the same receipt, or a
supplement to it.
"""

import logging
from typing import ClassVar

from sqlalchemy import Connection

from examprotocol.extensions import Extension
from examserver.errors import ActionError
from examserver.ids import new_id
from examserver.services.actions.giving_time import go_on, left_of
from examserver.services.actions.going_on import require_not_ended
from examserver.services.actions.scopes import require_reason, require_scope
from examserver.services.actions.times import own_exam, standing_for
from examserver.services.extensions import extend
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.attempts import Attempt, find_attempt_by_id, mark_open
from examserver.storage.exams import MINUTE, exam_for
from examserver.storage.site_orders import OrderKind, OrderRow, Scope, add_order, deal_with

log = logging.getLogger(__name__)


class LetInAgain(StaffOrder, frozen=True, tag="let_in_again"):
    """Open an attempt again, with so many minutes more (0: with the time that is left)."""

    RECORDED: ClassVar = ("attempt", "minutes")

    attempt: str
    minutes: int = 0
    by: str = ""
    reason: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError, RulingError and ExamSetupError."""
        require_reason(self.reason, self.by)
        attempt = _attempt(bench.connection, self.attempt)
        require_not_ended(bench.connection, attempt.exam)
        was_closed = _lift_closings(bench, attempt)
        if not attempt.submitted and not was_closed:
            raise ActionError("This attempt is open.", "The candidate can log in as it is.")
        scope = Scope(attempt=attempt.id)
        add_order(
            bench.connection,
            OrderRow(
                new_id(),
                OrderKind.REOPEN,
                bench.now,
                bench.now,
                scope,
                "",
                " ".join(self.by.split()),
                reason=self.reason,
            ),
        )
        unfinished = self._give_minutes(bench, attempt) if self.minutes else ""
        left = _time_left(bench, attempt)
        mark_open(bench.connection, attempt.id)
        log.warning("attempt %s is open again by the staff", attempt.id)
        told = f"Candidate {attempt.candidate} may go on, for {left // MINUTE} minutes."
        return Outcome((told, "What was handed in stays signed."), unfinished=unfinished)

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """What is left of the extension."""
        return go_on(bench, outcome)

    def _give_minutes(self, bench: Bench, attempt: Attempt) -> str:
        wish = Extension("", attempt.exam, "", 0, attempt.candidate, self.minutes, self.reason, bench.now)
        review = extend(bench.connection, bench.book, wish)[1]
        return left_of(bench.connection, (review,))


def _attempt(connection: Connection, text: str) -> Attempt:
    found = find_attempt_by_id(connection, require_scope(connection, Scope(attempt=text)).attempt)
    assert found is not None, "a scope names an attempt that is there"
    return found


def _lift_closings(bench: Bench, attempt: Attempt) -> bool:
    """No closing counts for it any more; says whether one did."""
    exam = exam_for(bench.connection, attempt.exam, attempt.candidate)
    closings = standing_for(bench.connection, exam, attempt).of(OrderKind.CLOSE) if exam else ()
    for one in closings:
        deal_with(bench.connection, one.id, attempt.id, bench.now, lifted=True)
    return bool(closings)


def _time_left(bench: Bench, attempt: Attempt) -> int:
    """The milliseconds until the candidate's own end; raises ActionError where there are none."""
    exam = own_exam(bench.connection, attempt, bench.now)
    if exam is None or exam.ends <= bench.now:
        raise ActionError("The candidate's time is over.", "Say how many minutes more there are.")
    return exam.ends - bench.now
