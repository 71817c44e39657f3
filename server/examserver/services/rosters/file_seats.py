"""The seats that a roster itself gives: who would sit where, and where two would sit on one seat."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.services.names import is_same
from examserver.services.rosters.rooms_to_fill import seats_with_station
from examserver.services.rosters.sheet import Fault, Problem
from examserver.services.rosters.table import Row, Table
from examserver.storage.places import Place
from examserver.storage.rooms import all_rooms


@dataclass(frozen=True, slots=True)
class FileSeats:
    """Places in the file's order, what has to be corrected, and what needs a look."""

    places: tuple[Place, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


def seats_of_file(
    connection: Connection, table: Table, exam: str, taken: Mapping[tuple[str, str], Place]
) -> FileSeats:
    """The file's own seats; a file without rooms means the only one, where the site has no other.

    `taken` are the seats that others have at this time.
    """
    rooms = RoomsMeant(connection)
    places = tuple(_place(row, exam, rooms) for row in table.rows)
    rows = tuple(zip(table.rows, places, strict=True))
    problems = tuple(problem for problem in conflicts(rows, taken))
    notices = tuple(notice for row, place in rows for notice in rooms.look(row, place))
    return FileSeats(places, problems, notices)


def _place(row: Row, exam: str, rooms: "RoomsMeant") -> Place:
    values = row.values
    return Place(exam, values.get("admission_number", ""), rooms.meant(values), values.get("seat", ""))


def conflicts(
    rows: tuple[tuple[Row, Place], ...], taken: Mapping[tuple[str, str], Place]
) -> Iterator[Problem]:
    """Seats that two rows name, or that somebody has."""
    first: dict[tuple[str, str], int] = {}
    for row, place in rows:
        at = (place.room, place.seat)
        if not (place.room and place.seat):
            continue
        if at in taken:
            yield Problem(row.line, "seat", Fault.TAKEN, taken[at].candidate)
        elif first.setdefault(at, row.line) != row.line:
            yield Problem(row.line, "seat", Fault.REPEATED, str(first[at]))


class RoomsMeant:
    """The rooms of the site as a file may name them, and the seats in them that have a station."""

    def __init__(self, connection: Connection) -> None:
        self._names = [room.name for room in all_rooms(connection)]
        self._seats = {name: set(seats_with_station(connection, name)) for name in self._names}
        self._called: dict[str, str] = {}
        self._told = set[str]()

    def meant(self, values: Mapping[str, str]) -> str:
        """The room of a row in the site's own writing."""
        name = values.get("room", "")
        if not name:
            return self._names[0] if len(self._names) == 1 and values.get("seat") else ""
        if name not in self._called:
            self._called[name] = next((one for one in self._names if is_same(one, name)), name)
        return self._called[name]

    def look(self, row: Row, place: Place) -> Iterator[Problem]:
        """What is strange about a row's place; of a room that is not there it is said once."""
        if place.room and not place.seat:
            yield Problem(row.line, "seat", Fault.NO_SEAT)
        seats = self._seats.get(place.room)
        if place.room and seats is None and place.room not in self._told:
            self._told.add(place.room)
            yield Problem(row.line, "room", Fault.NO_ROOM, place.room)
        elif seats and place.seat and place.seat not in seats:
            yield Problem(row.line, "seat", Fault.NO_STATION)
