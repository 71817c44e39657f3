"""The pages that take a roster in: a file is offered, looked at row by row, and confirmed.

Rule: nothing is written before somebody has seen what would be; what is confirmed is what was looked at.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlencode

import msgspec
from starlette.responses import Response

from examserver.api.requests import body_of
from examserver.errors import RefusedError, SiteError
from examserver.services.rosters.orders import LONGEST_RULES, ImportRoster, RosterDone
from examserver.services.rosters.plan import RosterWish
from examserver.services.rosters.seat_rules import SeatRule
from examserver.services.rosters.sheet import MOST_BYTES
from examserver.web.pages import HEADERS
from examserver.web.visits import Visit, redirect

PAGE = "/web/rosters"
RULES = {
    SeatRule.AS_IN_FILE: "as in the file",
    SeatRule.BY_NUMBER: "by admission number",
    SeatRule.SHUFFLED: "shuffled",
    SeatRule.APART: "nobody beside the same school or class",
}
COLUMNS = {
    "admission_number": "Admission number",
    "name": "Candidate's name",
    "identity_number": "Identity number",
    "seat": "Seat",
    "room": "Room",
    "school": "School",
    "class": "Class",
}
DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "vertical bar"}
UPLOAD_WORDS = {
    "sending": "being sent: {n} %",
    "working": "being looked at",
    "working_on": "being looked at: {n} of {all}",
    "lost": "The service did not answer. Nothing was written.",
    "gone": "You are not logged in any more. Log in again, then choose the file once more.",
    "none": "Choose a file first.",
    "too_large": "The file is too large for this.",
}
MOST_SHOWN, PREVIEWED = 200, 20
SHA256 = re.compile(r"[0-9a-f]{64}")
SEED = re.compile(r"[0-9]{1,9}")
LONGEST_NAME, LONGEST_ROOMS = 200, 2000


async def show_rosters(visit: Visit) -> Response:
    """GET rosters."""
    view = await visit.desks.rosters.view()
    return visit.page(
        "rosters.html",
        view=view,
        rules=RULES,
        done=_done(visit),
        saved=visit.request.query_params.get("saved", ""),
        told=upload_words(visit),
        most_bytes=MOST_BYTES,
        longest_rules=LONGEST_RULES,
    )


async def offer_roster(visit: Visit) -> Response:
    """POST rosters/offer: the file as the body; the reply says where to look at it."""
    query = visit.request.query_params
    try:
        data = await body_of(visit.request, MOST_BYTES)
        sha256 = await visit.desks.rosters.keep(data)
    except (RefusedError, SiteError) as error:
        return refused_upload(visit, error)
    wish = {name: query.get(name, "") for name in ("exam", "rule", "seed", "rooms", "whole")}
    name = unquote(visit.request.headers.get("x-file-name", ""), errors="replace")[:LONGEST_NAME]
    return line_of({"next": f"{PAGE}/look?{urlencode({'file': sha256, 'name': name or '?'} | wish)}"})


async def show_look(visit: Visit) -> Response:
    """GET rosters/look?file=SHA256: what would happen, and what is wrong."""
    query = visit.request.query_params
    wish, sha256 = wish_in(query), query.get("file", "")
    if not SHA256.fullmatch(sha256):
        return visit.message("There is nothing at this address.", status=404)
    plan = await visit.desks.rosters.plan(await visit.desks.rosters.kept(sha256), wish)
    view = await visit.desks.rosters.view()
    return visit.page(
        "roster_look.html",
        plan=plan,
        wish=wish,
        sha256=sha256,
        name=query.get("name", "?")[:LONGEST_NAME],
        exam=next((one.exam for one in view.exams if one.exam.id == wish.exam), None),
        rules=RULES,
        columns=COLUMNS,
        delimiters=DELIMITERS,
        most=MOST_SHOWN,
        previewed=PREVIEWED,
        places={one.candidate: one for one in (*plan.entered, *plan.seated)},
    )


async def take_roster(visit: Visit) -> Response:
    """POST rosters/take: confirmed."""
    sha256, wish = visit.form.get("file", ""), wish_in(visit.form)
    if not SHA256.fullmatch(sha256):
        return visit.message("There is nothing at this address.", status=404)
    data = await visit.desks.rosters.kept(sha256)
    name = visit.form.get("name", "?")[:LONGEST_NAME]
    outcome = await visit.carry_out(ImportRoster(name, data, wish, sha256))
    await visit.desks.rosters.forget(sha256)
    done = msgspec.json.decode(outcome.content, type=RosterDone)
    return redirect(f"{PAGE}?{urlencode(msgspec.structs.asdict(done) | {'done': wish.exam or '-'})}")


def wish_in(fields: Mapping[str, str]) -> RosterWish:
    """What a roster is for, as a form says it; what makes no sense there has its default."""
    rule = next((one for one in SeatRule if one == fields.get("rule")), SeatRule.AS_IN_FILE)
    seed = fields.get("seed", "").strip()
    return RosterWish(
        exam=fields.get("exam", "")[:40],
        rule=rule,
        seed=int(seed) if SEED.fullmatch(seed) else 1,
        rooms=fields.get("rooms", "")[:LONGEST_ROOMS],
        is_whole=fields.get("whole") == "1",
    )


def upload_words(visit: Visit) -> str:
    """What the script says, as JSON."""
    told = {name: visit.words(text) for name, text in UPLOAD_WORDS.items()}
    return msgspec.json.encode(told).decode()


def line_of(value: Mapping[str, object]) -> Response:
    """A reply to the script: one line of JSON."""
    return Response(msgspec.json.encode(value), 200, HEADERS, "application/x-ndjson")


def refused_upload(visit: Visit, error: SiteError) -> Response:
    """What is wrong with a file that was sent, for the script to say."""
    advice = visit.words(error.advice) if error.advice else ""
    return line_of({"said": f"{visit.words(error.title)} {advice}".strip()})


def _done(visit: Visit) -> RosterDone | None:
    """What an import has just done, as its redirect says."""
    query = visit.request.query_params
    if not query.get("done"):
        return None
    return RosterDone(*(_number(query.get(name, "")) for name in RosterDone.__struct_fields__))


def _number(text: str) -> int:
    return int(text) if SEED.fullmatch(text) else 0
