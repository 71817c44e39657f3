"""Finds the sitting and the exams that a person means."""

from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.storage.exams import Exam, find_exam
from examserver.storage.sittings import Sitting, exams_in, find_sitting

LONGEST_REASON = 200


def require_sitting(connection: Connection, sitting_id: str) -> Sitting:
    """The sitting with this id; raises SittingError."""
    sitting = find_sitting(connection, sitting_id)
    if sitting is None:
        raise SittingError(
            f"No sitting has the id {sitting_id}.",
            "See which there are: examserver sitting list DIR",
        )
    return sitting


def require_exams(connection: Connection, sitting: Sitting) -> tuple[Exam, ...]:
    """The exams of a sitting by their start; raises SittingError where it has none."""
    exams = exams_in(connection, sitting.id)
    if not exams:
        raise SittingError(
            f"There is no exam in {sitting.id} yet.", "Put one in: examserver sitting put DIR SITTING EXAM"
        )
    return exams


def require_exam(connection: Connection, exam_id: str) -> Exam:
    """The exam with this id; raises SittingError."""
    exam = find_exam(connection, exam_id)
    if exam is None:
        raise SittingError(
            f"There is no exam with the id {exam_id}.", "See which there are: examserver exam list DIR"
        )
    return exam


def said_reason(reason: str) -> str:
    """A reason as it is kept, which candidates read too: one short line; raises SittingError without one."""
    line = " ".join(reason.split())
    if not line:
        raise SittingError("Say why: it is kept, and candidates read it.", "Give a reason in one line.")
    if len(line) > LONGEST_REASON or not line.isprintable():
        raise SittingError(
            f"The reason has more than {LONGEST_REASON} characters, or some that cannot be shown.",
            "Make it one short line.",
        )
    return line
