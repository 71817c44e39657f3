"""Takes stations back whose rows were lost: a service set up anew goes by the credentials it once gave.

Rule: of two stations that were given one seat, one after the other, the later has it.
"""

from dataclasses import replace

from sqlalchemy import Connection

from examprotocol.credential import Credential
from examserver.storage.rooms import Room, add_room, find_room
from examserver.storage.stations import (
    Station,
    StationState,
    add_station,
    change_station,
    find_station,
    station_at,
)

NO_TOKEN = ""
"""The `enrolment` of a station that was taken back: it counts for no enrolment file."""


def readmit(connection: Connection, credential: Credential, client: str, now: int) -> Station:
    """The station of a credential, which is taken in where it is not known; `now` in milliseconds.

    One whose seat somebody else was given later comes back without a seat: as released.
    """
    known = find_station(connection, credential.station)
    if known is not None:
        return known
    if find_room(connection, credential.room) is None:
        add_room(connection, Room(credential.room, now))
    seated = bool(credential.seat) and _makes_way(connection, credential)
    station = Station(
        id=credential.station,
        key=credential.key,
        name=credential.name,
        room=credential.room,
        seat=credential.seat if seated else "",
        state=StationState.ACTIVE if seated else StationState.RELEASED,
        client=client,
        enrolled=credential.enrolled,
        enrolment=NO_TOKEN,
    )
    add_station(connection, station)
    return station


def _makes_way(connection: Connection, credential: Credential) -> bool:
    """Whether the seat is the credential's; a station that had it before is released."""
    holder = station_at(connection, credential.room, credential.seat)
    if holder is None:
        return True
    if holder.enrolled >= credential.enrolled:
        return False
    change_station(connection, released(holder))
    return True


def released(station: Station) -> Station:
    """A station without its seat: it may still hand over what it holds, and nothing else."""
    return replace(station, seat="", state=StationState.RELEASED)
