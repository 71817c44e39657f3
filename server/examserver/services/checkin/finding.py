"""Finds the exam, the candidate and the room that a person at the door means."""

from collections.abc import Iterable

from sqlalchemy import Connection

from examserver.errors import CheckInError
from examserver.services.actions.going_on import goes_on
from examserver.services.names import LONGEST_ROOM, is_name, is_same
from examserver.services.sittings.finding import require_exam
from examserver.storage.candidates import comparable
from examserver.storage.exams import Exam
from examserver.storage.places import Place, place_of
from examserver.storage.rooms import all_rooms
from examserver.storage.sittings import exams_in, given_rooms

LONGEST_REASON = 500


def occasion_of(connection: Connection, exam: Exam) -> tuple[Exam, ...]:
    """The exams for which one comes to the door at one time: those of the sitting, else this one."""
    return exams_in(connection, exam.sitting) if exam.sitting else (exam,)


def open_rooms(connection: Connection, exam: str) -> tuple[str, ...]:
    """The rooms to which somebody without a room may come: those that the exam was given, else all."""
    return given_rooms(connection, exam) or tuple(room.name for room in all_rooms(connection))


def is_over(connection: Connection, exams: Iterable[Exam], now: int) -> bool:
    """Whether the last of these exams has closed for everybody, with more time and the pauses that stand."""
    return not any(goes_on(connection, exam, now) for exam in exams)


def open_exam(connection: Connection, exam_id: str, now: int) -> Exam:
    """The exam, at which people can still be let in; raises SittingError and CheckInError."""
    exam = require_exam(connection, exam_id)
    if exam.cancelled:
        raise CheckInError("The exam is cancelled.", "Look at the sitting.")
    if is_over(connection, [exam], now):
        raise CheckInError("The exam is over, so nobody is checked in any more.", "Look at the monitor.")
    return exam


def require_place(connection: Connection, exam: Exam, candidate: str, room: str) -> Place:
    """Where a candidate sits, who is to sit in this room or in no certain one; raises CheckInError."""
    if not is_name(room, LONGEST_ROOM):
        raise CheckInError(
            f"A room's name has 1 to {LONGEST_ROOM} characters, and none that cannot be seen.",
            "See which rooms there are: examserver room list DIR",
        )
    place = place_of(connection, exam.id, comparable(candidate))
    if place is None:
        raise CheckInError(
            f"{candidate} is no candidate of exam {exam.id}.", "Compare the admission number with the list."
        )
    if place.room and not is_same(place.room, room):
        raise CheckInError(
            f"{place.candidate} sits in room {place.room}, not in {room}.", "Send the candidate there."
        )
    return place


def said(reason: str) -> str:
    """A reason as it is kept: one line; raises CheckInError without one."""
    line = " ".join(reason.split())
    if not line:
        raise CheckInError("Say why: it is kept.", "Give a reason in one line.")
    if len(line) > LONGEST_REASON or not line.isprintable():
        raise CheckInError(
            f"The reason has more than {LONGEST_REASON} characters, or some that cannot be shown.",
            "Make it one short line.",
        )
    return line
