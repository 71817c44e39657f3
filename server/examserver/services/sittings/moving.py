"""Moves the times of a sitting: all of it before its start (场次延时), its end while it runs (场次时间调整).

Rule: what is moved are the times of the exams. Extensions are minutes on top of them, and stay what they are.
The key is never given out earlier than the authority allows, whatever is moved.
"""

from dataclasses import replace

from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.services.exams import MINUTE
from examserver.services.sittings.finding import require_exams, require_sitting
from examserver.services.sittings.own_times import over_before, own_times, store_used
from examserver.site_times import shown
from examserver.storage.exams import Exam
from examserver.storage.sittings import Sitting, change_exam, mark_sitting
from examserver.storage.upstream import find_upstream_paper

MOST_MINUTES = 24 * 60


def require_going_on(sitting: Sitting) -> None:
    """Raise SittingError where the sitting was ended or cancelled."""
    if sitting.ended or sitting.cancelled:
        raise SittingError(
            f"{sitting.id} is over: it was ended or cancelled.",
            "Postpone it to a new time: then everybody goes on with what was answered.",
        )


def move_all(connection: Connection, sitting_id: str, minutes: int, now: int) -> tuple[Exam, ...]:
    """Move all times of a sitting that has not begun, later or with minutes below 0 earlier.

    Returns the exams as they are then. `now` is the site time in milliseconds. Raises SittingError.
    """
    sitting = require_sitting(connection, sitting_id)
    require_going_on(sitting)
    exams = require_exams(connection, sitting)
    if not 1 <= abs(minutes) <= MOST_MINUTES:
        raise SittingError(
            f"A sitting cannot be moved by {minutes} minutes.",
            f"Give 1 to {MOST_MINUTES}, or postpone it to another day.",
        )
    if begun := [exam.id for exam in exams if exam.starts <= now]:
        raise SittingError(
            f"These have begun already: {', '.join(begun)}.",
            "Extend the sitting, or postpone it: then everybody goes on with the rest of the time.",
        )
    if exams[0].starts + minutes * MINUTE <= now:
        raise SittingError("It would have begun already.", "Move it by fewer minutes.")
    moved = tuple(_moved(connection, exam, minutes * MINUTE) for exam in exams)
    mark_sitting(connection, sitting.id, moved=now)
    return moved


def _moved(connection: Connection, exam: Exam, by: int) -> Exam:
    moved = shifted(exam, by)
    require_released_in_time(connection, exam, moved)
    store_used(connection, exam.id, over_before(exam, by, own_times(connection, exam.id)))
    store_times(connection, moved)
    return moved


def shifted(exam: Exam, by: int) -> Exam:
    """The exam with all its times moved by so many milliseconds."""
    return replace(
        exam,
        starts=exam.starts + by,
        ends=exam.ends + by,
        key_release=exam.key_release + by,
        closes=exam.closes + by,
    )


def store_times(connection: Connection, exam: Exam) -> None:
    """Keep the times of an exam as they are here."""
    change_exam(
        connection,
        exam.id,
        starts=exam.starts,
        ends=exam.ends,
        key_release=exam.key_release,
        closes=exam.closes,
        ended=exam.ended,
        cancelled=exam.cancelled,
    )


def require_released_in_time(connection: Connection, exam: Exam, moved: Exam) -> None:
    """Raise SittingError where an exam would open its paper earlier than before, and the authority later."""
    paper = find_upstream_paper(connection, exam.paper)
    if paper is not None and moved.key_release < exam.key_release and moved.key_release < paper.release:
        raise SittingError(
            f"The authority releases the key of {paper.paper} at {shown(paper.release)}, "
            f"and {exam.id} would open it before.",
            "Move it by fewer minutes, or ask the authority.",
        )


def shorten_all(connection: Connection, sitting_id: str, minutes: int, now: int) -> tuple[Exam, ...]:
    """Let all exams of a sitting end earlier, but not before now; the times of extensions stay on top.

    Returns the exams as they are then. `now` is the site time in milliseconds. Raises SittingError.
    """
    sitting = require_sitting(connection, sitting_id)
    require_going_on(sitting)
    if not 1 <= minutes <= MOST_MINUTES:
        raise SittingError(f"A sitting cannot end {minutes} minutes earlier.", f"Give 1 to {MOST_MINUTES}.")
    exams = [exam for exam in require_exams(connection, sitting) if now < exam.ends]
    by = minutes * MINUTE
    if not exams or any(exam.ends - by <= max(now, exam.starts) for exam in exams):
        raise SittingError(
            "An exam of it would be over already.", "Take fewer minutes away, or end the sitting."
        )
    if any(_has_too_little(connection, exam, by, now) for exam in exams):
        raise SittingError(
            "An exam of it would be over already.", "Take fewer minutes away, or end the sitting."
        )
    shorter = tuple(replace(exam, ends=exam.ends - by, closes=exam.closes - by) for exam in exams)
    for exam in shorter:
        store_times(connection, exam)
    return shorter


def _has_too_little(connection: Connection, exam: Exam, by: int, now: int) -> bool:
    """Whether somebody has time left, as after a postponement, and less than is taken away."""
    begins = max(now, exam.starts)
    return any(begins < own.end(exam) <= begins + by for own in own_times(connection, exam.id).values())
