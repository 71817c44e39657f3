"""Takes events in: the one append function, and the sync of a station.

Rule: whichever way events come, they enter by `append_events`; what is there is never written over.
"""

import logging
import re
from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection

from examprotocol.canonical import canonical_bytes
from examprotocol.chain import Fork, decide_append
from examprotocol.events import GENESIS, Event, Head, Writer
from examprotocol.messages import SYNC_LIMIT, EventsReply, Refusal, SyncReply, SyncRequest
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.actions.board import OrderBoard
from examserver.services.actions.lifting import take_lifts, tells_of_lifting
from examserver.services.caller import Caller
from examserver.services.card_digests import CardDigests
from examserver.services.extensions import take_back
from examserver.services.generations import Claim, admit, is_possible, never_granted, shown
from examserver.services.receipt_book import ReceiptBook
from examserver.services.sessions import require_own, require_session
from examserver.services.supplements import issue_due_supplement
from examserver.storage.attempts import (
    Session,
    expect_attempt,
    expect_standing,
    find_attempt_by_id,
    find_standing,
)
from examserver.storage.events import (
    KnownWriter,
    add_events,
    add_fork,
    add_writer,
    expect_writer,
    find_writer,
    logs_of,
    stored_hash,
)
from examserver.storage.extensions import expect_extensions, extensions_for
from examserver.storage.receipts import expect_receipt, newest_receipt
from examserver.storage.site import expect_site
from examserver.storage.store import Store

log = logging.getLogger(__name__)

WRITER_ID = re.compile(r"[0-9a-f]{32}")


def append_events(
    connection: Connection, writer: Writer, events: Sequence[Event], now: int, station: str = ""
) -> Head | Fork:
    """Store what is new of a writer's events (in order), and return the head after them.

    What is there and equal is ignored, what lies beyond a gap is left out. Other content under a number that
    is taken, or another header under a known writer, is kept apart and returned as a Fork. Raises ChainError
    where the events contradict each other, RefusedError where the writer's epoch was never granted. `now` is
    the site time in milliseconds, `station` the one that brought them, `""` where none did.
    """
    known = find_writer(connection, writer.attempt, writer.id)
    if known is None:
        _take_note(connection, writer, now, station)
    head = known.head if known else Head(0)
    decision = decide_append(writer, head, events, partial(_hash_at, connection, known))
    if known and events and known.header != canonical_bytes(writer):
        decision = Fork(events[0].seq, tuple(events), begins=events[0].seq == 1)
    if isinstance(decision, Fork):
        _keep_fork(connection, writer, decision, now)
        return decision
    if decision.events:
        add_events(connection, known or add_writer(connection, writer), decision, now)
        take_lifts(connection, writer.attempt, decision.events, now)
    return decision.after


class Responses:
    """Owns the sync of stations, which no address stops. Knows nothing of papers and points."""

    def __init__(
        self, store: Store, book: ReceiptBook, clock: Clock, cards: CardDigests, board: OrderBoard
    ) -> None:
        self._store = store
        self._board = board
        self._book = book
        self._clock = clock
        self._cards = cards

    async def sync(self, caller: Caller, request: SyncRequest) -> SyncReply:
        """Store events and say how far the writer has come; an empty request only asks.

        Raises RefusedError (a fork is refused, but kept), BusyError and StorageError.
        """
        check_shape(request)
        if self._board.has_news(request):
            await self._board.note(caller, request)
        if not request.events and not request.extensions:
            return await self._store.look(
                partial(self._heartbeat, caller, request),
                partial(_expect, caller, request),
                partial(_expect_after, caller, request),
            )
        outcome = await self._store.write(
            partial(self._append, caller, request),
            partial(_expect, caller, request),
            partial(_expect_after, caller, request),
        )
        if isinstance(outcome, Fork):
            raise fork_refused(outcome)
        if tells_of_lifting(request.events):
            await self._store.read(self._board.take_lifts)
        return outcome

    async def events(self, caller: Caller) -> EventsReply:
        """All events of the session's attempt."""
        return await self._store.read(partial(self._events, caller))

    def _append(self, caller: Caller, request: SyncRequest, connection: Connection) -> SyncReply | Fork:
        session = require_session(connection, caller)
        require_own(session, request.writer.attempt)
        if take_back(connection, self._book, request.extensions, self._clock.now()):
            session = require_session(connection, caller)
        now = self._clock.now()
        outcome = append_events(connection, request.writer, request.events, now, caller.station)
        if isinstance(outcome, Fork):
            return outcome
        if request.writer.epoch > session.attempt.epoch or tells_of_lifting(request.events):
            session = require_session(connection, caller)
        issue_due_supplement(connection, self._book, session.attempt, now)
        return self._reply(connection, session, outcome)

    def _heartbeat(self, caller: Caller, request: SyncRequest, connection: Connection) -> SyncReply:
        session = require_session(connection, caller)
        require_own(session, request.writer.attempt)
        known = find_writer(connection, request.writer.attempt, request.writer.id)
        return self._reply(connection, session, known.head if known else Head(0))

    def _reply(self, connection: Connection, session: Session, head: Head) -> SyncReply:
        receipt = newest_receipt(connection, session.attempt.id) if session.attempt.submitted else None
        now = self._clock.now()
        exam, orders = self._board.tell(session, now)
        return SyncReply(
            now=now,
            head=head,
            end=exam.ends,
            epoch=session.attempt.epoch,
            receipt=receipt.token if receipt else "",
            cards=self._cards.of(connection, session.room, now),
            extensions=_extensions(connection, session),
            orders=orders,
        )

    def _events(self, caller: Caller, connection: Connection) -> EventsReply:
        session = require_session(connection, caller)
        return EventsReply(self._clock.now(), logs_of(connection, session.attempt.id))


