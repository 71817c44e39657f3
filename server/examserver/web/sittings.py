"""The pages of the sittings (场次): what there are, what is in one, and what to do after an accident.

Rule: each accident is handled with a reason, and what cannot be undone with a tick besides.
"""

from urllib.parse import urlencode

from starlette.responses import Response

from examserver.errors import SittingError
from examserver.services.exams import read_start
from examserver.services.order import StaffOrder
from examserver.services.permissions import Permission
from examserver.services.sittings.accident_orders import (
    CancelSitting,
    EndSitting,
    ExtendSitting,
    MoveSitting,
    PostponeSitting,
    ShortenSitting,
)
from examserver.services.sittings.desk import SittingState
from examserver.services.sittings.finding import LONGEST_REASON
from examserver.services.sittings.making import LONGEST_TITLE
from examserver.services.sittings.removing import RemoveExam
from examserver.services.sittings.setup_orders import (
    AddExam,
    MakeSitting,
    PutExamIn,
    SetExamRooms,
    TakeExamOut,
)
from examserver.storage.sittings import Act
from examserver.web.home import TONES
from examserver.web.visits import Visit, WebRoute, redirect

ROOM_FIELD = "room:"

STATE_TONES = {
    SittingState.UNDER_WAY: "good",
    SittingState.ENDED: "look",
    SittingState.CANCELLED: "look",
    SittingState.CLOSED: "same",
}

ACTS = {
    Act.MOVE: "moved before its start",
    Act.EXTEND: "more time for all",
    Act.SHORTEN: "less time for all",
    Act.END: "ended",
    Act.CANCEL: "cancelled",
    Act.POSTPONE: "postponed",
}


async def show_sittings(visit: Visit) -> Response:
    """GET sittings."""
    return visit.page(
        "sittings.html",
        view=await visit.desks.sittings.listed(),
        tones=STATE_TONES,
        longest_title=LONGEST_TITLE,
    )


async def show_sitting(visit: Visit) -> Response:
    """GET sitting?id=ID."""
    query = visit.request.query_params
    return visit.page(
        "sitting.html",
        view=await visit.desks.sittings.view(query.get("id", "")),
        tones=TONES,
        state_tones=STATE_TONES,
        acts=ACTS,
        is_done=query.get("done") == "1",
        longest_reason=LONGEST_REASON,
        longest_title=LONGEST_TITLE,
    )


async def make(visit: Visit) -> Response:
    """POST sittings/make."""
    is_rehearsal = visit.form.get("rehearsal") == "1"
    outcome = await visit.carry_out(MakeSitting(visit.form.get("title", ""), is_rehearsal))
    return _to(outcome.content.decode())


async def put_in(visit: Visit) -> Response:
    """POST sitting/put: an exam that stood alone."""
    return await _do(visit, PutExamIn(visit.form.get("exam", ""), _id(visit)))


async def take_out(visit: Visit) -> Response:
    """POST sitting/take-out."""
    return await _do(visit, TakeExamOut(visit.form.get("exam", "")))


async def set_rooms(visit: Visit) -> Response:
    """POST sitting/rooms: the rooms of one exam, those that were ticked."""
    return await _do(visit, SetExamRooms(visit.form.get("exam", ""), _rooms(visit)))


async def add_exam(visit: Visit) -> Response:
    """POST sitting/add: a new exam."""
    form = visit.form
    order = AddExam(
        _id(visit),
        form.get("title", ""),
        form.get("paper", ""),
        read_start(form.get("start", ""), visit.site.clock.now()),
        _number(visit, "minutes"),
        _number(visit, "key_release_minutes"),
        tuple(form.get("candidates", "").split()),
        _rooms(visit),
        _number(visit, "grace_minutes"),
        form.get("look_through") == "1",
        form.get("show_seconds") == "1",
    )
    return await _do(visit, order)


async def remove_exam(visit: Visit) -> Response:
    """POST sitting/remove: an exam that was made by mistake."""
    _require_tick(visit)
    return await _do(visit, RemoveExam(visit.form.get("exam", ""), _reason(visit), visit.by))


