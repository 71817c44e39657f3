"""Stops the service in a rehearsal, so that everybody sees what happens then.

Rule: never while a real exam is near: from an hour before its start until it has closed for everybody.
"""

from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.services.sittings.finding import require_sitting
from examserver.storage.attempts import attempts_of
from examserver.storage.exams import Exam, all_exams, exam_for
from examserver.storage.sittings import rehearsed_exams

HOUR = 3_600_000


def real_exams_near(connection: Connection, now: int) -> tuple[Exam, ...]:
    """The real exams that a stopped service would harm at `now`, a site time in milliseconds."""
    rehearsed = rehearsed_exams(connection)
    return tuple(
        exam
        for exam in all_exams(connection)
        if exam.id not in rehearsed
        and not exam.cancelled
        and min(exam.starts, exam.key_release) - HOUR <= now
        and _goes_on(connection, exam, now)
    )


def _goes_on(connection: Connection, exam: Exam, now: int) -> bool:
    """Whether it has not closed, with the extensions of those who sit it."""
    if now < exam.extended(0).closes:
        return True
    open_ones = [attempt for attempt in attempts_of(connection, exam.id) if not attempt.submitted]
    own = (exam_for(connection, exam.id, attempt.candidate) for attempt in open_ones)
    return any(one is not None and now < one.closes for one in own)


def require_only_rehearsals(connection: Connection, sitting_id: str, now: int) -> None:
    """Raise SittingError where the sitting is no rehearsal, or a real exam is near."""
    if not require_sitting(connection, sitting_id).rehearsal:
        raise SittingError(
            f"{sitting_id} is no rehearsal: the service is not stopped for it.", "Nothing was stopped."
        )
    if near := real_exams_near(connection, now):
        raise SittingError(
            f"A real exam is near or under way: {', '.join(exam.id for exam in near)}.",
            "The service is stopped only when there is none. Nothing was stopped.",
        )
