"""What somebody of the staff sees first: the exams of these days, the rooms, and what still has to be done.

Rule: reads only, each on one state of the tables. Nobody sees a room that is not theirs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import RoomError
from examserver.services.actions.lasting import Lasting, lasting_of
from examserver.services.alive.after_restore import AfterRestore, after_restore
from examserver.services.alive.condition import Condition, condition_of
from examserver.services.checkin.duty_board import RoomDuty, duty_board
from examserver.services.permissions import Permission, may, rooms_of
from examserver.services.still_to_do import StillToDo, still_to_do
from examserver.storage.backups import BackupRow, newest_backup
from examserver.storage.candidates import count_candidates
from examserver.storage.disk_room import DiskState, state_of
from examserver.storage.exams import Exam, own_exams
from examserver.storage.imports import count_refused
from examserver.storage.networks import all_networks
from examserver.storage.room_cards import rooms_with_card
from examserver.storage.rooms import all_rooms, find_room
from examserver.storage.sittings import rehearsed_exams, rooms_of_exam
from examserver.storage.staff import Member, all_staff
from examserver.storage.stations import Station, count_seats, stations_in
from examserver.storage.store import Store
from examserver.storage.turnout import Turnout, turnouts

DAY = 24 * 3_600_000
"""Milliseconds: so long an exam that is over, and a file that was refused, are shown."""

MOST_EXAMS = 12


class Phase(StrEnum):
    """Where an exam is at this moment."""

    TO_COME = "to come"
    KEY_RELEASED = "the paper can be opened"
    UNDER_WAY = "under way"
    ENDING = "over, late answers still come in"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ORDER = (
    Phase.UNDER_WAY,
    Phase.ENDING,
    Phase.KEY_RELEASED,
    Phase.TO_COME,
    Phase.CLOSED,
    Phase.CANCELLED,
)
"""What is now stands first, and what is over last."""


@dataclass(frozen=True, slots=True)
class ExamGlance:
    """One exam, when it ends, where it is, how many take part, and whether it is a rehearsal."""

    exam: Exam
    lasting: Lasting
    phase: Phase
    turnout: Turnout
    is_rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class RoomGlance:
    """One room: seats with a station, the exams to be sat there without a password yet, and the proctors of
    the next sitting (or of that which is on), of `needed` ones; 0 where none is to come.
    """

    name: str
    seats: int
    proctors: tuple[str, ...]
    without_password: tuple[str, ...]
    needed: int = 0


@dataclass(frozen=True, slots=True)
class SiteGlance:
    """What a site admin looks after besides: `refused` counts a day's files that were not taken in."""

    candidates: int
    networks: int
    refused: int
    backup: BackupRow | None
    condition: Condition
    restored: AfterRestore | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it, exams in ORDER; `site` is None for whoever does not look after the site."""

    now: int
    exams: tuple[ExamGlance, ...]
    rooms: tuple[RoomGlance, ...]
    site: SiteGlance | None
    to_do: StillToDo


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room with its stations, and its proctors as RoomGlance has them."""

    room: str
    stations: tuple[Station, ...]
    proctors: tuple[str, ...]
    needed: int = 0


class Overviews:
    """Owns nothing but the way to the tables."""

    def __init__(self, store: Store, clock: Clock, folder: Path) -> None:
        """`folder` is the service's: how it stands with its disk is shown."""
        self._store = store
        self._folder = folder
        self._clock = clock

    async def of(self, member: Member) -> Overview:
        """What this member sees."""
        return await self._store.read(partial(_overview, member, self._clock.now(), self._folder))

    def disk(self) -> DiskState:
        """How it stands with the service's disk now."""
        return state_of(self._folder)

    async def room(self, name: str) -> RoomView:
        """One room; raises RoomError."""
        return await self._store.read(partial(_room_view, name, self._clock.now()))


