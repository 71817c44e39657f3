"""What the pages of actions show: a room, a candidate, an exam, and what is ordered there."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import ActionError
from examserver.services.actions.called import called_by
from examserver.services.actions.given_back import minutes_taken, read_given
from examserver.services.actions.going_on import goes_on
from examserver.services.actions.times import moved, standing_for
from examserver.services.actions.whom import sitting_in, whom_of
from examserver.services.holding import holder_of
from examserver.services.monitor.presence import Presence
from examserver.services.outages.board import Outage, heard_by, outages
from examserver.services.outages.silences import Heard, Silence, minutes_lost, silences_away, silences_here
from examserver.services.stations import in_order
from examserver.storage.attempts import Attempt, attempts_of, find_attempt_by_id
from examserver.storage.candidates import Registered, find_candidate
from examserver.storage.exams import Exam, all_exams, exam_for, find_exam
from examserver.storage.rooms import find_room
from examserver.storage.site_orders import OrderKind, OrderRow, Scope, find_order, standing_orders
from examserver.storage.sittings import find_sitting
from examserver.storage.stations import Station, stations_in
from examserver.storage.store import Store

DAY = 24 * 3600 * 1000
FRESH = 5_000
"""Milliseconds for which the outages that were found are told to all who ask."""


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt as the staff acts on it. `exam` has the candidate's own times as they are now; `closing`:
    it was closed and the service has not done it yet.
    """

    attempt: Attempt
    exam: Exam
    candidate: Registered
    is_paused: bool
    closing: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A machine of a room, and whose exam is open there."""

    station: Station
    sat: tuple[Sat, ...]


@dataclass(frozen=True, slots=True)
class RoomDesk:
    """A room. `away` are candidates of it who are at no machine of it now; `above` stands ordered for a whole
    exam or sitting that is sat here, which nobody ends for the room; `called` is what `called_by` says of
    both kinds of orders.
    """

    room: str
    seats: tuple[Seat, ...]
    away: tuple[Sat, ...]
    orders: tuple[OrderRow, ...]
    above: tuple[OrderRow, ...]
    called: Mapping[str, str]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class CandidateDesk:
    """One candidate; `station` is the machine at which the exam is open, `room` the one that counts."""

    sat: Sat
    room: str
    seat: str
    station: Station | None
    orders: tuple[OrderRow, ...]
    called: Mapping[str, str]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class ExamDesk:
    """An exam, the title of its sitting, those that are sat with it, and what is ordered for them."""

    exam: Exam
    sitting: str
    together: tuple[Exam, ...]
    orders: tuple[OrderRow, ...]
    called: Mapping[str, str]
    silences: tuple[Silence, ...]


class ActionDesk:
    """Owns the turn of who decides about an outage (`deciding`): two at once give its time once."""

    def __init__(self, store: Store, clock: Clock, presence: Presence) -> None:
        self._store = store
        self._clock = clock
        self._presence = presence
        self.deciding = asyncio.Lock()
        self._looking = asyncio.Lock()
        self._found: tuple[int, tuple[Outage, ...]] | None = None
        self._orders = 0

    async def room(self, room: str, exam: str = "") -> RoomDesk:
        """One room, and what an exam, or else that which lost most there, lost; raises ActionError."""
        return await self._store.read(partial(_room, room, exam, self._presence, self._clock.now()))

    async def outages(self) -> tuple[Outage, ...]:
        """What an outage probably took, as long as nobody has decided about it.

        Every open page asks every few seconds, so all are told what was found less than five seconds ago.
        """
        async with self._looking:
            now = self._clock.now()
            if self._found is None or not 0 <= now - self._found[0] < FRESH:
                # noted before it is read: an order that is carried out meanwhile makes it be read again
                order = self._orders
                found = await self._store.read(partial(_outages, self._presence, now))
                if order != self._orders:
                    return found
                self._found = (now, found)
            return self._found[1]

    def forget(self) -> None:
        """Something was ordered: what was found before does not hold any more."""
        self._orders += 1
        self._found = None

    async def candidate(self, attempt: str, room: str) -> CandidateDesk:
        """One attempt, which has to be in this room; raises ActionError."""
        return await self._store.read(partial(_candidate, attempt, room, self._presence, self._clock.now()))

    async def exam(self, exam: str) -> ExamDesk:
        """One exam; raises ActionError."""
        return await self._store.read(partial(_exam, exam, self._presence, self._clock.now()))

    async def room_of(self, attempt: str) -> str:
        """The room in which a candidate sits, `""` where that is not known; raises ActionError."""
        return await self._store.read(lambda connection: _whom(connection, attempt).room)

    async def order(self, order: str) -> OrderRow:
        """An order that stands; raises ActionError."""
        found = await self._store.read(partial(find_order, order_id=order))
        if found is None or found.ended:
            raise ActionError(f"No order {order} stands any more.", "Load the page again.")
        return found

    async def minutes_lost(self, order: OrderRow) -> int:
        """The whole minutes that a pause has taken by now of the exam that it has taken the most of."""
        return await self._store.read(partial(_minutes_lost, order, self._clock.now()))


def _outages(presence: Presence, now: int, connection: Connection) -> tuple[Outage, ...]:
    return outages(connection, heard_by(presence, connection, now), now)


def _room(room: str, exam_id: str, presence: Presence, now: int, connection: Connection) -> RoomDesk:
    if find_room(connection, room) is None:
        raise ActionError(f"There is no room called {room}.", "See which there are on the first page.")
    stations = in_order(stations_in(connection, room))
    exams = _near(connection, now)
    sat = [one for exam in exams for one in _in_room(connection, exam, room, now)]
    held = {one.attempt.holder for one in sat}
    at = {station.id: tuple(one for one in sat if one.attempt.holder == station.id) for station in stations}
    attempts, standing = {one.attempt.id for one in sat}, _shown(connection, now)
    orders = tuple(one for one in standing if _is_in(one.scope, room, attempts))
    here = {one.exam.id: Scope(one.exam.sitting, one.exam.id) for one in sat}.values()
    above = tuple(one for one in standing if any(one.scope.covers(exam) for exam in here))
    meant = [one for one in exams if exam_id == one.id or (not exam_id and goes_on(connection, one, now))]
    return RoomDesk(
        room=room,
        seats=tuple(Seat(station, at[station.id]) for station in stations if station.seat or at[station.id]),
        away=tuple(one for one in sat if one.attempt.holder not in held & set(at)),
        orders=orders,
        above=above,
        called=called_by(connection, (*above, *orders)),
        silences=_most(connection, meant, room, heard_by(presence, connection, now), now),
    )


def _candidate(
    attempt_id: str, room: str, presence: Presence, now: int, connection: Connection
) -> CandidateDesk:
    attempt, whom = _attempt(connection, attempt_id), _whom(connection, attempt_id)
    if whom.room != room:
        raise ActionError(
            f"The candidate does not sit in room {room or '-'}.", "Look for the candidate in the other rooms."
        )
    exam = _exam_of(connection, attempt)
    (sat,) = _sat(connection, exam, [attempt], now)
    orders = tuple(one for one in _shown(connection, now) if one.scope.covers(whom))
    return CandidateDesk(
        sat=sat,
        room=whom.room,
        seat=whom.seat,
        station=holder_of(connection, attempt),
        orders=orders,
        called=called_by(connection, orders),
        silences=silences_away(connection, exam, attempt.id, heard_by(presence, connection, now), now),
    )


def _exam(exam_id: str, presence: Presence, now: int, connection: Connection) -> ExamDesk:
    exam = find_exam(connection, exam_id)
    if exam is None:
        raise ActionError(
            f"There is no exam with the id {exam_id}.", "See which there are on the first page."
        )
    together = tuple(one for one in all_exams(connection) if exam.sitting and one.sitting == exam.sitting)
    sitting = find_sitting(connection, exam.sitting) if exam.sitting else None
    orders = tuple(one for one in _shown(connection, now) if _is_of(one.scope, exam, together))
    return ExamDesk(
        exam=exam,
        sitting=sitting.title if sitting else "",
        together=together,
        orders=orders,
        called=called_by(connection, orders),
        silences=silences_here(connection, exam, "", heard_by(presence, connection, now), now),
    )


def _minutes_lost(order: OrderRow, now: int, connection: Connection) -> int:
    exams = [one for one in _near(connection, now) if order.scope.exam in ("", one.id)]
    chosen = [one for one in exams if order.scope.sitting in ("", one.sitting)]
    given = read_given(connection, order.since)
    return max((minutes_taken(one, order, given.spans(one), now) for one in chosen), default=0)


def _near(connection: Connection, now: int) -> tuple[Exam, ...]:
    """The exams of today, more or less."""
    return tuple(one for one in all_exams(connection) if one.starts - DAY < now < one.closes + DAY)


def _in_room(connection: Connection, exam: Exam, room: str, now: int) -> list[Sat]:
    there = set(sitting_in(connection, exam.id, room))
    return _sat(
        connection, exam, [one for one in attempts_of(connection, exam.id) if one.candidate in there], now
    )


def _sat(connection: Connection, exam: Exam, attempts: list[Attempt], now: int) -> list[Sat]:
    return [found for one in attempts if (found := _one_sat(connection, exam, one, now)) is not None]


def _one_sat(connection: Connection, exam: Exam, attempt: Attempt, now: int) -> Sat | None:
    own = exam_for(connection, exam.id, attempt.candidate)
    candidate = find_candidate(connection, attempt.candidate)
    if own is None or candidate is None:
        return None
    standing = standing_for(connection, own, attempt)
    return Sat(
        attempt=attempt,
        exam=moved(own, standing, now),
        candidate=candidate,
        is_paused=standing.is_paused(own),
        closing=not attempt.submitted and bool(standing.of(OrderKind.CLOSE)),
    )


def _shown(connection: Connection, now: int) -> list[OrderRow]:
    """What stands and can be ended, the newest first."""
    orders = standing_orders(connection, now - DAY)
    return [one for one in reversed(orders) if one.kind is not OrderKind.REOPEN]


def _is_in(scope: Scope, room: str, attempts: set[str]) -> bool:
    return scope.room == room or scope.attempt in attempts


def _is_of(scope: Scope, exam: Exam, together: tuple[Exam, ...]) -> bool:
    is_of_sitting = bool(exam.sitting) and scope.sitting == exam.sitting
    return is_of_sitting or scope.exam in {one.id for one in (exam, *together)}


def _most(
    connection: Connection, exams: Iterable[Exam], room: str, heard: Heard, now: int
) -> tuple[Silence, ...]:
    """The silences of the exam that lost most in a room."""
    found = (silences_here(connection, one, room, heard, now) for one in exams)
    return max(found, key=lambda silences: minutes_lost(silences, now), default=())


def _attempt(connection: Connection, attempt_id: str) -> Attempt:
    found = find_attempt_by_id(connection, attempt_id)
    if found is None:
        raise ActionError("There is no such attempt.", "Load the page again.")
    return found


def _exam_of(connection: Connection, attempt: Attempt) -> Exam:
    exam = find_exam(connection, attempt.exam)
    assert exam is not None, "an attempt is one at an exam"
    return exam


def _whom(connection: Connection, attempt_id: str) -> Scope:
    attempt = _attempt(connection, attempt_id)
    return whom_of(connection, _exam_of(connection, attempt), attempt)
