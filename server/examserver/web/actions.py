"""The pages of actions: a room's, a candidate's, an exam's; and each action's form, with its confirm step.

Rule: nothing is done before somebody has read in a sentence what will happen and said yes to that.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace

from starlette.responses import Response

from examserver.errors import ActionError
from examserver.services.actions.desk import Sat
from examserver.services.actions.scopes import LONGEST_REASON
from examserver.services.outages.silences import Silence, minutes_lost
from examserver.services.permissions import Permission
from examserver.site_times import shown_clock
from examserver.storage.exams import MINUTE
from examserver.storage.site_orders import LONGEST_TEXT, OrderKind
from examserver.web.action_table import ACTIONS, MOST_MINUTES, Action, Asks, Wish, actions_for
from examserver.web.action_targets import (
    Kind,
    Target,
    asked_of,
    candidate_page,
    exam_page,
    room_page,
    scope_said,
    target_in_room,
    target_of_exam,
)
from examserver.web.visits import Visit, WebRoute, redirect, room_named

ORDERED = {
    OrderKind.NOTICE: "message",
    OrderKind.PAUSE: "stands still",
    OrderKind.CLOSE: "closed",
    OrderKind.EXPORT: "export asked for",
}
OUTAGE = "outage"
"""The field with how many undecided outages a form proposes time for."""

FIELDS = (*(one.value for one in Asks), "reason", OUTAGE)
PROPOSED = "proposed"
"""The field with the minutes that a form of a pause has by itself."""

NO_REASON = "Say why, in words that others can follow: without a reason nothing is done."

Finding = Callable[[Visit], Awaitable[Target]]


def action_routes() -> tuple[WebRoute, ...]:
    """The pages of actions. Those in a room are for whoever may act in that room."""
    room, exam = Permission.ACT_IN_ROOMS, Permission.ACT_ON_EXAMS
    return (
        WebRoute("GET", "/web/act/room", show_room_actions, room, room_named),
        WebRoute("GET", "/web/act/candidate", show_candidate_actions, room, room_named),
        WebRoute("GET", "/web/act/attempt/{attempt}", find_candidate_actions, room),
        WebRoute("GET", "/web/act/exam", show_exam_actions, exam),
        WebRoute("GET", "/web/act/room/{what}", show_in_room, room, room_named),
        WebRoute("POST", "/web/act/room/{what}", do_in_room, room, room_named),
        WebRoute("GET", "/web/act/exam/{what}", show_for_exam, exam),
        WebRoute("POST", "/web/act/exam/{what}", do_for_exam, exam),
    )


async def show_room_actions(visit: Visit) -> Response:
    """GET act/room?room=R."""
    view = await visit.desks.actions.room(room_named(visit))
    return visit.page(
        "actions_room.html",
        200,
        view=view,
        **_common(visit, view.called, view.silences),
        actions={kind: actions_for(kind) for kind in (Kind.ROOM, Kind.SEAT, Kind.STATION)},
    )


async def show_candidate_actions(visit: Visit) -> Response:
    """GET act/candidate?room=R&attempt=ID."""
    asked = asked_of(visit)
    view = await visit.desks.actions.candidate(asked.get("attempt", ""), asked.get("room", ""))
    return visit.page(
        "actions_candidate.html",
        200,
        view=view,
        **_common(visit, view.called, view.silences),
        actions=_doable(view.sat),
    )


def _doable(sat: Sat) -> Mapping[str, Action]:
    """What makes sense for a candidate now."""
    is_over = sat.attempt.submitted or sat.closing
    left_out = ("close", "pause", "release") if is_over else ("let-in",)
    return {name: one for name, one in actions_for(Kind.ATTEMPT).items() if name not in left_out}


async def find_candidate_actions(visit: Visit) -> Response:
    """GET act/attempt/ID: to the page of actions, by the room in which the candidate sits now."""
    attempt = str(visit.request.path_params["attempt"])
    return redirect(candidate_page(await visit.desks.actions.room_of(attempt), attempt))


async def show_exam_actions(visit: Visit) -> Response:
    """GET act/exam?exam=ID."""
    view = await visit.desks.actions.exam(asked_of(visit).get("exam", ""))
    return visit.page(
        "actions_exam.html",
        200,
        view=view,
        **_common(visit, view.called, view.silences),
        actions={kind: actions_for(kind) for kind in (Kind.EXAM, Kind.SITTING)},
    )


async def show_in_room(visit: Visit) -> Response:
    """GET act/room/WHAT: the form of an action."""
    return await _form(visit, target_in_room)


async def do_in_room(visit: Visit) -> Response:
    """POST act/room/WHAT: what will happen; with `sure` it is done."""
    return await _do(visit, target_in_room)


async def show_for_exam(visit: Visit) -> Response:
    """GET act/exam/WHAT: the form of an action."""
    return await _form(visit, target_of_exam)


async def do_for_exam(visit: Visit) -> Response:
    """POST act/exam/WHAT: what will happen; with `sure` it is done."""
    return await _do(visit, target_of_exam)


async def _form(visit: Visit, find: Finding) -> Response:
    action = _action(visit)
    if action is None:
        return _nothing(visit)
    target = await find(visit)
    if target.kind not in action.kinds:
        return _nothing(visit)
    filled = await _proposed(visit, action, target)
    values = {"action": action, "target": target, "filled": filled, "said": ""}
    return visit.page("action.html", 200, **values, **_limits(visit))


async def _do(visit: Visit, find: Finding) -> Response:
    action = _action(visit)
    if action is None:
        return _nothing(visit)
    target = await find(visit)
    if target.kind not in action.kinds:
        return _nothing(visit)
    wish = _wish(visit, action)
    if not (action.free or wish.reason):
        return visit.message(NO_REASON)
    order = action.order(target, wish)
    if visit.form.get("sure") != "1":
        filled = {name: visit.form.get(name, "") for name in FIELDS}
        if wish.minutes < 0:
            filled[Asks.MINUTES] = ""
        said = _said(visit, action, target, replace(wish, minutes=await _given_back(visit, target, wish)))
        values = {"action": action, "target": target, "filled": filled, "said": said}
        return visit.page("action.html", 200, **values, **_limits(visit))
    async with visit.desks.actions.deciding:
        if await _is_decided(visit, target):
            advice = "Load the page again."
            return visit.message(
                "Somebody has decided about this outage meanwhile.", advice=advice, status=409
            )
        await visit.carry_out(order)
    what = visit.request.path_params["what"]
    return redirect(f"{target.back}&done={what}")


async def _is_decided(visit: Visit, target: Target) -> bool:
    """Whether somebody has decided about one of the outages for which the form proposed time."""
    proposed = _number(visit.form.get(OUTAGE, ""), 0)
    return proposed > 0 and len(await _silences(visit, target)) < proposed


def _action(visit: Visit) -> Action | None:
    """The action that is named, where this visitor may do it."""
    action = ACTIONS.get(str(visit.request.path_params["what"]))
    is_allowed = action is not None and visit.may(action.needs, room_named(visit) or None)
    return action if is_allowed else None


def _nothing(visit: Visit) -> Response:
    return visit.message("There is nothing at this address.", status=404)


def _said(visit: Visit, action: Action, target: Target, wish: Wish) -> str:
    return visit.words(
        action.says,
        whom=target.called,
        minutes=max(0, wish.minutes),
        said=wish.text,
        time=shown_clock(wish.now - wish.ago * MINUTE),
    )


async def _given_back(visit: Visit, target: Target, wish: Wish) -> int:
    """The minutes that the sentence says: of a pause for which none are named, what it has taken by now."""
    if wish.minutes >= 0 or target.row is None:
        return wish.minutes
    return await visit.desks.actions.minutes_lost(target.row)


def _minutes(visit: Visit, action: Action) -> int:
    """What was typed, -1 for nothing; also for what the form proposed of a pause: it has taken more since.

    Raises ActionError.
    """
    typed = visit.form.get(Asks.MINUTES, "").strip()
    if Asks.MINUTES not in action.asks or not typed or typed == visit.form.get(PROPOSED, ""):
        return -1
    minutes = _number(typed, -1)
    if minutes < 0:
        raise ActionError("Give whole minutes.", "From 1 to 1440.")
    return minutes


def _wish(visit: Visit, action: Action) -> Wish:
    form = visit.form
    return Wish(
        by=visit.by,
        reason=" ".join(form.get("reason", "").split()),
        now=visit.site.clock.now(),
        minutes=_minutes(visit, action),
        ago=_number(form.get(Asks.AGO, ""), 0),
        text=" ".join((form.get(Asks.TEXT, "") or form.get(Asks.SHOWN, "")).split()),
    )


def _number(text: str, otherwise: int) -> int:
    text = text.strip()
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_MINUTES)) else otherwise
    )


async def _proposed(visit: Visit, action: Action, target: Target) -> Mapping[str, str]:
    """What the form has already: an outage's time by itself."""
    now, found = visit.site.clock.now(), dict.fromkeys(FIELDS, "")
    if target.row is not None and Asks.MINUTES in action.asks:
        return found | {"minutes": str(await visit.desks.actions.minutes_lost(target.row))}
    if Asks.AGO in action.asks or action.title == "More time":
        silences = await _silences(visit, target)
        if silences:
            lost, ago = str(minutes_lost(silences, now)), _ago(silences, now)
            return found | {"minutes": lost, "ago": ago, OUTAGE: str(len(silences))}
    return found | {"ago": "0"}


