"""The monitor's tiles as a browser gets them: what stations tell, what the tables have, and what has
changed.
"""

from typing import Any

import msgspec
import pytest

from examprotocol.messages import SyncReply, SyncRequest
from examprotocol.site_orders import StationNews
from examserver.cli.ordering import give
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.member_orders import SetDuty
from examserver.services.monitor.judging import Alarm, State
from examserver.services.monitor.presence import LONGEST_SKEW
from examserver.services.monitor.watch import PERIOD
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from tests.server.conftest import CONTACT, START, FakeClock, Prepared
from tests.server.station import ADMISSION, ROOM, RefusedByServiceError, Station
from tests.server.test_self_checks import report, result, send
from tests.server.visitor import Visitor
from tests.server.watching import (
    OTHER,
    PROCTOR,
    SECOND,
    Watching,
    be_here,
    begun,
    logged_in,
    staff_two_rooms,
    tell,
)

ANN, THIRD = "2026A002", "2026A003"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START - 10 * MINUTE)


@pytest.fixture
def staffed(prepared: Prepared, server: SiteServer) -> SiteServer:
    staff_two_rooms(prepared)
    return server


@pytest.fixture
def admin(staffed: SiteServer) -> Visitor:
    return logged_in(staffed)


@pytest.fixture
def watching(admin: Visitor) -> Watching:
    return Watching(admin)


def test_before_anybody_comes_all_seats_are_there(watching: Watching) -> None:
    tiles = watching.look()
    assert {name: tile["state"] for name, tile in tiles.items() if name.startswith("2026")} == {
        ADMISSION: State.NOT_THERE,
        ANN: State.NOT_THERE,
        THIRD: State.NOT_THERE,
    }
    assert tiles[THIRD]["machine"] == "PC-03", "the site has one room, and her seat is 3"
    assert tiles["PC-01"]["state"] == State.OFF


def test_a_station_that_only_waits_is_seen_with_how_it_draws(
    watching: Watching, station: Station, clock: FakeClock
) -> None:
    be_here(station, drawing="2", clock=clock.now() + 90 * SECOND)
    tile = watching.look()["PC-01"]
    assert (tile["state"], tile["drawing"], tile["skew"]) == (State.IDLE, "2", 90)


