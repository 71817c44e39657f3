"""The banner of outages on the overview and the monitor, and the form that leaves one as it is.

Rule: it proposes and leads to forms; what it proposes is done only there, with a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from examserver.errors import ActionError
from examserver.services.actions.scopes import LONGEST_REASON
from examserver.services.outages.board import Outage
from examserver.services.outages.orders import LeaveOutage
from examserver.services.outages.silences import Silence, minutes_lost
from examserver.services.permissions import Permission
from examserver.web.visits import HOME, Visit, WebRoute, redirect

ROOM_FIELD = "room:"
LONGEST_TIME = 14
"""Digits of a site time in milliseconds, and one more."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where the time of a room, a whole exam or one candidate is given back: `minutes`, for `outages`."""

    to: str
    whom: str
    minutes: int
    outages: int = 1


@dataclass(frozen=True, slots=True)
class ShownOutage:
    """An outage as far as a visitor may act on it; `leave` is empty where others may leave it as it is."""

    outage: Outage
    rooms: tuple[str, ...]
    links: tuple[Link, ...]
    leave: str


async def show_outages(visit: Visit) -> Response:
    """GET outages: the banner alone."""
    shown = [one for outage in await visit.desks.actions.outages() for one in _shown(visit, outage)]
    return visit.page("outages.html", shown=shown)


async def show_leaving(visit: Visit) -> Response:
    """GET outages/leave: asks why."""
    query = visit.request.query_params
    rooms = tuple(query.getlist("room"))
    begins, ends = _time(query.get("begins", "")), _time(query.get("ends", ""))
    silence = Silence(begins, ends)
    return visit.page(
        "outage.html",
        exam=query.get("exam", ""),
        rooms=rooms,
        begins=begins,
        ends=ends,
        minutes=silence.minutes(visit.site.clock.now()),
        longest_reason=LONGEST_REASON,
    )


async def leave(visit: Visit) -> Response:
    """POST outages/leave: no time is given back."""
    form = visit.form
    rooms = tuple(name.removeprefix(ROOM_FIELD) for name in form if name.startswith(ROOM_FIELD))
    if not all(visit.may(Permission.ACT_IN_ROOMS, room) for room in rooms):
        raise ActionError("This is not your room.", "Ask a head proctor.")
    begins, ends = _time(form.get("begins", "")), _time(form.get("ends", ""))
    reason = " ".join(form.get("reason", "").split())
    await visit.carry_out(LeaveOutage(form.get("exam", ""), rooms, begins, ends, visit.by, reason))
    return redirect(HOME)


def _shown(visit: Visit, outage: Outage) -> Iterator[ShownOutage]:
    rooms = tuple(room for room in outage.rooms if visit.may(Permission.ACT_IN_ROOMS, room))
    silence, links = outage.silence, tuple(_links(visit, outage, rooms))
    if rooms or links:
        named = {"exam": outage.exam.id, "begins": silence.begins, "ends": silence.ends, "room": rooms}
        leave = f"/web/outages/leave?{urlencode(named, doseq=True)}" if rooms else ""
        yield ShownOutage(outage, rooms or outage.rooms, links, leave)


def _links(visit: Visit, outage: Outage, rooms: tuple[str, ...]) -> Iterator[Link]:
    """To all at once where that is right, else room by room; to those who have moved one by one."""
    exam, now, words = outage.exam.id, visit.site.clock.now(), visit.words
    if outage.silence.away:
        for one in outage.silence.away:
            if visit.may(Permission.ACT_IN_ROOMS, one.room):
                asked = urlencode({"room": one.room, "attempt": one.attempt})
                whom = words("Candidate {number}, who has moved", number=one.candidate)
                yield Link(f"/web/act/room/extend?{asked}", whom, outage.silence.minutes(now))
        return
    what = "extend" if outage.silence.ends else "pause"
    if outage.is_whole and outage.open.get("") and len(rooms) > 1 and visit.may(Permission.ACT_ON_EXAMS):
        asked = urlencode({"exam": exam})
        yield _link(f"/web/act/exam/{what}?{asked}", words("All rooms"), outage.open[""], now)
        return
    for room in rooms:
        asked = urlencode({"room": room, "exam": exam})
        called = words("Room {name}", name=room)
        yield _link(f"/web/act/room/{what}?{asked}", called, outage.open[room], now)


def _link(to: str, whom: str, silences: tuple[Silence, ...], now: int) -> Link:
    over = sum(1 for one in silences if one.ends)
    return Link(to, whom, minutes_lost(silences, now), over)


def _time(text: str) -> int:
    """A site time in milliseconds as our own pages write it; raises ActionError."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_TIME):
        raise ActionError("There is no such outage.", "Load the page again.")
    return int(text)


OUTAGE_ROUTES = (
    WebRoute("GET", "/web/outages", show_outages, Permission.SEE_ROOMS),
    WebRoute("GET", "/web/outages/leave", show_leaving, Permission.ACT_IN_ROOMS),
    WebRoute("POST", "/web/outages/leave", leave, Permission.ACT_IN_ROOMS),
)
