"""What goes onto admission slips and attendance lists: read from the tables, as values."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.errors import ExamSetupError, SeatingError
from examserver.services.candidates import masked
from examserver.services.names import is_same
from examserver.services.rosters.seating_anew import required_exam
from examserver.services.stations import counting
from examserver.storage.candidates import Registered, all_candidates
from examserver.storage.exams import Exam, all_exams
from examserver.storage.places import Place, places_at


@dataclass(frozen=True, slots=True)
class SlipExam:
    """An exam on a slip: when (site times in milliseconds), and where."""

    title: str
    starts: int
    ends: int
    room: str
    seat: str


@dataclass(frozen=True, slots=True)
class Slip:
    """One candidate's slip."""

    name: str
    admission_number: str
    identity_number: str
    exams: tuple[SlipExam, ...]


@dataclass(frozen=True, slots=True)
class Attending:
    """One line of an attendance list; the identity number is masked."""

    seat: str
    admission_number: str
    name: str
    identity_number: str


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """The list of one room at one exam, by seat; `room` is `""` for those who have none."""

    exam: Exam
    room: str
    lines: tuple[Attending, ...]


def slips_of(connection: Connection, exam_id: str, room: str = "", candidate: str = "") -> tuple[Slip, ...]:
    """The slips for an exam, or with `""` for each candidate's exams, by room and seat.

    With `room`, of those alone who sit in it; with `candidate`, of this one. Raises ExamSetupError where
    there is nobody.
    """
    exams = (required_exam(connection, exam_id),) if exam_id else all_exams(connection)
    people = {one.admission_number: one for one in all_candidates(connection)}
    sat: dict[str, list[tuple[Exam, Place]]] = defaultdict(list)
    for exam in exams:
        for place in places_at(connection, exam.id):
            if (not room or is_same(place.room, room)) and candidate in ("", place.candidate):
                sat[place.candidate].append((exam, place))
    if not sat:
        raise ExamSetupError("There is nobody to print this for.", "Import a roster for the exam first.")
    ordered = sorted(sat, key=lambda number: (_by_seat(sat[number][0][1]), number))
    return tuple(_slip(people[number], sat[number]) for number in ordered)


def _slip(person: Registered, sat: list[tuple[Exam, Place]]) -> Slip:
    exams = tuple(SlipExam(exam.title, exam.starts, exam.ends, at.room, at.seat) for exam, at in sat)
    return Slip(person.name, person.admission_number, person.identity_number, exams)


def attendance_of(
    connection: Connection, exam_id: str, room: str | None = None
) -> tuple[AttendanceSheet, ...]:
    """The lists of an exam, one for each room, or of one room; raises ExamSetupError, SeatingError."""
    exam = required_exam(connection, exam_id)
    people = {one.admission_number: one for one in all_candidates(connection)}
    rooms: dict[str, list[Place]] = defaultdict(list)
    for place in places_at(connection, exam.id):
        if room is None or is_same(place.room, room):
            rooms[place.room].append(place)
    if not rooms:
        raise SeatingError(
            "Nobody sits there at this exam.", "Give the candidates seats first, or choose another room."
        )
    return tuple(
        AttendanceSheet(
            exam, name, tuple(_line(people[one.candidate], one) for one in sorted(at, key=_by_seat))
        )
        for name, at in sorted(rooms.items(), key=lambda pair: counting(pair[0]))
    )


def _by_seat(place: Place) -> tuple[object, ...]:
    return counting(place.room), not place.seat, counting(place.seat), place.candidate


def _line(person: Registered, place: Place) -> Attending:
    return Attending(place.seat, person.admission_number, person.name, masked(person.identity_number))
