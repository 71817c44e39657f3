"""The attempt that runs on this machine: what happens is journalled, then shown, then sent.

Rule: an event is on disk before it is in the ledger, so nothing is shown as saved, sent or named before that.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from secrets import token_hex
from threading import RLock
from typing import Protocol

from msgspec.structs import replace

from examclient.domain.clock import SiteClock
from examclient.domain.handed_in import is_said, submitted_in
from examclient.domain.ledger import Ledger
from examclient.domain.site_word import SiteWord
from examclient.errors import SiteAnswerError
from examprotocol.canonical import canonical_bytes
from examprotocol.chain import Fork, chained, decide_append
from examprotocol.errors import ChainError, ProtocolError
from examprotocol.events import (
    GENESIS,
    Answered,
    Body,
    Edited,
    Epoch,
    Event,
    Flagged,
    FocusLost,
    Head,
    Played,
    PlayEnded,
    ProctorActed,
    Started,
    Submitted,
    Writer,
    WriterLog,
)
from examprotocol.merge import Answers, fold
from examprotocol.messages import BODY_LIMIT, SYNC_LIMIT, SyncRequest
from examprotocol.plays import Plays
from examprotocol.responses import Response

log = logging.getLogger(__name__)

ROOM = BODY_LIMIT * 3 // 4
"""Bytes of events in one request; the rest is for what stands around them."""

MOST_WRITTEN = 4_000_000
"""Bytes of events after which another writer goes on: an answer package holds some nine million, and writers
only whole. Two long essays come to that after some 5,000 saves."""


class EventStore(Protocol):
    """Where events become durable."""

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        """Store events, all or none; on disk when it returns."""


class Attempt:
    """Owns the writer of this start and the ledger; may be called from any thread.

    `_writing` lets one event follow the other, `_lock` guards what is in memory. Whoever only reads, such as
    the screen, takes the second alone: a slow disk holds nobody up.
    """

    def __init__(
        self,
        store: EventStore,
        ledger: Ledger,
        writer: Writer,
        clock: SiteClock,
        new_id: Callable[[], str] = lambda: token_hex(16),
        started: Started = Started("", ""),  # noqa: B008 - frozen
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._writer = writer
        self._clock = clock
        self._new_id = new_id
        self._writing = RLock()
        self._lock = RLock()
        self._site = SiteWord(ledger)
        self._started = started
        self._reopened = 0
        self._turn = 0
        self._written = 0

    @property
    def id(self) -> str:
        """The attempt's id at the site."""
        return self._writer.attempt

    @property
    def epoch(self) -> Epoch:
        """The epoch under which this start writes."""
        return self._writer.epoch

    def begin(self, station: str, client: str, act: ProctorActed | None = None) -> None:
        """Write this start's first event, which says what was there before, and in the same breath what a
        proctor did so that it begins. Raises JournalError.
        """
        with self._writing:
            self._started = Started(station, client, _numbers(self.heads()))
            self._record(self._started, *([act] if act else []))

    def answer(self, question: str, response: Response) -> Answers:
        """Save a response; it is on disk when this returns. Raises JournalError."""
        with self._writing:
            if self._written > MOST_WRITTEN:
                self._begin_anew()
            if self._ledger.response(question) != response:
                self._record(self._ledger.body_for(self._writer, question, response))
            return self.answers()

    def flag(self, question: str, *, flag: bool) -> Answers:
        """Mark a question to come back to, or take the mark away. Raises JournalError."""
        self._record(Flagged(question, flag))
        return self.answers()

    def lose_focus(self, seconds: int) -> None:
        """Write that another window was in front for so long. Raises JournalError."""
        self._record(FocusLost(seconds))

    def act(self, act: ProctorActed) -> None:
        """Write what a proctor did with the room password. Raises JournalError."""
        self._record(act)

    def play(self, media: str, max_plays: int) -> bool:
        """Write that a play begins, unless none is left; nothing may sound before. Raises JournalError."""
        with self._writing:
            if self.plays().get(media, Plays()).left(max_plays) == 0:
                return False
            self._record(Played(media))
            return True

    def end_play(self, media: str, at_ms: int, *, complete: bool) -> None:
        """Write how far a play came. Raises JournalError."""
        self._record(PlayEnded(media, at_ms, complete))

    def give_play(self, act: ProctorActed, *, running: bool) -> None:
        """Write that a proctor gives a play back, unless none is lost any more: a second click gives none.
        One that is `running` is not lost. Raises JournalError.
        """
        with self._writing:
            if self.plays().get(act.detail, Plays()).lost > running:
                self._record(act)

    def plays(self) -> Mapping[str, Plays]:
        """How often each sound was played, by all writers that are here."""
        with self._lock:
            return self._ledger.plays()

    def acts(self, action: str) -> tuple[ProctorActed, ...]:
        """What proctors did of this kind, on any machine."""
        with self._lock:
            bodies = [event.body for log in self._ledger.logs() for event in log.events]
        return tuple(body for body in bodies if isinstance(body, ProctorActed) and body.action == action)

    def newest_epoch(self) -> Epoch:
        """The newest epoch under which anything was written that is here."""
        with self._lock:
            return max((writer.epoch for writer in self._ledger.writers()), default=self.epoch)

    def submit(self, *, by_deadline: bool) -> bool:
        """Write that the answers are handed in; a second time changes nothing. Raises JournalError.

        What the deadline sealed and more time opened again is handed in anew: on purpose, or sealed once more
        where something was answered since. Returns whether anything was written.
        """
        with self._writing:
            if is_said(self.logs(), by_deadline=by_deadline, reopened=self._reopened):
                return False
            self._record(Submitted(self.heads(), by_deadline))
            return True

    def is_submitted(self) -> bool:
        """Whether the answers were handed in, here or elsewhere."""
        with self._lock:
            return self._ledger.is_submitted()

    def handed_in(self) -> Submitted | None:
        """That the answers were handed in: on purpose, if ever, else by the deadline."""
        return submitted_in(self.logs(), self._reopened)

    def let_in_again(self, at: int) -> None:
        """The staff let the candidate in again then: what was handed in before counts as sealed."""
        self._reopened = max(self._reopened, at)

    def logs(self) -> tuple[WriterLog, ...]:
        """All events that are on disk."""
        with self._lock:
            return self._ledger.logs()

    def adopt(self, held: WriterLog) -> None:
        """Take what the site holds of a writer and this machine does not.

        Raises JournalError, and SiteAnswerError where what the site holds is not sound.
        """
        with self._writing:
            new = self._new_in(held)
            if new:
                self._save(held.writer, new)

    def catch_up(self, held: Iterable[WriterLog]) -> None:
        """Take, while this start is writing already, what the site or a second copy of the journal holds and
        this machine does not.

        Where that is anything a new writer goes on: it has seen it, so what the candidate then changes is in
        conflict with nothing. Raises as `adopt` does.
        """
        with self._writing:
            before = self._ledger.heads()
            for one in held:
                self.adopt(one)
            if self._ledger.heads() != before:
                log.warning("events that were lost here are back")
                self._begin_anew()

    def answers(self) -> Answers:
        """The answers that count, as they are on disk."""
        with self._lock:
            return self._ledger.answers()

    def heads(self) -> dict[str, Head]:
        """Every writer and how far it has come; of a forked one only what the site can have."""
        with self._lock:
            return self._site.heads()

    def next_request(self) -> SyncRequest:
        """The next events to send; a writer whose place at the site is unknown is asked after first.

        Where nothing waits the writers are asked after in turn: a site that was put back to a backup may lack
        events of an earlier start that it once acknowledged, and have all of this one.
        """
        with self._lock:
            writers = self._ledger.writers() or (self._writer,)
            lagging = next((writer for writer in writers if self._site.lags(writer.id)), None)
            if lagging is None:
                self._turn = (self._turn + 1) % len(writers)
            return self._request(lagging or writers[self._turn])

    def acknowledge(self, writer_id: str, head: Head) -> None:
        """Believe what the site says of a writer, also when it has gone down."""
        with self._lock:
            self._site.take(writer_id, head)

    def forked(self, request: SyncRequest, seq: int) -> bool:
        """The site holds other events of the request's writer from `seq` on, and has kept these as well.

        A new writer carries on what was written here, so that it stands; the forked one is left at what both
        have in common. Where only an earlier event can tell (0), all are compared: returns False then. Raises
        JournalError.
        """
        with self._writing:
            writer = request.writer
            if not seq and request.start > 1:
                self.acknowledge(writer.id, Head(0))
                return False
            common = self._ledger.head_at(writer.id, max(seq, 1) - 1) or Head(0)
            log.warning("writer %s: the site holds another branch after event %d", writer.id, common.seq)
            if not self._ledger.is_carried(writer.id):
                self._carry_on(writer, common)
            with self._lock:
                self._site.part(writer.id, common)
            return True

    def waiting(self) -> int:
        """How many events the site has not acknowledged."""
        with self._lock:
            return sum(self._site.lacks(writer.id) for writer in self._ledger.writers())

    def waiting_questions(self) -> frozenset[str]:
        """The questions that have a response which the site has not acknowledged."""
        with self._lock:
            writers = self._ledger.writers()
            return frozenset(question for writer in writers for question in self._unsent(writer.id))

    def _record(self, *bodies: Body) -> None:
        """Write what happened, all or none of it."""
        with self._writing:
            events = [self._event(body) for body in bodies]
            head = self._ledger.head(self._writer.id)
            self._save(self._writer, chained(self._writer, head, events))
            self._written += sum(len(canonical_bytes(event)) for event in events)

    def _begin_anew(self) -> None:
        """A new writer goes on, which has seen all that is here."""
        heir = self._heir()
        begun = replace(self._started, seen=_numbers(self.heads()))
        self._save(heir, chained(heir, Head(0), [self._event(begun)]))
        self._writer, self._written = heir, 0

    def _event(self, body: Body) -> Event:
        """What happens now; number and hash come with its place in the chain."""
        return Event(0, GENESIS, self._clock.now(), self._clock.uncertainty(), body)

    def _carry_on(self, forked: Writer, common: Head) -> None:
        """Write again, all or none, what the forked writer last said beyond what is common.

        It keeps its claimed times, for it is no newer than it was. The writer of this start goes on as the
        new one. An earlier start's branch keeps its place below what was written here since.
        """
        heads = {**self.heads(), forked.id: common}
        is_this = forked.id == self._writer.id
        heir = self._heir() if is_this else replace(forked, id=self._new_id())
        seen = _numbers(heads) if is_this else {**self._ledger.seen_by(forked.id), forked.id: common.seq}
        begun = replace(self._started, seen=seen, carries={forked.id: self._ledger.head(forked.id)})
        words = [_told_anew(event, heads) for event in self._ledger.last_words(forked.id, common.seq)]
        self._save(heir, chained(heir, Head(0), [self._event(begun), *words]))
        if is_this:
            self._writer = heir

    def _heir(self) -> Writer:
        """A new writer that stands above all that this start has written."""
        inc = max(writer.inc for writer in self._ledger.writers()) + 1
        return replace(self._writer, id=self._new_id(), inc=inc)

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
        seq = self._site.stored(writer.id)
        many = min(SYNC_LIMIT, self._site.lacks(writer.id)) if self._site.is_known(writer.id) else 0
        return SyncRequest(writer, seq + 1, _as_many_as_fit(self._ledger.events_after(writer.id, seq, many)))

    def _unsent(self, writer_id: str) -> set[str]:
        seq, many = self._site.stored(writer_id), self._site.lacks(writer_id)
        events = self._ledger.events_after(writer_id, seq, many)
        return {event.body.question for event in events if isinstance(event.body, Answered | Edited)}

    def _stored_hash(self, writer: Writer) -> Callable[[int], str]:
        def hash_of(seq: int) -> str:
            head = self._ledger.head_at(writer.id, seq)
            assert head is not None, "only what is here is asked for"
            return head.hash

        return hash_of


def _numbers(heads: Mapping[str, Head]) -> dict[str, int]:
    return {writer_id: head.seq for writer_id, head in heads.items()}


def _told_anew(event: Event, heads: Mapping[str, Head]) -> Event:
    """What was handed in names heads that the site can have."""
    if isinstance(event.body, Submitted):
        held = {writer_id: head for writer_id, head in heads.items() if head.seq}
        return replace(event, body=replace(event.body, heads=held))
    return event


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
