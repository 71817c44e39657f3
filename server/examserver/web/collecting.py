"""The pages of collecting (回收): every exam with its counts, one with its cases, and results to take away.

Rule: a collection is finished only here or by the command line, with a reason for each case that is open.
"""

import re
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from examserver.services.collecting.orders import (
    LONGEST_REASON,
    FinishCollection,
    ResumeCollection,
    SettleCase,
)
from examserver.services.collecting.result_desk import ResultKind
from examserver.services.collecting.standing import Trouble, Way
from examserver.services.file_names import visible_name
from examserver.services.permissions import Permission
from examserver.web.pages import HEADERS
from examserver.web.ruling import NO_REASON, NOTHING_CHOSEN
from examserver.web.ruling import SIDES as SOURCES
from examserver.web.visits import Visit, WebRoute, redirect

TROUBLES = {
    Trouble.STILL_OPEN: "not handed in, and not closed yet",
    Trouble.NOT_HANDED_IN: "closed by time; what the machine has may be more",
    Trouble.NOTHING_CAME: "logged in, and no answer came",
    Trouble.EXPORTED: "exported by the client, and not taken in",
    Trouble.REFUSED: "a package was refused",
    Trouble.HELD: "a station still holds answers",
    Trouble.FILES_MISSING: "files missing",
    Trouble.CONFLICT: "answers in dispute",
    Trouble.DAMAGED: "the answers cannot be put together",
}
WAYS = {
    Way.ABSENT: "absent",
    Way.OPEN: "not handed in yet",
    Way.SUBMITTED: "handed in",
    Way.CLOSED: "closed by time",
}
SIDES = {"package": "Exported by the client", "service": "Backed up by the service"}
FILES = {
    ResultKind.RESULTS_CSV: "Results (CSV)",
    ResultKind.POINTS_CSV: "Points of each question (CSV)",
    ResultKind.WORKBOOK: "Both as a workbook (XLSX)",
    ResultKind.QTI: "Answers and points (QTI)",
    ResultKind.JOURNALS: "Signed journals",
}
NO_SUCH_FILE = "There is no such file of results."
WHY = "why:"
"""Before the admission number in the name of a field that says why a case stays open."""

SKIPPED = re.compile(r"[0-9]{1,6}")
CHUNK = 1 << 16
TYPES = {"csv": "text/csv; charset=utf-8", "zip": "application/zip"}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def show_collections(visit: Visit) -> Response:
    """GET collections; with `rehearsals=1` those too, with `older=N` without the N newest."""
    query, now = visit.request.query_params, visit.site.clock.now()
    with_rehearsals, older = query.get("rehearsals") == "1", query.get("older", "")
    skip = int(older) if SKIPPED.fullmatch(older) else 0
    found = await visit.desks.collections.all(with_rehearsals=with_rehearsals, now=now, skip=skip)
    return visit.page("collections.html", found=found, with_rehearsals=with_rehearsals, now=now)


async def show_collection(visit: Visit) -> Response:
    """GET collections/EXAM."""
    found, now = await visit.desks.collections.one(_exam(visit)), visit.site.clock.now()
    is_held = await visit.desks.collections.is_held_open(found.exam, now)
    return visit.page(
        "collection.html",
        one=found,
        said=_said(visit),
        troubles=TROUBLES,
        ways=WAYS,
        sides=SIDES,
        kinds=list(ResultKind),
        files=FILES,
        longest_reason=LONGEST_REASON,
        why=WHY,
        is_held=is_held,
        is_over=now >= found.closes and not is_held,
    )


async def settle(visit: Visit) -> Response:
    """POST collections/EXAM/settle: which source counts for one candidate."""
    side = next((side for side in SOURCES if side == visit.form.get("side")), None)
    if side is None:
        return visit.message(NOTHING_CHOSEN)
    if not _reason(visit):
        return visit.message(NO_REASON)
    candidate = visit.form.get("candidate", "")
    seen = visit.form.get("seen", "")
    await visit.carry_out(SettleCase(_exam(visit), candidate, side, visit.by, _reason(visit), seen))
    return _back(visit, "settled")


async def finish(visit: Visit) -> Response:
    """POST collections/EXAM/finish: with a reason for each open case."""
    given = {name.removeprefix(WHY): text for name, text in visit.form.items() if name.startswith(WHY)}
    reasons = {candidate: text.strip()[:LONGEST_REASON] for candidate, text in given.items() if text.strip()}
    await visit.carry_out(FinishCollection(_exam(visit), visit.by, reasons))
    return _back(visit, "finished")


async def resume(visit: Visit) -> Response:
    """POST collections/EXAM/resume."""
    if not _reason(visit):
        return visit.message(NO_REASON)
    await visit.carry_out(ResumeCollection(_exam(visit), visit.by, _reason(visit)))
    return _back(visit, "resumed")


async def give_results(visit: Visit) -> Response:
    """GET collections/EXAM/files/KIND: to be saved, never shown by the browser."""
    wanted = visit.request.path_params["kind"]
    kind = next((kind for kind in ResultKind if kind == wanted), None)
    if kind is None:
        return visit.message(NO_SUCH_FILE, status=404)
    file = await visit.desks.results.file(_exam(visit), kind, chinese=visit.words.language == "zh")
    called = quote(f"{visible_name(_exam(visit))}-{kind.value}")
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{called}"}
    media = TYPES.get(kind.value.rpartition(".")[2], WORKBOOK)
    return StreamingResponse(_chunks(file), 200, headers, media)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _said(visit: Visit) -> str:
    """What has just been done."""
    return visit.request.query_params.get("done", "")


def _exam(visit: Visit) -> str:
    return str(visit.request.path_params["exam"])


def _reason(visit: Visit) -> str:
    return visit.form.get("reason", "").strip()


def _back(visit: Visit, done: str) -> Response:
    return redirect(f"/web/collections/{quote(_exam(visit), safe='')}?done={done}")


_AT = "/web/collections/{exam}"

COLLECTING_ROUTES = (
    WebRoute("GET", "/web/collections", show_collections, Permission.COLLECT),
    WebRoute("GET", _AT, show_collection, Permission.COLLECT),
    WebRoute("GET", f"{_AT}/files/{{kind}}", give_results, Permission.COLLECT),
    WebRoute("POST", f"{_AT}/settle", settle, Permission.COLLECT),
    WebRoute("POST", f"{_AT}/finish", finish, Permission.COLLECT),
    WebRoute("POST", f"{_AT}/resume", resume, Permission.COLLECT),
)
