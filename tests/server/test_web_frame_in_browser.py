"""The frame of the staff's pages in a real browser: each role's pages, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from examserver.cli.ordering import give
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.member_orders import LONGEST_NAME
from examserver.services.room_orders import AddRoom
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from tests.server.browser import CHROMIUM, DESK, DRIVER, Browser, browsing
from tests.server.conftest import FakeClock, Prepared
from tests.server.station import ADMISSION, Station
from tests.server.visitor import add_admin, add_staff

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="Chromium and its driver are installed by `run.py test --full`",
    ),
]

SMALL_PHONE = (375, 700)
PROCTOR = "赵监考"
LONG = "W" * LONGEST_NAME
"""A name without a place to break it, as long as names may be."""
ASK_NOW = "htmx.ajax('GET', '/web/', {source: '#live', target: '#live', select: '#live', swap: 'outerHTML'})"


@pytest.fixture
def staffed(prepared: Prepared, server: SiteServer) -> SiteServer:
    """A service with an admin, a proctor of one room, and something in the audit log."""
    add_admin(prepared)
    give(prepared.folder.root, AddRoom("机房301"))
    add_staff(prepared, PROCTOR, Role.PROCTOR, "机房301")
    give(prepared.folder.root, ExtendExam(prepared.exam.id, 10, ADMISSION, "停电"))
    return server


@pytest.fixture
def browser(staffed: SiteServer, tmp_path: Path) -> Iterator[Browser]:
    """On a desk's screen; at the end nothing may have been refused by the browser."""
    with browsing(staffed.address, tmp_path) as opened:
        opened.resize(DESK)
        yield opened
        assert opened.complaints() == []


def test_the_overview_takes_in_what_is_new_while_it_is_open(
    browser: Browser, clock: FakeClock, station: Station
) -> None:
    browser.log_in(PROCTOR)
    assert browser.texts("#live td.count")[-3:] == ["3", "0", "0"]
    station.log_in()
    clock.advance(MINUTE)
    browser.driver.execute_script(ASK_NOW)
    browser.wait_for("#live td.count", "1")
    assert browser.texts("#live td.count")[-3:] == ["3", "1", "0"]
    assert len(browser.all("#live")) == 1


def test_a_text_that_did_not_come_from_the_service_never_becomes_html(browser: Browser) -> None:
    browser.log_in(PROCTOR)
    script = (
        "try { document.querySelector(arguments[0]).innerHTML = arguments[1]; return 'written'; }"
        "catch (error) { return error.name; }"
    )
    assert browser.driver.execute_script(script, "h1", "<b>forged</b>") == "TypeError"
    assert browser.texts("h1") == ["Overview"]
    assert any("TrustedHTML" in said for said in browser.complaints()), "and the browser says so"


def test_who_has_been_logged_out_is_led_to_the_login_by_the_page_itself(
    browser: Browser, clock: FakeClock
) -> None:
    browser.log_in(PROCTOR)
    clock.advance(31 * MINUTE)
    browser.driver.execute_script(ASK_NOW)
    browser.wait_for("input[name='password']")
    assert any("401" in said for said in browser.complaints())


def test_an_admin_adds_a_proctor_who_logs_in_and_sees_one_room(browser: Browser) -> None:
    browser.log_in()
    browser.open("/web/staff")
    browser.one("input[name='name']").send_keys("小周")
    browser.one("input[name='room:机房301']").click()
    browser.one("form[action$='add'] button").click()
    password = browser.wait_for(".password").text
    browser.one("form[action$='logout'] button").click()
    browser.wait_for("input[name='password']")
    browser.driver.switch_to.active_element.send_keys(f"小周\t{password.lower().replace('-', ' ')}\n")
    browser.wait_for("#live")
    assert browser.texts("nav a")[0] == "Overview"
    assert "Staff" not in browser.texts("nav a")
    browser.driver.find_element(By.LINK_TEXT, "机房301").click()
    browser.wait_for("h1", "Room 机房301")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("size", [DESK, SMALL_PHONE], ids=["desk", "phone"])
def test_no_page_of_the_staff_is_wider_than_its_screen(
    staffed: SiteServer, prepared: Prepared, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    (tmp_path / "x").mkdir()
    give(prepared.folder.root, AddRoom(LONG))
    add_staff(prepared, LONG, Role.PROCTOR, LONG)
    with browsing(staffed.address, tmp_path / "x", language) as browser:
        browser.resize(size)
        browser.log_in()
        for page in (
            "/web/",
            "/web/staff",
            f"/web/staff/person?name={PROCTOR}",
            "/web/audit",
            "/web/room?room=R1",
            f"/web/staff/person?name={LONG}",
            f"/web/room?room={LONG}",
        ):
            browser.open(page)
            assert browser.one("html").get_attribute("lang") == language
            assert not browser.is_too_wide(), page
            assert browser.is_in_sight("nav"), page
        assert browser.complaints() == []
