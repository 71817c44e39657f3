"""Reads all that the monitor shows, on one state of the tables: one seat after the other.

Rule: a seat is where a candidate of an exam of these hours sits or is to sit, or a machine nobody is due at.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from examprotocol.self_check import Grade
from examserver.services.client_version import is_too_old
from examserver.services.import_verdicts import Verdict
from examserver.services.monitor.facts import Machine, Sat, SeatFacts
from examserver.services.monitor.following import Following
from examserver.services.monitor.making_way import making_way
from examserver.services.monitor.marking import Doubtful, Marking
from examserver.services.monitor.ordered import Ordered, read_ordered
from examserver.services.names import as_seat
from examserver.storage import monitor
from examserver.storage.checkins import CheckInState, entries_at
from examserver.storage.exams import MINUTE, Exam, own_exams
from examserver.storage.extensions import EVERYBODY, extensions_of
from examserver.storage.monitor import Heads
from examserver.storage.seen_stations import Seen
from examserver.storage.settings import read_settings
from examserver.storage.sittings import given_rooms
from examserver.storage.stations import StationState

BEFORE, AFTER = 60 * MINUTE, 60 * MINUTE
"""An exam is watched from so long before its key's release until so long after its closing."""

LONGEST = 24 * 60 * MINUTE
"""And until so long after it while somebody still sits it: with a pause or with more time."""

NONE = Heads()


