"""The record of the door and of the rooms: a site's own as a file, and at the authority what sites reported.

Rule: a photo is given out only where the record that was asked for names it.
"""

from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from examserver.errors import SittingError
from examserver.services.checkin.desk import required_hash
from examserver.services.checkin.record import Proceedings
from examserver.services.checkin.record_files import record_name
from examserver.services.permissions import Permission
from examserver.web.checkin import STATES, TONES
from examserver.web.pages import HEADERS
from examserver.web.visits import Visit, WebRoute

SITES = "/web/sites/record"
CHUNK = 1 << 16


async def give_own(visit: Visit) -> Response:
    """GET checkin/record?of=ID: of a sitting, or of an exam, of this service."""
    return await _file(visit, await _told(visit, is_reported=False))


async def show_reported(visit: Visit) -> Response:
    """GET sites/record?of=EXAM: what the site has reported of an exam."""
    told = await _told(visit, is_reported=True)
    return visit.page("door_record.html", told=told, record=told.records[0], states=STATES, tones=TONES)


async def give_reported(visit: Visit) -> Response:
    """GET sites/record/file?of=EXAM: the same as a file."""
    return await _file(visit, await _told(visit, is_reported=True))


async def show_photo(visit: Visit) -> Response:
    """GET sites/record/photo?of=EXAM&photo=SHA256."""
    told = await _told(visit, is_reported=True)
    sha256 = required_hash(visit.request.query_params.get("photo", ""))
    content = await visit.desks.records.photo(told.id, sha256)
    if content is None:
        return visit.message("There is nothing at this address.", status=404)
    return Response(content, 200, HEADERS, "image/jpeg")


def record_routes() -> tuple[WebRoute, ...]:
    """The head proctor takes the own record away, who reports results sees what was reported."""
    needs = Permission.REPORT_RESULTS
    return (
        WebRoute("GET", "/web/checkin/record", give_own, Permission.DECIDE_ENTRIES),
        WebRoute("GET", SITES, show_reported, needs),
        WebRoute("GET", f"{SITES}/file", give_reported, needs),
        WebRoute("GET", f"{SITES}/photo", show_photo, needs),
    )


async def _told(visit: Visit, *, is_reported: bool) -> Proceedings:
    """The record, of an exam of the kind that is asked for: who sees the one need not see the other."""
    wanted = visit.request.query_params.get("of", "")[:80]
    told = await visit.desks.records.proceedings(wanted)
    if any(bool(one.exam.reported_by) is not is_reported for one in told.records):
        raise SittingError(f"There is no exam with the id {wanted}.", "Load the list again.")
    return told


async def _file(visit: Visit, told: Proceedings) -> Response:
    file = await visit.desks.records.file(told, chinese=visit.words.language == "zh")
    called = quote(record_name(told))
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{called}"}
    return StreamingResponse(_chunks(file), 200, headers, "application/zip")


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
