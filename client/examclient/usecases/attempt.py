"""The attempt that runs on this machine: what happens is journalled, then shown, then sent.

Rule: an event is on disk before it is in the ledger, so nothing is shown as saved, sent or named before that.
"""

from collections.abc import Callable, Sequence
from threading import RLock
from typing import Protocol

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examprotocol.chain import Appendable, decide_append
from examprotocol.events import (
    GENESIS,
    Answered,
    Body,
    Edited,
    Event,
    Flagged,
    Head,
    Started,
    Submitted,
    Writer,
    WriterLog,
    event_hash,
)
from examprotocol.merge import Answers
from examprotocol.messages import SYNC_LIMIT, SyncRequest
from examprotocol.responses import Response


class EventStore(Protocol):
    """Where events become durable."""

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        """Store events, all or none; on disk when it returns."""


class Attempt:
    """Owns the writer of this start and the ledger; may be called from any thread."""

    def __init__(self, store: EventStore, ledger: Ledger, writer: Writer, clock: SiteClock) -> None:
        self._store = store
        self._ledger = ledger
        self._writer = writer
        self._clock = clock
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
        with self._lock:
            if self._ledger.response(question) != response:
                self._record(self._ledger.body_for(self._writer, question, response))
            return self._ledger.answers()

    def flag(self, question: str, *, flag: bool) -> Answers:
        """Mark a question to come back to, or take the mark away. Raises JournalError."""
        self._record(Flagged(question, flag))
        return self.answers()

    def submit(self, *, by_deadline: bool) -> None:
        """Write that the answers are handed in; a second time changes nothing. Raises JournalError."""
        with self._lock:
            if not self._ledger.is_submitted():
                self._record(Submitted(self._ledger.heads(), by_deadline))

    def is_submitted(self) -> bool:
        """Whether the answers were handed in, here or elsewhere."""
        with self._lock:
            return self._ledger.is_submitted()

    def adopt(self, log: WriterLog) -> None:
        """Take what the site holds of another writer and this machine does not. Raises JournalError."""
        with self._lock:
            head = self._ledger.head(log.writer.id)
            decision = decide_append(log.writer, head, log.events, self._stored_hash(log.writer))
            if isinstance(decision, Appendable) and decision.events:
                self._store.append(log.writer, decision.events)
                self._ledger.take(log.writer, decision.events)

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
        with self._lock:
            head = self._ledger.head(self._writer.id)
            event = Event(head.seq + 1, head.hash, self._clock.now(), self._clock.uncertainty(), body)
            self._store.append(self._writer, [event])
            self._ledger.take(self._writer, [event])

    def _request(self, writer: Writer) -> SyncRequest:
        seq = self._stored(writer.id)
        known = self._acknowledged.get(writer.id) is not None
        events = self._ledger.events_after(writer.id, seq, SYNC_LIMIT) if known else ()
        return SyncRequest(writer, seq + 1, events)

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
