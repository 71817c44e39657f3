"""The monitor in a real browser: it follows a thousand seats by itself, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.support.wait import WebDriverWait
from sqlalchemy import insert

from examprotocol.messages import SyncReply, SyncRequest
from examprotocol.site_orders import StationNews
from examserver.services.exams import MINUTE
from examserver.services.monitor.watch import PERIOD
from examserver.serving import SiteServer
from examserver.storage import schema
from examserver.storage.candidates import Registered, add_candidates
from examserver.storage.staff import Role
from examserver.storage.store import writing
from tests.server.browser import CHROMIUM, DESK, DRIVER, WAIT, Browser, browsing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ADMISSION, ROOM, Pen, Station, register_stations
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
SEATS, EXAM = 1_000, "exam-1"
HOSTILE = "<img src=x onerror=alert(1)>\u202e"


def fill(prepared: Prepared, seats: int) -> None:
    """A site of so many seats, each with a machine and a candidate."""
    coming = [Registered(f"2026B{n:04}", f"考生{n}", f"F{n:08}", str(n)) for n in range(10, seats + 1)]
    with writing(prepared.folder) as connection:
        add_candidates(connection, coming)
        rows = [{"exam": prepared.exam.id, "candidate": one.admission_number} for one in coming]
        connection.execute(insert(schema.entries), rows)
        register_stations(connection, *range(9, seats + 1))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START - 10 * MINUTE)


@pytest.fixture
def seats(request: pytest.FixtureRequest) -> int:
    return int(getattr(request, "param", 20))


@pytest.fixture
def staffed(prepared: Prepared, seats: int, clock: FakeClock) -> Iterator[SiteServer]:
    """The service, begun when everybody is on the roster."""
    fill(prepared, seats)
    add_admin(prepared)
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        yield running


@pytest.fixture
def station(staffed: SiteServer) -> Iterator[Station]:
    one = Station(staffed.port, 1)
    yield one
    one.close()


@pytest.fixture
def browser(staffed: SiteServer, tmp_path: Path) -> Iterator[Browser]:
    """A proctor's; at the end nothing may have been refused by the browser."""
    with browsing(staffed.address, tmp_path) as opened:
        opened.resize(DESK)
        opened.log_in(PROCTOR)
        opened.open("/web/monitor")
        opened.wait_for("#tiles .tile")
        yield opened
        assert opened.complaints() == []


def tell(station: Station, pen: Pen, **news: object) -> None:
    request = SyncRequest(pen.writer, 1, tuple(pen.events), news=StationNews(**news))  # type: ignore[arg-type]
    station.call("POST", "/sync", SyncReply, request)


def begin(station: Station, clock: FakeClock) -> Pen:
    station.log_in()
    clock.time = START + MINUTE
    pen = station.pen()
    pen.choose("q1", "a")
    tell(station, pen, drawing="0", events=2, answered=1, questions=4)
    return pen


def until_first(browser: Browser, *texts: str) -> str:
    """The first tile, once it has all of these texts; the page asks by itself."""

    def first() -> str:
        return (browser.texts("#tiles li:not([hidden])") or [""])[0]

    waiting = WebDriverWait(browser.driver, WAIT)
    waiting.until(lambda _: all(text in first() for text in texts), f"first tile: {texts}")
    return first()


@pytest.mark.parametrize("seats", [SEATS], indirect=True, ids=["a thousand seats"])
def test_a_seat_in_trouble_comes_to_the_top_by_itself_and_goes_back(
    browser: Browser, station: Station, clock: FakeClock
) -> None:
    assert len(browser.all("#tiles .tile")) >= SEATS
    pen = begin(station, clock)
    browser.wait_for("#counts [data-group='answering']", "1")
    clock.advance(2 * MINUTE)
    first = until_first(browser, "张三", "offline", "nothing heard for two minutes", "1 of 4 answered")
    assert "2 events there, 2 here" in first
    assert "Go there now 1" in browser.texts("#counts button")
    tell(station, pen, drawing="0", events=2, answered=1, questions=4)
    clock.advance(PERIOD)
    until_first(browser, "not there")


def test_the_counts_filter_and_so_does_what_is_typed(
    browser: Browser, station: Station, clock: FakeClock
) -> None:
    begin(station, clock)
    browser.wait_for("#counts [data-group='answering']", "1").click()
    assert len(browser.texts("#tiles li:not([hidden])")) == 1
    assert browser.one("#counts [data-group='answering']").get_attribute("aria-pressed") == "true"
    browser.wait_for("#counts [data-group='all']").click()
    browser.one("#find").send_keys("考生12")
    assert [text.splitlines()[0] for text in browser.texts("#tiles li:not([hidden])")] == [f"12 {ROOM}"]
    browser.one("#find").send_keys("345")
    assert browser.wait_for("#none").text == "No seat is like this."


def test_a_tile_leads_to_the_page_of_its_seat_which_follows_too(
    browser: Browser, station: Station, clock: FakeClock
) -> None:
    pen = begin(station, clock)
    clock.advance(2 * MINUTE)
    until_first(browser, "张三", "offline")
    browser.one("#tiles a").click()
    browser.wait_for("h1", "张三")
    browser.wait_for(".note.bad b", "nothing heard for two minutes")
    tell(station, pen, drawing="0", events=2, answered=1, questions=4)
    clock.advance(PERIOD)
    browser.wait_for(".note.good")


def test_names_that_are_scripts_are_texts(
    staffed: SiteServer, tmp_path: Path, station: Station, clock: FakeClock
) -> None:
    (tmp_path / "x").mkdir()
    pen = begin(station, clock)
    tell(station, pen, drawing=HOSTILE, events=2, answered=1, questions=4)
    with browsing(staffed.address, tmp_path / "x") as browser:
        browser.log_in()
        browser.open("/web/monitor")
        assert HOSTILE.replace("\u202e", "\ufffd") in browser.wait_for("#tiles .more", "drawing").text
        assert browser.all("#tiles img") == []
        browser.open(f"/web/monitor/seat?room={ROOM}&id={EXAM}/{ADMISSION}")
        browser.wait_for("h1", "张三")
        assert browser.all("#live img") == []
        assert browser.complaints() == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("size", [DESK, SMALL_PHONE], ids=["desk", "phone"])
def test_neither_page_is_wider_than_its_screen(
    staffed: SiteServer,
    station: Station,
    clock: FakeClock,
    tmp_path: Path,
    language: str,
    size: tuple[int, int],
) -> None:
    (tmp_path / "x").mkdir()
    begin(station, clock)
    clock.advance(2 * MINUTE)
    with browsing(staffed.address, tmp_path / "x", language) as browser:
        browser.resize(size)
        browser.log_in(PROCTOR)
        browser.open("/web/monitor")
        browser.wait_for("#tiles .tile.red")
        assert not browser.is_too_wide()
        browser.open(f"/web/monitor/seat?room={ROOM}&id={EXAM}/{ADMISSION}")
        browser.wait_for(".note.bad b")
        assert not browser.is_too_wide()
        assert browser.complaints() == []


def test_whoever_watches_sees_when_the_service_does_not_answer(
    prepared: Prepared, clock: FakeClock, tmp_path: Path
) -> None:
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)
    with (
        SiteServer(prepared.folder.root, port=0, clock=clock) as server,
        browsing(server.address, tmp_path) as browser,
    ):
        browser.log_in(PROCTOR)
        browser.open("/web/monitor")
        browser.wait_for("#tiles .tile")
        server.stop()
        browser.wait_for("#lost", "The service does not answer")
