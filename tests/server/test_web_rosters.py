"""The pages of rosters: what a site admin sees before anything is written, and what a proctor may print."""

import json
from http import HTTPStatus
from urllib.parse import quote

import pytest

from examserver.serving import SiteServer
from examserver.storage.candidates import find_candidate
from examserver.storage.photos import has_photo
from examserver.storage.places import places_at
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.station import ADMISSION, ROOM
from tests.server.test_roster_papers import pages_of
from tests.server.test_roster_photos import picture
from tests.server.visitor import Seen, Visitor, add_admin, add_staff

HEAD = "准考证号,姓名,证件号,座位,考场"
GOOD = f"{HEAD}\nB1,<b>王五</b>,X1,7,{ROOM}\nB2,赵六\u202e,X2,8,{ROOM}\n"
ZH = {"Accept-Language": "zh-CN"}


@pytest.fixture
def admin(prepared: Prepared, server: SiteServer) -> Visitor:
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in()
    return visitor


def offer(admin: Visitor, path: str, name: str, data: bytes) -> dict[str, object]:
    """Send a file as the page's script does; the last line of the reply."""
    headers = {
        "X-Form-Proof": admin.proof,
        "X-File-Name": quote(name),
        "Content-Type": "application/octet-stream",
        "Sec-Fetch-Site": "same-origin",
    }
    seen = admin.ask("POST", path, data, headers | ZH)
    assert seen.status == HTTPStatus.OK
    found: dict[str, object] = json.loads(seen.text.strip().split("\n")[-1])
    return found


def looked(admin: Visitor, text: str, query: str = "exam=exam-1&rule=file") -> tuple[str, Seen]:
    where = str(offer(admin, f"/web/rosters/offer?{query}", "名单.csv", text.encode("gb18030"))["next"])
    return where, admin.get(where, **ZH)


def fields_of(where: str) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in where.partition("?")[2].split("&"))
    return {name: value for name, value in pairs if value and name != "name"} | {"name": "名单.csv"}


def test_who_gives_rooms_without_an_exam_is_told_that_they_are_not_taken_in(admin: Visitor) -> None:
    assert "只在为某一考试导入时生效" in looked(admin, GOOD, "rule=file")[1].text
    assert "只在为某一考试导入时生效" not in looked(admin, GOOD)[1].text


def test_nothing_is_written_before_somebody_confirms_what_was_looked_at(
    prepared: Prepared, admin: Visitor
) -> None:
    where, page = looked(admin, GOOD)
    assert "GB18030" in page.text
    assert "可以导入，目前还没有写入。" in page.text
    assert "&lt;b&gt;王五&lt;/b&gt;" in page.text
    assert "赵六\ufffd" in page.text
    assert "含有无法打印的字符：U+202E" in page.text
    with reading(prepared.folder) as connection:
        assert find_candidate(connection, "B1") is None
    done = admin.post("/web/rosters/take", fields_of(where))
    assert done.status == HTTPStatus.SEE_OTHER
    assert "导入完成：新增 2 人" in admin.get(done.goes_to, **ZH).text
    with reading(prepared.folder) as connection:
        seats = {one.candidate: (one.room, one.seat) for one in places_at(connection, "exam-1")}
    assert (seats["B1"], seats["B2"]) == ((ROOM, "7"), (ROOM, "8"))
    assert "已不再暂存" in admin.post("/web/rosters/take", fields_of(where), **ZH).text


def test_what_is_wrong_is_a_table_by_line_and_column_and_cannot_be_confirmed(admin: Visitor) -> None:
    where, page = looked(admin, f"{HEAD}\n,王五,1.10101E+17,7,{ROOM}\n")
    assert "有 2 处需要更正" in page.text
    assert "没有填写" in page.text
    assert "1.10101E+17 已被表格软件舍入" in page.text
    assert "/web/rosters/take" not in page.text
    assert admin.post("/web/rosters/take", fields_of(where)).status == HTTPStatus.CONFLICT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("名字,号码\nx,y\n".encode(), "必须有且只有一列"),
        (b"PK\x03\x04", "这不是 XLSX 文件"),
        (b"", "现有的列：nothing"),
    ],
    ids=["columns", "damaged", "empty"],
)
def test_a_file_that_is_no_roster_is_said_in_chinese(admin: Visitor, data: bytes, said: str) -> None:
    where = str(offer(admin, "/web/rosters/offer", "x.csv", data)["next"])
    page = admin.get(where, **ZH)
    assert page.status == HTTPStatus.CONFLICT
    assert said in page.text


