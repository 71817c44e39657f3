"""The pages of the door and of the proctors of sittings, without a browser."""

import json
from html import escape
from http import HTTPStatus
from urllib.parse import urlencode

import pytest

from examserver.cli.ordering import give
from examserver.services.checkin.orders import AskForEntry, CheckIn, DecideEntry
from examserver.services.room_orders import AddRoom
from examserver.services.rosters.orders import SeatCandidate
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.serving import SiteServer
from examserver.storage.photos import keep_photo
from examserver.storage.staff import Role
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import ANN, MINUTE, THIRD, ZHANG
from tests.server.station import ROOM
from tests.server.test_roster_photos import picture
from tests.server.visitor import Visitor, add_admin, add_staff

ZH = {"Accept-Language": "zh-CN"}
EXAM, OTHER = "exam-1", "302"
PROCTOR, HEAD = "赵监考", "王主考"
LIST = f"/web/checkin/room?{urlencode({'room': ROOM, 'exam': EXAM})}"


@pytest.fixture
def proctor(prepared: Prepared, server: SiteServer) -> Visitor:
    """A proctor of the one room; two candidates sit there, the third in another room."""
    root = prepared.folder.root
    give(root, AddRoom(OTHER))
    give(root, SeatCandidate(EXAM, ZHANG, ROOM, "1"))
    give(root, SeatCandidate(EXAM, ANN, ROOM, "2"))
    give(root, SeatCandidate(EXAM, THIRD, OTHER, "1"))
    keep_photo(prepared.folder, ZHANG, picture())
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)
    add_staff(prepared, HEAD, Role.HEAD_PROCTOR)
    return logged_in(server, PROCTOR)


@pytest.fixture
def head(proctor: Visitor, server: SiteServer) -> Visitor:
    return logged_in(server, HEAD)


def logged_in(server: SiteServer, name: str) -> Visitor:
    visitor = Visitor(server.port)
    visitor.log_in(name)
    return visitor


def fields(candidate: str, room: str = ROOM) -> dict[str, str]:
    return {"exam": EXAM, "candidate": candidate, "room": room, "q": ""}


def send(visitor: Visitor, path: str, asked: dict[str, str], photo: bytes) -> dict[str, str]:
    """A photo, as the page's script sends it."""
    headers = {
        "X-Form-Proof": visitor.proof,
        "Content-Type": "application/octet-stream",
        "Sec-Fetch-Site": "same-origin",
    }
    seen = visitor.ask("POST", f"{path}?{urlencode(asked)}", photo, headers | ZH)
    assert seen.status == HTTPStatus.OK, seen.text
    found: dict[str, str] = json.loads(seen.text)
    return found


def test_a_proctor_checks_a_candidate_in_with_one_press_and_takes_it_back(proctor: Visitor) -> None:
    page = proctor.get(LIST, **ZH).text
    assert "张三" in page
    assert THIRD not in page
    seen = proctor.post("/web/checkin/in", fields(ZHANG))
    assert "已签到 1 / 2 人" in proctor.get(seen.goes_to, **ZH).text
    assert (
        "已签到 0 / 2 人" in proctor.get(proctor.post("/web/checkin/undo", fields(ZHANG)).goes_to, **ZH).text
    )
    assert "张三" not in proctor.get(f"{LIST}&q={ANN}", **ZH).text


def test_a_proctor_prints_the_attendance_list_of_the_own_room_from_the_list_at_the_door(
    proctor: Visitor,
) -> None:
    link = f"/web/attendance?{urlencode({'exam': EXAM, 'room': ROOM})}"
    assert escape(link) in proctor.get(LIST, **ZH).text
    assert escape(link) in proctor.get(f"{LIST}&q=nobody", **ZH).text, "a search takes it not away"
    assert proctor.get(link).body.startswith(b"%PDF-")


def test_nobody_is_checked_in_or_shown_in_a_room_where_they_do_not_sit(proctor: Visitor) -> None:
    seen = proctor.post("/web/checkin/in", fields(THIRD), **ZH)
    assert f"{THIRD} 的考场是 {OTHER}，不是 {ROOM}。" in seen.text
    assert proctor.get(f"/web/checkin/photo?{urlencode(fields(THIRD))}").status == HTTPStatus.CONFLICT
    assert proctor.get(f"/web/checkin/photo?{urlencode(fields(ANN))}").status == HTTPStatus.NOT_FOUND
    photo = proctor.get(f"/web/checkin/photo?{urlencode(fields(ZHANG))}")
    assert (photo.status, photo.headers["content-type"]) == (HTTPStatus.OK, "image/jpeg")
    slip = proctor.get(f"/web/checkin/slip?{urlencode(fields(ZHANG))}")
    assert slip.body.startswith(b"%PDF")


