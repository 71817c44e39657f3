"""What stands ordered, in memory: each reply to a station says what is for it.

Rule: a save must not pay for it. The orders are read anew after each order, not with each reply, and where
none stands a reply costs one look at an empty tuple.
"""

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from sqlalchemy import Connection

from examprotocol.messages import SyncRequest
from examprotocol.site_orders import Ended, Notice, Pause, SiteOrders
from examserver.clock import Clock
from examserver.services.actions.given_back import NOTHING, GivenBack
from examserver.services.actions.times import InForce, given_beside, moved
from examserver.services.actions.whom import whom_at
from examserver.services.caller import Caller
from examserver.services.sessions import require_own, require_session
from examserver.services.sittings.board import SittingBoard, joined
from examserver.storage.attempts import Session
from examserver.storage.exams import Exam
from examserver.storage.site_orders import (
    NOBODY,
    Dealt,
    OrderKind,
    OrderRow,
    Scope,
    count_changes,
    deal_with,
    dealt_with,
    lifted_from,
    standing_orders,
)
from examserver.storage.store import Store

log = logging.getLogger(__name__)

REMEMBERED = 24 * 3600 * 1000
"""Milliseconds: an exam's messages and closings are not told longer; a pause is, until it ends."""

MOST_DONE = 100
"""So many ids of one report are looked at: a station carries out few orders at a time."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands, as it was read at one moment: all of it, what is for more than one attempt, and by attempt
    what is for that alone; who is done with what, and what other pauses gave back. `changes` is
    how many there were ever: of two moments the later one has more.
    """

    changes: int = 0
    orders: tuple[OrderRow, ...] = ()
    wide: tuple[OrderRow, ...] = ()
    named: Mapping[str, tuple[OrderRow, ...]] = field(default_factory=dict)
    dealt: Mapping[str, Dealt] = field(default_factory=dict)
    given: GivenBack = NOTHING

    def of(self, order: OrderRow) -> Dealt:
        """Who is done with an order."""
        return self.dealt.get(order.id, NOBODY)

    def with_dealt(self, others: Mapping[str, Dealt]) -> "_Known":
        """The same, with what is said here of orders that stand: who is done with one stays so."""
        standing = {one.id for one in self.orders}
        more = {order: dealt for order, dealt in others.items() if order in standing}
        joined = {order: self.dealt.get(order, NOBODY).joined(dealt) for order, dealt in more.items()}
        return replace(self, dealt={**self.dealt, **joined})


class OrderBoard:
    """Owns what is known of the orders that stand. Asked from all threads."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._changing = threading.Lock()
        self._known = _Known()
        self._sittings = SittingBoard(store, clock)
        store.read_now(self.reload)

    def reload(self, connection: Connection) -> None:
        """Read anew what stands; who has put it away only where other orders stand than before.

        What stations said since this state of the tables is known already, and is not forgotten by it.
        """
        self._sittings.reload(connection)
        changes, since = count_changes(connection), self._clock.now() - REMEMBERED
        orders = standing_orders(connection, since)
        is_other = orders != self._known.orders
        dealt = dealt_with(connection, since) if is_other else lifted_from(connection, orders)
        given = given_beside(connection, orders)
        wide = tuple(one for one in orders if not one.scope.attempt)
        read = _Known(changes, orders, wide, _by_attempt(orders), dealt, given)
        with self._changing:
            if changes >= self._known.changes:  # else another thread has read a later state meanwhile
                self._known = read.with_dealt(self._known.dealt)

    def take_lifts(self, connection: Connection) -> None:
        """Read anew at which seats proctors have lifted pauses."""
        orders = self._known.orders
        lifted, given = lifted_from(connection, orders), given_beside(connection, orders)
        with self._changing:
            if self._known.orders == orders:
                self._known = replace(self._known.with_dealt(lifted), given=given)

    def tell(self, session: Session, now: int) -> tuple[Exam, SiteOrders]:
        """The session's exam with its times as they are at `now`, and what the site wants of its station."""
        known = self._known
        standing = known.wide + known.named.get(session.attempt.id, ())
        of_sitting = self._sittings.tell(session, now)
        if not standing:
            return session.exam, of_sitting
        mine = tuple(_for(known, whom_at(session), standing))
        if not mine:
            return session.exam, of_sitting
        attempt = session.attempt
        stands = InForce(mine, known.given.spans(session.exam, attempt.candidate, attempt.id))
        return moved(session.exam, stands, now), joined(_told(known, session, stands), of_sitting)

    def has_news(self, request: SyncRequest) -> bool:
        """Whether the station is done with an order of which that is not known yet, or rehearses and tells
        what is new.
        """
        return bool(self._newly_done(request)) or self._sittings.has_news(request)

    async def note(self, caller: Caller, request: SyncRequest) -> None:
        """Store what the station says that it has done; raises RefusedError, BusyError and StorageError."""
        attempt, done = request.writer.attempt, self._newly_done(request)
        if self._sittings.has_news(request):
            await self._sittings.note(caller, request)
        if not done:
            return
        await self._store.write(partial(self._note, caller, attempt, done))
        said = dict.fromkeys(done, Dealt(frozenset({attempt})))
        with self._changing:
            self._known = self._known.with_dealt(said)

    def _note(self, caller: Caller, attempt: str, done: Iterable[str], connection: Connection) -> None:
        require_own(require_session(connection, caller), attempt)
        for order in done:
            deal_with(connection, order, attempt, self._clock.now())

    def _newly_done(self, request: SyncRequest) -> tuple[str, ...]:
        known = self._known
        if request.news is None or not request.news.done or not known.orders:
            return ()
        said, attempt = frozenset(request.news.done[:MOST_DONE]), request.writer.attempt
        return tuple(one.id for one in known.orders if one.id in said and attempt not in known.of(one).done)


def _for(known: _Known, whom: Scope, standing: tuple[OrderRow, ...]) -> Iterable[OrderRow]:
    for one in standing:
        if one.scope.covers(whom) and (left := known.of(one).leaves(one, whom.attempt)) is not None:
            yield left


def _told(known: _Known, session: Session, stands: InForce) -> SiteOrders:
    attempt, mine = session.attempt.id, stands.orders
    open_ones = [one for one in mine if attempt not in known.of(one).done]
    return SiteOrders(
        notices=tuple(Notice(one.id, one.at, one.text) for one in _of(OrderKind.NOTICE, open_ones)),
        pause=_pause(stands.pauses(session.exam)),
        ended=next((Ended(one.id, one.at, one.text) for one in _of(OrderKind.CLOSE, open_ones)), None),
        export=next((one.id for one in _of(OrderKind.EXPORT, open_ones)), ""),
        reopened=max((one.at for one in _of(OrderKind.REOPEN, mine)), default=0),
    )


def _by_attempt(orders: Iterable[OrderRow]) -> dict[str, tuple[OrderRow, ...]]:
    found: dict[str, tuple[OrderRow, ...]] = {}
    for one in orders:
        if one.scope.attempt:
            found[one.scope.attempt] = (*found.get(one.scope.attempt, ()), one)
    return found


def _of(kind: OrderKind, orders: Iterable[OrderRow]) -> Iterable[OrderRow]:
    return (one for one in orders if one.kind is kind)


def _pause(pauses: Iterable[OrderRow]) -> Pause | None:
    """The one that began first, of several."""
    first = min(pauses, key=lambda one: (one.since, one.id), default=None)
    return Pause(first.id, first.since, first.text) if first else None
