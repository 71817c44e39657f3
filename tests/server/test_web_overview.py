"""The first page: each role sees what is next for it, and no room that is not its own."""

import hashlib
import re
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.backup_orders import MakeBackup
from examserver.services.exams import MINUTE
from examserver.services.import_orders import ImportFile
from examserver.services.room_orders import AddRoom
from examserver.services.site_orders import AddNetwork
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from examserver.web import pages
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import Station
from tests.server.visitor import ADMIN, Visitor, add_admin, add_staff

STATIC = Path(pages.__file__).parent / "static"
HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
"""SHA-256 of htmx 2.0.11 as it was published (`dist/htmx.min.js`)."""


@pytest.fixture
def port(prepared: Prepared, server: SiteServer) -> int:
    give(prepared.folder.root, AddRoom("301"))
    add_admin(prepared)
    add_staff(prepared, "王主考", Role.HEAD_PROCTOR)
    add_staff(prepared, "赵监考", Role.PROCTOR, "301")
    add_staff(prepared, "小周", Role.PROCTOR)
    return server.port


def home(port: int, name: str = ADMIN) -> str:
    visitor = Visitor(port)
    assert visitor.log_in(name).status == 303
    return visitor.get("/web/").text.partition("<main")[2]


def cells(page: str, label: str) -> list[str]:
    found = re.findall(rf'<td data-label="{label}"[^>]*>(.*?)</td>', page, re.DOTALL)
    return [re.sub(r"<[^>]*>|\s+", " ", one).strip() for one in found]


def rooms(page: str) -> list[str]:
    return re.findall(r'href="/web/room\?[^"]*"><bdi>([^<]*)</bdi>', page)


def test_an_admin_sees_the_exam_the_rooms_and_what_is_missing(prepared: Prepared, port: int) -> None:
    page = home(port)
    assert (cells(page, "Candidates"), cells(page, "Begun"), cells(page, "Handed in")) == (
        ["3"],
        ["0"],
        ["0"],
    )
    assert rooms(page) == ["301", "R1"]
    assert cells(page, "Proctors") == ["赵监考", "—"]
    assert cells(page, "Room password") == ["missing for 大学英语（二）"] * 2
    assert "No network is registered yet" in page
    assert "No backup was made yet" in page


def test_what_was_missing_goes_when_it_is_done(prepared: Prepared, port: int, file: Path) -> None:
    file.parent.mkdir()
    root = prepared.folder.root
    give(root, AddNetwork("127.0.0.0/8"))
    give(root, MakeBackup(str(file)))
    assert main(["room", "password", str(root), "--room", "301"]) == 0
    page = home(port)
    assert cells(page, "Room password") == ["there", "missing for 大学英语（二）"]
    assert "No network" not in page
    assert "No backup" not in page


def test_a_file_that_was_refused_is_named_until_it_came_in_or_a_day_has_passed(
    prepared: Prepared, port: int, clock: FakeClock, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.examanswers"
    bad.write_bytes(b"nothing")
    for _ in range(2):
        give(prepared.folder.root, ImportFile(str(bad).encode(), "proctor"))
    assert "Files that were refused since yesterday: 1." in home(port)
    clock.advance(24 * 60 * MINUTE + 1)
    assert "Files that were refused" not in home(port)


def test_begun_and_handed_in_are_counted(
    prepared: Prepared, port: int, clock: FakeClock, seated: Station
) -> None:
    page = home(port)
    assert (cells(page, "Begun"), cells(page, "Handed in")) == (["1"], ["0"])


@pytest.mark.parametrize(
    ("minutes", "phase"),
    [
        (-60, "to come"),
        (-5, "the paper can be opened"),
        (0, "under way"),
        (60, "over, late answers still come in"),
        (71, "closed"),
    ],
)
def test_an_exam_says_where_it_is(
    prepared: Prepared, port: int, clock: FakeClock, minutes: int, phase: str
) -> None:
    clock.time = START + minutes * MINUTE
    assert cells(home(port), "Now") == [phase]


def test_an_exam_that_is_long_over_is_not_shown(port: int, clock: FakeClock) -> None:
    clock.time = START + 3 * 24 * 60 * MINUTE
    page = home(port)
    assert "No exam is to come." in page
    assert cells(page, "Room password") == ["—", "—"]


def test_a_head_proctor_sees_all_rooms_and_nothing_of_the_service(port: int) -> None:
    page = home(port, "王主考")
    assert rooms(page) == ["301", "R1"]
    assert "examserver" not in page
    assert "Last backup" not in page


def test_a_proctor_sees_the_own_rooms_alone(port: int) -> None:
    assert rooms(home(port, "赵监考")) == ["301"]
    page = home(port, "小周")
    assert rooms(page) == []
    assert "No room was given to you yet. Ask a site admin." in page


def test_a_room_lists_its_machines_by_seat(port: int) -> None:
    visitor = Visitor(port)
    visitor.log_in()
    page = visitor.get("/web/room?room=R1").text
    assert re.findall(r'data-label="Seat"><bdi>(\d+)<', page) == [str(number) for number in range(1, 9)]
    assert "No machine has enrolled in this room yet." in visitor.get("/web/room?room=301").text
    assert "There is no room called 303." in visitor.get("/web/room?room=303").text


def test_a_page_that_is_left_open_does_not_keep_its_session_alive(port: int, clock: FakeClock) -> None:
    visitor = Visitor(port)
    visitor.log_in()
    for _ in range(3):
        clock.advance(14 * MINUTE)
        seen = visitor.get("/web/", **{"HX-Request": "true"})
    assert (seen.status, seen.headers["hx-redirect"], seen.body) == (401, "/web/login", b"")


def test_htmx_is_the_file_that_was_published_and_its_licence_stands_beside_it() -> None:
    assert hashlib.sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest() == HTMX
    assert "Zero-Clause BSD" in (STATIC / "htmx.LICENSE").read_text(encoding="utf-8")


def test_htmx_is_told_to_run_no_text_as_a_script_and_to_write_no_styles(port: int) -> None:
    visitor = Visitor(port)
    visitor.log_in()
    page = visitor.get("/web/").text
    for rule in ("includeIndicatorStyles", "allowEval", "allowScriptTags", "historyEnabled"):
        assert f'"{rule}":false' in page
