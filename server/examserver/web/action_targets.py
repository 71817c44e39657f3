"""For whom an action on a page is: read from its address or form, and said in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from examserver.errors import ActionError
from examserver.services.actions.desk import RoomDesk, Sat
from examserver.storage.site_orders import OrderKind, OrderRow, Scope
from examserver.web.visits import Visit
from examserver.web.words import Words

NAMES = ("room", "seat", "attempt", "candidate", "station", "exam", "sitting", "order")


NOBODY = Scope()


class Kind(StrEnum):
    """What an action is for."""

    ATTEMPT = "attempt"
    DUE = "due"
    SEAT = "seat"
    STATION = "station"
    ROOM = "room"
    EXAM = "exam"
    SITTING = "sitting"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Target:
    """What an action is for. `asked` is what names it in an address; `row` the order that it ends,
    `candidate` the admission number of who is due and has not logged in.
    """

    kind: Kind
    asked: Mapping[str, str]
    called: str
    back: str
    scope: Scope = NOBODY
    sat: Sat | None = None
    row: OrderRow | None = None
    station: str = ""
    candidate: str = ""


def seat_page(room: str, exam: str, candidate: str) -> str:
    """The monitor's page of the seat where a candidate is due."""
    return f"/web/monitor/seat?{urlencode({'room': room, 'id': f'{exam}/{candidate}'})}"


def room_page(room: str) -> str:
    """The page of actions of a room."""
    return f"/web/act/room?{urlencode({'room': room})}"


def candidate_page(room: str, attempt: str) -> str:
    """The page of actions of a candidate who sits in this room."""
    return f"/web/act/candidate?{urlencode({'room': room, 'attempt': attempt})}"


def exam_page(exam: str) -> str:
    """The page of actions of an exam."""
    return f"/web/act/exam?{urlencode({'exam': exam})}"


def asked_of(visit: Visit) -> dict[str, str]:
    """What a request names of rooms, seats and so on."""
    query = visit.request.query_params
    found = {name: visit.form.get(name, "") or query.get(name, "") for name in NAMES}
    return {name: value for name, value in found.items() if value}


async def target_in_room(visit: Visit) -> Target:
    """What in a room an action is for; raises ActionError where it is not there.

    Rule: nothing that is named may lie outside of the room, for the room alone says who may act on it.
    """
    asked, desk = asked_of(visit), visit.desks.actions
    room = asked.get("room", "")
    if "attempt" in asked and "order" not in asked:
        found = await desk.candidate(asked["attempt"], room)
        return Target(
            Kind.ATTEMPT,
            asked,
            whom_said(visit.words, found.sat),
            candidate_page(room, found.sat.attempt.id),
            Scope(attempt=found.sat.attempt.id),
            found.sat,
        )
    if "candidate" in asked:
        return await _due(visit, asked, room)
    shown = await desk.room(room)
    if "order" in asked:
        return await _ordered(visit, asked, shown)
    if "station" in asked:
        return _station(visit.words, asked, shown)
    if "seat" in asked:
        called = visit.words("Room {room}, seat {seat}", room=room, seat=asked["seat"])
        return Target(Kind.SEAT, asked, called, room_page(room), Scope(room=room, seat=asked["seat"]))
    exam, called = asked.get("exam", ""), visit.words("Room {name}", name=room)
    if exam:
        called = f"{called} · {(await desk.exam(exam)).exam.title}"
    return Target(Kind.ROOM, asked, called, room_page(room), Scope(exam=exam, room=room))


async def target_of_exam(visit: Visit) -> Target:
    """The exam, or the sitting that it belongs to, that an action is for; raises ActionError."""
    asked = asked_of(visit)
    shown = await visit.desks.actions.exam(asked.get("exam", ""))
    back, exam = exam_page(shown.exam.id), shown.exam
    if "order" in asked:
        row = _one_of(shown.orders, asked["order"])
        called = scope_said(visit.words, row.scope, shown.called)
        return Target(Kind.ORDER, asked, called, back, row.scope, row=row)
    if asked.get("sitting"):
        if asked["sitting"] != exam.sitting:
            raise ActionError(f"There is no sitting {asked['sitting']}.", "Load the page again.")
        called = visit.words("All exams of the sitting {name}", name=shown.sitting)
        return Target(Kind.SITTING, asked, called, back, Scope(sitting=exam.sitting))
    return Target(Kind.EXAM, asked, exam.title, back, Scope(exam=exam.id))


async def _due(visit: Visit, asked: Mapping[str, str], room: str) -> Target:
    """Who is due in the room, as the monitor has it, and has not logged in."""
    exam, candidate = asked.get("exam", ""), asked["candidate"]
    view = await visit.desks.monitor.seat(room, f"{exam}/{candidate}")
    if view is None or view.facts.sat is not None:
        raise ActionError(
            "The candidate has logged in meanwhile, or is not due in this room.",
            "Look for the candidate in the monitor.",
        )
    facts = view.facts
    called = visit.words("{name} ({number})", name=facts.name, number=facts.number)
    back = seat_page(room, exam, candidate)
    return Target(Kind.DUE, asked, called, back, Scope(exam=exam), candidate=candidate)


def whom_said(words: Words, sat: Sat) -> str:
    """A candidate as the staff knows them."""
    return words("{name} ({number})", name=sat.candidate.name, number=sat.candidate.admission_number)


def scope_said(words: Words, scope: Scope, called: Mapping[str, str]) -> str:
    """For whom something was ordered; `called` has names and titles by id."""
    if scope.attempt:
        return called.get(scope.attempt) or words("one candidate")
    if scope.seat:
        return words("Room {room}, seat {seat}", room=scope.room, seat=scope.seat)
    if scope.room:
        return words("Room {name}", name=scope.room)
    if scope.exam:
        return called.get(scope.exam, scope.exam)
    return words("All exams of the sitting {name}", name=called.get(scope.sitting, scope.sitting))


async def _ordered(visit: Visit, asked: Mapping[str, str], shown: RoomDesk) -> Target:
    """An order of the room, or one for a candidate of it."""
    room, attempt = shown.room, asked.get("attempt", "")
    orders, back, called = shown.orders, room_page(room), shown.called
    if attempt:
        found = await visit.desks.actions.candidate(attempt, room)
        mine = tuple(one for one in found.orders if one.scope.attempt == found.sat.attempt.id)
        orders, back = (*orders, *mine), candidate_page(room, attempt)
        called = {**called, **found.called}
    row = _one_of(orders, asked["order"])
    whom = scope_said(visit.words, row.scope, called)
    return Target(Kind.ORDER, asked, whom, back, row.scope, row=row)


def _one_of(orders: tuple[OrderRow, ...], order: str) -> OrderRow:
    for row in orders:
        if row.id == order and row.kind is not OrderKind.REOPEN:
            return row
    raise ActionError(f"No order {order} stands any more.", "Load the page again.")


def _station(words: Words, asked: Mapping[str, str], shown: RoomDesk) -> Target:
    for one in shown.seats:
        if one.station.id == asked["station"]:
            called = words(
                "Machine {name}, seat {seat}",
                name=one.station.name or one.station.id[:8],
                seat=one.station.seat or "—",
            )
            back = room_page(shown.room)
            return Target(Kind.STATION, asked, called, back, station=one.station.id)
    raise ActionError("There is no such machine in this room.", "Load the page again.")
