"""The proctors of the sittings to come: who has which room, how many are missing, and who wants a change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.services.actions.lasting import still_on
from examserver.services.checkin.finding import open_rooms
from examserver.services.checkin.proctors import Window, needed_for, window_at
from examserver.services.stations import counting
from examserver.storage.duties import Duty, DutyWish, duties_at, wishes_at
from examserver.storage.exams import Exam, own_exams
from examserver.storage.places import count_in_rooms, count_without_room
from examserver.storage.rooms import all_rooms
from examserver.storage.sittings import all_sittings, exams_in, rehearsed_exams, rooms_of_exam
from examserver.storage.staff import Member, Role, all_staff


@dataclass(frozen=True, slots=True)
class RoomDuty:
    """A room at a sitting: how many come, how many proctors it needs, and who they are. `proctors` are those
    of this sitting alone, `for_good` those who have the room at each.
    """

    room: str
    candidates: int
    needed: int
    proctors: tuple[str, ...]
    for_good: tuple[str, ...] = ()

    @property
    def present(self) -> int:
        """How many proctors the room has."""
        return len(self.everybody)

    @property
    def everybody(self) -> tuple[str, ...]:
        """All of them by name."""
        return (*self.for_good, *self.proctors)

    @property
    def missing(self) -> int:
        """How many proctors there are too few."""
        return max(0, self.needed - self.present)


@dataclass(frozen=True, slots=True)
class SittingDuty:
    """A sitting with its rooms; what a change takes now, and the wishes, the newest first.

    An exam that stands alone has `sitting` `""`: proctors have its rooms for good or not at all.
    """

    sitting: str
    title: str
    starts: int
    window: Window
    rooms: tuple[RoomDuty, ...]
    wishes: tuple[DutyWish, ...]
    is_rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class DutyBoard:
    """The sittings and the exams without one that are not closed for all, by their start; the
    proctors and rooms that there are.
    """

    sittings: tuple[SittingDuty, ...]
    proctors: tuple[str, ...]
    rooms: tuple[str, ...]

    def next_in_rooms(self) -> dict[str, RoomDuty]:
        """By room how it stands at the first sitting that is sat there: that which is on, or the next."""
        found: dict[str, RoomDuty] = {}
        for room in (room for one in self.sittings for room in one.rooms):
            found.setdefault(room.room, room)
        return found


def duty_board(now: int, connection: Connection) -> DutyBoard:
    """All of it, at a site time in milliseconds."""
    standing = [one for one in all_sittings(connection) if not one.ended and not one.cancelled]
    exams = [exam for sitting in standing for exam in exams_in(connection, sitting.id)]
    alone = [one for one in own_exams(connection) if not one.sitting and not one.cancelled]
    on = still_on(connection, [*exams, *alone], now)
    together, looking = {exam.sitting for exam in on}, _looking(connection, now)
    found = [looking.at_sitting(one.id, one.title) for one in standing if one.id in together]
    found += [looking.at((one,), one.title) for one in on if not one.sitting]
    proctors = tuple(one.name for one in looking.proctors)
    rooms = tuple(one.name for one in all_rooms(connection))
    return DutyBoard(
        tuple(sorted(found, key=lambda one: (one.starts, one.sitting, one.title))), proctors, rooms
    )


def sitting_duty(connection: Connection, sitting: str, title: str, now: int) -> SittingDuty:
    """One sitting."""
    return _looking(connection, now).at_sitting(sitting, title)


@dataclass(frozen=True, slots=True)
class _Looking:
    """What is asked of the tables once, for however many sittings."""

    connection: Connection
    now: int
    proctors: tuple[Member, ...]
    rehearsed: frozenset[str]

    def at_sitting(self, sitting: str, title: str) -> SittingDuty:
        return self.at(exams_in(self.connection, sitting), title, sitting)

    def at(self, exams: Sequence[Exam], title: str, sitting: str = "") -> SittingDuty:
        starts = min((one.starts for one in exams), default=0)
        ids = [exam.id for exam in exams]
        come = self._come(ids)
        duties = duties_at(self.connection, sitting) if sitting else ()
        given = {room for exam in ids for room in rooms_of_exam(self.connection, exam)}
        names = sorted({*come, *given, *(one.room for one in duties)}, key=counting)
        rooms = tuple(_room(room, come.get(room, 0), duties, self.proctors) for room in names)
        wishes = wishes_at(self.connection, [sitting]) if sitting else ()
        is_rehearsal = not self.rehearsed.isdisjoint(ids)
        return SittingDuty(sitting, title, starts, window_at(starts, self.now), rooms, wishes, is_rehearsal)

    def _come(self, exams: Collection[str]) -> Mapping[str, int]:
        """How many come to each room; whoever has none, to the only one there is."""
        come = count_in_rooms(self.connection, exams)
        for exam in exams:
            rooms = open_rooms(self.connection, exam)
            if len(rooms) == 1 and (more := count_without_room(self.connection, exam)):
                come[rooms[0]] = come.get(rooms[0], 0) + more
        return come


def _looking(connection: Connection, now: int) -> _Looking:
    proctors = tuple(one for one in all_staff(connection) if one.role is Role.PROCTOR)
    return _Looking(connection, now, proctors, rehearsed_exams(connection))


def _room(room: str, candidates: int, duties: tuple[Duty, ...], members: Sequence[Member]) -> RoomDuty:
    for_good = tuple(one.name for one in members if room in one.rooms)
    today = tuple(one.member for one in duties if one.room == room and one.member not in for_good)
    return RoomDuty(room, candidates, needed_for(candidates), today, for_good)
