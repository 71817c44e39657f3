"""The page takes packages in: first a dry run, then for good, one file after the other, within limits."""

import hashlib
import http.client
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from examprotocol.package_seal import LARGEST
from examserver.services import import_orders
from examserver.services.import_opening import Opened, Refused, look_at
from examserver.services.import_verdicts import Offered
from examserver.services.order import Preparation
from examserver.serving import SiteServer
from examserver.storage.events import heads_of
from examserver.storage.imports import all_imports
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.moving import PASSWORD, put_password
from tests.server.packing import Carrier, attempt_of, hand_in, pen_of
from tests.server.station import ADMISSION, Station
from tests.server.visiting import Round
from tests.server.visitor import ADMIN, Visitor, add_admin

OTHER = "2026A002"
WAIT = 30
HOSTILE = "<script>alert(1)</script>\u202e'\"&.examanswers"


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


@pytest.fixture
def admin(prepared: Prepared, server: SiteServer) -> Visitor:
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in()
    return visitor


def package_of(carrier: Carrier, candidate: str = ADMISSION) -> Path:
    pen = pen_of(carrier.prepared, candidate)
    pen.choose("q1", "a")
    hand_in(pen)
    return carrier.pack(pen, candidate=candidate)


def rows(prepared: Prepared) -> list[tuple[str, str, str, str]]:
    with reading(prepared.folder) as connection:
        return [(row.file, row.by, row.verdict, row.fault) for row in all_imports(connection)]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    prepared: Prepared, admin: Visitor, carrier: Carrier
) -> None:
    file = package_of(carrier)
    line = admin.upload("look", file.name, file.read_bytes()).json
    assert (line["tone"], line["verdict"], line["fault"]) == ("look", "will be taken in", "")
    assert "3 of 3 events new" in line["said"]
    assert (line["name"], line["candidate"]) == ("张三", ADMISSION)
    assert (line["receipt"], line["attempt"], line["number"]) == ("", "", 0)
    assert rows(prepared) == []
    assert not prepared.folder.packages.exists()


def test_what_is_taken_in_has_its_receipt_and_is_logged_with_who_brought_it(
    prepared: Prepared, admin: Visitor, carrier: Carrier
) -> None:
    file = package_of(carrier)
    line = admin.upload("take", file.name, file.read_bytes()).json
    assert line["verdict"] == "taken in"
    assert len(line["receipt"]) == len("XXXXX-XXXXX")
    assert line["attempt"] == attempt_of(prepared)
    assert rows(prepared) == [(file.name, ADMIN, "taken", "")]
    page = admin.get("/web/imports").text
    assert f"/web/attempts/{attempt_of(prepared)}" in page
    assert ADMIN in page
    again = admin.upload("take", file.name, file.read_bytes()).json
    assert (again["tone"], again["verdict"]) == ("same", "the same again")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"PK\x03\x04zip", "another_kind"),
        (b"\xff\xd8\xff\xe0photo", "another_kind"),
        (b"", "truncated"),
        (b"name,number", "not_a_package"),
        (b"{" * (LARGEST + 1), "too_large"),
    ],
)
def test_each_bad_file_has_its_reason_in_both_languages(
    prepared: Prepared, admin: Visitor, data: bytes, fault: str
) -> None:
    admin.headers = {"Accept-Language": "en"}
    english = admin.upload("look", "x", data).json
    admin.headers = {"Accept-Language": "zh-CN"}
    chinese = admin.upload("take", "x", data).json
    assert english["fault"] == chinese["fault"] == fault
    assert (english["verdict"], chinese["verdict"]) == ("refused", "已拒绝")
    assert english["said"][0].isascii()
    assert not chinese["said"][0].isascii()
    assert rows(prepared) == [("x", ADMIN, "refused", fault)]


def test_a_file_larger_than_any_package_is_only_named(prepared: Prepared, admin: Visitor) -> None:
    size = 5 << 30
    for path in ("look", "take"):
        line = admin.upload(path, "film.mp4", b"", **{"X-File-Size": str(size)}).json
        assert line["fault"] == "too_large"
        assert str(size) in line["said"][0]
    assert rows(prepared) == [("film.mp4", ADMIN, "refused", "too_large")]


