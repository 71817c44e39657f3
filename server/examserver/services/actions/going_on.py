"""Whether an exam still goes on for somebody: with all extensions, and with the pauses that stand."""

from collections.abc import Mapping

from sqlalchemy import Connection

from examserver.errors import ActionError
from examserver.services.actions.times import own_exam
from examserver.storage.attempts import attempts_of
from examserver.storage.exams import Exam, find_exam
from examserver.storage.extensions import EVERYBODY, minutes_given
from examserver.storage.site_orders import standing_orders


def goes_on(connection: Connection, exam: Exam, now: int) -> bool:
    """Whether it has not closed, at a site time in milliseconds, for all who sit it; `exam` has the times for
    all. Also an exam that has not begun goes on.
    """
    if now < exam.extended(most_minutes(connection, exam.id)).closes:
        return True
    return is_held_open(connection, exam, now)


def is_held_open(connection: Connection, exam: Exam, now: int) -> bool:
    """Whether a pause that stands keeps it open beyond its times for somebody who has not handed in."""
    is_paused = not exam.ended and bool(standing_orders(connection, now))
    return is_paused and any(
        now < own.closes
        for attempt in attempts_of(connection, exam.id)
        if not attempt.submitted and (own := own_exam(connection, attempt, now))
    )


def require_not_ended(connection: Connection, exam_id: str) -> None:
    """Raise ActionError where the exam was ended or cancelled for everybody: more time would do nothing."""
    exam = find_exam(connection, exam_id)
    if exam is not None and exam.ended:
        raise ActionError(
            f"{exam.id} was ended or cancelled with its sitting.", "Postpone it: then everybody goes on."
        )


def most_minutes(connection: Connection, exam: str) -> int:
    """By how much the end of whoever has the most time is extended."""
    return most_of(minutes_given(connection, [exam]).get(exam, {}))


def most_of(minutes: Mapping[str, int]) -> int:
    """The same, of the minutes that were given to each candidate, and to everybody."""
    own = (more for who, more in minutes.items() if who != EVERYBODY)
    return minutes.get(EVERYBODY, 0) + max(own, default=0)