def _expect(caller: Caller, request: SyncRequest, connection: Connection) -> None:
    expect_standing(connection, caller.station, caller.token)
    expect_writer(connection, request.writer.attempt, request.writer.id)


def _expect_after(caller: Caller, request: SyncRequest, connection: Connection) -> None:
    """What only some ask: who was given more time, who has handed in, and a new writer."""
    standing, writer = find_standing(connection, caller.station, caller.token), request.writer
    if standing is None or standing.session is None:
        return
    session = standing.session
    if session.minutes:
        expect_extensions(connection, session.exam.id, session.attempt.candidate)
    if session.attempt.submitted:
        expect_receipt(connection, session.attempt.id)
    if find_writer(connection, writer.attempt, writer.id) is None:
        expect_attempt(connection, writer.attempt)
        expect_site(connection)


def _extensions(connection: Connection, session: Session) -> tuple[str, ...]:
    if not session.minutes:
        return ()
    exam, candidate = session.exam.id, session.attempt.candidate
    return tuple(one.token for one in extensions_for(connection, exam, candidate))


def fork_refused(fork: Fork) -> RefusedError:
    """What a station hears of a branch that was kept apart."""
    return RefusedError(
        Refusal.FORK,
        f"Event {fork.seq} is there with other content: begin a new writer.",
        about=str(fork.seq) if fork.begins else "",
    )


def check_shape(request: SyncRequest) -> None:
    """Raise RefusedError where the events of a request are not what it says."""
    if max(len(request.events), len(request.extensions)) > SYNC_LIMIT:
        raise RefusedError(Refusal.TOO_MUCH, f"More than {SYNC_LIMIT} events in one request.")
    begins = not request.events or request.events[0].seq == request.start
    if not begins or WRITER_ID.fullmatch(request.writer.id) is None:
        raise RefusedError(Refusal.UNREADABLE, "The events do not begin where the request says.")


def _take_note(connection: Connection, writer: Writer, now: int, station: str) -> None:
    """A new writer: its epoch may be one that is not known here."""
    attempt, epoch = find_attempt_by_id(connection, writer.attempt), writer.epoch
    if attempt is None or not is_possible(epoch):
        raise never_granted(epoch)
    admit(connection, attempt, Claim(epoch, station), now)
    if epoch.hop:
        log.warning(
            "alarm: attempt %s goes on by an offline code: writer %s, epoch %s, brought by station %s",
            attempt.id,
            writer.id,
            shown(epoch),
            station or "-",
        )


def _hash_at(connection: Connection, known: KnownWriter | None, seq: int) -> str:
    if known is None or seq == 0:
        return GENESIS
    return known.head.hash if seq == known.head.seq else stored_hash(connection, known.key, seq)


def _keep_fork(connection: Connection, writer: Writer, fork: Fork, now: int) -> None:
    kept = add_fork(connection, writer, fork, now)
    log.warning(
        "alarm: attempt %s, writer %s: other content from event %d on, %d new events kept apart",
        writer.attempt,
        writer.id,
        fork.seq,
        kept,
    )
