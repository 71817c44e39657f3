"""Accidents of a sitting and a rehearsal's troubles, pressed in a real browser."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from examprotocol.site_orders import TroubleKind
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from tests.server.browser import CHROMIUM, DESK, DRIVER, Browser, browsing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import DAY, MINUTE, Morning, heard, morning_of
from tests.server.station import RefusedByServiceError, Station
from tests.server.visitor import ADMIN, add_admin, add_staff

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="Chromium and its driver are installed by `run.py test --full`",
    ),
]

HEAD, WHY = "王主考", "停电 <b>"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing("", tmp_path_factory.mktemp("browser")) as opened:
        opened.resize(DESK)
        yield opened


@pytest.fixture
def browser(window: Browser, prepared: Prepared, server: SiteServer) -> Iterator[Browser]:
    """The head proctor's; at the end nothing may have been refused by the browser."""
    add_staff(prepared, HEAD, Role.HEAD_PROCTOR)
    opened = window.enter(server.address, HEAD)
    yield opened
    opened.leave()


@pytest.fixture
def morning(prepared: Prepared, server: SiteServer) -> Morning:
    assert server.is_serving
    return morning_of(prepared)


def at_the_sitting(browser: Browser) -> None:
    browser.press("Sittings", "nav")
    browser.press("11月21日上午", "main")
    browser.wait_for("h1", "11月21日上午")


def handle(browser: Browser, what: str, button: str, **fields: str) -> None:
    """Open one of the accidents, say why, and press its button."""
    here = f"details:has(form[action='/web/sitting/{what}'])"
    browser.one(f"{here} summary").click()
    browser.fill(f"{here} input[name=reason]", WHY)
    for name, keys in fields.items():
        browser.one(f"{here} input[name={name}]").send_keys(keys)
    for tick in browser.all(f"{here} input[type=checkbox]"):
        tick.click()
    browser.press(button, here)
    browser.wait_for(".note.good", "Done. Stations hear of it")


def typed(moment: int) -> str:
    """A date and time as somebody types it into a field of an English browser."""
    at = datetime.fromtimestamp(moment / 1000)  # noqa: DTZ006 - the site's own time, as the field has it
    return f"{at:%m%d%Y}{Keys.TAB}{at:%I%M%p}"


def test_a_sitting_is_delayed_and_cancelled_and_nobody_logs_in_any_more(
    browser: Browser, morning: Morning, station: Station
) -> None:
    at_the_sitting(browser)
    handle(browser, "move", "Move it")
    assert morning.exam(morning.first).starts == START + 15 * MINUTE
    handle(browser, "cancel", "Cancel the sitting")
    assert "cancelled" in browser.texts(".facts dd")
    assert browser.texts("td[data-label='Reason']") == [WHY, WHY]
    assert browser.all("form[action='/web/sitting/cancel']") == []
    with pytest.raises(RefusedByServiceError):
        station.log_in()


def test_a_sitting_under_way_is_postponed_and_who_had_begun_goes_on_with_the_rest_of_the_time(
    browser: Browser, morning: Morning, seated: Station, clock: FakeClock
) -> None:
    pen = seated.pen()
    clock.time = START + 20 * MINUTE
    pen.choose("q1", "a")
    seated.sync(pen)
    browser.enter(browser.address, HEAD)
    at_the_sitting(browser)
    handle(browser, "postpone", "Postpone", start=typed(START + DAY))
    assert morning.exam(morning.first).starts == START + DAY
    own = morning.exam_of("2026A001")
    assert own.ends - own.starts == 40 * MINUTE
    assert "postponed" in " ".join(browser.texts("td[data-label='What']"))
    assert heard(seated, pen).end == own.ends


def test_without_a_tick_the_browser_sends_nothing(browser: Browser, morning: Morning) -> None:
    at_the_sitting(browser)
    here = "details:has(form[action='/web/sitting/cancel'])"
    browser.one(f"{here} summary").click()
    browser.fill(f"{here} input[name=reason]", WHY)
    browser.press("Cancel the sitting", here)
    assert browser.one(f"{here} input[type=checkbox]:invalid").is_displayed()
    assert not morning.exam(morning.first).cancelled


def test_a_button_of_a_rehearsal_makes_its_trouble_and_another_stops_the_service(
    browser: Browser, prepared: Prepared, server: SiteServer, station: Station
) -> None:
    morning_of(prepared, rehearsal=True)
    station.log_in()
    pen = station.pen()
    station.sync(pen)
    add_admin(prepared)
    admin = browser.enter(server.address, ADMIN)
    at_the_sitting(admin)
    admin.press("Troubles, and the report per seat")
    Select(admin.wait_for("select[name=seconds]")).select_by_value("30")
    admin.press("Cut the network")
    admin.wait_for(".note.good", "Ordered. The seat hears of it within ten seconds.")
    assert "0 of 1" in admin.texts("td[data-label='Troubles done']")
    ordered = heard(station, pen).orders.trouble
    assert ordered is not None
    assert (ordered.kind, ordered.seconds) == (TroubleKind.CUT_NETWORK, 30)
    admin.one("input[name=sure]").click()
    admin.press("Stop the service now")
    admin.wait_for("h1", "The service stops now.")
    assert server.is_to_stop
