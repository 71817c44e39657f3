"""Enrolment: who gets a seat, and who is told why not."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from examprotocol.credential import open_credential
from examprotocol.messages import EnrolReply, EnrolRequest, Refusal
from examprotocol.signing import read_key
from examserver.cli.ordering import give
from examserver.services.station_orders import ReleaseStation, RenameStation, RevokeStation
from examserver.serving import SiteServer
from examserver.storage.stations import Station, StationState, all_stations
from examserver.storage.store import reading
from tests.server.conftest import FakeClock, Prepared
from tests.server.enrolling import (
    HOUR,
    NEW_ROOM,
    add_new_room,
    asked_station,
    enrol,
    enrolment_for,
    request,
    send,
)
from tests.server.station import RefusedByServiceError, station_key


@dataclass(frozen=True)
class Room:
    """A running service with a room that is still empty."""

    root: Path
    port: int

    def token(self, **wanted: Any) -> str:
        return enrolment_for(self.root, **wanted).token

    def enrol(self, number: int, token: str, seat: str = "", hostname: str = "") -> EnrolReply:
        return enrol(self.port, number, token, seat, hostname)

    def refusal(self, number: int, token: str, seat: str = "") -> str:
        with pytest.raises(RefusedByServiceError) as refused:
            self.enrol(number, token, seat)
        return refused.value.reply.error


@pytest.fixture
def room(prepared: Prepared, server: SiteServer) -> Room:
    add_new_room(prepared.folder.root)
    return Room(prepared.folder.root, server.port)


def registered(prepared: Prepared, number: int) -> Station:
    with reading(prepared.folder) as connection:
        found = [one for one in all_stations(connection) if one.id == station_key(number).id]
    assert len(found) == 1
    return found[0]


def test_a_machine_with_the_file_gets_the_seat_that_it_asks_for(
    room: Room, prepared: Prepared, clock: FakeClock
) -> None:
    reply = room.enrol(20, room.token(), "ｂ１２", "Lab PC")
    assert (reply.station, reply.name, reply.room, reply.seat) == (
        station_key(20).id,
        "Lab PC",
        NEW_ROOM,
        "B12",
    )
    assert registered(prepared, 20).state is StationState.ACTIVE
    assert registered(prepared, 20).enrolled == clock.now()
    said = open_credential(reply.credential, read_key(prepared.card.signing_key))
    assert (said.station, said.key, said.seat) == (station_key(20).id, station_key(20).members, "B12")
    known = asked_station(room.port, 20)
    assert (known.name, known.room, known.seat) == ("Lab PC", NEW_ROOM, "B12")


def test_the_file_says_what_a_station_needs_to_know(room: Room, prepared: Prepared, clock: FakeClock) -> None:
    said = enrolment_for(room.root, seats={"pc-20": "1"}, address="https://10.0.0.5:8460")
    card = prepared.card
    assert (said.site, said.site_id, said.address) == (card.site, card.site_id, "https://10.0.0.5:8460")
    assert (said.signing_key, said.opening_key) == (card.signing_key, card.opening_key)
    assert (said.authority, said.room, said.seats) == (card.authority, NEW_ROOM, {"pc-20": "1"})
    assert said.expires == clock.now() + HOUR
    assert enrolment_for(room.root).address == card.address


def test_of_two_machines_that_claim_one_seat_at_once_one_gets_it(room: Room, prepared: Prepared) -> None:
    token, start = room.token(), threading.Barrier(8)

    def claim(number: int) -> str:
        start.wait(10)
        try:
            return room.enrol(number, token, "12").seat
        except RefusedByServiceError as refused:
            return f"{refused.reply.error}: {refused.reply.about}"

    with ThreadPoolExecutor(8) as machines:
        told = list(machines.map(claim, range(20, 28)))
    with reading(prepared.folder) as connection:
        (holder,) = [one for one in all_stations(connection) if one.room == NEW_ROOM]
    assert sorted(told) == sorted(["12", *[f"seat_taken: 12 ({holder.name})"] * 7])


def test_a_machine_whose_reply_was_lost_asks_again_and_counts_once(room: Room) -> None:
    token = room.token(machines=1)
    assert room.enrol(20, token, "1") == room.enrol(20, token, "1")
    assert room.enrol(20, token).seat == "1"
    assert room.refusal(21, token, "2") == Refusal.ENROLMENT_USED_UP


def test_a_token_serves_as_many_machines_as_it_was_made_for(room: Room) -> None:
    token = room.token(seats={"pc-20": "1", "pc-21": "2"})
    assert [room.enrol(number, token, str(number)).seat for number in (20, 21)] == ["20", "21"]
    assert room.refusal(22, token, "22") == Refusal.ENROLMENT_USED_UP
    assert room.enrol(22, room.token(machines=3), "22").seat == "22"


def test_a_released_machine_makes_way_for_the_spare_in_the_file_too(room: Room) -> None:
    token = room.token(machines=1)
    room.enrol(20, token, "12")
    assert room.refusal(21, token, "13") == Refusal.ENROLMENT_USED_UP
    give(room.root, ReleaseStation("A/12", reason="a power cut"))
    assert room.enrol(21, token, "12").seat == "12"
    assert room.refusal(20, token, "13") == Refusal.ENROLMENT_USED_UP


def test_a_token_ends_by_itself(room: Room, clock: FakeClock) -> None:
    token = room.token(valid=HOUR)
    clock.advance(HOUR - 1)
    assert room.enrol(20, token, "1").seat == "1"
    clock.advance(1)
    assert room.refusal(21, token, "2") == Refusal.ENROLMENT_EXPIRED
    assert room.refusal(20, token, "1") == Refusal.ENROLMENT_EXPIRED


def test_a_token_that_this_service_never_gave_out_is_refused(room: Room) -> None:
    assert room.refusal(20, "A" * 43, "1") == Refusal.ENROLMENT_UNKNOWN
    assert room.refusal(20, "", "1") == Refusal.ENROLMENT_UNKNOWN


def test_a_machine_that_names_no_seat_keeps_the_one_it_has(room: Room) -> None:
    token = room.token()
    assert room.refusal(20, token) == Refusal.SEAT_MISSING
    room.enrol(20, token, "7")
    assert room.enrol(20, token).seat == "7"


def test_a_machine_may_move_to_another_seat_and_leaves_its_own(room: Room) -> None:
    token = room.token()
    room.enrol(20, token, "1")
    assert room.enrol(20, token, "2", "Renamed").name == "Renamed"
    assert room.enrol(21, token, "1").seat == "1"


def test_a_machine_in_another_room_must_say_where_it_stands(room: Room) -> None:
    room.enrol(20, room.token(), "1")
    elsewhere = room.token(room="R1")
    assert room.refusal(20, elsewhere) == Refusal.SEAT_MISSING
    moved = room.enrol(20, elsewhere, "40")
    assert (moved.room, moved.seat) == ("R1", "40")


def test_the_seat_of_a_released_machine_goes_to_the_spare(room: Room, prepared: Prepared) -> None:
    token = room.token()
    room.enrol(20, token, "12")
    assert room.refusal(21, token, "12") == Refusal.SEAT_TAKEN
    outcome = give(room.root, ReleaseStation("A/12", reason="a power cut"))
    assert any("Seat 12 is free" in line for line in outcome.lines)
    assert room.enrol(21, token, "12").seat == "12"
    assert registered(prepared, 20).state is StationState.RELEASED
    assert asked_station(room.port, 20).seat == ""
    assert room.refusal(20, token) == Refusal.SEAT_MISSING
    assert room.refusal(20, token, "12") == Refusal.SEAT_TAKEN
    assert room.enrol(20, token, "13").seat == "13"
    assert registered(prepared, 20).state is StationState.ACTIVE


def test_a_revoked_key_is_refused_for_ever_and_a_new_one_is_not(room: Room, prepared: Prepared) -> None:
    token = room.token()
    room.enrol(20, token, "12")
    give(room.root, RevokeStation("A/12", reason="a power cut"))
    assert room.refusal(20, token, "13") == Refusal.STATION_REVOKED
    with pytest.raises(RefusedByServiceError) as refused:
        asked_station(room.port, 20)
    assert refused.value.reply.error == Refusal.STATION_REVOKED
    assert room.enrol(21, token, "12", hostname="PC-20").seat == "12"
    assert registered(prepared, 20).state is StationState.REVOKED


def test_a_station_hears_its_new_name(room: Room) -> None:
    room.enrol(20, room.token(), "12")
    give(room.root, RenameStation("A/12", "讲台"))
    assert asked_station(room.port, 20).name == "讲台"


@pytest.mark.parametrize(
    "wrong",
    [
        {"hostname": "\n"},
        {"hostname": "PC\x07"},
        {"hostname": "x" * 81},
        {"seat": "1\x00"},
        {"seat": "x" * 21},
        {"client": ""},
        {"client": "<b>"},
        {"client": "1" * 41},
    ],
)
def test_what_could_not_be_shown_to_people_is_refused(
    room: Room, prepared: Prepared, wrong: dict[str, str]
) -> None:
    message = request(20, room.token(), **{"seat": "1", **wrong})
    with pytest.raises(RefusedByServiceError) as refused:
        send(room.port, 20, message)
    assert refused.value.reply.error == Refusal.UNREADABLE
    with reading(prepared.folder) as connection:
        assert all(one.room != NEW_ROOM for one in all_stations(connection))


def test_of_a_key_its_public_half_alone_is_kept(room: Room, prepared: Prepared) -> None:
    key = {**station_key(20).members, "d": "AAAA", "note": "<b>x</b>"}
    send(room.port, 20, EnrolRequest(room.token(), key, "PC", "1", "0.1.0"))
    assert registered(prepared, 20).key == station_key(20).members
