"""What stands ordered, in memory: each reply to a station says what is for it.

Rule: a save must not pay for it. The orders are read anew after each order, not with each reply, and where
none stands a reply costs one look at an empty tuple.
"""

import logging
import threading
from collections.abc import Iterable
from functools import partial

from sqlalchemy import Connection

from examprotocol.messages import SyncRequest
from examprotocol.site_orders import Ended, Notice, Pause, SiteOrders
from examserver.clock import Clock
from examserver.services.actions.times import moved
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
    deal_with,
    dealt_with,
    standing_orders,
)
from examserver.storage.store import Store

log = logging.getLogger(__name__)

REMEMBERED = 24 * 3600 * 1000
"""Milliseconds: an exam's messages and closings are not told longer; a pause is, until it ends."""

MOST_DONE = 100
"""So many ids of one report are looked at: a station carries out few orders at a time."""


class OrderBoard:
    """Owns what is known of the orders that stand. Asked from all threads."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._reading = threading.Lock()
        self._orders: tuple[OrderRow, ...] = ()
        self._wide: tuple[OrderRow, ...] = ()
        self._named: dict[str, tuple[OrderRow, ...]] = {}
        self._dealt: dict[str, Dealt] = {}
        self._sittings = SittingBoard(store, clock)
        store.read_now(self.reload)

    def reload(self, connection: Connection) -> None:
        """Read anew what stands; who is done with it only where other orders stand than before."""
        self._sittings.reload(connection)
        with self._reading:
            since = self._clock.now() - REMEMBERED
            orders = standing_orders(connection, since)
            if orders != self._orders:
                self._dealt = dealt_with(connection, since)
                self._orders, self._wide = orders, tuple(one for one in orders if not one.scope.attempt)
                self._named = _by_attempt(orders)

    def tell(self, session: Session, now: int) -> tuple[Exam, SiteOrders]:
        """The session's exam with its times as they are at `now`, and what the site wants of its station."""
        standing = self._wide + self._named.get(session.attempt.id, ())
        of_sitting = self._sittings.tell(session, now)
        if not standing:
            return session.exam, of_sitting
        mine = tuple(self._for(whom_at(session), standing))
        if not mine:
            return session.exam, of_sitting
        return moved(session.exam, mine, now), joined(self._told(session, mine), of_sitting)

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
        for order in done:
            dealt = self._dealt.get(order, NOBODY)
            self._dealt[order] = Dealt(dealt.done | {attempt}, dealt.lifted)

    def _note(self, caller: Caller, attempt: str, done: Iterable[str], connection: Connection) -> None:
        require_own(require_session(connection, caller), attempt)
        for order in done:
            deal_with(connection, order, attempt, self._clock.now())

    def _newly_done(self, request: SyncRequest) -> tuple[str, ...]:
        if request.news is None or not request.news.done or not self._orders:
            return ()
        said, attempt = frozenset(request.news.done[:MOST_DONE]), request.writer.attempt
        return tuple(
            one.id
            for one in self._orders
            if one.id in said and attempt not in self._dealt.get(one.id, NOBODY).done
        )

    def _for(self, whom: Scope, standing: tuple[OrderRow, ...]) -> Iterable[OrderRow]:
        for one in standing:
            if one.scope.covers(whom) and whom.attempt not in self._dealt.get(one.id, NOBODY).lifted:
                yield one

    def _told(self, session: Session, mine: tuple[OrderRow, ...]) -> SiteOrders:
        attempt = session.attempt.id
        open_ones = [one for one in mine if attempt not in self._dealt.get(one.id, NOBODY).done]
        is_ended, ends = bool(session.exam.ended), session.exam.ends
        pauses = [one for one in mine if one.kind is OrderKind.PAUSE and one.since < ends and not is_ended]
        return SiteOrders(
            notices=tuple(Notice(one.id, one.at, one.text) for one in _of(OrderKind.NOTICE, open_ones)),
            pause=_pause(pauses),
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


def _pause(pauses: list[OrderRow]) -> Pause | None:
    """The one that began first, of several."""
    first = min(pauses, key=lambda one: (one.since, one.id), default=None)
    return Pause(first.id, first.since, first.text) if first else None
