"""How soon a page shows what has changed: it asks just after each look, whoever else watches, no oftener."""

from dataclasses import dataclass, field

import pytest

from examserver.services.monitor.watch import PERIOD
from examserver.serving import SiteServer
from examserver.storage.store import Store
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ADMISSION, Pen, Station
from tests.server.visitor import Visitor, add_admin
from tests.server.watching import SECOND, begun, logged_in, tell

AT_MOST = 2 * SECOND
THERE_AND_BACK = 90
"""Milliseconds of a slow line from a page to the service and back."""


@dataclass
class Page:
    """An open page, which asks when it was told to. `shown`: when it showed how many events came."""

    visitor: Visitor
    due: int
    state: str = ""
    asked: int = 0
    shown: dict[int, int] = field(default_factory=dict)

    def ask(self, now: int) -> None:
        seen = self.visitor.get(f"/web/monitor/tiles?since={self.state}")
        self.asked += 1
        self.due = now + int(seen.headers["X-Next-Look"]) + THERE_AND_BACK
        if seen.status == 200:
            self.state = seen.json["state"]
            for tile in seen.json.get("tiles", ()):
                if tile.get("number") == ADMISSION:
                    self.shown.setdefault(tile.get("got", 0), now + THERE_AND_BACK)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was read for the monitor: one entry for each look."""
    done: list[str] = []
    read = Store.read

    async def counted(self: Store, work: object, *args: object, **named: object) -> object:
        if "Monitor._read" in repr(work):
            done.append("look")
        return await read(self, work, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "read", counted)
    return done


@pytest.fixture
def pages(prepared: Prepared, server: SiteServer, clock: FakeClock) -> list[Page]:
    """Three pages, opened at moments that have nothing to do with each other."""
    add_admin(prepared)
    return [Page(logged_in(server), clock.now() + after) for after in (0, 370, 1_100)]


def saves(station: Station, pen: Pen, clock: FakeClock, pages: list[Page]) -> dict[int, int]:
    """An answer every 1,370 ms, while the pages ask when they are due; when each of the answers came."""
    came: dict[int, int] = {}
    due, until = clock.now(), clock.now() + 20 * SECOND
    while min(due, *(page.due for page in pages)) < until:
        clock.time = min(due, *(page.due for page in pages))
        for page in pages:
            if page.due == clock.time:
                page.ask(clock.time)
        if due == clock.time:
            pen.choose("q1", "a" if len(came) % 2 else "b")
            tell(station, pen)
            came[len(pen.events)] = clock.time
            due += 1_370
    return came


def test_every_page_shows_every_change_within_two_seconds_and_all_share_one_look_each_time(
    looks: list[str], pages: list[Page], station: Station, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    for page in pages:
        page.due += clock.now() - START
    began = clock.now()
    came = saves(station, pen, clock, pages)
    seconds = (clock.now() - began) / SECOND
    for page in pages:
        waits = [
            min(at for got, at in page.shown.items() if got >= number) - since
            for number, since in came.items()
            if since < clock.now() - AT_MOST
        ]
        assert waits
        assert max(waits) <= PERIOD + 3 * THERE_AND_BACK < AT_MOST
        assert page.asked <= seconds * SECOND / PERIOD + 2, "no oftener than there is something new to see"
    assert 0 < len(looks) <= seconds * SECOND / PERIOD + 2


def test_who_asks_right_after_a_look_is_told_to_wait_for_the_next(
    pages: list[Page], clock: FakeClock
) -> None:
    visitor = pages[0].visitor
    told = []
    for after in (0, 0, 400, PERIOD - 401, 1, PERIOD + 5_000):
        clock.advance(after)
        told.append(int(visitor.get("/web/monitor/tiles").headers["X-Next-Look"]))
    assert told == [PERIOD, PERIOD, PERIOD - 400, 1, PERIOD, PERIOD]
