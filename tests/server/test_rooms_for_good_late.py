"""Who has a room for good is changed late only with a reason: it changes the proctors of a sitting there."""

from urllib.parse import quote

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import CheckInError
from examserver.services.checkin.duty_orders import ChangeDuty
from examserver.services.member_orders import AddMember, RemoveMember, SetDuty
from examserver.services.room_orders import AddRoom
from examserver.services.rosters.orders import SeatCandidate
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.services.staff_passwords import hashed
from examserver.serving import SiteServer
from examserver.storage.audit import audit_rows
from examserver.storage.staff import Member, Role, all_staff
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import MINUTE, ZHANG, order_at
from tests.server.station import ROOM
from tests.server.visitor import Visitor, add_admin, add_staff

EXAM, OTHER = "exam-1", "302"
HOUR = 60 * MINUTE
ZHAO, QIAN = "赵监考", "钱监考"
ZH = {"Accept-Language": "zh-CN"}
LATE = "are not changed this way any more"


@pytest.fixture
def site(prepared: Prepared) -> Prepared:
    """An exam in room 301 with one candidate, and none in 302; one proctor has the first, one none."""
    root = prepared.folder.root
    give(root, AddRoom(OTHER))
    give(root, SeatCandidate(EXAM, ZHANG, ROOM, "1"))
    add_staff(prepared, ZHAO, Role.PROCTOR, ROOM)
    add_staff(prepared, QIAN, Role.PROCTOR)
    return prepared


def in_a_sitting(site: Prepared, *, rehearsal: bool = False) -> Prepared:
    give(site.folder.root, MakeSitting("上午", rehearsal))
    give(site.folder.root, PutExamIn(EXAM, "sitting-1"))
    return site


def staff(site: Prepared) -> dict[str, Member]:
    with reading(site.folder) as connection:
        return {one.name: one for one in all_staff(connection)}


Change = SetDuty | RemoveMember | AddMember
SLOW = hashed("correct horse battery staple")
CHANGES: list[Change] = [
    SetDuty(QIAN, Role.PROCTOR, (ROOM,)),
    SetDuty(ZHAO, Role.PROCTOR, ()),
    SetDuty(ZHAO, Role.HEAD_PROCTOR),
    RemoveMember(ZHAO),
    AddMember("孙监考", SLOW, Role.PROCTOR, (ROOM,)),
]
CHANGED = ["given", "taken", "another role", "removed", "added"]


@pytest.mark.parametrize("order", CHANGES, ids=CHANGED)
def test_late_the_proctors_of_a_room_are_changed_only_with_a_reason(site: Prepared, order: Change) -> None:
    in_a_sitting(site)
    before = staff(site)
    for now in (START - 48 * HOUR, START - HOUR, START + MINUTE):
        with pytest.raises(CheckInError, match=LATE):
            order_at(site, order, now)
    with pytest.raises(CheckInError, match=LATE):
        order_at(site, with_more(order, reason="生病"), START)
    with pytest.raises(CheckInError, match="Say why"):
        order_at(site, with_more(order, override=True), START)
    assert staff(site) == before
    order_at(site, with_more(order, override=True, reason="生病"), START)
    assert staff(site) != before
    with reading(site.folder) as connection:
        newest = list(audit_rows(connection))[-1]
    assert (newest.why, newest.about["override"]) == ("生病", True)


def test_an_exam_that_stands_alone_binds_as_a_sitting_does(site: Prepared) -> None:
    with pytest.raises(CheckInError, match=LATE):
        order_at(site, CHANGES[0], START - 48 * HOUR)
    order_at(site, CHANGES[0], START - 49 * HOUR)


def with_more(order: Change, **more: object) -> Change:
    return type(order)(**{name: getattr(order, name) for name in order.__struct_fields__} | more)


