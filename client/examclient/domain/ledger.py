"""All events of one attempt that are safe on this machine, by writer, and the answers that they fold to.

Rule: only what the journal has stored gets in here; so whatever is shown, sent or named from here is on disk.
"""

from collections.abc import Iterable, Mapping

import msgspec

from examprotocol.edits import FULL_COPY_EVERY, WORTH_AN_EDIT, edit_between
from examprotocol.events import (
    Answered,
    Body,
    Edited,
    Event,
    Flagged,
    Head,
    Played,
    PlayEnded,
    ProctorActed,
    Started,
    Submitted,
    Writer,
    WriterLog,
    event_hash,
)
from examprotocol.merge import Answers, Current, WriterFold, best, is_flagged
from examprotocol.plays import Plays, plays_of
from examprotocol.responses import Response, TextResponse

ABOUT_PLAYS = (Played, PlayEnded, ProctorActed, Started)


class Ledger:
    """The attempt in memory. Knows nothing of files and threads."""

    def __init__(self, logs: Iterable[WriterLog] = ()) -> None:
        self._folds: dict[str, WriterFold] = {}
        self._events: dict[str, list[Event]] = {}
        self._heads: dict[str, Head] = {}
        self._edits: dict[tuple[str, str], int] = {}
        self._current: dict[str, Current] = {}
        self._flagged: frozenset[str] = frozenset()
        self._submitted = False
        self._plays: Mapping[str, Plays] | None = None
        self._carried: set[tuple[str, Head]] = set()
        for log in logs:
            self.take(log.writer, log.events)

    def take(self, writer: Writer, events: Iterable[Event]) -> None:
        """Take the writer's next events; raises ChainError where an edit does not fit."""
        own = self._folds.setdefault(writer.id, WriterFold(writer))
        log = self._events.setdefault(writer.id, [])
        for event in events:
            own.add(event)
            log.append(event)
            self._heads[writer.id] = Head(event.seq, event_hash(writer, event))
            self._count_edit(writer.id, event.body)
            self._fold_again(event.body)
            if isinstance(event.body, ABOUT_PLAYS):
                self._plays = None

    def writers(self) -> tuple[Writer, ...]:
        """Everyone who wrote in this attempt."""
        return tuple(one.writer for one in self._folds.values())

    def head(self, writer_id: str) -> Head:
        """How far a writer has come."""
        return self._heads.get(writer_id, Head(0))

    def head_at(self, writer_id: str, seq: int) -> Head | None:
        """The writer's event of this number with its hash, None where it is not here."""
        head = self.head(writer_id)
        if seq >= head.seq:
            return head if seq == head.seq else None
        return Head(seq, self._events[writer_id][seq].prev) if seq else Head(0)

    def heads(self) -> dict[str, Head]:
        """How far every writer has come."""
        return dict(self._heads)

    def answers(self) -> Answers:
        """The answers that count now."""
        return Answers(dict(self._current), self._flagged)

    def response(self, question: str) -> Response | None:
        """What counts for one question."""
        current = self._current.get(question)
        return current.response if current else None

    def logs(self) -> tuple[WriterLog, ...]:
        """All events of all writers."""
        return tuple(
            WriterLog(one.writer, tuple(self._events[one.writer.id])) for one in self._folds.values()
        )

    def events_after(self, writer_id: str, seq: int, limit: int) -> tuple[Event, ...]:
        """At most `limit` events of a writer after `seq`."""
        return tuple(self._events.get(writer_id, [])[seq : seq + limit])

    def is_carried(self, writer_id: str) -> bool:
        """Whether another writer carries on all that is here of a forked one."""
        return (writer_id, self.head(writer_id)) in self._carried

    def seen_by(self, writer_id: str) -> dict[str, int]:
        """What a writer had seen of the others when it began."""
        return dict(self._folds[writer_id].seen)

    def last_words(self, writer_id: str, seq: int) -> tuple[Event, ...]:
        """What the writer last said after `seq` to each question and mark, and all else that it wrote there:
        events that need nothing before them, in their order.
        """
        last: dict[object, Event] = {}
        for event in self._events.get(writer_id, [])[seq:]:
            if not isinstance(event.body, Started):
                subject = _subject(event)
                last.pop(subject, None)
                last[subject] = self._standing_alone(writer_id, event)
        return tuple(last.values())

    def _standing_alone(self, writer_id: str, event: Event) -> Event:
        """A later edit of the same question takes its place, so the text after it is the writer's last."""
        if not isinstance(event.body, Edited):
            return event
        response = self._folds[writer_id].values[event.body.question].response
        return msgspec.structs.replace(event, body=Answered(event.body.question, response))

    def body_for(self, writer: Writer, question: str, response: Response) -> Body:
        """The smallest body that states the response: an edit where a long text changed little."""
        old = self._own_text(writer.id, question)
        if not isinstance(response, TextResponse) or old is None or len(old) < WORTH_AN_EDIT:
            return Answered(question, response)
        edit = edit_between(question, old, response.text)
        many = self._edits.get((writer.id, question), 0) >= FULL_COPY_EVERY
        return Answered(question, response) if many or len(edit.text) > len(old) // 2 else edit

    def _own_text(self, writer_id: str, question: str) -> str | None:
        """This writer's last text for the question: the only one that its edits may build on."""
        own = self._folds.get(writer_id)
        value = own.values.get(question) if own else None
        response = value.response if value else None
        return response.text if isinstance(response, TextResponse) else None

    def plays(self) -> Mapping[str, Plays]:
        """How often each sound was played, over all writers; counted anew only after a play."""
        if self._plays is None:
            self._plays = plays_of(self.logs())
        return self._plays

    def is_submitted(self) -> bool:
        """Whether any writer handed the answers in."""
        return self._submitted

    def _fold_again(self, body: Body) -> None:
        """Only the question that was touched: a save must not cost more in a longer paper. A new start says
        what it had seen, and may settle what looked like a conflict.
        """
        if isinstance(body, Answered | Edited):
            self._current[body.question] = best(body.question, self._all_folds())
        elif isinstance(body, Flagged):
            markers = [one for one in self._folds.values() if body.question in one.flags]
            marked = is_flagged(body.question, markers)
            rest = self._flagged - {body.question}
            self._flagged = rest | {body.question} if marked else rest
        elif isinstance(body, Started):
            self._carried.update(body.carries.items())
            self._current = {question: best(question, self._all_folds()) for question in self._current}
        elif isinstance(body, Submitted):
            self._submitted = True

    def _all_folds(self) -> tuple[WriterFold, ...]:
        """Also those that never touched a question: by them one writer may have seen another."""
        return tuple(self._folds.values())

    def _count_edit(self, writer_id: str, body: Body) -> None:
        if isinstance(body, Edited):
            place = (writer_id, body.question)
            self._edits[place] = self._edits.get(place, 0) + 1
        elif isinstance(body, Answered):
            self._edits.pop((writer_id, body.question), None)


def _subject(event: Event) -> object:
    """What the event is about: of several about the same only the last matters."""
    match event.body:
        case Answered(question=question) | Edited(question=question):
            return ("answer", question)
        case Flagged(question=question):
            return ("flag", question)
        case _:
            return event.seq
