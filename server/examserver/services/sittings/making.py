"""Sets sittings up: a title, the exams in them, and the rooms of each exam.

Rule: whether a sitting is a rehearsal is said once, when it is made. An exam at which somebody sits already
never changes from what counts to what does not, nor back.
"""

from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.services.rooms import require_room
from examserver.services.sittings.finding import require_exam, require_sitting
from examserver.storage.attempts import attempts_of
from examserver.storage.exams import Exam
from examserver.storage.sittings import (
    Sitting,
    add_sitting,
    all_sittings,
    find_sitting,
    give_rooms,
    put_exam,
)

LONGEST_TITLE = 200


def make_sitting(
    connection: Connection, title: str, now: int, *, rehearsal: bool, rehearses: str = ""
) -> Sitting:
    """Make a sitting without exams; raises SittingError. `now` is the site time in milliseconds."""
    called = " ".join(title.split())
    if not 1 <= len(called) <= LONGEST_TITLE or not called.isprintable():
        raise SittingError(
            f"A sitting needs a title of 1 to {LONGEST_TITLE} characters that can be shown.",
            "Give one by which people know it, such as the day and the hour.",
        )
    sitting = Sitting(
        f"sitting-{len(all_sittings(connection)) + 1}", called, rehearsal, now, rehearses=rehearses
    )
    add_sitting(connection, sitting)
    return sitting


def put_into(connection: Connection, sitting_id: str, exam_id: str) -> Exam:
    """Put an exam into a sitting, out of the one where it was; raises SittingError."""
    sitting, exam = require_sitting(connection, sitting_id), require_exam(connection, exam_id)
    if sitting.ended or sitting.cancelled:
        raise SittingError(
            f"{sitting.id} is over: it was ended or cancelled.", "Make another sitting, or postpone this one."
        )
    _require_same_worth(connection, exam, rehearsal=sitting.rehearsal)
    put_exam(connection, exam.id, sitting.id)
    return exam


def take_out(connection: Connection, exam_id: str) -> Exam:
    """Let an exam stand alone; raises SittingError."""
    exam = require_exam(connection, exam_id)
    if not exam.sitting:
        raise SittingError(f"{exam.id} is in no sitting.", "There is nothing to do.")
    if exam.ended:
        raise SittingError(
            f"{exam.id} was ended or cancelled with its sitting.",
            "It stays there, so that everybody sees why.",
        )
    _require_same_worth(connection, exam, rehearsal=False)
    put_exam(connection, exam.id, "")
    return exam


def set_rooms(connection: Connection, exam_id: str, rooms: tuple[str, ...]) -> tuple[str, ...]:
    """Say in which rooms an exam is sat, with none in any; returns their names.

    Raises SittingError and RoomError.
    """
    exam = require_exam(connection, exam_id)
    named = tuple(sorted({require_room(connection, room).name for room in rooms}))
    give_rooms(connection, exam.id, named)
    return named


def _require_same_worth(connection: Connection, exam: Exam, *, rehearsal: bool) -> None:
    """What somebody has sat as a rehearsal never becomes a result, nor the other way round."""
    before = find_sitting(connection, exam.sitting) if exam.sitting else None
    was_rehearsal = before is not None and before.rehearsal
    if was_rehearsal != rehearsal and attempts_of(connection, exam.id):
        raise SittingError(
            f"Somebody has logged in at {exam.id} already: it stays what it is, a rehearsal or not.",
            "Create another exam for this.",
        )
