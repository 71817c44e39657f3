"""Attempts that a restored service has forgotten: made anew under the id that they had.

Rule: the exam and its candidate must be here, and the id must be the one that follows from them.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.attempt_ids import attempt_id
from examserver.storage.attempts import Attempt, add_attempt
from examserver.storage.exams import exam_for


@dataclass(frozen=True, slots=True)
class NamedAttempt:
    """An attempt as a grant or a package names it; `candidate` is the admission number."""

    site: str
    attempt: str
    exam: str
    candidate: str


def fits(connection: Connection, named: NamedAttempt) -> bool:
    """Whether the exam and its candidate are here, and the attempt's id is theirs."""
    exam = exam_for(connection, named.exam, named.candidate)
    return exam is not None and attempt_id(named.site, exam.id, exam.paper, named.candidate) == named.attempt


def remade(connection: Connection, named: NamedAttempt) -> Attempt | None:
    """The attempt as it was before anybody logged in; None where it does not fit."""
    if not fits(connection, named):
        return None
    attempt = Attempt(named.attempt, named.exam, named.candidate, granted=0, submitted=False)
    add_attempt(connection, attempt)
    return attempt
