"""The page of who sits where at an exam: seats by a rule, or one by one."""

from urllib.parse import urlencode

from starlette.responses import Response

from examserver.services.rosters.orders import AssignSeats, SeatCandidate
from examserver.services.rosters.seat_rules import SeatRule
from examserver.web.rosters import PAGE, RULES, wish_in
from examserver.web.visits import Visit, redirect

WITHOUT_FILE = (SeatRule.BY_NUMBER, SeatRule.SHUFFLED)


async def show_seats(visit: Visit) -> Response:
    """GET rosters/seats?exam=ID."""
    query = visit.request.query_params
    view = await visit.desks.rosters.seats(query.get("exam", ""))
    return visit.page(
        "roster_seats.html",
        view=view,
        rules={rule: RULES[rule] for rule in WITHOUT_FILE},
        is_saved=query.get("saved") == "1",
    )


async def assign_seats(visit: Visit) -> Response:
    """POST rosters/seats/assign: all by a rule."""
    wish = wish_in(visit.form)
    await visit.carry_out(AssignSeats(wish.exam, wish.rule, wish.rooms, wish.seed))
    return _back(wish.exam)


async def seat_candidate(visit: Visit) -> Response:
    """POST rosters/seats/set: one candidate."""
    form = visit.form
    exam = form.get("exam", "")
    names = (form.get(name, "").strip() for name in ("candidate", "room", "seat"))
    await visit.carry_out(SeatCandidate(exam, *names))
    return _back(exam)


def _back(exam: str) -> Response:
    return redirect(f"{PAGE}/seats?{urlencode({'exam': exam, 'saved': 1})}")
