"""Whether an exam still goes on for somebody: with all extensions, and with the pauses that stand."""

from collections import Counter

from sqlalchemy import Connection

from examserver.services.actions.times import own_exam
from examserver.storage.attempts import attempts_of
from examserver.storage.exams import Exam
from examserver.storage.extensions import EVERYBODY, extensions_of
from examserver.storage.site_orders import standing_orders


def goes_on(connection: Connection, exam: Exam, now: int) -> bool:
    """Whether it has not closed, at a site time in milliseconds, for all who sit it; `exam` has the times for
    all. Also an exam that has not begun goes on.
    """
    if now < exam.extended(most_minutes(connection, exam.id)).closes:
        return True
    is_paused = not exam.ended and bool(standing_orders(connection, now))
    return is_paused and any(
        now < own.closes
        for attempt in attempts_of(connection, exam.id)
        if not attempt.submitted and (own := own_exam(connection, attempt, now))
    )


def most_minutes(connection: Connection, exam: str) -> int:
    """By how much the end of whoever has the most time is extended."""
    minutes: Counter[str] = Counter()
    for one in extensions_of(connection, exam):
        minutes[one.candidate] += one.minutes
    everybody = minutes.pop(EVERYBODY, 0)
    return everybody + max(minutes.values(), default=0)
