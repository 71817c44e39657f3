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
from examserver.services.outages.silences import Silence
from examserver.services.permissions import Permission
from examserver.web.visits import HOME, Visit, WebRoute, redirect

ROOM_FIELD = "room:"
LONGEST_TIME = 14
"""Digits of a site time in milliseconds, and one more."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where the time of a room, or of a whole exam, is given back."""

    to: str
    room: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class ShownOutage:
    """An outage as far as a visitor may act on it."""

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
    if not rooms:
        return
    what, silence = ("extend" if outage.silence.ends else "pause"), outage.silence
    is_whole = visit.may(Permission.ACT_ON_EXAMS) and outage.is_whole and (len(rooms) > 1 or not rooms[0])
    whole = Link(f"/web/act/exam/{what}?{urlencode({'exam': outage.exam.id})}", "", is_whole=True)
    single = (
        Link(f"/web/act/room/{what}?{urlencode({'room': room})}", room, is_whole=False)
        for room in rooms
        if room
    )
    named = {"exam": outage.exam.id, "begins": silence.begins, "ends": silence.ends, "room": rooms}
    leave = f"/web/outages/leave?{urlencode(named, doseq=True)}"
    yield ShownOutage(outage, rooms, (whole,) if is_whole else tuple(single), leave)


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
