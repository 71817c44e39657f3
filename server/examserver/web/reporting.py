"""The pages of reporting: at a site what it reports (上报), at the authority what came from its sites.

Rule: every change is an order. A file that comes in is refused in words, and never half taken in.
"""

from collections.abc import Callable
from urllib.parse import quote

import msgspec
from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response, StreamingResponse

from examprotocol.alerts import LARGEST_FILE, LONGEST_TEXT, SUFFIX
from examprotocol.given_file import LARGEST_ANSWER, LARGEST_GIVEN, given_name
from examprotocol.package_name import name_part
from examprotocol.result_seal import results_name
from examserver.errors import SiteError
from examserver.services.collecting.orders import LONGEST_REASON
from examserver.services.giving.changes import Item, Stays
from examserver.services.giving.file_orders import LetJoin, MakeGiven, TakeGiven
from examserver.services.giving.orders import ConfirmList
from examserver.services.order import StaffOrder
from examserver.services.permissions import Permission
from examserver.services.reporting.alerting import MakeAlertFile, ReportUpward
from examserver.services.reporting.alerts_above import SeeAlert, TakeAlertFile
from examserver.services.reporting.faults import ReportFault
from examserver.services.reporting.orders import ReportExam, TakeReport
from examserver.services.reporting.since import Came
from examserver.services.upstream_orders import PauseUpstream
from examserver.web.actions import NO_REASON
from examserver.web.pages import HEADERS
from examserver.web.visits import Visit, WebRoute, redirect
from examserver.web.words import Words

REPORT, SITES, UPWARD = "/web/report", "/web/sites", "/web/upward"

FAULTS = {
    ReportFault.UNKNOWN_PAPER: "the authority has no such paper",
    ReportFault.UNREADABLE: "says what cannot be understood",
    ReportFault.ANOTHER_PERSON: "this admission number is another person's there",
    ReportFault.ANOTHER_ATTEMPT: "is of another attempt",
    ReportFault.CONTRADICTION: "its events contradict each other",
}

CAME = {
    Came.PACKAGE: "an answer package was taken in",
    Came.ANSWERS: "answers came",
    Came.RULING: "somebody ruled on the answers",
    Came.PERSON: "name, place, time, points or receipt changed",
}

STATES = {
    "absent": "absent",
    "open": "not handed in",
    "submitted": "handed in",
    "closed": "closed by the site",
}


ITEMS = {
    Item.NAME: "candidate's name",
    Item.IDENTITY: "identity number",
    Item.ROOM: "room",
    Item.SEAT: "seat",
    Item.TITLE: "title",
    Item.PAPER: "paper",
    Item.LOOK_THROUGH: "looking through before the start",
    Item.SECONDS: "seconds on the clock",
    Item.STARTS: "start of the exam",
    Item.ENDS: "end of the exam",
    Item.KEY_RELEASE: "paper can be opened from",
    Item.CLOSES: "nobody logs in any more from",
}

STAYING = {
    Stays.MOVED: "This site has moved the exam: its times are changed on the page of the sitting.",
    Stays.BEGUN: "The exam has begun: its times are changed on the page of the sitting.",
    Stays.ENDED: "This site has ended the exam.",
    Stays.CANCELLED: "This site has cancelled the exam.",
    Stays.ENTERED: "Somebody has logged in to the exam already: its paper stays.",
    Stays.REHEARSED: "A rehearsal would open the paper before the exam: cancel it before the list comes in.",
}


class _Said(msgspec.Struct, frozen=True):
    """What came of a file, for the page."""

    ok: bool
    text: str


async def show_report(visit: Visit) -> Response:
    """GET report: what this site has reported, and what it is given."""
    reporting, lists = await visit.desks.report_pages.below()
    tables = {"faults": FAULTS, "items": ITEMS, "staying": STAYING, "came_words": CAME}
    told = {"view": reporting, "lists": lists, "said": _said_by(visit.words), "now": visit.site.clock.now()}
    return visit.page("report.html", 200, **told, **tables)