def test_a_file_that_is_too_large_is_not_kept(admin: Visitor) -> None:
    assert "最多 8388608 字节" in str(
        offer(admin, "/web/rosters/offer", "x.csv", b"x" * (8 << 20) + b"x")["said"]
    )


@pytest.mark.parametrize("file", ["", "..%2F..%2Fsite.db", "0" * 64])
def test_only_a_file_that_was_kept_can_be_looked_at(admin: Visitor, file: str) -> None:
    assert admin.get(f"/web/rosters/look?file={file}").status in (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


def test_seats_are_given_by_rule_and_one_by_one_and_refused_with_a_reason(admin: Visitor) -> None:
    fields = {"exam": "exam-1", "rule": "number", "rooms": f"{ROOM}=9"}
    page = admin.get(admin.post("/web/rosters/seats/assign", fields).goes_to, **ZH)
    assert "座位表：3 人" in page.text
    one = {"exam": "exam-1", "candidate": ADMISSION, "room": ROOM, "seat": "2"}
    refused = admin.post("/web/rosters/seats/set", one, **ZH)
    assert f"考场 {ROOM} 的座位 2 已安排给考试 exam-1 的 2026A002。" in refused.text
    assert admin.post("/web/rosters/seats/set", one | {"seat": "9"}).status == HTTPStatus.SEE_OTHER


def test_slips_and_attendance_lists_are_pdf_in_the_reader_s_language(
    prepared: Prepared, server: SiteServer, admin: Visitor
) -> None:
    admin.post("/web/rosters/seats/assign", {"exam": "exam-1", "rule": "number", "rooms": f"{ROOM}=9"})
    slips = admin.get("/web/rosters/slips?exam=exam-1&two=1", **ZH)
    assert slips.headers["content-type"] == "application/pdf"
    assert len(pages_of(slips.body)) == 2
    add_staff(prepared, "赵监考", Role.PROCTOR, ROOM)
    proctor = Visitor(server.port)
    proctor.log_in("赵监考")
    listed = proctor.get(f"/web/attendance?exam=exam-1&room={ROOM}", **ZH)
    assert "考生签到表" in pages_of(listed.body)[0]
    assert proctor.get("/web/attendance?exam=exam-1&room=other").status == HTTPStatus.FORBIDDEN
    nobody = admin.get("/web/attendance?exam=exam-1&room=other", **ZH)
    assert (nobody.status, "没有考生在那里" in nobody.text) == (HTTPStatus.CONFLICT, True)


def test_a_photo_is_taken_in_and_what_is_left_out_is_named(prepared: Prepared, admin: Visitor) -> None:
    done = offer(admin, "/web/rosters/photos", f"{ADMISSION}.jpg", picture())
    assert done == {"next": "/web/rosters?saved=photos"}
    assert has_photo(prepared.folder, ADMISSION)
    left = str(offer(admin, "/web/rosters/photos", "nobody.jpg", picture())["said"])
    assert left == "已保存照片 0 张，未采用文件 1 个。\nnobody.jpg: 没有这个准考证号的考生"
    assert "zip" in str(offer(admin, "/web/rosters/photos", "x.zip", b"PK damaged")["said"])
    assert list(prepared.folder.database.parent.glob(".new-*")) == []


def test_rules_of_slips_are_kept_as_they_are_typed(admin: Visitor) -> None:
    assert (
        admin.post("/web/rosters/rules", {"rules": "一\r\n</textarea><script>"}).status
        == HTTPStatus.SEE_OTHER
    )
    assert "一\n&lt;/textarea&gt;&lt;script&gt;" in admin.get("/web/rosters").text
    assert admin.post("/web/rosters/rules", {"rules": "x" * 2001}).status == HTTPStatus.CONFLICT