def phase_of(exam: Exam, lasting: Lasting, now: int) -> Phase:
    """Where an exam is at a site time in milliseconds, for whoever has the most time."""
    if exam.cancelled:
        return Phase.CANCELLED
    if now < exam.key_release:
        return Phase.TO_COME
    if now < exam.starts:
        return Phase.KEY_RELEASED
    if now < lasting.last_ends or lasting.is_held:
        return Phase.UNDER_WAY
    return Phase.ENDING if lasting.goes_on(now) else Phase.CLOSED


def _overview(member: Member, now: int, folder: Path, connection: Connection) -> Overview:
    exams = _near(connection, now)
    board = duty_board(now, connection)
    counts, rehearsed = turnouts(connection), rehearsed_exams(connection)
    return Overview(
        now=now,
        exams=tuple(
            ExamGlance(
                exam,
                lasting,
                phase_of(exam, lasting, now),
                counts.get(exam.id, Turnout()),
                exam.id in rehearsed,
            )
            for exam, lasting in exams
        ),
        rooms=_rooms(
            connection,
            member,
            [exam.id for exam, lasting in exams if lasting.goes_on(now)],
            board.next_in_rooms(),
        ),
        site=_site(connection, now, folder) if may(member, Permission.SEE_SITE) else None,
        to_do=still_to_do(connection, member, now, board),
    )


def _near(connection: Connection, now: int) -> list[tuple[Exam, Lasting]]:
    """What is to come or under way, and what closed for the last candidate within a day."""
    own = own_exams(connection)
    known = lasting_of(connection, own, now)
    pairs = ((exam, known[exam.id]) for exam in own)
    near = [pair for pair in pairs if pair[1].goes_on(now) or now < _closes(*pair) + DAY]
    return sorted(near, key=lambda pair: ORDER.index(phase_of(pair[0], pair[1], now)))[:MOST_EXAMS]


def _closes(exam: Exam, lasting: Lasting) -> int:
    """One that was cancelled is shown at its day too."""
    return max(exam.closes, lasting.for_last.closes)


def _rooms(
    connection: Connection, member: Member, exams: list[str], duties: Mapping[str, RoomDuty]
) -> tuple[RoomGlance, ...]:
    names = rooms_of(member, Permission.SEE_ROOMS, tuple(room.name for room in all_rooms(connection)))
    locked = {exam: rooms_with_card(connection, exam) for exam in exams}
    sat_in = {exam: rooms_of_exam(connection, exam) for exam in exams}
    seats, staff = count_seats(connection), all_staff(connection)
    return tuple(
        RoomGlance(
            name=name,
            seats=seats.get(name, 0),
            proctors=_proctors(duties.get(name), staff, name),
            without_password=tuple(
                exam for exam in exams if name not in locked[exam] and name in (sat_in[exam] or (name,))
            ),
            needed=duties[name].needed if name in duties else 0,
        )
        for name in names
    )


def _proctors(duty: RoomDuty | None, staff: Iterable[Member], room: str) -> tuple[str, ...]:
    """Those of a sitting, else those who have the room for good."""
    return duty.everybody if duty else tuple(one.name for one in staff if room in one.rooms)


def _site(connection: Connection, now: int, folder: Path) -> SiteGlance:
    return SiteGlance(
        candidates=count_candidates(connection),
        networks=len(all_networks(connection)),
        refused=count_refused(connection, now - DAY),
        backup=newest_backup(connection),
        condition=condition_of(connection, now, folder),
        restored=after_restore(connection),
    )


def _room_view(name: str, now: int, connection: Connection) -> RoomView:
    if find_room(connection, name) is None:
        raise RoomError(f"There is no room called {name}.", "See which there are on the first page.")
    duty = duty_board(now, connection).next_in_rooms().get(name)
    proctors = _proctors(duty, all_staff(connection), name)
    stations = sorted(stations_in(connection, name), key=lambda one: (not one.seat, len(one.seat), one.seat))
    return RoomView(name, tuple(stations), proctors, duty.needed if duty else 0)
