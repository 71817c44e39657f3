"""Which seats of which rooms are to be filled: those with a station, or as many as somebody says.

Rule: a seat that somebody has at an exam of the same time is not free.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.errors import SeatingError
from examserver.services.names import as_name, as_seat
from examserver.services.rooms import require_room
from examserver.services.rosters.seat_rules import FreeSeat
from examserver.services.stations import counting
from examserver.storage.rooms import all_rooms
from examserver.storage.stations import StationState, stations_in

MOST_SEATS = 2000
WISH = re.compile(r"(?P<room>[^=]+?)(?:\s*[=＝]\s*(?P<seats>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class RoomWish:
    """A room to fill; `seats` is how many it has (numbered from 1), 0 for those that have a station."""

    room: str
    seats: int = 0


def read_rooms(text: str) -> tuple[RoomWish, ...]:
    """The rooms of `A, B=30` (also with Chinese commas, or one a line); raises SeatingError."""
    parts = [part.strip() for part in re.split(r"[,，、;；\n]", text) if part.strip()]
    return tuple(_wish(part) for part in parts)


def _wish(part: str) -> RoomWish:
    found = WISH.fullmatch(part)
    seats = int(found["seats"] or 0) if found else 0
    if found is None or seats > MOST_SEATS:
        raise SeatingError(
            f"“{part}” is no room with a number of seats.",
            f"Write it as A=30, with at most {MOST_SEATS} seats.",
        )
    return RoomWish(as_name(found["room"]), seats)


def free_seats(
    connection: Connection, wishes: tuple[RoomWish, ...], taken: Collection[tuple[str, str]]
) -> tuple[FreeSeat, ...]:
    """The free seats of these rooms, or of all; raises SeatingError and RoomError.

    `taken` has the pairs of room and seat that are somebody's.
    """
    chosen = wishes or tuple(RoomWish(room.name) for room in all_rooms(connection))
    return tuple(seat for wish in chosen for seat in _free_in(connection, wish, taken))


def _free_in(
    connection: Connection, wish: RoomWish, taken: Collection[tuple[str, str]]
) -> Iterator[FreeSeat]:
    room = require_room(connection, wish.room).name
    names = [str(number) for number in range(1, wish.seats + 1)] or seats_with_station(connection, room)
    for place, name in enumerate(names):
        if (room, name) not in taken:
            yield FreeSeat(room, name, place)


def seats_with_station(connection: Connection, room: str) -> list[str]:
    """The seats of a room that have a station in use, as people count."""
    stations = stations_in(connection, room)
    found = {as_seat(one.seat) for one in stations if one.seat and one.state is StationState.ACTIVE}
    return sorted(found, key=counting)
