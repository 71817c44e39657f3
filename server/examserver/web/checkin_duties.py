"""The page of the proctors of sittings: who has which room, who is missing, and changes that wait."""

from starlette.responses import Response

from examserver.errors import CheckInError
from examserver.services.checkin.duty_orders import ChangeDuty, DecideDuty
from examserver.services.checkin.finding import LONGEST_REASON
from examserver.services.checkin.proctors import Window
from examserver.services.permissions import Permission
from examserver.storage.duties import WishState
from examserver.storage.staff import Role
from examserver.web.visits import Visit, redirect

PAGE = "/web/duties"
WINDOWS = {
    Window.FREE: "Until 48 hours before the start proctors are changed freely.",
    Window.APPROVAL: "From 48 to 2 hours before the start a change needs an approval.",
    Window.CLOSED: "In the last two hours before the start proctors are not changed any more.",
}
WISHES = {
    WishState.WAITING: "waits for an approval",
    WishState.APPROVED: "approved",
    WishState.REFUSED: "refused",
}


async def show_duties(visit: Visit) -> Response:
    """GET duties; a proctor sees the own rooms, and asks for changes there."""
    return visit.page(
        "checkin_duties.html",
        board=await visit.desks.checkins.duties(),
        windows=WINDOWS,
        wishes=WISHES,
        closed=Window.CLOSED,
        free=Window.FREE,
        is_admin=visit.member is not None and visit.member.role is Role.SITE_ADMIN,
        decides=visit.may(Permission.DECIDE_ENTRIES),
        done=visit.request.query_params.get("done", "")[:10],
        longest_reason=LONGEST_REASON,
    )


async def change(visit: Visit) -> Response:
    """POST duties/change: at once, or as a wish."""
    form = visit.form
    if form.get("way") not in ("joins", "leaves"):
        raise CheckInError("Nothing was done.", "Say whether the proctor comes or goes.")
    order = ChangeDuty(
        form.get("sitting", ""),
        form.get("room", ""),
        form.get("name", ""),
        form["way"] == "joins",
        form.get("reason", ""),
        visit.by,
        form.get("override") == "1",
    )
    outcome = await visit.carry_out(order)
    return redirect(f"{PAGE}?done={'waits' if outcome.content else 'changed'}")


async def decide(visit: Visit) -> Response:
    """POST duties/decide."""
    allow = visit.form.get("decision") == "allow"
    await visit.carry_out(DecideDuty(visit.form.get("wish", ""), allow, visit.by))
    return redirect(f"{PAGE}?done=changed")
