"""More saves than the queue holds: who is over the bound hears so, and nothing acknowledged is lost."""

import http.client
import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import Connection

from examprotocol.messages import Refusal, SyncReply
from examserver.errors import BusyError
from examserver.serving import SiteServer
from examserver.storage import store
from examserver.storage.events import logs_of
from examserver.storage.store import reading
from examserver.storage.writer import GroupWriter
from tests.server.conftest import FakeClock, Prepared
from tests.server.station import Pen, RefusedByServiceError, Station
from tests.server.test_durability import stored_log

QUEUE, STATIONS, SAVES = 4, 24, 5


class SmallWriter(GroupWriter):
    """Lets only a few wait. The last one that was made is `now`."""

    now: "SmallWriter"

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, queue_limit=QUEUE, **named)  # type: ignore[misc, arg-type]
        SmallWriter.now = self

    def hold(self, until: threading.Event) -> None:
        """Be busy until then; returns when it is."""
        held = threading.Event()

        def wait(_connection: Connection) -> None:
            held.set()
            until.wait(20)

        self.submit(wait)
        assert held.wait(20)


@pytest.fixture
def crowded(
    prepared: Prepared, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Station]]:
    """Makes stations at which the first candidate sits, at a service whose writer lets only a few wait."""
    monkeypatch.setattr(store, "GroupWriter", SmallWriter)
    stations: list[Station] = []

    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:

        def make() -> Station:
            made = Station(server.port)
            stations.append(made)
            if len(stations) == 1:
                made.log_in()
            made.token, made.login = stations[0].token, stations[0].login
            return made

        yield make
        for station in stations:
            station.close()


class Room:
    """All save at once, and each sends again what was refused, once the service is less busy."""

    def __init__(self) -> None:
        self.is_free = threading.Event()
        self.refused: list[RefusedByServiceError] = []
        self.some_are_refused = threading.Event()

    def write(self, station: Station) -> Pen:
        """Write and save, event after event; returns what was acknowledged."""
        pen = station.pen()
        for number in range(SAVES):
            pen.type("q8", f"text {number}")
            assert self._acknowledged(station, pen).head == pen.head
        return pen

    def _acknowledged(self, station: Station, pen: Pen) -> SyncReply:
        while True:
            try:
                return station.sync(pen)
            except RefusedByServiceError as refused:
                self.refused.append(refused)
                if len(self.refused) >= STATIONS - QUEUE:
                    self.some_are_refused.set()
                assert self.is_free.wait(20)


def test_who_is_over_the_bound_hears_when_to_ask_again_and_what_was_acknowledged_is_there(
    crowded: Callable[[], Station], prepared: Prepared
) -> None:
    stations, room = [crowded() for _ in range(STATIONS)], Room()
    SmallWriter.now.hold(room.is_free)
    with ThreadPoolExecutor(STATIONS) as pool:
        writing = [pool.submit(room.write, station) for station in stations]
        assert room.some_are_refused.wait(20), "those over the bound are answered while the others wait"
        room.is_free.set()
        pens = [one.result(60) for one in writing]
    with reading(prepared.folder) as connection:
        logs = logs_of(connection, stations[0].login.attempt)
    assert [stored_log(logs, pen).events for pen in pens] == [tuple(pen.events) for pen in pens]
    for refused in room.refused:
        assert (refused.status, refused.reply.error) == (http.client.SERVICE_UNAVAILABLE, Refusal.BUSY)
        seconds = (refused.reply.until - refused.reply.now) / 1000
        assert 1 <= seconds <= 10
        assert refused.headers["Retry-After"] == str(math.ceil(seconds))


def test_who_was_refused_has_nothing_stored_until_he_sends_it_again(
    crowded: Callable[[], Station], prepared: Prepared
) -> None:
    station, is_free = crowded(), threading.Event()
    pen = station.pen()
    station.sync(pen)
    SmallWriter.now.hold(is_free)
    waiting = []
    with suppress(BusyError):  # the service's own rounds may be among those that wait
        for _ in range(QUEUE):
            waiting.append(SmallWriter.now.submit(lambda _connection: None))
    pen.choose("q1", "a")
    with pytest.raises(RefusedByServiceError):
        station.sync(pen)
    assert station.heartbeat(pen).head.seq == 1, "who only asks is answered meanwhile"
    is_free.set()
    for one in waiting:
        one.result(20)
    assert station.sync(pen).head == pen.head
