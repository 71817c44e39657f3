"""Stops the service in a rehearsal, so that everybody sees what happens then.

Rule: never while a real exam is near: from an hour before its start until it has closed for everybody, with
all extensions and pauses.
"""

from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.services.actions.going_on import goes_on
from examserver.services.sittings.finding import require_sitting
from examserver.storage.exams import Exam, all_exams
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
        and goes_on(connection, exam, now)
    )


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
