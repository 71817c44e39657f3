"""What the people at the door see: the candidates of a room, who waits, and the record of a room.

Rule: reads only. A photo is shown to whoever may see the room in which the candidate sits, and to no others.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread
from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import CheckInError
from examserver.services.checkin.duty_board import DutyBoard, duty_board
from examserver.services.checkin.finding import is_over, occasion_of, open_rooms, require_place
from examserver.services.names import is_same
from examserver.services.sittings.finding import require_exam
from examserver.services.stations import counting
from examserver.storage.candidates import Registered, all_candidates, comparable
from examserver.storage.checkins import (
    CheckInRow,
    CheckInState,
    Material,
    asked_for,
    checkins_at,
    count_waiting,
    is_needed,
    materials_at,
    rooms_of_photo,
    sitting_rule,
)
from examserver.storage.entry_photos import entry_photo
from examserver.storage.exams import Exam, all_exams
from examserver.storage.folder import ServiceFolder
from examserver.storage.photos import has_photo
from examserver.storage.places import Place, place_of, places_at
from examserver.storage.settings import read_settings
from examserver.storage.sittings import Sitting, all_sittings
from examserver.storage.store import Store

T = TypeVar("T")
DAY = 24 * 3_600_000
DECIDED = (CheckInState.ALLOWED, CheckInState.REFUSED)


@dataclass(frozen=True, slots=True)
class Due:
    """A candidate who is to come to a room, at which exam, and what is known; `row` None for nothing yet.

    `is_free`: the roster gives no room. Then `place` has the only one there is, or that to which the
    candidate came.
    """

    exam: Exam
    place: Place
    name: str
    has_photo: bool = False
    row: CheckInRow | None = None
    is_free: bool = False

    @property
    def is_in(self) -> bool:
        """Whether the candidate may sit the exam."""
        return self.row is not None and self.row.is_in


@dataclass(frozen=True, slots=True)
class RoomCount:
    """How many are to come to a room for one occasion, are in, wait, or were refused."""

    room: str
    due: int
    present: int
    waiting: int
    refused: int


@dataclass(frozen=True, slots=True)
class Occasion:
    """The exams for which one comes to the door at one time; `exam` names them, `sitting` is None for one
    that stands alone. `is_needed`: a login needs the check-in.
    """

    exam: str
    sitting: str
    title: str
    starts: int
    is_needed: bool
    rooms: tuple[RoomCount, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the site and each sitting has chosen; None where a sitting has not."""

    site: bool
    sittings: tuple[tuple[Sitting, bool | None], ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The occasions of these days, the nearest first."""

    occasions: tuple[Occasion, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class RoomList:
    """The candidates of a room, by seat; of a search those that fit. `is_over`: the last exam is closed for
    everybody. `sat` are the exams that the roster has anybody sit in the room, `nowhere` how many have none
    yet.
    """

    occasion: Occasion
    room: str
    count: RoomCount
    lines: tuple[Due, ...]
    materials: tuple[Material, ...]
    is_over: bool
    sat: tuple[Exam, ...]
    nowhere: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of whom the head proctor was asked."""

    row: CheckInRow
    name: str
    seat: str
    title: str
    has_photo: bool


class CheckInDesk:
    """Owns the turn in which photos are read."""

    def __init__(self, store: Store, folder: ServiceFolder, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock
        self._turn = anyio.CapacityLimiter(2)

    async def waiting(self) -> int:
        """How many wait for the head proctor."""
        return await self._store.read(count_waiting)

    async def front(self) -> Front:
        """The occasions from a day ago until two days ahead."""
        return await self._store.read(partial(_front, self._clock.now()))

    async def room(self, exam: str, room: str, wanted: str = "") -> RoomList:
        """The list of a room; `wanted` is a part of number, name or seat. Raises SittingError."""
        read = partial(_room, exam, room, wanted, self._clock.now())
        found = await self._store.read(read)
        return await self._beside(partial(_with_photos, self._folder, found))

    async def asked(self, *states: CheckInState, room: str = "") -> tuple[Asked, ...]:
        """Those of whom the head proctor was asked, the oldest first."""
        found = await self._store.read(partial(_asked, states, room))
        return await self._beside(partial(_asked_with_photos, self._folder, found))

    async def materials(self) -> tuple[tuple[Exam, Material], ...]:
        """All that is in the records of rooms, the newest first."""
        return await self._store.read(_materials)

    async def rules(self) -> Rules:
        """Where a login needs a check-in."""
        return await self._store.read(_rules)

    async def duties(self) -> DutyBoard:
        """The proctors of the sittings to come."""
        return await self._store.read(partial(duty_board, self._clock.now()))

    async def require_seat(self, exam: str, candidate: str, room: str) -> None:
        """Raise CheckInError for who does not sit in this room, or in none; and SittingError."""
        await self._store.read(partial(_require_seat, exam, candidate, room))

    async def entry_photo(self, sha256: str, room: str | None = None) -> bytes | None:
        """A photo from the door or of a room; with `room`, one of that room's record alone."""
        rooms = await self._store.read(partial(rooms_of_photo, photo=sha256))
        if not rooms or (room is not None and room not in rooms):
            return None
        return await self._beside(partial(entry_photo, self._folder, sha256))

    async def _beside(self, work: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(work, limiter=self._turn)


def occasions(connection: Connection, exams: Collection[Exam]) -> tuple[Occasion, ...]:
    """The occasions of these exams, by their start."""
    sittings = {one.id: one for one in all_sittings(connection)}
    grouped: dict[str, list[Exam]] = {}
    for exam in exams:
        grouped.setdefault(exam.sitting or f"{exam.id}/", []).append(exam)
    found = (_occasion(connection, of, sittings.get(of[0].sitting)) for of in grouped.values())
    return tuple(sorted(found, key=lambda one: (one.starts, one.exam)))


def _occasion(connection: Connection, exams: list[Exam], sitting: Sitting | None) -> Occasion:
    lines = _due(connection, exams)
    named = {one.place.room for one in lines}
    if "" in named:  # they come to any of these
        named |= {room for exam in exams for room in open_rooms(connection, exam.id)}
    rooms = sorted(named, key=lambda room: (not room, counting(room)))
    return Occasion(
        exam=exams[0].id,
        sitting=sitting.id if sitting else "",
        title=sitting.title if sitting else exams[0].title,
        starts=min(one.starts for one in exams),
        is_needed=is_needed(connection, exams[0]),
        rooms=tuple(_count(room, [one for one in lines if one.place.room == room]) for room in rooms),
    )


def _count(room: str, lines: Collection[Due]) -> RoomCount:
    states = [one.row.state for one in lines if one.row is not None]
    return RoomCount(
        room,
        len(lines),
        sum(one.is_in for one in lines),
        states.count(CheckInState.WAITING),
        states.count(CheckInState.REFUSED),
    )


def _due(connection: Connection, exams: Collection[Exam]) -> list[Due]:
    people = _people(connection)
    rows = {(row.exam, row.candidate): row for row in checkins_at(connection, [one.id for one in exams])}
    return [
        _placed(
            Due(exam, place, people[place.candidate].name, row=rows.get((exam.id, place.candidate))), rooms
        )
        for exam in exams
        if not exam.cancelled
        for rooms in [open_rooms(connection, exam.id)]
        for place in places_at(connection, exam.id)
    ]


def _placed(due: Due, rooms: Collection[str]) -> Due:
    """Who has no room on the roster is of the room at whose door they were, or of the only one."""
    if due.place.room:
        return due
    came = due.row.room if due.row is not None else ""
    room = came or (next(iter(rooms)) if len(rooms) == 1 else "")
    return replace(due, place=replace(due.place, room=room), is_free=True)


def _front(now: int, connection: Connection) -> Front:
    near = [one for one in all_exams(connection) if one.starts - 2 * DAY <= now < one.closes + DAY]
    found = occasions(connection, near)
    return Front(found, len(asked_for(connection, CheckInState.WAITING)))


def _room(exam_id: str, room: str, wanted: str, now: int, connection: Connection) -> RoomList:
    exams = list(occasion_of(connection, require_exam(connection, exam_id)))
    (occasion,) = occasions(connection, exams)
    due = _due(connection, exams)
    own = [one for one in due if is_same(one.place.room, room)]
    lines = [*own, *_found_free(due, own, wanted)] if wanted else own
    return RoomList(
        occasion,
        room,
        _count(room, own),
        tuple(sorted((one for one in lines if _fits(one, wanted)), key=_by_seat)),
        tuple(one for one in materials_at(connection, [one.id for one in exams]) if one.room == room),
        is_over(connection, exams, now),
        tuple(exam for exam in exams if any(one.exam.id == exam.id and not one.is_free for one in own)),
        sum(not one.place.room for one in due),
    )


def _found_free(due: Collection[Due], own: Collection[Due], wanted: str) -> list[Due]:
    """Who has no room is found in each by the whole number: the slip shows it at the door."""
    number = comparable(wanted)
    return [one for one in due if one.is_free and one.place.candidate == number and one not in own]


def _fits(one: Due, wanted: str) -> bool:
    part = comparable(wanted)
    return not part or part in one.place.candidate or part in comparable(one.name) or part == one.place.seat


def _by_seat(one: Due) -> tuple[object, ...]:
    return not one.place.seat, counting(one.place.seat), one.place.candidate


def _with_photos(folder: ServiceFolder, found: RoomList) -> RoomList:
    lines = (
        Due(one.exam, one.place, one.name, has_photo(folder, one.place.candidate), one.row)
        for one in found.lines
    )
    return replace(found, lines=tuple(lines))


def _asked(states: tuple[CheckInState, ...], room: str, connection: Connection) -> tuple[Asked, ...]:
    people, exams = _people(connection), {one.id: one for one in all_exams(connection)}
    rows = [row for row in asked_for(connection, *states) if not room or row.room == room]
    seats = {
        (exam, place.candidate): place.seat
        for exam in {row.exam for row in rows}
        for place in places_at(connection, exam)
    }
    return tuple(
        Asked(
            row,
            people[row.candidate].name,
            seats.get((row.exam, row.candidate), ""),
            exams[row.exam].title,
            has_photo=False,
        )
        for row in rows
    )


def _asked_with_photos(folder: ServiceFolder, found: tuple[Asked, ...]) -> tuple[Asked, ...]:
    return tuple(
        Asked(one.row, one.name, one.seat, one.title, has_photo(folder, one.row.candidate)) for one in found
    )


def _people(connection: Connection) -> dict[str, Registered]:
    return {one.admission_number: one for one in all_candidates(connection)}


def _materials(connection: Connection) -> tuple[tuple[Exam, Material], ...]:
    exams = {one.id: one for one in all_exams(connection)}
    return tuple((exams[one.exam], one) for one in reversed(materials_at(connection, list(exams))))


def _rules(connection: Connection) -> Rules:
    return Rules(
        read_settings(connection).needs_checkin,
        tuple((one, sitting_rule(connection, one.id)) for one in all_sittings(connection)),
    )


def _require_seat(exam_id: str, candidate: str, room: str, connection: Connection) -> None:
    """Without a room: who is in the list of those that have none."""
    exam = require_exam(connection, exam_id)
    place = place_of(connection, exam.id, comparable(candidate)) if not room else None
    if place is None or place.room:
        require_place(connection, exam, candidate, room)


def required_hash(text: str) -> str:
    """A SHA-256 in hexadecimal digits; raises CheckInError."""
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise CheckInError("There is no such photo.", "Load the page again.")
    return text
