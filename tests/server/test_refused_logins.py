"""Staff see which logins are refused: why, where from, how many, the last time; and nothing of who it was."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from examprotocol.here import HereReply, HereRequest
from examprotocol.messages import Refusal
from examprotocol.site_orders import StationNews
from examserver import site
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import BusyError, RefusedError
from examserver.services.caller import Caller
from examserver.services.refused_logins import KEPT_FOR, MOST, MOST_PLACES, RECENT, RefusedLogins
from examserver.services.refused_logins import refused_there as refused_of
from examserver.services.room_orders import AddRoom
from examserver.services.site_orders import AddNetwork, SetMinimumClient
from examserver.serving import SiteServer
from examserver.storage.refused_logins import refused_logins_since
from examserver.storage.staff import Role
from examserver.storage.store import Store, reading
from tests.server.conftest import FakeClock, Prepared
from tests.server.station import ADMISSION, ROOM, RefusedByServiceError, Station, station_key
from tests.server.visitor import add_admin, add_staff
from tests.server.watching import Watching, logged_in

PATIENCE_SECONDS = 20.0
OUTSIDE, ZH = "203.0.113.9", {"Accept-Language": "zh-CN"}


@pytest.fixture(autouse=True)
def writes_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was counted is written down at once."""
    monkeypatch.setattr(site, "WRITE_SECONDS", 0.02)


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end


def times(prepared: Prepared) -> dict[str, int]:
    """How many logins were refused, by reason."""
    with reading(prepared.folder) as connection:
        found = refused_of(connection, 0)
    return {one.reason: sum(each.times for each in found if each.reason == one.reason) for one in found}


def refused(station: Station, **numbers: Any) -> str:
    with pytest.raises(RefusedByServiceError) as error:
        station.log_in(**numbers)
    return error.value.reply.error


def refuse(logins: RefusedLogins, caller: Caller, code: str = Refusal.OUTSIDE) -> None:
    with pytest.raises(RefusedError), logins.noting(caller):
        raise RefusedError(code, "refused")


def test_each_reason_is_counted_and_shown_with_address_and_machine_and_no_number(
    fenced: Prepared, server: SiteServer, station: Station
) -> None:
    add_admin(fenced)
    station.come_from("10.1.0.5")
    assert refused(station, admission="2026X999") == "unknown_candidate"
    give(fenced.folder.root, SetMinimumClient("9"))
    assert refused(station) == "client_too_old"
    station.come_from(OUTSIDE)
    for _ in range(3):
        assert refused(station) == "outside"
    until(lambda: times(fenced) == {"unknown_candidate": 1, "client_too_old": 1, "outside": 3})
    admin = logged_in(server)
    for path in ("/web/monitor/notices", "/web/", "/web/networks"):
        page = admin.get(path, **ZH).text
        assert all(words in page for words in ("不在考点范围内", "客户端版本过旧", "名单中没有该准考证号"))
        assert all(words in page for words in (OUTSIDE, "10.1.0.5", f"{ROOM}/1", "登记该地址"))
        assert "2026X999" not in page
        assert ADMISSION not in page.partition("<h2>")[0]
    with reading(fenced.folder) as connection:
        assert "2026" not in str(refused_logins_since(connection, 0))


def test_the_notice_counts_machines_of_the_last_half_hour_and_no_tries_of_the_morning(
    fenced: Prepared, server: SiteServer, clock: FakeClock
) -> None:
    add_admin(fenced)
    store = Store(fenced.folder)
    logins, caller = RefusedLogins(store, clock), Caller(station_key(1).id, "", OUTSIDE)
    for _ in range(180):
        refuse(logins, caller)
    logins.write()
    clock.advance(4 * 60 * 60_000)
    for code in (Refusal.OUTSIDE, Refusal.UNKNOWN_CANDIDATE):
        refuse(logins, caller, code)
    logins.write()
    store.close()
    page = logged_in(server).get("/web/monitor/notices", **ZH).text
    assert "最近半小时有登录被拒绝的考试机：1 台" in page, "one machine, for whatever reasons"
    assert "累计 181 次" in page


def test_a_proctor_sees_those_of_the_own_rooms_alone_and_registers_none(
    fenced: Prepared, server: SiteServer, station: Station
) -> None:
    give(fenced.folder.root, AddRoom("302"))
    add_staff(fenced, "赵监考", Role.PROCTOR, ROOM)
    add_staff(fenced, "钱监考", Role.PROCTOR, "302")
    station.come_from(OUTSIDE)
    refused(station)
    until(lambda: times(fenced) == {"outside": 1})
    own = logged_in(server, "赵监考").get("/web/monitor/notices").text
    assert OUTSIDE in own
    assert "Register this address" not in own
    for path in ("/web/monitor/notices", "/web/"):
        assert OUTSIDE not in logged_in(server, "钱监考").get(path).text


