"""The monitor marks who sits elsewhere than assigned, and machines at which nobody can log in."""

import time

import pytest

from examprotocol.here import HereReply, HereRequest
from examprotocol.site_orders import StationNews
from examserver import site
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.room_orders import AddRoom
from examserver.services.rosters.orders import SeatCandidate
from examserver.services.sittings.setup_orders import SetExamRooms
from examserver.serving import SiteServer
from examserver.storage.stations import all_stations
from examserver.storage.store import reading
from tests.server.conftest import STATIONS, FakeClock, Prepared
from tests.server.station import ADMISSION, ROOM, Station
from tests.server.visitor import add_admin
from tests.server.watching import SECOND, Watching, begun, logged_in

MACHINE, PATIENCE_SECONDS = "PC-01", 20.0
ZH = {"Accept-Language": "zh-CN"}


@pytest.fixture
def watching(prepared: Prepared, server: SiteServer) -> Watching:
    add_admin(prepared)
    return Watching(logged_in(server))


@pytest.fixture(autouse=True)
def writes_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stations tell is written down at once."""
    monkeypatch.setattr(site, "WRITE_SECONDS", 0.02)


def test_who_sits_at_the_assigned_seat_is_not_marked_and_who_sits_elsewhere_is(
    prepared: Prepared, clock: FakeClock, station: Station, watching: Watching
) -> None:
    root = prepared.folder.root
    begun(station, clock)
    at = watching.look()[ADMISSION]["seat"]
    give(root, SeatCandidate(prepared.exam.id, ADMISSION, ROOM, at))
    clock.advance(2 * SECOND)
    assert "elsewhere" not in watching.look()[ADMISSION].get("alarms", ())
    give(root, SeatCandidate(prepared.exam.id, ADMISSION, ROOM, "77"))
    clock.advance(2 * SECOND)
    tile = watching.look()[ADMISSION]
    assert ("elsewhere" in tile["alarms"], tile["due"], tile["seat"]) == (True, f"{ROOM} · 77", at)


def test_who_sits_in_none_of_the_rooms_of_the_exam_is_marked_and_not_kept_out(
    prepared: Prepared, clock: FakeClock, station: Station, watching: Watching
) -> None:
    give(prepared.folder.root, AddRoom("302"))
    give(prepared.folder.root, SetExamRooms(prepared.exam.id, ("302",)))
    begun(station, clock)
    tile = watching.look()[ADMISSION]
    assert ("elsewhere" in tile["alarms"], tile["due"]) == (True, "302")


def come(prepared: Prepared, station: Station, client: str) -> None:
    """The machine is there with this client, and the service has written that down."""
    station.call("POST", "/here", HereReply, HereRequest(StationNews(), client))
    until = time.monotonic() + PATIENCE_SECONDS
    while client not in clients(prepared):
        assert time.monotonic() < until


def clients(prepared: Prepared) -> list[str]:
    with reading(prepared.folder) as connection:
        return [one.client for one in all_stations(connection) if one.name == MACHINE]


def marked(watching: Watching) -> list[str]:
    tiles = watching.look().values()
    return [tile["machine"] for tile in tiles if "client_old" in tile.get("alarms", ())]


def test_a_machine_with_an_old_client_is_marked_until_it_comes_with_a_new_one(
    prepared: Prepared, clock: FakeClock, station: Station, watching: Watching
) -> None:
    assert main(["site", "minimum-client", str(prepared.folder.root), "0.1.0"]) == 0
    come(prepared, station, "0.0.9")
    assert marked(watching) == [MACHINE]
    come(prepared, station, "0.1.0")
    clock.advance(2 * SECOND)
    assert marked(watching) == []


def test_overview_and_list_name_the_machines_whose_client_is_too_old(
    prepared: Prepared, server: SiteServer, capsys: pytest.CaptureFixture[str]
) -> None:
    add_admin(prepared)
    root = str(prepared.folder.root)
    assert main(["stations", "list", root, "--old"]) == 0
    assert "No client is too old" in capsys.readouterr().out
    assert main(["site", "minimum-client", root, "1.5"]) == 0
    capsys.readouterr()
    assert main(["stations", "list", root, "--old"]) == 0
    assert capsys.readouterr().out.count("client 0.1.0") == len(STATIONS)
    assert f"无法登录的考试机：{len(STATIONS)} 台" in logged_in(server).get("/web/", **ZH).text
