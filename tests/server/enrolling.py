"""Enrolment files as the staff make them, and machines that enrol by them."""

from contextlib import closing
from pathlib import Path
from typing import Any

from examprotocol.enrolment import Enrolment, open_enrolment
from examprotocol.messages import EnrolReply, EnrolRequest, StationReply
from examserver.cli.ordering import give
from examserver.services.room_orders import AddRoom
from examserver.services.station_orders import MakeEnrolment
from tests.server.station import Station, station_key

HOUR = 3_600_000
NEW_ROOM = "A"
"""A room that no station stands in before a test puts one there."""


def add_new_room(root: Path) -> None:
    """Add the room."""
    give(root, AddRoom(NEW_ROOM))


def enrolment_for(root: Path, room: str = NEW_ROOM, **wanted: Any) -> Enrolment:
    """What is in an enrolment file that the staff of a service have just made, valid for an hour."""
    order = MakeEnrolment(**{"room": room, "valid": HOUR, **wanted})
    return open_enrolment(give(root, order).content)


def request(
    number: int, token: str, seat: str = "", hostname: str = "", client: str = "0.1.0"
) -> EnrolRequest:
    """What machine `number` sends to enrol."""
    return EnrolRequest(token, station_key(number).members, hostname or f"PC-{number:02}", seat, client)


def enrol(port: int, number: int, token: str, seat: str = "", hostname: str = "") -> EnrolReply:
    """Enrol machine `number` at a service; raises RefusedByServiceError."""
    return send(port, number, request(number, token, seat, hostname))


def send(port: int, number: int, message: EnrolRequest) -> EnrolReply:
    """Send an enrolment as machine `number`; raises RefusedByServiceError."""
    with closing(Station(port, number)) as station:
        return station.call("POST", "/enrol", EnrolReply, message)


def asked_station(port: int, number: int) -> StationReply:
    """What the service knows of machine `number`; raises RefusedByServiceError."""
    with closing(Station(port, number)) as station:
        return station.call("GET", "/station", StationReply)
