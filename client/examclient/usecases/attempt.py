"""The attempt that runs on this machine: what happens is journalled, then shown, then sent.

Rule: an event is on disk before it is in the ledger, so nothing is shown as saved, sent or named before that.
"""

import logging
from collections.abc import Callable, Sequence
from threading import RLock
from typing import Protocol

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.errors import SiteAnswerError
from examprotocol.canonical import canonical_bytes
from examprotocol.chain import Fork, decide_append
from examprotocol.errors import ChainError, ProtocolError
from examprotocol.events import (
    GENESIS,
    LIFT_COVER,
    Answered,
    Body,
    Edited,
    Event,
    Flagged,
    Head,
    ProctorActed,
    Started,
    Submitted,
    Writer,
    WriterLog,
    event_hash,
)
from examprotocol.merge import Answers, fold
from examprotocol.messages import BODY_LIMIT, SYNC_LIMIT, SyncRequest
from examprotocol.responses import Response

log = logging.getLogger(__name__)

ROOM = BODY_LIMIT * 3 // 4
"""Bytes of events in one request; the rest is for what stands around them."""


class EventStore(Protocol):
    """Where events become durable."""

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        """Store events, all or none; on disk when it returns."""


class Attempt:
    """Owns the writer of this start and the ledger; may be called from any thread.

    `_writing` lets one event follow the other, `_lock` guards what is in memory. Whoever only reads, such as
    the screen, takes the second alone: a slow disk holds nobody up.
    """

    def __init__(self, store: EventStore, ledger: Ledger, writer: Writer, clock: SiteClock) -> None:
        self._store = store
        self._ledger = ledger
        self._writer = writer
        self._clock = clock
        self._writing = RLock()
        self._lock = RLock()
        self._acknowledged: dict[str, Head] = {}

    @property
    def id(self) -> str:
        """The attempt's id at the site."""
        return self._writer.attempt

    def begin(self, station: str, client: str) -> None:
        """Write this start's first event, which says what was there before. Raises JournalError."""
        seen = {writer_id: head.seq for writer_id, head in self._ledger.heads().items()}
        self._record(Started(station, client, seen))

    def answer(self, question: str, response: Response) -> Answers:
        """Save a response; it is on disk when this returns. Raises JournalError."""
        with self._writing:
            if self._ledger.response(question) != response:
                self._record(self._ledger.body_for(self._writer, question, response))
            return self.answers()

    def flag(self, question: str, *, flag: bool) -> Answers:
        """Mark a question to come back to, or take the mark away. Raises JournalError."""
        self._record(Flagged(question, flag))
        return self.answers()

    def lift_cover(self, address: str, wrong_tries: int) -> None:
        """Write that the proctor lifted the cover at this address. Raises JournalError."""
        self._record(ProctorActed(LIFT_COVER, address, wrong_tries))

    def lifted(self) -> frozenset[str]:
        """The addresses at which a proctor has lifted the cover, on any machine."""
        with self._lock:
            bodies = [event.body for log in self._ledger.logs() for event in log.events]
        acts = [body for body in bodies if isinstance(body, ProctorActed)]
        return frozenset(body.detail for body in acts if body.action == LIFT_COVER)

    def submit(self, *, by_deadline: bool) -> None:
        """Write that the answers are handed in; a second time changes nothing. Raises JournalError."""
        with self._writing:
            if not self._ledger.is_submitted():
                self._record(Submitted(self._ledger.heads(), by_deadline))

    def is_submitted(self) -> bool:
        """Whether the answers were handed in, here or elsewhere."""
        with self._lock:
            return self._ledger.is_submitted()

    def adopt(self, held: WriterLog) -> None:
        """Take what the site holds of a writer and this machine does not.

        Raises JournalError, and SiteAnswerError where what the site holds is not sound.
        """
        with self._writing:
            new = self._new_in(held)
            if new:
                self._save(held.writer, new)

    def answers(self) -> Answers:
        """The answers that count, as they are on disk."""
        with self._lock:
            return self._ledger.answers()

    def heads(self) -> dict[str, Head]:
        """Every writer and how far it has come."""
        with self._lock:
            return self._ledger.heads()

    def next_request(self) -> SyncRequest:
        """The next events to send; a writer whose place at the site is unknown is asked after first."""
        with self._lock:
            for writer in (*self._ledger.writers(), self._writer):
                if self._lags(writer.id):
                    return self._request(writer)
            return self._request(self._writer)

    def acknowledge(self, writer_id: str, head: Head) -> None:
        """Believe what the site says of a writer, also when it has gone down."""
        with self._lock:
            self._acknowledged[writer_id] = head

    def waiting(self) -> int:
        """How many events the site has not acknowledged."""
        with self._lock:
            return sum(
                max(0, head.seq - self._stored(writer)) for writer, head in self._ledger.heads().items()
            )

    def waiting_questions(self) -> frozenset[str]:
        """The questions that have a response which the site has not acknowledged."""
        with self._lock:
            writers = self._ledger.writers()
            return frozenset(question for writer in writers for question in self._unsent(writer.id))

    def _record(self, body: Body) -> None:
        with self._writing:
            head = self._ledger.head(self._writer.id)
            event = Event(head.seq + 1, head.hash, self._clock.now(), self._clock.uncertainty(), body)
            self._save(self._writer, [event])

    def _save(self, writer: Writer, events: Sequence[Event]) -> None:
        self._store.append(writer, events)
        with self._lock:
            self._ledger.take(writer, events)

    def _new_in(self, held: WriterLog) -> Sequence[Event]:
        """The events that this machine lacks; of two branches it keeps its own."""
        try:
            _require_sound(held, self.id)
            head = self._ledger.head(held.writer.id)
            decision = decide_append(held.writer, head, held.events, self._stored_hash(held.writer))
        except ProtocolError as error:
            raise SiteAnswerError(f"What the site holds of this attempt is not sound: {error}.") from error
        if isinstance(decision, Fork):
            log.warning("writer %s: the site holds other events from %d on", held.writer.id, decision.seq)
            return ()
        return decision.events

    def _request(self, writer: Writer) -> SyncRequest:
        seq = self._stored(writer.id)
        known = self._acknowledged.get(writer.id) is not None
        events = self._ledger.events_after(writer.id, seq, SYNC_LIMIT) if known else ()
        return SyncRequest(writer, seq + 1, _as_many_as_fit(events))

    def _lags(self, writer_id: str) -> bool:
        acknowledged = self._acknowledged.get(writer_id)
        return acknowledged is None or acknowledged.seq < self._ledger.head(writer_id).seq

    def _stored(self, writer_id: str) -> int:
        acknowledged = self._acknowledged.get(writer_id)
        return acknowledged.seq if acknowledged else 0

    def _unsent(self, writer_id: str) -> set[str]:
        head = self._ledger.head(writer_id)
        events = self._ledger.events_after(writer_id, self._stored(writer_id), head.seq)
        return {event.body.question for event in events if isinstance(event.body, Answered | Edited)}

    def _stored_hash(self, writer: Writer) -> Callable[[int], str]:
        def hash_of(seq: int) -> str:
            if seq == 0:
                return GENESIS
            return event_hash(writer, self._ledger.events_after(writer.id, seq - 1, 1)[0])

        return hash_of


def _require_sound(held: WriterLog, attempt: str) -> None:
    """Raises ProtocolError: what does not fold must never get into the journal."""
    if held.writer.attempt != attempt:
        raise ChainError(f"writer {held.writer.id} belongs to another attempt")
    fold([held])


def _as_many_as_fit(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The first of the events that one request can carry, and at least one."""
    size = 0
    for count, event in enumerate(events):
        size += len(canonical_bytes(event))
        if count and size > ROOM:
            return events[:count]
    return events
