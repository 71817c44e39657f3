"""The list of all files that were ever offered, and the way to a candidate."""

from starlette.responses import Response

from examserver.web.verdicts import notes_said, row_tone, verdict_said
from examserver.web.visits import Visit


async def show_imports(visit: Visit) -> Response:
    """GET imports: the newest first, a page at a time."""
    before = visit.request.query_params.get("before", "")
    desk = visit.desks.packages
    listing = await desk.listed(int(before[:9]) if before.isascii() and before.isdigit() else 0)
    return visit.page(
        "imports.html",
        listing=listing,
        lines=[
            (row, row_tone(row), verdict_said(visit.words, row), notes_said(visit.words, row))
            for row in listing.rows
        ],
        exams=await desk.exams(),
    )
