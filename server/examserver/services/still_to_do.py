"""What still has to be done and that nobody may overlook, for the overview. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from examserver.services.actions.lasting import still_on
from examserver.services.checkin.duty_board import DutyBoard, RoomDuty
from examserver.services.client_version import is_too_old
from examserver.services.permissions import Permission, may
from examserver.services.refused_logins import RefusedThere, still_refused
from examserver.storage.alerts import count_unseen
from examserver.storage.checkins import count_waiting
from examserver.storage.collecting import finished_collections
from examserver.storage.exams import Exam, own_exams
from examserver.storage.monitor import has_come_after
from examserver.storage.settings import read_settings
from examserver.storage.sittings import rehearsed_exams
from examserver.storage.staff import Member
from examserver.storage.stations import StationState, all_stations
from examserver.storage.turnout import Turnout, turnouts

LOOKED_AT = 30 * 24 * 3_600_000
"""Milliseconds after a collection was finished in which the overview says that something came."""


@dataclass(frozen=True, slots=True)
class LackingProctors:
    """A sitting to come, or an exam that stands alone, in which rooms have fewer proctors than they need."""

    title: str
    starts: int
    rooms: tuple[RoomDuty, ...]


@dataclass(frozen=True, slots=True)
class StillToDo:
    """All of it, as far as it is this member's to do. `to_finish` are exams that were sat and are closed, and
    whose collection is not finished; `came_later` are those of which answers came after it was. At
    `old_clients` machines nobody can log in, since the client is too old. `entries` wait for the head
    proctor, and nobody has marked as seen so many `alerts` of sites. `refused_logins` are those of the last
    half hour in rooms that are theirs.
    """

    proctors: tuple[LackingProctors, ...] = ()
    to_finish: tuple[Exam, ...] = ()
    came_later: tuple[Exam, ...] = ()
    old_clients: int = 0
    entries: int = 0
    refused_logins: tuple[RefusedThere, ...] = ()
    alerts: int = 0


def still_to_do(connection: Connection, member: Member, now: int, board: DutyBoard) -> StillToDo:
    """What somebody has to do at a site time in milliseconds; `board` is of the same time."""
    heads, collects = may(member, Permission.DECIDE_ENTRIES), may(member, Permission.COLLECT)
    finished = finished_collections(connection)
    sat = _sat(connection, now, finished) if collects else ()
    return StillToDo(
        proctors=_lacking(board) if heads else (),
        to_finish=tuple(exam for exam in sat if exam.id not in finished),
        came_later=tuple(exam for exam in sat if _has_more(connection, exam, finished.get(exam.id), now)),
        entries=count_waiting(connection) if heads else 0,
        alerts=count_unseen(connection) if may(member, Permission.REPORT_RESULTS) else 0,
        old_clients=_old_clients(connection) if may(member, Permission.SEE_SITE) else 0,
        refused_logins=still_refused(connection, now, partial(may, member, Permission.SEE_ROOMS)),
    )


def _old_clients(connection: Connection) -> int:
    minimum = read_settings(connection).minimum_client
    if not minimum:
        return 0
    active = (one for one in all_stations(connection) if one.state is StationState.ACTIVE)
    return sum(is_too_old(one.client, minimum) for one in active)


def _sat(connection: Connection, now: int, finished: Mapping[str, int]) -> tuple[Exam, ...]:
    """The exams that have closed for everybody, or whose collection is finished, and at which somebody logged
    in, rehearsals aside.
    """
    counts, rehearsed = turnouts(connection), rehearsed_exams(connection)
    closed = (exam for exam in own_exams(connection) if exam.extended(0).closes <= now)
    sat = [exam for exam in closed if exam.id not in rehearsed and counts.get(exam.id, Turnout()).begun]
    unfinished = (exam for exam in sat if exam.id not in finished)
    on = {exam.id for exam in still_on(connection, unfinished, now)}
    return tuple(exam for exam in sat if exam.id not in on)


def _has_more(connection: Connection, exam: Exam, finished: int | None, now: int) -> bool:
    """Whether an answer came after the collection was finished; old exams are not looked at for ever."""
    if finished is None or finished + LOOKED_AT <= now:
        return False
    return has_come_after(connection, exam.id, finished)


def _lacking(board: DutyBoard) -> tuple[LackingProctors, ...]:
    found = (
        LackingProctors(one.title, one.starts, tuple(room for room in one.rooms if room.missing))
        for one in board.sittings
    )
    return tuple(one for one in found if one.rooms)
