"""The pages of the door: the list of a room, one press for who matches, the head proctor for who does not.

Rule: each page is about one room that its visitor has; a photo is shown where its candidate sits. What is
sent twice is done once and looks the same: at the door somebody presses twice, and has three seconds.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import urlencode

from starlette.responses import Response

from examserver.api.requests import body_of
from examserver.errors import CheckInError, RefusedError, SentTwiceError, SiteError
from examserver.services.checkin.desk import DECIDED, required_hash
from examserver.services.checkin.finding import LONGEST_REASON
from examserver.services.checkin.orders import AskForEntry, CheckIn, DecideEntry, UndoCheckIn
from examserver.services.checkin.record_orders import AddMaterial, RequireCheckIn
from examserver.services.order import StaffOrder
from examserver.services.permissions import Permission
from examserver.services.rosters.photos import MOST_BYTES
from examserver.storage.checkins import CheckInState
from examserver.web.pages import HEADERS
from examserver.web.rosters import line_of, refused_upload, upload_words
from examserver.web.rosters_printing import pdf_reply
from examserver.web.visits import Visit, redirect, room_named

PAGE = "/web/checkin"
WHO, LEFT = "who:", "left"
STATES = {
    CheckInState.IN: "checked in",
    CheckInState.WAITING: "waits for the head proctor",
    CheckInState.ALLOWED: "allowed in",
    CheckInState.REFUSED: "refused entry",
}
TONES = {
    CheckInState.IN: "good",
    CheckInState.WAITING: "look",
    CheckInState.ALLOWED: "good",
    CheckInState.REFUSED: "bad",
}
CHOICES = {"yes": True, "no": False, "site": None}


async def show_front(visit: Visit) -> Response:
    """GET checkin: the occasions of these days, and the rooms that the visitor has."""
    front = await visit.desks.checkins.front()
    own = {one.exam: [count for count in one.rooms if _may_see(visit, count.room)] for one in front.occasions}
    return visit.page(
        "checkin.html",
        front=front,
        own=own,
        rules=await visit.desks.checkins.rules() if visit.may(Permission.SET_CHECK_IN) else None,
        is_saved=visit.request.query_params.get("saved") == "1",
    )


async def show_room(visit: Visit) -> Response:
    """GET checkin/room?room=R&exam=E&q=TEXT; with `only=left` those who are not checked in yet."""
    query = visit.request.query_params
    wanted = query.get("q", "").strip()[:100]
    return visit.page(
        "checkin_room.html",
        view=await visit.desks.checkins.room(query.get("exam", ""), room_named(visit), wanted),
        wanted=wanted,
        only_left=query.get("only") == LEFT,
        done=query.get("done", "")[:40],
        states=STATES,
        tones=TONES,
        told=upload_words(visit),
        most_bytes=MOST_BYTES,
        longest_reason=LONGEST_REASON,
    )


async def check_in(visit: Visit) -> Response:
    """POST checkin/in."""
    form = visit.form
    order = CheckIn(form.get("exam", ""), form.get("candidate", ""), room_named(visit), visit.by)
    return await _do(visit, order)


async def undo(visit: Visit) -> Response:
    """POST checkin/undo."""
    form = visit.form
    order = UndoCheckIn(form.get("exam", ""), form.get("candidate", ""), room_named(visit), visit.by)
    return await _do(visit, order)


async def ask(visit: Visit) -> Response:
    """POST checkin/ask: the photo as the body, the rest in the address."""
    query = visit.request.query_params
    return await _take_photo(
        visit,
        lambda photo: AskForEntry(
            query.get("exam", ""),
            query.get("candidate", ""),
            query.get("room", ""),
            query.get("reason", ""),
            photo,
            visit.by,
        ),
    )


async def add_material(visit: Visit) -> Response:
    """POST checkin/material: the photo as the body, the rest in the address."""
    query = visit.request.query_params
    return await _take_photo(
        visit,
        lambda photo: AddMaterial(
            query.get("exam", ""), query.get("room", ""), query.get("reason", ""), photo, visit.by
        ),
    )


async def show_photo(visit: Visit) -> Response:
    """GET checkin/photo?room=R&exam=E&candidate=N: the one of the roster."""
    query = visit.request.query_params
    candidate = query.get("candidate", "")
    await visit.desks.checkins.require_seat(query.get("exam", ""), candidate, query.get("room", ""))
    return _jpeg(visit, await visit.desks.rosters.photo(candidate))


async def show_entry_photo(visit: Visit) -> Response:
    """GET checkin/taken?room=R&photo=SHA256: one that was taken at the door or of the room."""
    query = visit.request.query_params
    sha256 = required_hash(query.get("photo", ""))
    return _jpeg(visit, await visit.desks.checkins.entry_photo(sha256, query.get("room", "")))


async def give_slip(visit: Visit) -> Response:
    """GET checkin/slip?room=R&exam=E&candidate=N: an admission slip that is missing, printed again."""
    query = visit.request.query_params
    exam, candidate = query.get("exam", ""), query.get("candidate", "")
    await visit.desks.checkins.require_seat(exam, candidate, query.get("room", ""))
    printed = await visit.desks.rosters.slips(exam, "", visit.words.language, two=False, candidate=candidate)
    return pdf_reply(printed, "slip.pdf")


async def show_entries(visit: Visit) -> Response:
    """GET checkin/entries?state=S&of=R: who waits for the head proctor, or was decided about.

    A page that is open asks again with what it has `seen`, and gets nothing where that is still so.
    """
    query = visit.request.query_params
    is_decided, room = query.get("state") == "decided", query.get("of", "")[:40]
    asked = await visit.desks.checkins.asked(*(DECIDED if is_decided else (CheckInState.WAITING,)))
    shown = [one for one in asked if not room or one.row.room == room]
    state = hashlib.sha256(repr([one.row for one in shown]).encode()).hexdigest()[:16]
    if query.get("seen") == state and "hx-request" in visit.request.headers:
        return Response(status_code=204, headers=HEADERS)
    again = {"state": "decided" if is_decided else "", "of": room, "seen": state}
    return visit.page(
        "checkin_entries.html",
        asked=shown,
        again=f"{PAGE}/entries?{urlencode(again)}",
        rooms=sorted({one.row.room for one in asked} | ({room} if room else set())),
        room=room,
        is_decided=is_decided,
        done=query.get("done", "")[:10],
        states=STATES,
        tones=TONES,
        longest_reason=LONGEST_REASON,
    )


async def show_waiting(visit: Visit) -> Response:
    """GET checkin/waiting: how many wait for the head proctor, for the head of each page."""
    return visit.page("checkin_waiting.html", waiting=await visit.desks.checkins.waiting())


async def decide(visit: Visit) -> Response:
    """POST checkin/decide: about all who were ticked."""
    form = visit.form
    chosen = tuple(name.removeprefix(WHO) for name in form if name.startswith(WHO))
    wish = form.get("decision")
    if wish not in ("allow", "refuse"):
        raise CheckInError("Nothing was decided.", "Choose whether they are allowed in or refused.")
    with suppress(SentTwiceError):
        await visit.carry_out(DecideEntry(chosen, wish == "allow", form.get("reason", ""), visit.by))
    where = {"done": len(chosen)} | ({"of": form["of"]} if form.get("of") else {})
    return redirect(f"{PAGE}/entries?{urlencode(where)}")


async def show_materials(visit: Visit) -> Response:
    """GET checkin/materials."""
    return visit.page("checkin_materials.html", found=await visit.desks.checkins.materials())


async def set_rule(visit: Visit) -> Response:
    """POST checkin/rule: of the site, or of one sitting."""
    choice = visit.form.get("on", "")
    if choice not in CHOICES:
        raise CheckInError("The site itself has to choose.", "Say yes or no.")
    with suppress(SentTwiceError):
        await visit.carry_out(RequireCheckIn(CHOICES[choice], visit.form.get("sitting", "")))
    return redirect(f"{PAGE}?saved=1")


async def _do(visit: Visit, order: CheckIn | UndoCheckIn) -> Response:
    with suppress(SentTwiceError):
        await visit.carry_out(order)
    return redirect(_to(order.exam, order.room, visit.form, order.candidate))


async def _take_photo(visit: Visit, order_of: Callable[[bytes], StaffOrder]) -> Response:
    """What the page's script sends; the reply says where to go, or what is wrong."""
    query = visit.request.query_params
    try:
        photo = await body_of(visit.request, MOST_BYTES)
        sent = {**query, "photo": hashlib.sha256(photo).hexdigest()}
        with suppress(SentTwiceError):
            await visit.carry_out(order_of(photo), sent)
    except (RefusedError, SiteError) as error:
        return refused_upload(visit, error)
    to = _to(query.get("exam", ""), query.get("room", ""), query, "sent")
    return line_of({"next": to})


def _to(exam: str, room: str, shown: Mapping[str, str], done: str) -> str:
    """The list as it was `shown`, searched or shortened, so that somebody goes on where they were."""
    only = {"only": LEFT} if shown.get("only") == LEFT else {}
    asked = {"room": room, "exam": exam, "q": shown.get("q", ""), "done": done} | only
    return f"{PAGE}/room?{urlencode(asked)}"


def _may_see(visit: Visit, room: str) -> bool:
    return visit.may(Permission.CHECK_IN, room)


def _jpeg(visit: Visit, content: bytes | None) -> Response:
    if content is None:
        return visit.message("There is nothing at this address.", status=404)
    return Response(content, 200, HEADERS, "image/jpeg")