@pytest.mark.parametrize("size", ["-1", "x", "9" * 400, "", "１"])
def test_a_size_that_is_none_is_not_believed(admin: Visitor, size: str) -> None:
    told = {"X-File-Size": size.encode().decode("latin-1")}
    assert admin.upload("look", "x", b"no package", **told).json["fault"] == "not_a_package"


def test_more_than_a_package_can_have_is_not_read(
    prepared: Prepared, server: SiteServer, admin: Visitor
) -> None:
    """Whoever lies about the size is cut off; the service goes on."""
    head = (
        "POST /web/import/look HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        f"Cookie: session={admin.cookies['session']}\r\nX-Form-Proof: {admin.proof}\r\n"
        f"X-File-Size: 7\r\nContent-Length: {1 << 40}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), WAIT) as line:
        line.sendall(head.encode())
        sent, reply = 0, b""
        line.settimeout(WAIT)
        try:
            while sent < 3 * LARGEST and not reply:
                sent += line.send(b"x" * (1 << 20))
                line.settimeout(0.01)
                try:
                    reply = line.recv(100)
                except TimeoutError:
                    line.settimeout(WAIT)
        except (ConnectionError, TimeoutError):
            pass
    assert sent < 3 * LARGEST
    assert reply.startswith(b"HTTP/1.1 400")
    assert admin.get("/web/import").status == 200


def test_a_hostile_name_is_text_and_nothing_else(
    prepared: Prepared, admin: Visitor, carrier: Carrier
) -> None:
    data = package_of(carrier).read_bytes()
    line = admin.upload("take", HOSTILE, data).json
    assert line["file"] == HOSTILE.replace("\u202e", "\ufffd")
    page = admin.get("/web/imports").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffd&#39;&#34;&amp;.examanswers" in page
    assert [file.name for file in prepared.folder.packages.iterdir()] == [
        f"{hashlib.sha256(data).hexdigest()}.examanswers"
    ]


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x", "%00", "", "\ud800", "a" * 100_000, "."])
def test_no_name_reaches_the_disk(prepared: Prepared, admin: Visitor, carrier: Carrier, name: str) -> None:
    before = {file for file in prepared.folder.root.rglob("*") if "packages" not in file.parts}
    data = package_of(carrier).read_bytes()
    told = (
        {"X-File-Name": name.encode("utf-8", "surrogatepass").hex("%").join(["%", ""])[:60_000]}
        if name
        else {}
    )
    reply = admin.upload("take", "x", data, **told)
    assert reply.json["fault"] == ""
    assert len(rows(prepared)[0][0]) <= 255
    after = {file for file in prepared.folder.root.rglob("*") if "packages" not in file.parts}
    assert after == before


def test_what_was_looked_at_is_what_is_taken_in(prepared: Prepared, admin: Visitor, carrier: Carrier) -> None:
    looked, other = (package_of(carrier, candidate).read_bytes() for candidate in (ADMISSION, OTHER))
    expected = admin.upload("look", "x", looked).json["sha256"]
    assert expected == hashlib.sha256(looked).hexdigest()
    refused = admin.upload("take", "x", other, **{"X-Expected-Sha256": expected})
    assert (refused.status, refused.body) == (412, b"")
    assert rows(prepared) == []
    assert admin.upload("take", "x", looked, **{"X-Expected-Sha256": expected}).status == 200


@pytest.mark.parametrize("expected", ["", "x", "A" * 64])
def test_what_nobody_has_looked_at_is_not_taken_in(
    prepared: Prepared, admin: Visitor, carrier: Carrier, expected: str
) -> None:
    """A file that could not be read at the dry run, and can be now."""
    file = package_of(carrier)
    refused = admin.upload("take", file.name, file.read_bytes(), **{"X-Expected-Sha256": expected})
    assert (refused.status, refused.body) == (412, b"")
    assert rows(prepared) == []


def test_a_service_that_lost_its_key_takes_a_room_password(
    prepared: Prepared, admin: Visitor, carrier: Carrier
) -> None:
    data = package_of(carrier).read_bytes()
    prepared.folder.opening_key.unlink()
    assert admin.upload("look", "x", data).json["fault"] == "password_needed"
    wrong = {"X-Room-Passwords": "ABCD-EFGH-JKMN"}
    assert admin.upload("look", "x", data, **wrong).json["fault"] == "wrong_password"
    both = {"X-Room-Passwords": f"ABCD-EFGH-JKMN%0A%0A%20{PASSWORD}%20"}
    line = admin.upload("take", "x", data, **both).json
    assert line["fault"] == ""
    assert "opened by the room password" in line["said"]


def test_only_two_files_are_in_memory_and_stations_go_on_saving(
    seated: Station, prepared: Prepared, admin: Visitor, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, pen = package_of(carrier, OTHER), seated.pen()
    under_way, go = threading.Semaphore(0), threading.Event()

    def slowly(preparation: Preparation, offered: Offered) -> Opened | Refused:
        under_way.release()
        assert go.wait(WAIT)
        return look_at(preparation, offered)

    monkeypatch.setattr(import_orders, "look_at", slowly)
    with ThreadPoolExecutor(2) as pool:
        first = [pool.submit(admin.upload, "take", file.name, file.read_bytes()) for _ in range(2)]
        assert under_way.acquire(timeout=WAIT)
        assert under_way.acquire(timeout=WAIT)
        third = admin.upload("take", file.name, file.read_bytes())
        assert third.status == http.client.SERVICE_UNAVAILABLE
        assert seated.sync(pen).head == pen.head
        go.set()
        assert sorted(one.result(WAIT).json["tone"] for one in first) == ["look", "same"]
    assert admin.upload("take", file.name, file.read_bytes()).status == 200
    with reading(prepared.folder) as connection:
        assert heads_of(connection, seated.login.attempt) == {pen.writer.id: pen.head}


def test_the_files_of_a_proctors_stick_are_taken_in_with_what_its_stations_say(
    prepared: Prepared, admin: Visitor, tmp_path: Path
) -> None:
    put_password(prepared)
    round_ = Round(prepared, tmp_path / "drive")
    pen = pen_of(prepared, OTHER)
    pen.choose("q1", "a")
    visit = round_.visit(1, round_.export(1, pen, OTHER))
    (package,) = (round_.drive / "answers").iterdir()
    missing = admin.upload("take", visit.name, visit.read_bytes()).json
    assert (missing["tone"], missing["fault"]) == ("look", "")
    assert f"not here: {OTHER}" in missing["said"]
    assert admin.upload("take", package.name, package.read_bytes()).json["verdict"] == "taken in"
    admin.headers = {"Accept-Language": "zh"}
    whole = admin.upload("take", visit.name, visit.read_bytes()).json
    assert "完整：该机保存的内容都在 U 盘上" in whole["said"]
    assert not any("尚未导入" in one for one in whole["said"])


def test_a_restored_service_knows_a_stick_by_its_own_file(
    prepared: Prepared, admin: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_password(prepared)
    round_ = Round(prepared, tmp_path / "drive")
    visit = round_.visit(1)
    (own,) = round_.drive.glob("*.examstick")
    monkeypatch.setattr("examserver.services.visits.find_stick", lambda *_: None)
    assert admin.upload("look", visit.name, visit.read_bytes()).json["fault"] == "unknown_stick"
    along = {"X-Sticks": f"garbage,{own.read_text(encoding='ascii').strip()}"}
    assert admin.upload("look", visit.name, visit.read_bytes(), **along).json["fault"] == ""


def test_the_list_is_shown_a_page_at_a_time(
    prepared: Prepared, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examserver.services.package_desk.PAGE", 3)
    assert "No package was offered yet." in admin.get("/web/imports").text
    for number in range(1, 6):
        admin.upload("take", f"file-{number}", b"")
    first = admin.get("/web/imports").text
    assert [f"file-{number}" in first for number in range(1, 6)] == [False, False, True, True, True]
    older = admin.get("/web/imports?before=3").text
    assert [f"file-{number}" in older for number in range(1, 6)] == [True, True, False, False, False]
    assert ("Older ones" in first, "Older ones" in older) == (True, False)
    assert {admin.get(f"/web/imports?before={odd}").status for odd in ("x", "-1", "9" * 50, "%EF%BC%99")} == {
        200
    }