def test_the_head_proctor_sees_both_photos_and_decides(proctor: Visitor, head: Visitor) -> None:
    hostile = "<b>不像</b>"
    said = send(proctor, "/web/checkin/ask", fields(ZHANG) | {"reason": hostile}, picture())
    assert "待审批" in proctor.get(said["next"], **ZH).text
    page = head.get("/web/checkin/entries", **ZH).text
    assert hostile not in page
    assert page.count("<img") == 2
    assert f'name="who:{EXAM}/{ZHANG}"' in page
    nobody = head.post("/web/checkin/decide", {"decision": "allow"}, **ZH)
    assert "没有选择考生" in nobody.text
    seen = head.post("/web/checkin/decide", {"decision": "allow", f"who:{EXAM}/{ZHANG}": "1", "of": ROOM})
    assert "已审批 1 人" in head.get(seen.goes_to, **ZH).text
    assert "已允许入场" in head.get(f"/web/checkin/entries?state=decided&of={ROOM}", **ZH).text
    assert "张三" not in head.get(f"/web/checkin/entries?state=decided&of={OTHER}", **ZH).text


def test_a_photo_from_the_door_is_for_the_rooms_own_proctor_and_the_heads(
    prepared: Prepared, proctor: Visitor, head: Visitor, server: SiteServer
) -> None:
    said = send(proctor, "/web/checkin/material", fields("") | {"reason": "停电"}, picture("PNG"))
    page = proctor.get(said["next"], **ZH).text
    address = page.partition('<a href="/web/checkin/taken?')[2].partition('"')[0].replace("&amp;", "&")
    photo = address.partition("photo=")[2]
    assert proctor.get(f"/web/checkin/taken?{address}").status == HTTPStatus.OK
    assert "停电" in head.get("/web/checkin/materials").text
    add_staff(prepared, "钱监考", Role.PROCTOR, OTHER)
    other = logged_in(server, "钱监考")
    assert other.get(f"/web/checkin/taken?room={OTHER}&photo={photo}").status == HTTPStatus.NOT_FOUND
    assert other.get(f"/web/checkin/taken?{address}").status == HTTPStatus.FORBIDDEN
    assert other.get(f"/web/checkin/taken?room={OTHER}&photo=..%2Fsite.db").status == HTTPStatus.CONFLICT


def test_what_is_no_photo_is_said_on_the_page(proctor: Visitor) -> None:
    said = send(proctor, "/web/checkin/ask", fields(ZHANG) | {"reason": "x"}, b"<svg/>")
    assert "照片未被接收" in said["said"]
    assert "不是 JPEG 或 PNG" in said["said"] or "JPEG" in said["said"]


def test_a_site_admin_chooses_whether_a_login_needs_it(prepared: Prepared, server: SiteServer) -> None:
    add_admin(prepared)
    admin = logged_in(server, "李老师")
    assert "登录不要求签到。" in admin.get("/web/checkin", **ZH).text
    assert admin.post("/web/checkin/rule", {"on": "yes"}).goes_to == "/web/checkin?saved=1"
    assert "未签到的考生不能登录。" in admin.get("/web/checkin", **ZH).text


def test_the_monitor_tells_who_is_checked_in(prepared: Prepared, head: Visitor) -> None:
    give(prepared.folder.root, CheckIn(EXAM, ANN, ROOM))
    assert '"state":"checked_in"' in head.get("/web/monitor/tiles").text


@pytest.mark.parametrize("allow", [True, False, None], ids=["allowed", "refused", "waiting"])
def test_the_monitor_tells_what_the_head_proctor_has_decided(
    prepared: Prepared, head: Visitor, allow: bool | None
) -> None:
    give(prepared.folder.root, AskForEntry(EXAM, ANN, ROOM, "照片不像", picture()))
    if allow is not None:
        give(prepared.folder.root, DecideEntry((f"{EXAM}/{ANN}",), allow=allow, reason="看过"))
    state = {True: "checked_in", False: "refused", None: "asked"}[allow]
    assert f'"state":"{state}"' in head.get("/web/monitor/tiles").text


def test_the_head_proctor_decides_anew_on_the_page(prepared: Prepared, head: Visitor) -> None:
    give(prepared.folder.root, AskForEntry(EXAM, ZHANG, ROOM, "照片不像", picture()))
    give(prepared.folder.root, DecideEntry((f"{EXAM}/{ZHANG}",), allow=False, reason="冒名"))
    assert f'name="who:{EXAM}/{ZHANG}"' in head.get("/web/checkin/entries?state=decided").text
    wish = {"decision": "allow", f"who:{EXAM}/{ZHANG}": "1"}
    assert "改变审批必须填写原因" in head.post("/web/checkin/decide", wish, **ZH).text
    assert "done=1" in head.post("/web/checkin/decide", wish | {"reason": "补交证件"}).goes_to
    assert "已允许入场" in head.get("/web/checkin/entries?state=decided", **ZH).text


