"""What still has to be done and that nobody may overlook, for the overview. Reads only."""

from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.services.checkin.duty_board import RoomDuty, duty_board
from examserver.services.permissions import Permission, may
from examserver.storage.staff import Member


@dataclass(frozen=True, slots=True)
class LackingProctors:
    """A sitting to come in which rooms have fewer proctors than they need."""

    title: str
    starts: int
    rooms: tuple[RoomDuty, ...]


@dataclass(frozen=True, slots=True)
class StillToDo:
    """All of it, as far as it is this member's to do."""

    proctors: tuple[LackingProctors, ...] = ()


def still_to_do(connection: Connection, member: Member, now: int) -> StillToDo:
    """What somebody has to do at a site time in milliseconds."""
    heads = may(member, Permission.DECIDE_ENTRIES)
    return StillToDo(proctors=_lacking(connection, now) if heads else ())


def _lacking(connection: Connection, now: int) -> tuple[LackingProctors, ...]:
    found = (
        LackingProctors(one.title, one.starts, tuple(room for room in one.rooms if room.missing))
        for one in duty_board(now, connection).sittings
    )
    return tuple(one for one in found if one.rooms)
