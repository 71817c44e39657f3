"""Admission slips and attendance lists, to be opened or printed by the browser.

Rule: a document is told to open nothing and to run nothing; its name has no part of a person's.
"""

from starlette.responses import Response

from examserver.services.rosters.orders import SetSlipRules
from examserver.services.rosters.printed import Printed
from examserver.web.pages import HEADERS
from examserver.web.rosters import PAGE
from examserver.web.visits import Visit, redirect


async def give_slips(visit: Visit) -> Response:
    """GET rosters/slips?exam=ID&room=R&two=1: the slips of all, or of a room."""
    query = visit.request.query_params
    printed = await visit.desks.rosters.slips(
        query.get("exam", ""), query.get("room", ""), visit.words.language, two=query.get("two") == "1"
    )
    return pdf_reply(printed, "slips.pdf")


async def give_attendance(visit: Visit) -> Response:
    """GET attendance?exam=ID&room=R."""
    query = visit.request.query_params
    printed = await visit.desks.rosters.attendance(
        query.get("exam", ""), query.get("room", ""), visit.words.language
    )
    return pdf_reply(printed, "attendance.pdf")


async def set_rules(visit: Visit) -> Response:
    """POST rosters/rules: what stands at the end of slips."""
    await visit.carry_out(SetSlipRules(visit.form.get("rules", "")))
    return redirect(f"{PAGE}?saved=rules")


def pdf_reply(printed: Printed, name: str) -> Response:
    """A document that the browser opens, or prints."""
    headers = HEADERS | {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(printed.content, 200, headers, "application/pdf")
