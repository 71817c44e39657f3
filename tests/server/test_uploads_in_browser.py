"""What is sent from pages in a real browser: a roster with faults, photos, a report that came as a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from examserver.cli.ordering import give
from examserver.services.rosters.orders import SeatCandidate
from examserver.serving import SiteServer
from examserver.storage.candidates import find_candidate
from examserver.storage.photos import has_photo
from examserver.storage.reports import ReportRow
from examserver.storage.store import reading
from tests.server.authority import Above, Below
from tests.server.browser import CHROMIUM, DESK, DRIVER, Browser, browsing
from tests.server.conftest import Prepared
from tests.server.reporting import reporting_site
from tests.server.station import ADMISSION, ROOM
from tests.server.test_roster_photos import picture
from tests.server.visitor import Visitor, add_admin

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="Chromium and its driver are installed by `run.py test --full`",
    ),
]

HEAD = "准考证号,姓名,证件号,座位,考场"
BAD = f"{HEAD}\n,王五,1.10101E+17,7,{ROOM}\n"
GOOD = f"{HEAD}\nB1,<b>王五</b>,X1,7,{ROOM}\n"
HOSTILE = "<b>不像</b>"


@pytest.fixture
def browser(prepared: Prepared, server: SiteServer, tmp_path: Path) -> Iterator[Browser]:
    """An admin's, in Chinese; at the end nothing may have been refused by the browser."""
    add_admin(prepared)
    give(prepared.folder.root, SeatCandidate(prepared.exam.id, ADMISSION, ROOM, "1"))
    with browsing(server.address, tmp_path, "zh-CN") as opened:
        opened.resize(DESK)
        opened.log_in()
        yield opened
        assert opened.complaints() == []


def choose(browser: Browser, action: str, file: Path, **typed: str) -> None:
    """Choose a file in the form that sends it there, type the rest, and send it."""
    form = f"form[action='{action}']"
    browser.driver.execute_script(
        "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
    )
    browser.one(f"{form} input[type=file]").send_keys(str(file))
    for name, text in typed.items():
        browser.one(f"{form} input[name={name}]").send_keys(text)
    browser.one(f"{form} button.main").click()


def put(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_a_roster_photos_and_what_the_door_sends_come_in(
    prepared: Prepared, browser: Browser, tmp_path: Path
) -> None:
    browser.open("/web/rosters")
    choose(browser, "/web/rosters/offer", put(tmp_path, "bad.csv", BAD.encode("gb18030")))
    browser.wait_for(".note.bad", "有 2 处需要更正")
    assert browser.all("form[action='/web/rosters/take']") == []
    browser.open("/web/rosters")
    choose(browser, "/web/rosters/offer", put(tmp_path, "good.csv", GOOD.encode("gb18030")))
    browser.wait_for(".note.good", "目前还没有写入")
    browser.wait_for("form[action='/web/rosters/take'] button.main").click()
    browser.wait_for(".note.good", "新增 1 人")
    with reading(prepared.folder) as connection:
        assert find_candidate(connection, "B1") is not None
    choose(browser, "/web/rosters/photos", put(tmp_path, f"{ADMISSION}.jpg", picture()))
    browser.wait_for(".note.good", "照片")
    assert has_photo(prepared.folder, ADMISSION)

    browser.open(f"/web/checkin/room?room={ROOM}&exam={prepared.exam.id}")
    photo = put(tmp_path, "door.png", picture("PNG"))
    choose(browser, "/web/checkin/ask", photo, reason=HOSTILE)
    browser.wait_for(".person.look .mark", "待审批")
    assert HOSTILE in browser.wait_for(".person.look .facts-of", HOSTILE).text
    choose(browser, "/web/checkin/material", photo, reason="停电")
    browser.wait_for(".people + h2, .people .facts-of", "停电")


class TestReporting:
    """Between a site whose line is down and the authority."""

    @pytest.fixture
    def package(self, above: Above, below: Below, tmp_path: Path) -> Path:
        """A report that waits, saved as a file from the site's page."""
        site = reporting_site(above, below)
        site.sit("b")
        above.cable.pull()
        row: ReportRow = site.report()
        add_admin(below)
        with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
            visitor = Visitor(server.port)
            visitor.log_in()
            given = visitor.get(f"/web/report/file?exam={site.exam.id}&number={row.number}")
        return put(tmp_path, "第一考点.examresults", given.body)

    def test_the_authority_takes_a_report_in_as_a_file_and_says_what_is_no_report(
        self, above: Above, package: Path, tmp_path: Path
    ) -> None:
        add_admin(above)
        with browsing(above.server.address, tmp_path) as browser:
            browser.resize(DESK)
            browser.log_in()
            browser.open("/web/sites")
            field = browser.one("#reportfile input")
            field.send_keys(str(put(tmp_path, "x.examresults", b"PK\x03\x04")))
            browser.wait_for("#reportfile .note.bad")
            field.send_keys(str(package))
            browser.wait_for("#reportfile .note.good", "Taken in: report 1.")
            browser.wait_for("#live .state", "whole")
            assert browser.complaints() == []