@dataclass(frozen=True, slots=True)
class View:
    """One reading: the exams that are watched, and their seats."""

    exams: tuple[Exam, ...]
    seats: tuple[SeatFacts, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the seats of all exams have in common. `at` finds a machine by room and seat."""

    machines: Mapping[str, Machine]
    at: Mapping[tuple[str, str], Machine]
    only_room: str
    seen: Mapping[str, Seen]
    grades: Mapping[str, Grade]
    ordered: Ordered
    minimum_client: str = ""


@dataclass(frozen=True, slots=True)
class _Same:
    """What the seats of one exam have in common."""

    ground: Ground
    questions: int
    entries: Mapping[str, CheckInState]
    rooms: Collection[str]


class Reader:
    """Owns what need not be read again: grades of self-checks, and marks. Called by one look at a time."""

    def __init__(self) -> None:
        self._marking = Marking()
        self._following = Following()
        self._checked: dict[str, int] = {}
        self._grades: dict[str, Grade] = {}

    def read(self, connection: Connection, seen: Mapping[str, Seen], now: int) -> View:
        """All seats at a site time in milliseconds."""
        ground = self._ground(connection, seen, read_ordered(connection, now))
        exams = watched(own_exams(connection), now, monitor.exams_still_sat(connection))
        seats = [seat for exam in exams for seat in self._at(connection, exam, ground)]
        taken = {seat.machine.id for seat in seats if seat.machine is not None}
        idle = (one for one in ground.machines.values() if one.id not in taken)
        return View(exams, (*seats, *(_idle(machine, ground) for machine in idle)))

    def _ground(self, connection: Connection, seen: Mapping[str, Seen], ordered: Ordered) -> Ground:
        rows = monitor.machines(connection)
        machines = {
            row.id: Machine(row.id, row.name, row.room, row.seat, row.client)
            for row in rows
            if row.state == StationState.ACTIVE
        }
        rooms = {one.room for one in machines.values()}
        return Ground(
            machines,
            {(one.room, one.seat): one for one in machines.values() if one.seat},
            rooms.pop() if len(rooms) == 1 else "",
            seen,
            self._graded(connection),
            ordered,
            read_settings(connection).minimum_client,
        )

    def _graded(self, connection: Connection) -> Mapping[str, Grade]:
        checked = monitor.checked_at(connection)
        changed = [station for station, at in checked.items() if self._checked.get(station) != at]
        self._grades |= monitor.grades_of(connection, changed)
        self._checked = checked
        return self._grades

    def _at(self, connection: Connection, exam: Exam, ground: Ground) -> Iterator[SeatFacts]:
        rows, minutes = monitor.candidates_at(connection, exam.id), _minutes(connection, exam.id)
        times = _Times(exam, minutes)
        own = {row.candidate: times.own(row) for row in rows}
        begun = [(row, _end(row, own[row.candidate], ground)) for row in rows if row.attempt]
        sat = self._sat(connection, exam, begun)
        questions, entries = monitor.questions_in(connection, exam.paper), entries_at(connection, exam.id)
        rooms = frozenset(given_rooms(connection, exam.id))
        same = _Same(ground, questions, entries, rooms)
        for row in making_way(rows):
            yield _seat(row, own[row.candidate], sat.get(row.attempt), same)

    def _sat(self, connection: Connection, exam: Exam, begun: list[tuple[Any, int]]) -> dict[str, Sat]:
        """The attempts at an exam by their ids. `begun`: the rows that have one, and each one's own end."""
        heads, cloned = monitor.heads_at(connection, exam.id), monitor.cloned_at(connection, exam.id)
        self._following.learn(connection, heads.values())
        imported = monitor.imported_at(connection, exam.id, Verdict.TAKEN)
        rulings = monitor.count_rulings_at(connection, exam.id)
        found = {}
        for row, ends in making_way(begun):
            one = row.attempt
            known = heads.get(one, NONE)
            is_parallel = self._following.is_parallel(known)
            found[one] = Doubtful(one, known, rulings.get(one, 0), ends, one in cloned, is_parallel)
        self._marking.work_out(connection, found.values())
        return {
            row.attempt: _sat(row, found[row.attempt], self._marking, is_imported=row.attempt in imported)
            for row, _ in begun
        }


def watched(exams: Iterable[Exam], now: int, still_sat: Collection[str] = ()) -> tuple[Exam, ...]:
    """The exams of these hours, with those of their sittings; where there are none, the next one.

    `still_sat` are the ids of those that somebody has begun and not handed in.
    """
    known = tuple(exams)
    near = [
        one
        for one in known
        if one.key_release - BEFORE <= now < one.closes + (LONGEST if one.id in still_sat else AFTER)
    ]
    if not near:
        near = [one for one in known if one.starts > now][:1]
    sittings = {one.sitting for one in near if one.sitting}
    return tuple(one for one in known if one in near or (one.sitting and one.sitting in sittings))


def _minutes(connection: Connection, exam: str) -> dict[str, int]:
    """Minutes of extension, by admission number or EVERYBODY."""
    found: dict[str, int] = {}
    for row in extensions_of(connection, exam):
        found[row.candidate] = found.get(row.candidate, 0) + row.minutes
    return found


class _Times:
    """An exam with each candidate's own times: worked out once for all whose times are the same."""

    def __init__(self, exam: Exam, minutes: Mapping[str, int]) -> None:
        self._minutes = minutes
        self._for_all = minutes.get(EVERYBODY, 0)
        self._exam = exam
        self._known: dict[tuple[int, int], Exam] = {}

    def own(self, row: Any) -> Exam:
        """The exam as it is for the candidate of this row."""
        key = self._for_all + self._minutes.get(row.candidate, 0), row.used
        if key not in self._known:
            is_own = any(key) or self._exam.ended
            self._known[key] = self._exam.extended(*key) if is_own else self._exam
        return self._known[key]


def _sat(row: Any, found: Doubtful, marking: Marking, *, is_imported: bool) -> Sat:
    return Sat(
        id=row.attempt,
        is_submitted=row.submitted,
        closed=row.closed,
        holder=row.holder,
        events=found.heads.events,
        writers=found.heads.writers,
        saved=found.heads.saved,
        is_cloned=found.is_cloned,
        is_imported=is_imported,
        marked=marking.of(row.attempt),
    )


def _place(row: Any, ground: Ground) -> tuple[Machine | None, str, str]:
    """Where the candidate is: at the machine that holds the attempt, else at the place that was assigned."""
    room, seat = row.room or ground.only_room, row.seat or row.own_seat
    machine = ground.machines.get(row.holder) if row.holder else ground.at.get((room, seat))
    return (machine, room, seat) if machine is None else (machine, machine.room, machine.seat or seat)


def _due(row: Any, sat: Sat | None, at: Machine | None, rooms: Collection[str]) -> tuple[str, str] | None:
    """The room and seat that a candidate was assigned, where the attempt is at a machine elsewhere: at
    another seat, in another room, or in none of those in which the exam is sat. Nobody is kept out for
    it, since any machine is the spare of any other.
    """
    if sat is None or not sat.holder or at is None:
        return None
    if row.room and (at.room != row.room or (row.seat and as_seat(at.seat) != as_seat(row.seat))):
        return row.room, row.seat
    return (", ".join(sorted(rooms)), "") if rooms and not row.room and at.room not in rooms else None


def _end(row: Any, exam: Exam, ground: Ground) -> int:
    """From when on what a candidate with an attempt answers is late, pauses aside."""
    _, room, seat = _place(row, ground)
    return ground.ordered.closed(exam, room, seat, row.attempt)


def _seat(row: Any, exam: Exam, sat: Sat | None, same: _Same) -> SeatFacts:
    ground = same.ground
    machine, room, seat = _place(row, ground)
    own, is_paused = ground.ordered.own(exam, room, seat, sat.id if sat is not None else "", row.candidate)
    return SeatFacts(
        id=f"{exam.id}/{row.candidate}",
        room=room,
        seat=seat,
        exam=own,
        number=row.candidate,
        name=row.name,
        questions=same.questions,
        sat=sat,
        machine=machine,
        seen=ground.seen.get(machine.id) if machine is not None else None,
        check=ground.grades.get(machine.id) if machine is not None else None,
        is_paused=is_paused,
        entry=same.entries.get(row.candidate),
        due=_due(row, sat, machine, same.rooms),
        is_client_old=_is_old(machine, ground),
    )


def _idle(machine: Machine, ground: Ground) -> SeatFacts:
    return SeatFacts(
        id=machine.id,
        room=machine.room,
        seat=machine.seat,
        machine=machine,
        seen=ground.seen.get(machine.id),
        check=ground.grades.get(machine.id),
        is_client_old=_is_old(machine, ground),
    )


def _is_old(machine: Machine | None, ground: Ground) -> bool:
    return machine is not None and is_too_old(machine.client, ground.minimum_client)