def _ago(silences: Iterable[Silence], now: int) -> str:
    """A pause begins with a silence that goes on still."""
    return str(max(((now - one.begins) // MINUTE for one in silences if not one.ends), default=0))


async def _silences(visit: Visit, target: Target) -> tuple[Silence, ...]:
    """Those about which nobody has decided, of those for whom an action is."""
    desk, asked = visit.desks.actions, target.asked
    if target.kind is Kind.ROOM:
        return (await desk.room(target.scope.room, target.scope.exam)).silences
    if target.kind in (Kind.EXAM, Kind.SITTING):
        return (await desk.exam(asked["exam"])).silences
    if target.kind is Kind.ATTEMPT:
        return (await desk.candidate(asked["attempt"], asked["room"])).silences
    return ()


def _common(visit: Visit, called: Mapping[str, str], silences: tuple[Silence, ...]) -> dict[str, object]:
    """What the three pages show alike."""
    done = ACTIONS.get(visit.request.query_params.get("done", ""))
    return {
        "done": done.title if done else "",
        "ordered": ORDERED,
        "silences": silences,
        "links": {"room": room_page, "candidate": candidate_page, "exam": exam_page},
        "whom": lambda scope: scope_said(visit.words, scope, called),
        "kinds": Kind,
    }


def _limits(visit: Visit) -> dict[str, object]:
    return {
        "longest_reason": LONGEST_REASON,
        "longest_text": LONGEST_TEXT,
        "most_minutes": MOST_MINUTES,
        "here": visit.request.url.path,
    }