@pytest.mark.parametrize("when", [START - 49 * HOUR, START + 5 * HOUR], ids=["early", "afterwards"])
def test_before_and_afterwards_it_is_free(site: Prepared, when: int) -> None:
    in_a_sitting(site)
    for order in (CHANGES[0], CHANGES[1], CHANGES[3], CHANGES[4]):
        order_at(site, order, when)


def test_what_changes_no_room_of_the_sitting_is_free_at_any_time(site: Prepared) -> None:
    in_a_sitting(site)
    order_at(site, SetDuty(QIAN, Role.PROCTOR, (OTHER,)), START)
    order_at(site, SetDuty(ZHAO, Role.PROCTOR, (ROOM,)), START)
    order_at(site, RemoveMember(QIAN), START)
    order_at(site, AddMember("孙监考", SLOW, Role.PROCTOR), START)
    assert list(staff(site)) == ["孙监考", ZHAO]


def test_a_rehearsal_binds_nobody(site: Prepared) -> None:
    order_at(in_a_sitting(site, rehearsal=True), SetDuty(QIAN, Role.PROCTOR, (ROOM,)), START)
    assert staff(site)[QIAN].rooms == (ROOM,)


def test_who_has_a_room_at_the_sitting_alone_is_removed_late_only_with_a_reason(site: Prepared) -> None:
    in_a_sitting(site)
    order_at(site, ChangeDuty("sitting-1", ROOM, QIAN, True), START - 50 * HOUR)
    with pytest.raises(CheckInError, match=LATE):
        order_at(site, RemoveMember(QIAN), START)
    order_at(site, RemoveMember(QIAN, reason="离职", override=True), START)
    assert QIAN not in staff(site)


def test_the_command_takes_a_reason(
    site: Prepared, server: SiteServer, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    in_a_sitting(site)
    clock.time = START + MINUTE
    rooms = ["staff", "rooms", str(site.folder.root), QIAN, ROOM, OTHER]
    assert main(rooms) != 0
    assert LATE in capsys.readouterr().err
    assert main([*rooms, "--override", "--reason", "替班"]) == 0
    removing = ["staff", "remove", str(site.folder.root), ZHAO]
    assert main(removing) != 0
    assert main([*removing, "--override", "--reason", "离职"]) == 0
    assert list(staff(site)) == [QIAN]


def test_the_page_asks_for_a_reason_only_where_it_is_needed(
    site: Prepared, server: SiteServer, clock: FakeClock
) -> None:
    add_admin(in_a_sitting(site))
    admin = Visitor(server.port)
    clock.time = START - 72 * HOUR
    admin.log_in()
    assert 'name="override"' not in admin.get("/web/staff").text
    clock.time = START - HOUR
    admin.log_in()
    page = admin.get(f"/web/staff/person?name={quote(QIAN)}", **ZH).text
    assert page.count('name="override"') == 2
    assert "上午" in page
    assert 'name="reason"' in admin.get("/web/staff").text
    wish = {"name": QIAN, "role": "proctor", f"room:{ROOM}": "1"}
    refused = admin.post("/web/staff/duty", wish, **ZH)
    assert "上午 的监考老师不能再这样调整" in refused.text
    assert staff(site)[QIAN].rooms == ()
    assert admin.post("/web/staff/duty", wish | {"override": "1", "reason": "替班"}).status == 303
    assert staff(site)[QIAN].rooms == (ROOM,)
    assert "不能再这样调整" in admin.post("/web/staff/remove", {"name": ZHAO}, **ZH).text
    assert admin.post("/web/staff/remove", {"name": ZHAO, "override": "1", "reason": "离职"}).status == 303
    new = {"name": "孙监考", "role": "proctor", f"room:{ROOM}": "1"}
    assert "不能再这样调整" in admin.post("/web/staff/add", new, **ZH).text
    assert admin.post("/web/staff/add", new | {"override": "1", "reason": "替班"}).status == 200
    assert staff(site)["孙监考"].rooms == (ROOM,)
