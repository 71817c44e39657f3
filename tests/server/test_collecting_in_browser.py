"""Collecting one case to its finish and reporting the exam, pressed in a real browser."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from examserver import site
from examserver.serving import SiteServer
from tests.server.authority import Above, Below
from tests.server.browser import CHROMIUM, DESK, DRIVER, WAIT, Browser, browsing
from tests.server.conftest import FakeClock, Prepared
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION, IDENTITY, Station
from tests.server.visitor import ADMIN, add_admin

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="Chromium and its driver are installed by `run.py test --full`",
    ),
]

WHY = "机器损坏 <b>"
CASE = "tr:has(form[action$='/settle'])"


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service looks at once for what is to be closed."""
    monkeypatch.setattr(site, "EVERY_SECONDS", 0.02)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing("", tmp_path_factory.mktemp("browser")) as opened:
        opened.resize(DESK)
        yield opened
        opened.leave()


def once_closed(browser: Browser, title: str) -> None:
    """Open the collection of an exam, once the service has closed what was not handed in."""

    def shown(_: object) -> bool:
        browser.open("/web/collections")
        browser.press(title, "main")
        browser.wait_for("h1", "Collecting:")
        return "Not handed in yet\n0" in browser.texts(".facts div")

    WebDriverWait(browser.driver, WAIT).until(shown, "the attempt is closed by the service")


def test_a_case_is_settled_and_the_collection_finished_and_taken_up_again(
    window: Browser, prepared: Prepared, server: SiteServer, seated: Station, clock: FakeClock
) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    clock.time = prepared.exam.closes + 1
    add_admin(prepared)
    browser = window.enter(server.address)
    once_closed(browser, prepared.exam.title)
    browser.wait_for(".note.look", "Open cases: 1.")
    browser.fill(f"{CASE} input[name=reason]", WHY)
    browser.press("Backed up by the service", CASE)
    browser.wait_for(".note.good", "Decided. What comes later opens the case again.")
    assert WHY in browser.texts("td[data-label='Why']")
    browser.press("Finish the collection")
    browser.wait_for(".note.good", "This collection is finished. Nothing has come since.")
    assert f"Finished by {ADMIN}." in browser.wait_for("main").text
    browser.fill("form[action$='/resume'] input[name=reason]", WHY)
    browser.press("Take it up again")
    browser.wait_for(".note.good", "The collection is taken up again.")
    browser.leave()


def test_a_case_that_stays_open_is_finished_only_with_a_reason(
    window: Browser, prepared: Prepared, server: SiteServer, seated: Station, clock: FakeClock
) -> None:
    pen = seated.pen()
    seated.sync(pen)
    clock.time = prepared.exam.closes + 1
    add_admin(prepared)
    browser = window.enter(server.address)
    once_closed(browser, prepared.exam.title)
    browser.press("Finish the collection")
    field = f"input[name='why:{ADMISSION}']"
    assert browser.one(f"{field}:invalid").is_displayed()
    browser.fill(field, WHY)
    browser.press("Finish the collection")
    browser.wait_for(".note.good", "This collection is finished.")
    assert browser.wait_for("caption", "Cases that were left open")
    browser.leave()


def test_reporting_is_paused_goes_on_and_the_authority_has_it_all(
    window: Browser, above: Above, below: Below
) -> None:
    reporting: Reporting = reporting_site(above, below)
    add_admin(below)
    with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
        station = Station(server.port, 1)
        station.log_in(ADMISSION, IDENTITY)
        pen = station.pen()
        pen.choose("q1", "b")
        station.sync(pen)
        station.submit(pen)
        station.close()
        above.clock.advance(reporting.exam.closes + 1 - above.clock.now())
        browser = window.enter(server.address)
        once_closed(browser, reporting.exam.title)
        browser.press("Finish the collection")
        browser.wait_for(".note.good", "This collection is finished.")
        browser.open("/web/report")
        browser.press("Pause: send and take nothing")
        browser.wait_for("#live .note", "Paused: nothing is sent to 考试院.")
        browser.press("Report now")
        browser.wait_for("#live .mark", "waits until reporting goes on")
        browser.press("Go on")
        browser.wait_for("#live .mark.good", "acknowledged")
        assert "3 / 3" in browser.texts("#live .count")
        browser.leave()
    assert reporting.results()[ADMISSION].answered == 1
