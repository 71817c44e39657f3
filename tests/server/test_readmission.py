"""A service that was set up anew from its key backup, and the stations of the old one."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from examprotocol.credential import Credential, sign_credential
from examprotocol.messages import ReadmitRequest, Refusal, StationReply
from examprotocol.signing import new_signing_key
from examserver.cli.ordering import give
from examserver.services.keys import ServiceKeys, opening_key, signing_key, tls_authority
from examserver.services.room_orders import AddRoom
from examserver.services.safe_setup import again
from examserver.services.setup import Service, setting_up
from examserver.services.station_orders import ReleaseStation, RevokeStation
from examserver.serving import SiteServer
from examserver.storage.folder import ServiceFolder
from examserver.storage.site import read_site
from examserver.storage.store import reading
from tests.server.conftest import FakeClock, Prepared
from tests.server.enrolling import NEW_ROOM, add_new_room, asked_station, enrol, enrolment_for
from tests.server.station import RefusedByServiceError, Station, station_key


@dataclass(frozen=True)
class Rebuilt:
    """The new service, and what its stations were given by the old one: machine to credential."""

    root: Path
    port: int
    credentials: dict[int, str]

    def readmit(self, number: int, credential: str = "") -> StationReply:
        """What machine `number` is told when it comes back; raises RefusedByServiceError."""
        shown = ReadmitRequest(credential or self.credentials[number], "0.1.0")
        with closing(Station(self.port, number)) as station:
            return station.call("POST", "/station", StationReply, shown)

    def refusal(self, number: int, credential: str = "") -> str:
        with pytest.raises(RefusedByServiceError) as refused:
            self.readmit(number, credential)
        return refused.value.reply.error


@pytest.fixture
def credentials(prepared: Prepared, server: SiteServer, clock: FakeClock) -> dict[int, str]:
    """Machine 20 had seat 12 until it broke; then 21 took it. Machine 22 has seat 13."""
    root = prepared.folder.root
    add_new_room(root)
    token, given = enrolment_for(root).token, {}
    given[20] = enrol(server.port, 20, token, "12").credential
    clock.advance(1000)
    give(root, ReleaseStation("A/12", reason="a power cut"))
    given[21] = enrol(server.port, 21, token, "12").credential
    given[22] = enrol(server.port, 22, token, "13").credential
    return given


@pytest.fixture
def rebuilt(prepared: Prepared, credentials: dict[int, str], clock: FakeClock) -> Iterator[Rebuilt]:
    root = prepared.folder.root.parent / "new"
    with setting_up(root, again(same_service(prepared.folder), now=0)):
        pass
    with SiteServer(root, port=0, clock=clock) as server:
        yield Rebuilt(root, server.port, credentials)


def same_service(folder: ServiceFolder) -> Service:
    """What the key backup of a service has."""
    keys = ServiceKeys(signing_key(folder), opening_key(folder), tls_authority(folder))
    with reading(folder) as connection:
        return Service(read_site(connection), "http://127.0.0.1:8460", keys)


def test_a_station_of_the_old_service_is_taken_back_at_its_seat(rebuilt: Rebuilt) -> None:
    with pytest.raises(RefusedByServiceError) as refused:
        asked_station(rebuilt.port, 22)
    assert refused.value.reply.error == Refusal.UNKNOWN_STATION
    back = rebuilt.readmit(22)
    assert (back.name, back.room, back.seat) == ("PC-22", NEW_ROOM, "13")
    assert rebuilt.readmit(22) == back
    assert asked_station(rebuilt.port, 22) == back


@pytest.mark.parametrize("order", [(20, 21), (21, 20)])
def test_the_machine_that_was_given_a_seat_last_has_it_whoever_comes_first(
    rebuilt: Rebuilt, order: tuple[int, int]
) -> None:
    for number in order:
        rebuilt.readmit(number)
    assert (asked_station(rebuilt.port, 20).seat, asked_station(rebuilt.port, 21).seat) == ("", "12")


def test_a_room_that_was_added_anew_is_the_same_room(rebuilt: Rebuilt) -> None:
    give(rebuilt.root, AddRoom(NEW_ROOM))
    assert rebuilt.readmit(22).room == NEW_ROOM


def test_a_credential_counts_only_with_the_key_of_its_station(rebuilt: Rebuilt) -> None:
    assert rebuilt.refusal(23, rebuilt.credentials[22]) == Refusal.NOT_PROVEN


def test_a_credential_that_another_service_signed_is_refused(rebuilt: Rebuilt, prepared: Prepared) -> None:
    key = station_key(23)
    said = Credential(prepared.card.site_id, key.id, key.members, "PC", NEW_ROOM, "1", 1)
    assert rebuilt.refusal(23, sign_credential(said, new_signing_key())) == Refusal.UNKNOWN_STATION
    assert rebuilt.refusal(23, "nothing") == Refusal.UNKNOWN_STATION
    elsewhere = Credential("0" * 32, key.id, key.members, "PC", NEW_ROOM, "1", 1)
    own_key = signing_key(prepared.folder)
    assert rebuilt.refusal(23, sign_credential(elsewhere, own_key)) == Refusal.UNKNOWN_STATION


def test_a_station_that_is_known_goes_by_what_is_known_of_it(
    prepared: Prepared, server: SiteServer, credentials: dict[int, str]
) -> None:
    running = Rebuilt(prepared.folder.root, server.port, credentials)
    assert running.readmit(20).seat == ""
    give(prepared.folder.root, RevokeStation("A/13", reason="a power cut"))
    assert running.refusal(22) == Refusal.STATION_REVOKED


def test_a_released_station_comes_back_and_may_not_log_in(rebuilt: Rebuilt) -> None:
    rebuilt.readmit(21)
    rebuilt.readmit(20)
    with closing(Station(rebuilt.port, 20)) as station, pytest.raises(RefusedByServiceError) as refused:
        station.log_in()
    assert refused.value.reply.error == Refusal.STATION_RELEASED
