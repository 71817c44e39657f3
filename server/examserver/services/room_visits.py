"""Which stations of a room were visited with a proctor's stick, what of that is here, and who is missing.

Rule: of each attempt the newest visit counts that names it, since a later export contains all of an earlier.
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from examprotocol.visit import VisitedPackage
from examserver.errors import RoomError
from examserver.services.rooms import require_room
from examserver.services.stations import in_order
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.exams import Exam, own_exams
from examserver.storage.imports import was_taken
from examserver.storage.room_cards import exams_with_card
from examserver.storage.station_attempts import open_at
from examserver.storage.stations import Station, StationState, all_stations
from examserver.storage.sticks import find_stick
from examserver.storage.visits import VisitRow, visits_since


class MissingPackage(msgspec.Struct, frozen=True):
    """A package that a station put on the stick and that is not here.

    `handed_in` says that the attempt has its receipt all the same.
    """

    file: str
    candidate: str
    attempt: str
    handed_in: bool


class StationVisit(msgspec.Struct, frozen=True):
    """A station of the room, and its newest visit; without one `visited` is 0.

    `visited` is the site time in milliseconds by the station's word, `packages` counts what was exported
    then. `left` names what could not be: admission numbers, or ids of attempts that this service does not
    know. `complete` says that all that the station held is on the stick. `open` are the candidates whose
    attempts are at this station and not handed in, as far as the service knows.
    """

    id: str
    seat: str
    name: str
    state: str
    visited: int = 0
    packages: int = 0
    left: tuple[str, ...] = ()
    complete: bool = False
    missing: tuple[MissingPackage, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether all that the station held is on the stick, and here."""
        return self.complete and not self.missing


class RoomVisits(msgspec.Struct, frozen=True):
    """The stations of a room by seat. `since` is the site time in milliseconds from which visits count.

    `exam` is the exam whose start that is, `""` where the room had none yet: then all visits count.
    """

    room: str
    exam: str
    since: int
    stations: tuple[StationVisit, ...]


def visits_of_room(connection: Connection, name: str, exam_id: str, now: int) -> RoomVisits:
    """The visits at a room's stations since an exam's start; raises RoomError.

    `exam_id` `""` is the newest exam of the room that has begun at `now` (site time in milliseconds).
    """
    room = require_room(connection, name).name
    exam = _exam(connection, room, exam_id, now)
    since = exam.starts if exam else 0
    by_station: dict[str, list[VisitRow]] = {}
    for visit in visits_since(connection, since):
        by_station.setdefault(visit.station, []).append(visit)
    is_open = open_at(connection, exam.id) if exam else {}
    stations = tuple(
        _station(connection, one, by_station.get(one.id, []), is_open.get(one.id, ()))
        for one in in_order(all_stations(connection))
        if _belongs(connection, one, room, by_station.get(one.id, []))
    )
    return RoomVisits(room, exam.id if exam else "", since, stations)


def _exam(connection: Connection, room: str, exam_id: str, now: int) -> Exam | None:
    exams = own_exams(connection)
    if not exam_id:
        of_room = exams_with_card(connection, room)
        begun = [exam for exam in exams if exam.id in of_room and exam.starts <= now]
        return begun[-1] if begun else None
    found = next((exam for exam in exams if exam.id == exam_id), None)
    if found is None:
        raise RoomError(f"There is no exam {exam_id}.", "See which there are: examserver exam list DIR")
    return found


def _belongs(connection: Connection, station: Station, room: str, visits: Iterable[VisitRow]) -> bool:
    """Who has a seat there; and who has none any more or stands elsewhere, but had the room's stick."""
    if station.room == room and station.state is StationState.ACTIVE:
        return True
    sticks = (find_stick(connection, visit.stick) for visit in visits)
    return any(stick is not None and stick.room == room for stick in sticks)


def _station(
    connection: Connection, station: Station, visits: list[VisitRow], is_open: tuple[str, ...]
) -> StationVisit:
    seat, state = station.seat, station.state.value
    if not visits:
        return StationVisit(station.id, seat, station.name, state, open=is_open)
    newest = visits[-1]
    return StationVisit(
        id=station.id,
        seat=seat or newest.seat,
        name=station.name,
        state=state,
        visited=newest.visited,
        packages=len(newest.packages),
        left=tuple(_candidate(connection, attempt) for attempt in newest.left),
        complete=newest.done,
        missing=_missing(connection, visits),
        open=is_open,
    )


def _missing(connection: Connection, visits: list[VisitRow]) -> tuple[MissingPackage, ...]:
    """What the newest visit that names an attempt put on the stick, and nobody has brought."""
    named: dict[str, list[VisitedPackage]] = {}
    for visit in visits:
        for attempt in {one.attempt for one in visit.packages}:
            named[attempt] = [one for one in visit.packages if one.attempt == attempt]
    lost = [one for packages in named.values() for one in packages if not was_taken(connection, one.sha256)]
    return tuple(
        MissingPackage(one.name, one.candidate, one.attempt, _is_handed_in(connection, one.attempt))
        for one in sorted(lost, key=lambda one: (one.candidate, one.name))
    )


def _is_handed_in(connection: Connection, attempt_id: str) -> bool:
    attempt = find_attempt_by_id(connection, attempt_id)
    return attempt is not None and attempt.submitted


def _candidate(connection: Connection, attempt_id: str) -> str:
    attempt = find_attempt_by_id(connection, attempt_id)
    return attempt.candidate if attempt else attempt_id