async def move(visit: Visit) -> Response:
    """POST sitting/move: all of it, before the start."""
    minutes = _number(visit, "minutes") * (-1 if visit.form.get("way") == "earlier" else 1)
    return await _do(visit, MoveSitting(_id(visit), _reason(visit), visit.by, minutes))


async def adjust(visit: Visit) -> Response:
    """POST sitting/adjust: its end."""
    minutes = _number(visit, "minutes")
    if visit.form.get("way") == "shorter":
        return await _do(visit, ShortenSitting(_id(visit), _reason(visit), visit.by, minutes))
    return await _do(visit, ExtendSitting(_id(visit), _reason(visit), visit.by, minutes))


async def end(visit: Visit) -> Response:
    """POST sitting/end."""
    _require_tick(visit)
    return await _do(visit, EndSitting(_id(visit), _reason(visit), visit.by))


async def cancel(visit: Visit) -> Response:
    """POST sitting/cancel."""
    _require_tick(visit)
    return await _do(visit, CancelSitting(_id(visit), _reason(visit), visit.by))


async def postpone(visit: Visit) -> Response:
    """POST sitting/postpone."""
    _require_tick(visit)
    now, stopped = visit.site.clock.now(), visit.form.get("stopped", "")
    start = read_start(visit.form.get("start", ""), now)
    since = read_start(stopped, now) if stopped else 0
    return await _do(visit, PostponeSitting(_id(visit), _reason(visit), visit.by, start, since))


async def _do(visit: Visit, order: StaffOrder) -> Response:
    await visit.carry_out(order)
    return _to(_id(visit), done=1)


def _to(sitting: str, **more: int) -> Response:
    return redirect(f"/web/sitting?{urlencode({'id': sitting, **more})}")


def _id(visit: Visit) -> str:
    return visit.form.get("id", "")


def _reason(visit: Visit) -> str:
    return visit.form.get("reason", "")


def _rooms(visit: Visit) -> tuple[str, ...]:
    return tuple(name.removeprefix(ROOM_FIELD) for name in visit.form if name.startswith(ROOM_FIELD))


def _number(visit: Visit, field: str) -> int:
    text = visit.form.get(field, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise SittingError("The minutes cannot be read.", "Give a whole number.")
    return int(text)


def _require_tick(visit: Visit) -> None:
    if visit.form.get("sure") != "1":
        raise SittingError("Nothing was done.", "Tick that you are sure, and send it again.")


SITTING_ROUTES = (
    WebRoute("GET", "/web/sittings", show_sittings, Permission.SEE_SITTINGS),
    WebRoute("GET", "/web/sitting", show_sitting, Permission.SEE_SITTINGS),
    WebRoute("POST", "/web/sittings/make", make, Permission.SET_UP_SITTINGS),
    WebRoute("POST", "/web/sitting/put", put_in, Permission.SET_UP_SITTINGS),
    WebRoute("POST", "/web/sitting/take-out", take_out, Permission.SET_UP_SITTINGS),
    WebRoute("POST", "/web/sitting/rooms", set_rooms, Permission.SET_UP_SITTINGS),
    WebRoute("POST", "/web/sitting/add", add_exam, Permission.SET_UP_SITTINGS),
    WebRoute("POST", "/web/sitting/remove", remove_exam, Permission.SET_UP_SITTINGS),
    WebRoute("POST", "/web/sitting/move", move, Permission.HANDLE_ACCIDENTS),
    WebRoute("POST", "/web/sitting/adjust", adjust, Permission.HANDLE_ACCIDENTS),
    WebRoute("POST", "/web/sitting/end", end, Permission.HANDLE_ACCIDENTS),
    WebRoute("POST", "/web/sitting/cancel", cancel, Permission.HANDLE_ACCIDENTS),
    WebRoute("POST", "/web/sitting/postpone", postpone, Permission.HANDLE_ACCIDENTS),
)
