"""The rules by which a station gets its seat.

Rule: a seat has one station. It becomes free when its station is released or revoked, on purpose and by a
person; nobody takes it by being there.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.errors import UnreadableError
from examprotocol.messages import EnrolRequest, Refusal
from examprotocol.station_proof import public_half
from examserver.errors import RefusedError
from examserver.ids import token_hash
from examserver.services.client_version import client_version
from examserver.services.names import LONGEST_SEAT, LONGEST_STATION, as_name, as_seat, is_name
from examserver.storage.enrolments import EnrolmentRow, find_enrolment
from examserver.storage.stations import (
    Station,
    StationState,
    add_station,
    change_station,
    count_enrolled,
    find_station,
    station_at,
)

PUBLIC_MEMBERS = ("crv", "kty", "x")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a station asks for when it enrols, checked for itself. `token_hash` is that of its token."""

    token_hash: str
    station: str
    key: dict[str, str]
    name: str
    seat: str
    client: str


def read_wish(request: EnrolRequest, station_id: str) -> Wish:
    """What a request asks for; raises RefusedError where it is not what a station can send."""
    name, seat = as_name(request.hostname), as_seat(request.seat)
    if not is_name(name, LONGEST_STATION):
        raise RefusedError(Refusal.UNREADABLE, "The machine's name is not one.")
    if seat and not is_name(seat, LONGEST_SEAT):
        raise RefusedError(Refusal.UNREADABLE, f"A seat has {LONGEST_SEAT} characters at most.")
    return Wish(
        token_hash(request.token),
        station_id,
        public_members(request.key),
        name,
        seat,
        client_version(request.client),
    )


def public_members(key: dict[str, str]) -> dict[str, str]:
    """What is kept of a station's key: its public members and nothing besides; raises RefusedError."""
    members = {name: key[name] for name in PUBLIC_MEMBERS if name in key}
    try:
        public_half(members)
    except UnreadableError as error:
        raise RefusedError(Refusal.UNREADABLE, "The station's key is not one.") from error
    return members


def enrol(connection: Connection, wish: Wish, now: int) -> Station:
    """Give a station its seat; raises RefusedError, and then nothing is changed.

    `now` is the site time in milliseconds. A station that is known keeps its id and its row.
    """
    grant = _grant(connection, wish.token_hash, now)
    known = find_station(connection, wish.station)
    _require_welcome(connection, grant, known)
    seat = wish.seat or _kept_seat(grant, known)
    _require_free(connection, grant.room, seat, wish.station)
    station = Station(
        id=wish.station,
        key=wish.key,
        name=wish.name,
        room=grant.room,
        seat=seat,
        state=StationState.ACTIVE,
        client=wish.client,
        enrolled=now,
        enrolment=wish.token_hash,
    )
    (change_station if known else add_station)(connection, station)
    return station


def _grant(connection: Connection, wanted: str, now: int) -> EnrolmentRow:
    grant = find_enrolment(connection, wanted)
    if grant is None:
        raise RefusedError(Refusal.ENROLMENT_UNKNOWN, "This service gave out no such enrolment file.")
    if now >= grant.expires:
        raise RefusedError(Refusal.ENROLMENT_EXPIRED, "The enrolment file has expired.")
    return grant


def _require_welcome(connection: Connection, grant: EnrolmentRow, known: Station | None) -> None:
    if known and known.state is StationState.REVOKED:
        raise RefusedError(Refusal.STATION_REVOKED, "This station was revoked.")
    if known and known.enrolment == grant.token_hash and known.state is StationState.ACTIVE:
        return
    if count_enrolled(connection, grant.token_hash) >= grant.machines:
        raise RefusedError(
            Refusal.ENROLMENT_USED_UP, f"{grant.machines} machines have used this enrolment file already."
        )


def _kept_seat(grant: EnrolmentRow, known: Station | None) -> str:
    if known is None or not known.seat or known.room != grant.room:
        raise RefusedError(Refusal.SEAT_MISSING, "The station has no seat in this room and names none.")
    return known.seat


def _require_free(connection: Connection, room: str, seat: str, station_id: str) -> None:
    holder = station_at(connection, room, seat)
    if holder and holder.id != station_id:
        about = f"{seat} ({holder.name})"
        raise RefusedError(Refusal.SEAT_TAKEN, "Another station has this seat.", about=about)
