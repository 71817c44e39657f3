"""Actions on rooms and candidates, pressed in a real browser: the station hears of each."""

from collections.abc import Iterator

import pytest

from examserver.services.exams import MINUTE
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from tests.server.browser import CHROMIUM, DESK, DRIVER, Browser, browsing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ROOM, Pen, Station
from tests.server.visitor import add_staff
from tests.server.watching import under_way

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="Chromium and its driver are installed by `run.py test --full`",
    ),
]

END = START + 60 * MINUTE
PROCTOR, WHY = "赵监考", "停电 <b>"
HOSTILE = "<img src=x onerror=alert(1)> 请稍候"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing("", tmp_path_factory.mktemp("browser")) as opened:
        opened.resize(DESK)
        yield opened


@pytest.fixture
def pen(seated: Station, clock: FakeClock) -> Pen:
    pen = under_way(seated, clock)
    clock.advance(1)
    return pen


@pytest.fixture
def browser(window: Browser, prepared: Prepared, server: SiteServer, pen: Pen) -> Iterator[Browser]:
    """The proctor's, at the actions of the room; at the end nothing may have been refused by the browser."""
    assert pen.events
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)
    opened = window.enter(server.address, PROCTOR)
    opened.press(ROOM, "main")
    opened.press(f"Actions in room {ROOM}")
    opened.wait_for("h1", f"Actions in room {ROOM}")
    yield opened
    opened.leave()


def say_yes(browser: Browser, sentence: str, done: str) -> None:
    """Read what will happen, say yes to it, and read that it was done."""
    browser.press("See what will happen")
    browser.wait_for("[role=status]", sentence)
    browser.press("Yes, do this")
    browser.wait_for("[role=status]", f"Done: {done}.")


def give_a_reason(browser: Browser) -> None:
    browser.fill("input[name=reason]", WHY)


def test_a_message_to_the_room_comes_to_the_seat_and_is_taken_back(
    browser: Browser, seated: Station, pen: Pen
) -> None:
    browser.press("Message …", "h2 + .buttons")
    browser.fill("textarea", HOSTILE)
    say_yes(browser, f"candidates read “{HOSTILE}”", "Message")
    (notice,) = seated.heartbeat(pen).orders.notices
    assert notice.text == HOSTILE
    assert browser.wait_for("td", HOSTILE)
    browser.press("Take back …")
    give_a_reason(browser)
    say_yes(browser, "this is taken back", "Take back")
    assert seated.heartbeat(pen).orders.notices == ()


def test_a_room_stands_still_and_goes_on_with_the_time_given_back(
    browser: Browser, seated: Station, pen: Pen, clock: FakeClock
) -> None:
    browser.press("Let it stand still …")
    give_a_reason(browser)
    say_yes(browser, "the exam stands still from", "Let it stand still")
    assert seated.heartbeat(pen).orders.pause is not None
    assert "stands still" in browser.texts("td .mark")
    clock.advance(7 * MINUTE)
    browser.press("Resume …")
    assert browser.wait_for("input[name=minutes]").get_attribute("value") == "7"
    give_a_reason(browser)
    say_yes(browser, "7 minutes are given back", "Resume")
    reply = seated.heartbeat(pen)
    assert (reply.orders.pause, reply.end) == (None, END + 7 * MINUTE)


def test_one_candidate_gets_more_time(browser: Browser, seated: Station, pen: Pen) -> None:
    browser.press("张三")
    browser.press("More time …")
    browser.fill("input[name=minutes]", "5")
    give_a_reason(browser)
    say_yes(browser, "张三 (2026A001): 5 minutes more.", "More time")
    assert seated.heartbeat(pen).end == END + 5 * MINUTE


def test_an_attempt_is_closed_and_its_candidate_let_in_again(
    browser: Browser, seated: Station, pen: Pen
) -> None:
    browser.press("张三")
    browser.press("Close …")
    give_a_reason(browser)
    say_yes(browser, "the exam ends now, as at the deadline", "Close")
    assert seated.heartbeat(pen).orders.ended is not None
    assert "closing" in browser.texts(".facts dd")
    browser.press("Let in again …")
    browser.fill("input[name=minutes]", "3")
    give_a_reason(browser)
    say_yes(browser, "may go on, with 3 minutes more", "Let in again")
    reply = seated.heartbeat(pen)
    assert (reply.orders.ended, reply.end) == (None, END + 3 * MINUTE)


def test_a_seat_is_released_and_its_candidate_logs_in_at_another_machine(
    browser: Browser, server: SiteServer
) -> None:
    browser.press("张三")
    browser.press("Release the seat …")
    give_a_reason(browser)
    say_yes(browser, "may log in at any machine, without consent", "Release the seat")
    assert "no machine: the seat is free" in browser.texts(".facts dd")
    other = Station(server.port, 2)
    assert other.log_in().token
    other.close()


def test_without_a_reason_the_browser_itself_sends_nothing(browser: Browser) -> None:
    browser.press("Let it stand still …")
    browser.press("See what will happen")
    assert browser.one("input[name=reason]:invalid").is_displayed()
    browser.press("Do nothing")
    browser.wait_for("h1", f"Actions in room {ROOM}")
    assert "What stands ordered" not in browser.texts("h2")