def test_proctors_of_a_sitting_are_changed_freely_then_with_approval_then_by_the_admin_alone(
    prepared: Prepared, proctor: Visitor, head: Visitor, server: SiteServer, clock: FakeClock
) -> None:
    add_admin(prepared)
    root = prepared.folder.root
    give(root, MakeSitting("上午", rehearsal=False))
    give(root, PutExamIn(EXAM, "sitting-1"))
    add_staff(prepared, "钱监考", Role.PROCTOR)
    wish = {"sitting": "sitting-1", "room": OTHER, "name": "钱监考", "way": "joins", "reason": "替班"}
    clock.time = START - 20 * 60 * MINUTE
    for visitor, name in ((head, HEAD), (proctor, PROCTOR)):
        visitor.log_in(name)
    assert head.post("/web/duties/change", wish).goes_to == "/web/duties?done=waits"
    page = head.get("/web/duties", **ZH).text
    assert "缺 1 名" in page
    number = page.partition('name="wish" value="')[2].partition('"')[0]
    own = head.post("/web/duties/decide", {"wish": number, "decision": "allow"}, **ZH)
    assert "不能审批自己提交的申请" in own.text
    admin = logged_in(server, "李老师")
    assert admin.post("/web/duties/decide", {"wish": number, "decision": "allow"}).status == 303
    qian = logged_in(server, "钱监考")
    assert THIRD in qian.get(f"/web/checkin/room?room={OTHER}&exam={EXAM}").text
    clock.time = START - 60 * MINUTE
    for visitor, name in ((head, HEAD), (admin, "李老师")):
        visitor.log_in(name)
    leaves = wish | {"way": "leaves"}
    assert "开考前 2 小时内不再调整" in head.post("/web/duties/change", leaves, **ZH).text
    done = admin.post("/web/duties/change", leaves | {"override": "1"})
    assert done.goes_to == "/web/duties?done=changed"
    qian.log_in("钱监考")
    assert qian.get(f"/web/checkin/room?room={OTHER}&exam={EXAM}").status == HTTPStatus.FORBIDDEN


@pytest.fixture
def without_rooms(prepared: Prepared, server: SiteServer) -> SiteServer:
    """A roster says no rooms; a proctor has the one there is."""
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)
    add_staff(prepared, HEAD, Role.HEAD_PROCTOR)
    return server


def test_where_the_roster_has_no_rooms_all_come_to_the_only_one(without_rooms: SiteServer) -> None:
    proctor = logged_in(without_rooms, PROCTOR)
    assert escape(LIST) in proctor.get("/web/checkin", **ZH).text
    assert "已签到 0 / 3 人" in proctor.get(LIST, **ZH).text
    seen = proctor.post("/web/checkin/in", fields(ZHANG))
    assert "已签到 1 / 3 人" in proctor.get(seen.goes_to, **ZH).text
    assert "/web/attendance" not in proctor.get(LIST, **ZH).text, "it has those of the roster's rooms"


def test_who_has_none_of_several_rooms_is_found_in_each_and_then_is_of_the_one_to_which_they_came(
    prepared: Prepared, without_rooms: SiteServer
) -> None:
    give(prepared.folder.root, AddRoom(OTHER))
    proctor, head = logged_in(without_rooms, PROCTOR), logged_in(without_rooms, HEAD)
    assert escape(LIST) in proctor.get("/web/checkin", **ZH).text
    page = proctor.get(LIST, **ZH).text
    assert "未安排考场：3 人" in page
    assert "张三" not in page
    assert "张三" in proctor.get(f"{LIST}&q={ZHANG}", **ZH).text
    seen = proctor.post("/web/checkin/in", fields(ZHANG))
    assert "已签到 1 / 1 人" in proctor.get(seen.goes_to, **ZH).text
    assert "张三" in proctor.get(LIST, **ZH).text
    elsewhere = f"/web/checkin/room?{urlencode({'room': OTHER, 'exam': EXAM, 'q': ZHANG})}"
    assert "张三" in head.get(elsewhere, **ZH).text, "and is seen in the other room too, as one who is in"
    nowhere = head.get(f"/web/checkin/room?room=&exam={EXAM}", **ZH).text
    assert ANN in nowhere
    assert 'action="/web/checkin/in"' not in nowhere
    slip = f"/web/checkin/slip?{urlencode({'room': '', 'exam': EXAM, 'candidate': ANN})}"
    assert head.get(slip, **ZH).body.startswith(b"%PDF-")
    assert proctor.get(slip, **ZH).status == HTTPStatus.FORBIDDEN
