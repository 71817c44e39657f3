"""Whether somebody may log in who was not checked in: what the site or the sitting has chosen.

Rule: only the first login needs it. A restart, another machine and an answer package ask for nothing again.
Whom the head proctor has refused does not get in, whatever was chosen.
"""

from sqlalchemy import Connection

from examprotocol.messages import Refusal
from examserver.errors import RefusedError
from examserver.storage.attempts import NEVER, Attempt
from examserver.storage.checkins import CheckInState, checkin_of, is_needed
from examserver.storage.exams import Exam


def require_checked_in(connection: Connection, exam: Exam, attempt: Attempt) -> None:
    """Raise RefusedError for who has never sat at a machine, and was refused, or not checked in where that is
    needed.
    """
    if attempt.granted or attempt.claimed != NEVER:
        return
    row = checkin_of(connection, exam.id, attempt.candidate)
    if row is not None and row.state is CheckInState.REFUSED:
        raise RefusedError(Refusal.ENTRY_REFUSED, "The head proctor has refused the candidate's entry.")
    if (row is None or not row.is_in) and is_needed(connection, exam):
        raise RefusedError(Refusal.NOT_CHECKED_IN, "The candidate was not checked in yet.")
