"""A room says how many proctors it needs and who they are: also where an exam stands alone, on every page."""

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.checkin.duty_orders import ChangeDuty
from examserver.services.room_orders import AddRoom
from examserver.services.rosters.orders import SeatCandidate
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import MINUTE, ZHANG
from tests.server.station import ROOM
from tests.server.visitor import Visitor, add_admin, add_staff

EXAM, EMPTY = "exam-1", "303"
ZHAO, QIAN = "赵监考", "钱监考"
ZH = {"Accept-Language": "zh-CN"}
PAGES = ["/web/", f"/web/room?room={ROOM}"]


@pytest.fixture
def site(prepared: Prepared) -> Prepared:
    """An exam in room 301 with one candidate and no proctor; in 303 nobody sits."""
    root = prepared.folder.root
    give(root, AddRoom(EMPTY))
    give(root, SeatCandidate(EXAM, ZHANG, ROOM, "1"))
    add_staff(prepared, QIAN, Role.PROCTOR)
    add_admin(prepared)
    return prepared


@pytest.fixture
def admin(site: Prepared, server: SiteServer, clock: FakeClock) -> Visitor:
    clock.time = START - 90 * 60 * MINUTE
    visitor = Visitor(server.port)
    visitor.log_in()
    return visitor


@pytest.mark.parametrize("page", PAGES, ids=["overview", "room"])
def test_a_room_of_an_exam_that_stands_alone_says_how_many_proctors_it_needs(
    site: Prepared, admin: Visitor, page: str
) -> None:
    assert "监考老师 0 / 1 名" in admin.get(page, **ZH).text
    add_staff(site, ZHAO, Role.PROCTOR, ROOM)
    assert "监考老师 1 / 1 名" in admin.get(page, **ZH).text
    assert "1 of 1 proctors" in admin.get(page).text


@pytest.mark.parametrize("page", PAGES, ids=["overview", "room"])
def test_who_has_a_room_for_a_sitting_alone_is_named_at_the_room(
    site: Prepared, admin: Visitor, page: str
) -> None:
    root = site.folder.root
    give(root, MakeSitting("上午"))
    give(root, PutExamIn(EXAM, "sitting-1"))
    assert "0 of 1 proctors" in admin.get(page).text
    give(root, ChangeDuty("sitting-1", ROOM, QIAN, True))
    seen = admin.get(page).text
    assert f"<bdi>{QIAN}</bdi>" in seen
    assert "1 of 1 proctors" in seen


def test_a_room_in_which_nobody_sits_says_no_number(site: Prepared, admin: Visitor) -> None:
    add_staff(site, ZHAO, Role.PROCTOR, EMPTY)
    seen = admin.get(f"/web/room?room={EMPTY}").text
    assert f"<bdi>{ZHAO}</bdi>" in seen
    assert "of 0 proctors" not in seen


def test_the_page_of_the_proctors_lists_an_exam_that_stands_alone(
    site: Prepared, admin: Visitor, clock: FakeClock
) -> None:
    page = admin.get("/web/duties", **ZH).text
    assert "缺 1 名" in page
    assert "放入场次" in page
    assert 'action="/web/duties/change"' not in page
    assert "没有即将开始的场次" not in page
    clock.time = START + 5 * 60 * 60 * MINUTE
    admin.log_in()
    assert "没有即将开始的场次" in admin.get("/web/duties", **ZH).text


def test_an_exam_without_a_room_says_so_instead_of_an_empty_table(
    prepared: Prepared, server: SiteServer, clock: FakeClock
) -> None:
    clock.time = START - 90 * 60 * MINUTE
    give(prepared.folder.root, AddRoom(EMPTY))  # where there is one room alone, all come to that
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in()
    assert "还没有安排考场。" in visitor.get("/web/duties", **ZH).text
    give(prepared.folder.root, SeatCandidate(EXAM, ZHANG, ROOM, "1"))
    assert "还没有安排考场。" not in visitor.get("/web/duties", **ZH).text


def test_the_command_lists_it_too(
    site: Prepared, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examserver.cli.checkin.SteadyClock", lambda: FakeClock(START - 60 * MINUTE))
    assert main(["checkin", "proctors", str(site.folder.root)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("-\t")
    assert f"  {ROOM}\t1 candidates\t0 of 1\t-" in said
    assert "stands alone" in said


def test_the_overview_says_which_rooms_of_it_lack_proctors(site: Prepared, admin: Visitor) -> None:
    assert f"缺监考老师：<bdi>{ROOM}</bdi>（缺 1 名）" in admin.get("/web/", **ZH).text


def test_when_the_exam_is_over_the_room_needs_nobody(
    site: Prepared, admin: Visitor, clock: FakeClock
) -> None:
    clock.time = START + 5 * 60 * 60 * MINUTE
    admin.log_in()
    assert "of 1 proctors" not in admin.get(f"/web/room?room={ROOM}").text


def test_the_only_room_of_a_site_says_it_also_where_the_roster_has_no_rooms(
    prepared: Prepared, server: SiteServer
) -> None:
    add_admin(prepared)
    admin = Visitor(server.port)
    admin.log_in()
    for page in PAGES:
        assert "监考老师 0 / 1 名" in admin.get(page, **ZH).text
