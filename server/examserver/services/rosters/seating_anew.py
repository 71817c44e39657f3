"""Gives seats to those who sit an exam already: to all by a rule, or to one.

Rule: nobody gets a seat that somebody has at an exam of the same time, and nobody who has begun is moved by
a rule: whoever sits there already stays.
"""

from sqlalchemy import Connection

from examserver.errors import ExamSetupError, SeatingError
from examserver.services.rosters.beside import beside
from examserver.services.rosters.rooms_to_fill import free_seats, read_rooms
from examserver.services.rosters.seat_rules import SeatRule, Sitter, assign
from examserver.storage.exams import Exam, find_exam
from examserver.storage.places import Place, places_at, seat, seats_taken, with_attempts


def required_exam(connection: Connection, exam_id: str) -> Exam:
    """The exam; raises ExamSetupError."""
    exam = find_exam(connection, exam_id)
    if exam is None:
        raise ExamSetupError(
            f"There is no exam with the id {exam_id}.", "See which there are: examserver exam list DIR"
        )
    return exam


def seat_anew(connection: Connection, exam_id: str, rule: SeatRule, rooms: str, seed: int) -> int:
    """Seat all who have not begun; returns how many. Raises ExamSetupError, SeatingError and RoomError."""
    if rule not in (SeatRule.BY_NUMBER, SeatRule.SHUFFLED):
        raise SeatingError(
            "Seats as in the file, or apart by school or class, need the file.",
            "Import the roster once more with this rule.",
        )
    exam = required_exam(connection, exam_id)
    begun = with_attempts(connection, exam.id)
    sitters = [Sitter(one.candidate) for one in places_at(connection, exam.id) if one.candidate not in begun]
    stay = {(one.room, one.seat) for one in seats_taken(connection, [exam.id]) if one.candidate in begun}
    taken = stay | beside(connection, exam).taken.keys()
    seated = assign(sitters, free_seats(connection, read_rooms(rooms), taken), rule, seed)
    seat(connection, [Place(exam.id, who.candidate, at.room, at.seat) for who, at in seated.places])
    return len(seated.places)


def seat_one(connection: Connection, exam: Exam, candidate: str, room: str, at: str) -> None:
    """Give one candidate a seat, or none; raises SeatingError."""
    if candidate not in {one.candidate for one in places_at(connection, exam.id)}:
        raise SeatingError(
            f"{candidate} does not sit the exam {exam.id}.", "Import a roster with this candidate for it."
        )
    taken = beside(connection, exam).taken | {
        (one.room, one.seat): one for one in seats_taken(connection, [exam.id])
    }
    other = taken.get((room, at)) if at else None
    if other is not None and (other.candidate, other.exam) != (candidate, exam.id):
        raise SeatingError(
            f"Seat {at} in {room} is that of {other.candidate}, at the exam {other.exam}.",
            "Give that one another seat first, or choose another seat.",
        )
    seat(connection, [Place(exam.id, candidate, room, at)])
