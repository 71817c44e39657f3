"""Ends a sitting for everybody, or cancels it.

Rule: nothing that was answered is lost. Whoever sits is handed in as at the deadline: stations do it when
they hear of it, what they have not sent comes in the grace after it; then the service closes what is open.
"""

from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.services.actions.going_on import goes_on
from examserver.services.sittings.finding import require_exams, require_sitting
from examserver.services.sittings.moving import require_going_on
from examserver.storage.exams import Exam
from examserver.storage.sittings import Sitting, change_exam, exams_in, mark_sitting


def end_all(connection: Connection, sitting_id: str, now: int) -> tuple[Exam, ...]:
    """End all exams of a sitting for everybody, whatever time they had; those to come are cancelled.

    Returns the exams that go on no more. `now` is the site time in milliseconds. Raises SittingError.
    """
    sitting = _going_on(connection, sitting_id)
    exams = require_exams(connection, sitting)
    if all(now < exam.starts for exam in exams):
        raise SittingError(f"{sitting.id} has not begun yet.", "Cancel it, or move it to a later time.")
    ended = tuple(exam for exam in exams if goes_on(connection, exam, now))
    if not ended:
        raise SittingError(f"{sitting.id} is over by its own time.", "There is nothing to end.")
    for exam in ended:
        change_exam(connection, exam.id, ended=now, cancelled=now < exam.starts)
    mark_sitting(connection, sitting.id, ended=now)
    return ended


def cancel_all(connection: Connection, sitting_id: str, now: int) -> tuple[Exam, ...]:
    """Cancel a sitting: nobody logs in any more, and who sits is handed in. What was answered is kept.

    Returns its exams. `now` is the site time in milliseconds. Raises SittingError.
    """
    sitting = _going_on(connection, sitting_id)
    exams = exams_in(connection, sitting.id)
    for exam in exams:
        change_exam(connection, exam.id, ended=now, cancelled=True)
    mark_sitting(connection, sitting.id, cancelled=now)
    return exams


def _going_on(connection: Connection, sitting_id: str) -> Sitting:
    sitting = require_sitting(connection, sitting_id)
    require_going_on(sitting)
    return sitting