async def ask_report(visit: Visit) -> Response:
    """GET report/send?exam=E: what is still open, and the form that reports it all the same."""
    one = await visit.desks.report_pages.exam_below(visit.request.query_params.get("exam", ""))
    if one is None or not one.can_be_reported(visit.site.clock.now()):
        return redirect(REPORT)
    return visit.page("report_unfinished.html", one=one, longest_reason=LONGEST_REASON)


async def send_report(visit: Visit) -> Response:
    """POST report/send: report an exam, with `whole` everything once more; with `sure` and a `reason` also
    where its collection is not finished.
    """
    whole, reason = visit.form.get("whole") == "1", visit.form.get("reason", "").strip()
    if "reason" in visit.form and not (reason and visit.form.get("sure") == "1"):
        return visit.message(NO_REASON)
    await visit.carry_out(ReportExam(visit.form.get("exam", ""), visit.by, whole, reason))
    return redirect(REPORT)


async def pause(visit: Visit) -> Response:
    """POST report/pause: send nothing to the authority and take nothing from it, or go on."""
    await visit.carry_out(PauseUpstream(visit.form.get("paused") == "1"))
    return redirect(REPORT)


async def take_list(visit: Visit) -> Response:
    """POST report/list: what a list from the authority changes may come in."""
    named = (visit.form.get(name, "") for name in ("kind", "name", "digest"))
    await visit.carry_out(ConfirmList(*named))
    return redirect(REPORT)


async def give_package(visit: Visit) -> Response:
    """GET report/file?exam=E&number=N: a package that waits, as a file."""
    query = visit.request.query_params
    number = query.get("number", "")[:9]
    pages = visit.desks.report_pages
    row = await pages.package(query.get("exam", ""), int(number) if number.isdecimal() else 0)
    name = quote(results_name(row.exam, row.number, visit.site.identity.name))
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    body = iterate_in_threadpool(pages.content(row))
    return StreamingResponse(body, 200, headers, "application/octet-stream")


async def show_sites(visit: Visit) -> Response:
    """GET sites: what came from each site, and what is missing."""
    sites = await visit.desks.report_pages.above()
    alerts = await visit.desks.report_pages.alerts()
    return visit.page("sites.html", sites=sites, alerts=alerts, faults=FAULTS, states=STATES)


async def import_report(visit: Visit) -> Response:
    """POST sites/import: a result package, as the body of the request."""
    try:
        index = await visit.desks.report_pages.keep_parts(visit.request.stream())
        outcome = await visit.carry_out(TakeReport(index, visit.by))
        said = _Said(ok=True, text=visit.words("Taken in: report {n}.", n=outcome.number))
    except SiteError as error:
        said = _Said(ok=False, text=sentence(visit.words, error))
    return Response(msgspec.json.encode(said), 200, HEADERS, "application/json")


async def take_joined(visit: Visit) -> Response:
    """POST sites/joined: a site's answer to its joining file, as the body of the request."""
    return await _taken(visit, LARGEST_ANSWER, LetJoin)


async def take_given_file(visit: Visit) -> Response:
    """POST report/take: what the authority gives this site, as the body of the request."""
    return await _taken(visit, LARGEST_GIVEN, TakeGiven)


async def show_upward(visit: Visit) -> Response:
    """GET upward: what this site reports upward while an exam is on, and what became of it."""
    return visit.page("upward.html", view=await visit.desks.report_pages.upward(), longest=LONGEST_TEXT)


async def report_upward(visit: Visit) -> Response:
    """POST upward/send: tell the authority."""
    await visit.carry_out(ReportUpward(visit.form.get("text", ""), visit.form.get("exam", ""), visit.by))
    return redirect(UPWARD)


