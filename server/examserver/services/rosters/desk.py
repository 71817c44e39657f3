"""What people look at before they decide about rosters, seats and photos, and what they print.

Rule: reads only. Reading a file and making a document each take a processor for a while: one at a time, in a
thread beside the saves of stations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread
from sqlalchemy import Connection

from examserver.errors import OrderError
from examserver.services.roster import look_at_roster
from examserver.services.rosters.paper_data import attendance_of, slips_of
from examserver.services.rosters.plan import RosterPlan, RosterWish, plan_roster
from examserver.services.rosters.printed import Printed, SlipStyle
from examserver.services.rosters.seating_anew import required_exam
from examserver.services.stations import counting
from examserver.storage.candidates import all_candidates, count_candidates
from examserver.storage.exams import Exam, all_exams
from examserver.storage.folder import ServiceFolder
from examserver.storage.looked_at import forget, keep_for_a_look, looked_at
from examserver.storage.photos import count_photos, photo_of
from examserver.storage.places import Place, places_at
from examserver.storage.rooms import all_rooms
from examserver.storage.settings import read_settings
from examserver.storage.store import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ExamSeats:
    """An exam, how many sit it, how many of these have a seat in a room, and the rooms."""

    exam: Exam
    entered: int
    seated: int
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterView:
    """What is there: candidates, photos, exams, rooms of the site, and its own rules for slips."""

    candidates: int
    photos: int
    exams: tuple[ExamSeats, ...]
    rooms: tuple[str, ...]
    rules: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One candidate of an exam, and where."""

    admission_number: str
    name: str
    room: str
    seat: str


@dataclass(frozen=True, slots=True)
class SeatsView:
    """Who sits where at an exam, by room and seat, and the rooms of the site."""

    glance: ExamSeats
    lines: tuple[SeatLine, ...]
    rooms: tuple[str, ...]


class RosterDesk:
    """Owns the turn in which files are read and documents made."""

    def __init__(self, store: Store, folder: ServiceFolder, site: str) -> None:
        self._store = store
        self.folder = folder
        self._site = site
        self._turn = anyio.CapacityLimiter(1)

    async def view(self) -> RosterView:
        """What is there."""
        photos = await self._beside(partial(count_photos, self.folder))
        return await self._store.read(partial(_view, photos=photos))

    async def keep(self, data: bytes) -> str:
        """Keep a file for a look; returns its SHA-256. Raises StorageError."""
        return await self._beside(partial(keep_for_a_look, self.folder, data))

    async def kept(self, sha256: str) -> bytes:
        """The file that was kept; raises OrderError."""
        data = await self._beside(partial(looked_at, self.folder, sha256))
        if data is None:
            raise OrderError("This file is not kept any more.", "Choose it once more.")
        return data

    async def forget(self, sha256: str) -> None:
        """It was taken in."""
        await self._beside(partial(forget, self.folder, sha256))

    async def plan(self, data: bytes, wish: RosterWish) -> RosterPlan:
        """What a roster would do; raises TableError and what `plan_roster` does."""
        table = await self._beside(partial(look_at_roster, data))
        return await self._store.read(partial(plan_roster, table=table, wish=wish))

    async def seats(self, exam: str) -> SeatsView:
        """Who sits where; raises ExamSetupError."""
        return await self._store.read(partial(_seats, exam_id=exam))

    async def known(self) -> frozenset[str]:
        """All admission numbers."""
        people = await self._store.read(all_candidates)
        return frozenset(one.admission_number for one in people)

    async def photo(self, admission_number: str) -> bytes | None:
        """A candidate's photo as JPEG."""
        return await self._beside(partial(photo_of, self.folder, admission_number))

    async def slips(self, exam: str, room: str, language: str, *, two: bool, candidate: str = "") -> Printed:
        """Admission slips; raises ExamSetupError."""
        from examserver.services.rosters.slips import slips_pdf  # noqa: PLC0415 - loaded only for printing

        slips = await self._store.read(partial(slips_of, exam_id=exam, room=room, candidate=candidate))
        rules = (await self._store.read(read_settings)).slip_rules
        style = SlipStyle(self._site, rules, language, two=two)
        return await self._beside(partial(slips_pdf, slips, style, partial(photo_of, self.folder)))

    async def attendance(self, exam: str, room: str, language: str) -> Printed:
        """The attendance list of a room; raises ExamSetupError and SeatingError."""
        from examserver.services.rosters.attendance import attendance_pdf  # noqa: PLC0415 - the same

        sheets = await self._store.read(partial(attendance_of, exam_id=exam, room=room))
        return await self._beside(partial(attendance_pdf, sheets, self._site, language))

    async def _beside(self, work: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(work, limiter=self._turn)


def _view(connection: Connection, photos: int) -> RosterView:
    return RosterView(
        count_candidates(connection),
        photos,
        tuple(_glance(exam, places_at(connection, exam.id)) for exam in all_exams(connection)),
        tuple(room.name for room in all_rooms(connection)),
        read_settings(connection).slip_rules,
    )


def _glance(exam: Exam, places: tuple[Place, ...]) -> ExamSeats:
    rooms = sorted({one.room for one in places if one.room}, key=counting)
    return ExamSeats(exam, len(places), sum(bool(one.room and one.seat) for one in places), tuple(rooms))


def _seats(connection: Connection, exam_id: str) -> SeatsView:
    exam = required_exam(connection, exam_id)
    places = places_at(connection, exam.id)
    names = {one.admission_number: one.name for one in all_candidates(connection)}
    ordered = sorted(places, key=lambda one: (not one.room, counting(one.room), counting(one.seat)))
    lines = (SeatLine(one.candidate, names[one.candidate], one.room, one.seat) for one in ordered)
    rooms = tuple(room.name for room in all_rooms(connection))
    return SeatsView(_glance(exam, places), tuple(lines), rooms)
