"""The first page of everybody of the staff: what is going on, and what is next; and the page of a room."""

from starlette.responses import Response

from examserver.services.alive.begin_orders import NoteRestoreSeen
from examserver.services.overview import Phase
from examserver.storage.stations import StationState
from examserver.web.visits import HOME, Visit, redirect, room_named

TONES = {
    Phase.UNDER_WAY: "good",
    Phase.KEY_RELEASED: "busy",
    Phase.ENDING: "look",
    Phase.CLOSED: "same",
    Phase.CANCELLED: "same",
}
"""How an exam looks in each phase; the others look like nothing special."""

STATES = {
    StationState.ACTIVE: "in use",
    StationState.RELEASED: "released",
    StationState.REVOKED: "revoked",
}


async def show_home(visit: Visit) -> Response:
    """GET the first page; its middle part asks for itself again while the page is open."""
    assert visit.member is not None
    return visit.page("home.html", view=await visit.desks.overviews.of(visit.member), tones=TONES)


async def note_restore_seen(visit: Visit) -> Response:
    """POST restored: somebody has looked after what a restore may miss."""
    await visit.carry_out(NoteRestoreSeen(visit.by))
    return redirect(HOME)


async def show_room(visit: Visit) -> Response:
    """GET room?room=NAME."""
    return visit.page("room.html", view=await visit.desks.overviews.room(room_named(visit)), states=STATES)
