"""Somebody who has the monitor open, and stations that tell of themselves."""

from typing import Any

from examprotocol.here import HereReply, HereRequest
from examprotocol.messages import SyncReply, SyncRequest
from examprotocol.site_orders import StationNews
from examserver.cli.ordering import give
from examserver.services.exams import MINUTE
from examserver.services.room_orders import AddRoom
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ROOM, Pen, Station
from tests.server.visitor import ADMIN, Visitor, add_admin, add_staff

SECOND = 1_000
PROCTOR, OTHER = "赵监考", "钱监考"


def staff_two_rooms(prepared: Prepared) -> None:
    """An admin, and a proctor each for the room and for one more, 302."""
    give(prepared.folder.root, AddRoom("302"))
    add_admin(prepared)
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)
    add_staff(prepared, OTHER, Role.PROCTOR, "302")


def logged_in(server: SiteServer, name: str = ADMIN) -> Visitor:
    visitor = Visitor(server.port)
    assert visitor.log_in(name).status == 303
    return visitor


class Watching:
    """A browser's page: it keeps the state that it has, and takes in what has changed."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._state = ""
        self.last: list[str] = []
        self._tiles: dict[str, dict[str, Any]] = {}

    def look(self) -> dict[str, dict[str, Any]]:
        """All tiles by admission number, or the machine's name where nobody is due."""
        path = f"/web/monitor/tiles?since={self._state}"
        seen = self._visitor.get(path)
        if seen.status == 303:  # the test's clock has jumped further than a session lasts
            self._visitor.log_in()
            seen = self._visitor.get(path)
        self.last = []
        if seen.status == 200:
            delta = seen.json
            self._state = delta["state"]
            self._tiles = ({} if delta.get("whole") else self._tiles) | {
                tile["id"]: tile for tile in delta.get("tiles", ())
            }
            if delta.get("has_order"):
                self._tiles = {one: self._tiles[one] for one in delta.get("order", ())}
            self.last = [called(tile) for tile in delta.get("tiles", ())]
        else:
            assert (seen.status, seen.body) == (304, b"")
        return {called(tile): tile for tile in self._tiles.values()}


def called(tile: dict[str, Any]) -> str:
    return str(tile.get("number") or tile["machine"])


def tell(station: Station, pen: Pen, sent: int | None = None, **news: Any) -> SyncReply:
    """A sync of the first `sent` events, with what the machine tells."""
    events = tuple(pen.events if sent is None else pen.events[:sent])
    return station.call(
        "POST", "/sync", SyncReply, SyncRequest(pen.writer, 1, events, news=StationNews(**news))
    )


def be_here(station: Station, **news: Any) -> HereReply:
    return station.call("POST", "/here", HereReply, HereRequest(StationNews(**news)))


def begun(station: Station, clock: FakeClock) -> Pen:
    """The first candidate has logged in, and the exam has begun."""
    station.log_in()
    clock.time = START + MINUTE
    pen = station.pen()
    pen.choose("q1", "a")
    return pen


def under_way(station: Station, clock: FakeClock) -> Pen:
    """Under way since twenty minutes; one answer has come in."""
    clock.time = START + 20 * MINUTE
    pen = station.pen()
    pen.choose("q1", "a")
    station.sync(pen)
    return pen