def test_an_address_is_registered_beside_its_refused_login_and_the_candidate_logs_in(
    fenced: Prepared, server: SiteServer, station: Station, clock: FakeClock
) -> None:
    add_admin(fenced)
    station.come_from(OUTSIDE)
    refused(station)
    until(lambda: times(fenced) == {"outside": 1})
    admin = logged_in(server)
    done = admin.post("/web/networks/add", {"cidr": OUTSIDE}, **ZH)
    assert (done.status, f"已登记 {OUTSIDE}/32。" in done.text, "现已登记</span>" in done.text) == (
        200,
        True,
        True,
    )
    assert station.log_in()
    assert OUTSIDE not in admin.get("/web/monitor/notices").text, "it is mended, and on the page of a day"
    clock.advance(KEPT_FOR)
    assert OUTSIDE not in logged_in(server).get("/web/networks").text.partition("Registered networks</h2>")[0]


def test_a_machine_outside_raises_the_alarm_before_anybody_logs_in(
    fenced: Prepared, server: SiteServer, station: Station, clock: FakeClock
) -> None:
    add_admin(fenced)
    station.come_from(OUTSIDE)
    station.call("POST", "/here", HereReply, HereRequest(StationNews()))
    admin = logged_in(server)
    tiles = Watching(admin).look()
    tile = next(one for one in tiles.values() if one["machine"] == "PC-01")
    assert tile["alarms"] == ["outside"]
    page = admin.get(f"/web/monitor/seat?room={ROOM}&id={tile['id']}").text
    assert ("nobody logs in there anew" in page, "Register this address" in page) == (True, True)
    give(fenced.folder.root, AddNetwork(OUTSIDE))
    station.call("POST", "/here", HereReply, HereRequest(StationNews()))
    clock.advance(2_000)
    tile = next(one for one in Watching(admin).look().values() if one["machine"] == "PC-01")
    assert "alarms" not in tile


def test_what_two_processes_count_is_added_up(prepared: Prepared, clock: FakeClock) -> None:
    store = Store(prepared.folder)
    caller = Caller(station_key(1).id, "", OUTSIDE)
    for one in (RefusedLogins(store, clock), RefusedLogins(store, clock)):
        refuse(one, caller)
        refuse(one, caller)
        clock.advance(1_000)
        one.write()
        one.write()
    found = store.read_now(lambda connection: refused_of(connection, 0))
    assert [(one.times, one.last, one.places[0].name) for one in found] == [(4, clock.now() - 1_000, "PC-01")]
    store.close()


def test_many_refusals_take_a_bounded_number_of_rows_and_old_ones_go(
    prepared: Prepared, clock: FakeClock
) -> None:
    store, caller = Store(prepared.folder), Caller(station_key(1).id, "", OUTSIDE)
    logins = RefusedLogins(store, clock)
    for turn in range(2):
        for number in range(MOST + 50):
            clock.advance(1)
            refuse(logins, replace(caller, address=f"10.{turn}.{number // 256}.{number % 256}"))
        logins.write()
    rows = store.read_now(lambda connection: refused_logins_since(connection, 0))
    assert (len(rows), rows[0].login.address) == (MOST, f"10.1.{(MOST - 1) // 256}.{(MOST - 1) % 256}")
    clock.advance(KEPT_FOR)
    refuse(logins, caller)
    logins.write()
    rows = store.read_now(lambda connection: refused_logins_since(connection, 0))
    assert [one.login.address for one in rows] == [OUTSIDE]
    store.close()


def test_what_could_not_be_written_is_counted_the_next_time(
    prepared: Prepared, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(prepared.folder)
    logins = RefusedLogins(store, clock)

    def busy(_operation: object) -> None:
        raise BusyError("busy")

    with monkeypatch.context() as patched:
        patched.setattr(store, "write_now", busy)
        refuse(logins, Caller(station_key(1).id, "", OUTSIDE))
        with pytest.raises(BusyError):
            logins.write()
    refuse(logins, Caller(station_key(1).id, "", OUTSIDE))
    logins.write()
    assert times(prepared) == {"outside": 2}
    store.close()


def test_the_command_lists_them_with_their_machines(
    prepared: Prepared, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(prepared.folder.root)
    assert main(["site", "refused-logins", root]) == 0
    assert capsys.readouterr().out == "No login was refused in the last 24 hours.\n"
    store = Store(prepared.folder)
    logins = RefusedLogins(store, clock)
    for number in range(1, MOST_PLACES + 3):
        refuse(logins, Caller(station_key(number).id, "", OUTSIDE))
    refuse(logins, Caller(station_key(1).id, "", "10.1.0.5"), Refusal.TOO_MUCH)
    clock.advance(RECENT)
    logins.write()
    store.close()
    assert main(["site", "refused-logins", root]) == 0
    said = capsys.readouterr().out
    assert f"\toutside the exam site\t{OUTSIDE}\t{MOST_PLACES + 2} times in all\t" in said
    assert "and 2 more" in said
    assert "\tanother reason\t10.1.0.5\t1 time in all\tR1/1\n" in said
    assert f"site networks {root} add {OUTSIDE}" in said
