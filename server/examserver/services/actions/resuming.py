"""Ends a pause, and gives back what it took.

Rule: each candidate has back what stood still for them and nothing else: what another pause gave back already
is not given again, and what was worked after a proctor lifted the pause at the seat was not lost. Where all
of an exam get one extension, whoever is due less of it has the rest counted as used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy import Connection

from examprotocol.extensions import Extension
from examserver.services.actions.given_back import GivenBack, ids_of_return, minutes_taken, read_given
from examserver.services.actions.giving_time import go_on, left_of, whose_time
from examserver.services.actions.naming import order_called
from examserver.services.actions.scopes import require_reason, scope_said
from examserver.services.extensions import extend
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.attempts import attempts_of
from examserver.storage.exams import MINUTE, Exam, add_used, candidates_of
from examserver.storage.extensions import EVERYBODY, minutes_by_id
from examserver.storage.reviews import Review
from examserver.storage.site_orders import OrderKind, OrderRow, end_order, lifts_of


class ResumeExams(StaffOrder, frozen=True, tag="resume_exams"):
    """End a pause and give back what it took: the whole minutes that it was long, or so many as are said."""

    RECORDED: ClassVar = ("pause", "minutes")

    pause: str
    minutes: int = -1
    by: str = ""
    reason: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError and ExamSetupError."""
        require_reason(self.reason, self.by)
        row = order_called(bench.connection, self.pause, OrderKind.PAUSE)
        end_order(bench.connection, row.id, bench.now)
        pause = pause_over(bench.connection, replace(row, ended=bench.now), self.minutes)
        reviews = list(self._give_back(bench, pause))
        given = len(reviews)
        lines = (
            f"It goes on: {scope_said(row.scope)}.",
            f"{given} extension{'' if given == 1 else 's'} gave back what the pause took.",
        )
        return Outcome(lines, unfinished=left_of(bench.connection, reviews))

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """The next of those who have handed in."""
        return go_on(bench, outcome)

    def _give_back(self, bench: Bench, pause: "PauseOver") -> Iterator[Review]:
        """What a client has brought back of it to a restored service is not given again."""
        connection, row = bench.connection, pause.row
        known = minutes_by_id(connection, row.since)
        whose = tuple(whose_time(connection, row.scope, row.since))
        attempts = {exam.id: _attempts(connection, exam.id) for exam, _ in whose}
        for exam, candidate in whose:
            minutes = pause.due(exam, candidate, attempts[exam.id].get(candidate, ""))
            if candidate == EVERYBODY and (pause.given.pauses or pause.lifts):
                _settle(connection, exam, pause, minutes, attempts[exam.id])
            minutes -= GivenBack(minutes=known).of(row.id, exam.id, candidate)
            if minutes > 0:
                ids = ids_of_return(row.id, exam.id, candidate)
                free = next(one for one in ids if one not in known)
                wish = Extension("", exam.id, free, 0, candidate, minutes, self.reason, bench.now)
                yield extend(connection, bench.book, wish)[1]


@dataclass(frozen=True, slots=True)
class PauseOver:
    """A pause that has ended, what others gave back before it, and since when it counts no more for attempts.

    `said` are the minutes that somebody named instead of what it took, -1 for none.
    """

    row: OrderRow
    given: GivenBack
    lifts: Mapping[str, int]
    said: int = -1

    def due(self, exam: Exam, candidate: str, attempt: str) -> int:
        """The whole minutes that a candidate is due of it."""
        lifted = self.lifts.get(attempt)
        row = self.row if lifted is None else replace(self.row, ended=lifted)
        taken = minutes_taken(exam, row, self.given.spans(exam, candidate, attempt), self.row.ended)
        if self.said < 0:
            return taken
        return self.said if lifted is None else min(self.said, taken)


def pause_over(connection: Connection, row: OrderRow, said: int = -1) -> PauseOver:
    """What is known of a pause whose row says when it ended."""
    lifts = lifts_of(connection, [row.id]).get(row.id, {})
    return PauseOver(row, read_given(connection, row.since, but=row), lifts, said)


def _attempts(connection: Connection, exam: str) -> Mapping[str, str]:
    """The ids of the attempts at an exam, by admission number."""
    return {one.candidate: one.id for one in attempts_of(connection, exam)}


def _settle(
    connection: Connection, exam: Exam, pause: PauseOver, minutes: int, attempts: Mapping[str, str]
) -> None:
    """Count as used what somebody is due less than all are given; or give them what they are due more, since
    they had less of another pause.
    """
    for one in candidates_of(connection, exam.id):
        candidate = one.admission_number
        more = minutes - pause.due(exam, candidate, attempts.get(candidate, ""))
        if more:
            add_used(connection, exam.id, candidate, more * MINUTE)
