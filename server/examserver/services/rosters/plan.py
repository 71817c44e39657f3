"""What a roster would change, and what is wrong with it by line and column, before anything is written.

Rule: a roster with one problem is not taken in at all. What only needs a look is told beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection

from examserver.errors import ExamSetupError
from examserver.services.roster import candidate_in
from examserver.services.rosters.beside import Beside, beside
from examserver.services.rosters.checks import checked
from examserver.services.rosters.file_seats import RoomsMeant, conflicts, seats_of_file
from examserver.services.rosters.rooms_to_fill import free_seats, read_rooms
from examserver.services.rosters.seat_rules import Seated, SeatRule, Sitter, assign
from examserver.services.rosters.sheet import Fault, Problem
from examserver.services.rosters.table import Row, Table
from examserver.storage.candidates import Registered, all_candidates
from examserver.storage.exams import Exam, find_exam
from examserver.storage.places import Place, places_at, seats_taken, with_attempts


class RosterWish(msgspec.Struct, frozen=True):
    """What a roster is for. Without an exam candidates are only registered.

    `rooms` are those to fill, as `A, B=30`; `is_whole` says that the file has all candidates of the exam, so
    that others sit it no more.
    """

    exam: str = ""
    rule: SeatRule = SeatRule.AS_IN_FILE
    seed: int = 0
    rooms: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A candidate who is registered already, and what the file says instead."""

    before: Registered
    after: Registered


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What would be written: `entered` sit the exam from now on, `seated` elsewhere, `withdrawn` no more.

    `beside` counts those who sit beside somebody of their own school or class all the same. With
    `is_kept_for_exams` the rooms of the file are kept with the candidates, for exams that are created later.
    """

    table: Table
    candidates: tuple[Registered, ...]
    added: int
    changed: tuple[Change, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    entered: tuple[Place, ...] = ()
    seated: tuple[Place, ...] = ()
    withdrawn: tuple[str, ...] = ()
    beside: int = 0
    is_kept_for_exams: bool = False


def plan_roster(connection: Connection, table: Table, wish: RosterWish) -> RosterPlan:
    """Look at everything; raises ExamSetupError, SeatingError and RoomError for a wish without sense."""
    stored = {one.admission_number: one for one in all_candidates(connection)}
    rooms = RoomsMeant(connection)
    candidates = tuple(_kept_place(row, table, wish, stored, rooms) for row in table.rows)
    known = [(stored.get(one.admission_number), one) for one in candidates]
    problems, notices = checked(table)
    plan = RosterPlan(
        table=table,
        candidates=candidates,
        added=sum(before is None for before, _ in known),
        changed=tuple(Change(before, after) for before, after in known if before and before != after),
        problems=(*table.problems, *problems),
        notices=notices,
    )
    whole = _with_exam(connection, plan, wish) if wish.exam else _before_exams(plan, rooms)
    return replace(whole, problems=_by_line(whole.problems), notices=_by_line(whole.notices))


def _by_line(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: one.line))


def _kept_place(
    row: Row, table: Table, wish: RosterWish, stored: dict[str, Registered], rooms: RoomsMeant
) -> Registered:
    """A place at an exam is the exam's; a file without seats or without rooms takes none away."""
    candidate = candidate_in(row)
    before = stored.get(candidate.admission_number)
    seat, room = (before.seat, before.room) if before else ("", "")
    if not wish.exam and "seat" in table.columns:
        seat = candidate.seat
    if not wish.exam and ("room" in table.columns or seat):
        room = rooms.meant(row.values) or (room if "room" not in table.columns else "")
    return replace(candidate, seat=seat, room=room)


def _before_exams(plan: RosterPlan, rooms: RoomsMeant) -> RosterPlan:
    """Where they would sit at exams that are not there yet, if the file names rooms: nothing of it is wrong,
    since not all in a file need sit the same exam.
    """
    if "room" not in plan.table.columns:
        return plan
    pairs = zip(plan.table.rows, plan.candidates, strict=True)
    rows = tuple((row, Place("", one.admission_number, one.room, one.seat)) for row, one in pairs)
    looks = (*conflicts(rows, {}), *(notice for row, place in rows for notice in rooms.look(row, place)))
    return replace(plan, notices=(*plan.notices, *looks), is_kept_for_exams=True)


def _with_exam(connection: Connection, plan: RosterPlan, wish: RosterWish) -> RosterPlan:
    exam = find_exam(connection, wish.exam)
    if exam is None:
        raise ExamSetupError(
            f"There is no exam with the id {wish.exam}.", "See which there are: examserver exam list DIR"
        )
    around = beside(connection, exam)
    sitting = {one.candidate: one for one in places_at(connection, exam.id)}
    numbers = {one.admission_number for one in plan.candidates}
    others = sitting.keys() - numbers if wish.is_whole else set[str]()
    begun = with_attempts(connection, exam.id) & others
    stays = {one.candidate for one in sitting.values()} - numbers - (others - begun)
    taken = around.taken | {
        (one.room, one.seat): one for one in seats_taken(connection, [exam.id]) if one.candidate in stays
    }
    places, beside_each_other, problems, notices = _places(connection, plan, wish, exam, taken)
    return replace(
        plan,
        problems=(*plan.problems, *_at_once(plan, around), *problems),
        notices=(*plan.notices, *notices, *(Problem(0, one, Fault.BEGUN) for one in sorted(begun))),
        entered=tuple(one for one in places if one.candidate not in sitting),
        seated=_moved(plan.table, wish, places, sitting),
        withdrawn=tuple(sorted(others - begun)),
        beside=beside_each_other,
    )


def _moved(
    table: Table, wish: RosterWish, places: tuple[Place, ...], sitting: dict[str, Place]
) -> tuple[Place, ...]:
    """Who sits the exam already, and elsewhere from now on; a file without seats moves nobody."""
    if wish.rule is SeatRule.AS_IN_FILE and not table.columns.keys() & {"seat", "room"}:
        return ()
    return tuple(one for one in places if one.candidate in sitting and one != sitting[one.candidate])


def _at_once(plan: RosterPlan, around: Beside) -> Iterator[Problem]:
    for row in plan.table.rows:
        number = row.values.get("admission_number", "")
        if number in around.sitters:
            title = around.title_of(around.sitters[number])
            yield Problem(row.line, "admission_number", Fault.AT_ONCE, title)


def _places(
    connection: Connection,
    plan: RosterPlan,
    wish: RosterWish,
    exam: Exam,
    taken: dict[tuple[str, str], Place],
) -> tuple[tuple[Place, ...], int, tuple[Problem, ...], tuple[Problem, ...]]:
    if wish.rule is SeatRule.AS_IN_FILE:
        found = seats_of_file(connection, plan.table, exam.id, taken)
        return found.places, 0, found.problems, found.notices
    seats = free_seats(connection, read_rooms(wish.rooms), taken)
    seated = assign(sitters_in(plan.table), seats, wish.rule, wish.seed)
    return places_in(exam.id, seated), seated.beside, (), ()


def sitters_in(table: Table) -> tuple[Sitter, ...]:
    """Everybody in the file, by school where there are several, else by class."""
    schools = {row.values.get("school", "") for row in table.rows}
    column = "school" if len(schools) > 1 else "class"
    return tuple(
        Sitter(row.values.get("admission_number", ""), row.values.get(column, "")) for row in table.rows
    )


def places_in(exam: str, seated: Seated) -> tuple[Place, ...]:
    """The places at an exam, as they are stored."""
    return tuple(Place(exam, who.candidate, seat.room, seat.seat) for who, seat in seated.places)