async def give_alert_file(visit: Visit) -> Response:
    """POST upward/file: what the authority may not have, as a file."""
    outcome = await visit.carry_out(MakeAlertFile())
    name = quote(f"{name_part(visit.site.identity.name)}{SUFFIX}")
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(outcome.content, 200, headers, "application/octet-stream")


async def take_alert_file(visit: Visit) -> Response:
    """POST sites/alerts: what a site reports upward, as the body of the request."""
    return await _taken(visit, LARGEST_FILE, TakeAlertFile)


async def see_alert(visit: Visit) -> Response:
    """POST sites/seen: somebody has seen it."""
    await visit.carry_out(SeeAlert(visit.form.get("site", ""), visit.form.get("alert", ""), visit.by))
    return redirect(SITES)


async def _taken(visit: Visit, most: int, order: Callable[[bytes], StaffOrder]) -> Response:
    data = await file_in(visit, most)
    try:
        await visit.carry_out(order(data))
        said = _Said(ok=True, text=visit.words("Taken in."))
    except SiteError as error:
        said = _Said(ok=False, text=sentence(visit.words, error))
    return Response(msgspec.json.encode(said), 200, HEADERS, "application/json")


async def give_site_file(visit: Visit) -> Response:
    """POST sites/given: all that a site is given, as a file to carry there."""
    site = visit.form.get("site", "")
    outcome = await visit.carry_out(MakeGiven(site))
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(given_name(site))}"}
    return Response(outcome.content, 200, headers, "application/octet-stream")


def report_routes() -> tuple[WebRoute, ...]:
    """The pages and changes of reporting."""
    needs, telling = Permission.REPORT_RESULTS, Permission.REPORT_UPWARD
    return (
        WebRoute("GET", REPORT, show_report, needs, is_watched=True),
        WebRoute("GET", f"{REPORT}/send", ask_report, needs),
        WebRoute("POST", f"{REPORT}/send", send_report, needs),
        WebRoute("POST", f"{REPORT}/pause", pause, needs),
        WebRoute("POST", f"{REPORT}/list", take_list, needs),
        WebRoute("GET", f"{REPORT}/file", give_package, needs),
        WebRoute("POST", f"{REPORT}/take", take_given_file, needs),
        WebRoute("POST", f"{SITES}/joined", take_joined, needs),
        WebRoute("POST", f"{SITES}/given", give_site_file, needs),
        WebRoute("GET", SITES, show_sites, needs, is_watched=True),
        WebRoute("POST", f"{SITES}/import", import_report, needs),
        WebRoute("POST", f"{SITES}/alerts", take_alert_file, needs),
        WebRoute("POST", f"{SITES}/seen", see_alert, needs),
        WebRoute("GET", UPWARD, show_upward, telling, is_watched=True),
        WebRoute("POST", f"{UPWARD}/send", report_upward, telling),
        WebRoute("POST", f"{UPWARD}/file", give_alert_file, telling),
    )


async def file_in(visit: Visit, most: int) -> bytes:
    """The file that is the body of a request; of one that is too large as much as shows that."""
    data = bytearray()  # grows in place: bytes would be copied whole for each chunk while all others wait
    async for chunk in visit.request.stream():
        if len(data) <= most:
            data += chunk
    return bytes(data)


def sentence(words: Words, error: SiteError) -> str:
    """What was refused and what to do, in the visitor's language."""
    return " ".join(words(one) for one in (error.title, error.advice) if one)


class _Saying:
    """Says a trouble that was kept as a title and an advice in one line."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, text: str) -> str:
        """As much of it in the visitor's language as there are words for."""
        whole = self._words(text) if text else ""
        if whole != text:
            return whole
        for at in (at for at, letter in enumerate(text) if text[at : at + 2] == ". " and letter):
            title, advice = text[: at + 1], text[at + 2 :]
            if self._words(title) != title:
                return f"{self._words(title)} {self(advice)}"
        return text


def _said_by(words: Words) -> _Saying:
    return _Saying(words)
