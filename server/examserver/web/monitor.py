"""The monitor (监控): one tile for each seat, trouble first; and the page of a seat.

Rule: a proctor gets the own rooms and nothing of others. What every browser gets is the same look at the
site.
"""

import json
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from examserver.services.monitor.doors import doors
from examserver.services.monitor.judging import Alarm
from examserver.services.permissions import Permission, rooms_of
from examserver.web.monitor_words import ADVICE, ALARMS, STATES, TOLD, TROUBLES
from examserver.web.pages import HEADERS
from examserver.web.visits import Visit, WebRoute, room_named

NEXT_LOOK = "X-Next-Look"
"""The header of an answer that tells the milliseconds until there is more to ask for."""

PAGE, TILES, SEAT = "/web/monitor", "/web/monitor/tiles", "/web/monitor/seat"
NOTICES = "/web/monitor/notices"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Said:
    """What is wrong at a seat, in English, and what to do."""

    alarm: Alarm
    title: str
    advice: str


async def show_monitor(visit: Visit) -> Response:
    """GET monitor: the frame; its script fetches the tiles and what changes of them, htmx the notices."""
    snapshot = await visit.desks.monitor.look()
    rooms = _rooms(visit, snapshot.rooms())
    return visit.page("monitor.html", told=_told(visit), rooms=rooms, exams=snapshot.exams_in(rooms))


async def give_tiles(visit: Visit) -> Response:
    """GET monitor/tiles?since=STATE: what has changed since then; 304 where that is nothing.

    `X-Next-Look` says in how many milliseconds to ask again.
    """
    monitor = visit.desks.monitor
    snapshot = await monitor.look()
    rooms = frozenset(_rooms(visit, snapshot.rooms()))
    changed = await monitor.changes(rooms, visit.request.query_params.get("since", ""))
    headers = {**HEADERS, NEXT_LOOK: str(monitor.until_next())}
    if changed is None:
        return Response(status_code=304, headers=headers)
    return Response(changed, 200, headers, JSON)


async def show_seat(visit: Visit) -> Response:
    """GET monitor/seat?room=ROOM&id=ID: all that is known of a seat, and what to do."""
    room, wanted = room_named(visit), visit.request.query_params.get("id", "")
    view = await visit.desks.monitor.seat(room, wanted)
    if view is None:
        return visit.message("This seat is not there any more. Look for it in the monitor.", status=404)
    told = view.facts.told
    word = told.news.trouble if told is not None else ""
    trouble = visit.words(TROUBLES.get(word, word))
    alarms = [Said(alarm, ALARMS[alarm], ADVICE[alarm]) for alarm in view.tile.alarms]
    is_given = visit.request.query_params.get("done") == "extend"
    return visit.page(
        "seat.html", view=view, states=STATES, alarms=alarms, trouble=trouble, is_given=is_given
    )


async def show_notices(visit: Visit) -> Response:
    """GET monitor/notices: what stands above the tiles: who cannot get in, the disk, a restored service and
    refused logins, of the own rooms.
    """
    monitor, disk = visit.desks.monitor, visit.desks.overviews.disk()
    notices, snapshot = await monitor.notices(partial(visit.may, Permission.SEE_ROOMS)), await monitor.look()
    shut = doors(snapshot, _rooms(visit, snapshot.rooms()), snapshot.now)
    return visit.page("monitor_notices.html", notices=notices, doors=shut, disk=disk)


MONITOR_ROUTES = (
    WebRoute("GET", PAGE, show_monitor, Permission.SEE_ROOMS),
    WebRoute("GET", TILES, give_tiles, Permission.SEE_ROOMS, is_watched=True),
    WebRoute("GET", NOTICES, show_notices, Permission.SEE_ROOMS, is_watched=True),
    WebRoute("GET", SEAT, show_seat, Permission.SEE_ROOMS, room_named, is_watched=True),
)


def _rooms(visit: Visit, rooms: tuple[str, ...]) -> tuple[str, ...]:
    assert visit.member is not None
    return rooms_of(visit.member, Permission.SEE_ROOMS, rooms)


def _told(visit: Visit) -> str:
    """The words of the page's script, in the visitor's language."""
    words = visit.words
    told = {
        "states": {state.value: words(said) for state, said in STATES.items()},
        "alarms": {alarm.value: words(said) for alarm, said in ALARMS.items()},
        "said": {name: words(said) for name, said in TOLD.items()},
    }
    return json.dumps(told, ensure_ascii=False)