def test_a_machine_that_falls_silent_turns_amber_and_then_red(
    watching: Watching, station: Station, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    tell(station, pen)
    seen = []
    for seconds in (1, 57, 2, 60):
        clock.advance(seconds * SECOND)
        tile = watching.look()[ADMISSION]
        seen.append((tile["state"], tile.get("tone", ""), tile.get("alarms", [])))
    assert seen == [
        (State.ANSWERING, "", []),
        (State.ANSWERING, "", []),
        (State.OFFLINE, "amber", [Alarm.SILENT]),
        (State.OFFLINE, "red", [Alarm.SILENT_LONG]),
    ]
    assert tile["rank"] == min(one["rank"] for one in watching.look().values()), "and stands first"
    tell(station, pen)
    clock.advance(PERIOD)
    assert watching.look()[ADMISSION]["state"] == State.ANSWERING


def test_only_what_has_changed_is_sent_and_nothing_where_nothing_has(
    watching: Watching, station: Station, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    tell(station, pen)
    assert len(watching.look()) == 9
    clock.advance(PERIOD)
    watching.look()
    assert watching.last == []
    pen.choose("q2", "a")
    tell(station, pen)
    clock.advance(PERIOD)
    watching.look()
    assert watching.last == [ADMISSION]


def test_all_who_watch_share_one_look(
    staffed: SiteServer, watching: Watching, station: Station, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    tell(station, pen)
    other = Watching(logged_in(staffed, PROCTOR))
    assert watching.look()[ADMISSION]["got"] == 2
    pen.choose("q2", "a")
    tell(station, pen)
    assert other.look()[ADMISSION]["got"] == 2, "the look of before"
    clock.advance(PERIOD)
    assert other.look()[ADMISSION]["got"] == 3


def test_a_browser_with_another_services_state_gets_everything(watching: Watching, admin: Visitor) -> None:
    watching.look()
    for state in ("", "0.1", "zz.99999999999999999999", ".."):
        seen = admin.get(f"/web/monitor/tiles?since={state}")
        assert (seen.status, seen.json["whole"], len(seen.json["tiles"])) == (200, True, 10)


def test_a_proctor_gets_the_own_rooms_and_nothing_of_others(staffed: SiteServer, station: Station) -> None:
    station.log_in()
    assert ADMISSION in Watching(logged_in(staffed, PROCTOR)).look()
    other = logged_in(staffed, OTHER)
    assert Watching(other).look() == {}
    seat = f"id=exam-1/{ADMISSION}"
    assert other.get(f"/web/monitor/seat?room={ROOM}&{seat}").status == 403
    assert other.get(f"/web/monitor/seat?room=302&{seat}").status == 404
    assert "张三" not in other.get(f"/web/monitor/seat?room=302&{seat}").text


def test_rooms_that_a_proctor_is_given_and_loses_come_and_go_on_the_open_page(
    staffed: SiteServer, prepared: Prepared
) -> None:
    watching = Watching(logged_in(staffed, OTHER))
    assert watching.look() == {}
    give(prepared.folder.root, SetDuty(OTHER, Role.PROCTOR, (ROOM,)))
    assert ADMISSION in watching.look()
    give(prepared.folder.root, SetDuty(OTHER, Role.PROCTOR, ("302",)))
    assert watching.look() == {}


def test_who_is_logged_out_is_told_so_and_gets_no_page(server: SiteServer) -> None:
    assert Visitor(server.port).get("/web/monitor/tiles", **{"HX-Request": "true"}).status == 401


def test_a_station_outside_is_amber_and_its_address_stands_on_its_page(
    fenced: Prepared, staffed: SiteServer, station: Station, clock: FakeClock
) -> None:
    station.come_from("10.1.0.5")
    pen = begun(station, clock)
    station.come_from("203.0.113.9")
    tell(station, pen)
    admin = logged_in(staffed)
    tile = Watching(admin).look()[ADMISSION]
    assert (tile["state"], tile["alarms"]) == (State.OUTSIDE, [Alarm.OUTSIDE])
    page = admin.get(f"/web/monitor/seat?room={ROOM}&id={tile['id']}").text
    assert "203.0.113.9" in page
    assert CONTACT not in page


def test_more_time_puts_off_what_is_late(
    watching: Watching, station: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    give(prepared.folder.root, ExtendExam(prepared.exam.id, 10, ADMISSION, "停电"))
    clock.time = START + 62 * MINUTE
    tell(station, pen)
    assert "alarms" not in watching.look()[ADMISSION]
    clock.time = START + 71 * MINUTE
    tell(station, pen)
    assert watching.look()[ADMISSION]["alarms"] == [Alarm.NOT_HANDED_IN]


def test_a_red_self_check_is_seen_and_what_it_says_stands_on_the_seats_page(
    watching: Watching, admin: Visitor, station: Station, clock: FakeClock
) -> None:
    be_here(station)
    send(station, report(result("disk", "red", said="The disk is full. Make room.")))
    tile = watching.look()["PC-01"]
    assert (tile["check"], tile["alarms"], tile["tone"]) == ("red", [Alarm.CHECK_RED], "red")
    page = admin.get(f"/web/monitor/seat?room={ROOM}&id={tile['id']}").text
    assert "The disk is full. Make room." in page
    clock.advance(PERIOD)
    send(station, report(result("disk", "green")))
    assert watching.look()["PC-01"]["check"] == "green"


def test_a_seats_page_says_what_is_known_and_what_to_do(
    admin: Visitor, station: Station, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    tell(station, pen, drawing="0", events=3, answered=1, questions=4, trouble="ballast_gone")
    page = admin.get(f"/web/monitor/seat?room={ROOM}&id=exam-1/{ADMISSION}", **{"Accept-Language": "zh"}).text
    for said in ("张三", ADMISSION, "PC-01", "保存有问题", "请到座位查看屏幕上的红色提示", "大学英语（二）"):
        assert said in page
    assert "110101" not in page, "no identity number"


@pytest.mark.parametrize("wanted", ["", "exam-1/nobody", "../../etc", "x" * 500])
def test_a_seat_that_there_is_not_is_said_to_be_gone(admin: Visitor, wanted: str) -> None:
    assert admin.get(f"/web/monitor/seat?room={ROOM}&id={wanted}").status == 404


def test_nothing_that_a_station_tells_is_markup_or_too_long(
    watching: Watching, admin: Visitor, station: Station, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    hostile = "<script>\x1b[31m\u202e" + "x" * 500
    news: dict[str, Any] = {
        "drawing": hostile,
        "trouble": hostile,
        "events": 1 << 60,
        "answered": -5,
        "clock": 1 << 62,
    }
    tell(station, pen, **news)
    tile = watching.look()[ADMISSION]
    assert len(tile["drawing"]) == 40
    assert "\x1b" not in tile["drawing"]
    assert (tile.get("answered", 0), tile["skew"]) == (0, LONGEST_SKEW // 1000)
    page = admin.get(f"/web/monitor/seat?room={ROOM}&id={tile['id']}").text
    assert "<script>\ufffd" not in page
    assert "&lt;script&gt;" in page


def test_a_client_that_tells_nothing_is_seen_all_the_same(
    watching: Watching, station: Station, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    station.sync(pen)
    tile = watching.look()[ADMISSION]
    assert (tile["state"], tile["got"]) == (State.ANSWERING, 2)
    assert "questions" not in tile


def test_a_station_that_was_refused_its_sync_tells_nothing(
    watching: Watching, station: Station, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    request = SyncRequest(pen.writer, 1, tuple(pen.events), news=StationNews(answered=3, questions=4))
    other = msgspec.structs.replace(request, writer=msgspec.structs.replace(pen.writer, attempt="f" * 32))
    with pytest.raises(RefusedByServiceError):
        station.call("POST", "/sync", SyncReply, other)
    assert "questions" not in watching.look()[ADMISSION]
