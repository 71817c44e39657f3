"""The fold of all events into the answers that count.

Rule: the current response is the one with the greatest stamp, over all writers. So any order of arrival, any
repetition and any mix of network and package give the same answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from examprotocol.canonical import digest
from examprotocol.edits import apply_edit
from examprotocol.errors import ChainError
from examprotocol.events import Answered, Edited, Event, Flagged, Stamp, Started, Writer, WriterLog, stamp_of
from examprotocol.responses import Response, TextResponse


@dataclass(frozen=True, slots=True)
class Current:
    """What counts for one question. `conflict`: the best two values had not seen each other."""

    response: Response
    stamp: Stamp
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of an attempt, question id to what counts, and the questions that are flagged."""

    current: Mapping[str, Current] = field(default_factory=dict)
    flagged: frozenset[str] = frozenset()

    def response(self, question: str) -> Response | None:
        """What counts for the question, or None where it was never touched."""
        current = self.current.get(question)
        return current.response if current else None


def fold(logs: Iterable[WriterLog]) -> Answers:
    """Fold the events of all writers; raises ChainError where an edit does not fit its text."""
    return combine([_fold_writer(log) for log in logs])


def combine(folds: "Sequence[WriterFold]") -> Answers:
    """The answers that count, from what each writer's own events fold to."""
    questions = {question for one in folds for question in one.values}
    flags = {question for one in folds for question in one.flags}
    return Answers(
        {question: best(question, folds) for question in sorted(questions)},
        frozenset(question for question in flags if is_flagged(question, folds)),
    )


def answers_digest(answers: Answers) -> str:
    """SHA-256 over the canonical answers, question id to response: what a receipt states."""
    return digest({question: current.response for question, current in answers.current.items()})


class WriterFold:
    """The last value that one writer gave to each question. Mutable: it grows event by event."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.seen: dict[str, int] = {}
        self.values: dict[str, tuple[int, Response]] = {}
        self.flags: dict[str, tuple[int, bool]] = {}

    def add(self, event: Event) -> None:
        """Take the writer's next event."""
        match event.body:
            case Answered(question=question, response=response):
                self.values[question] = (event.seq, response)
            case Edited() as edit:
                self.values[edit.question] = (event.seq, self._edited(edit))
            case Flagged(question=question, flag=flag):
                self.flags[question] = (event.seq, flag)
            case Started(seen=seen):
                self.seen = dict(seen)
            case _:
                pass

    def _edited(self, edit: Edited) -> TextResponse:
        _, before = self.values.get(edit.question, (0, None))
        if not isinstance(before, TextResponse):
            raise ChainError(f"an edit of question {edit.question} stands before any text of this writer")
        return TextResponse(apply_edit(before.text, edit))


def _fold_writer(log: WriterLog) -> WriterFold:
    one = WriterFold(log.writer)
    for event in log.events:
        one.add(event)
    return one


def best(question: str, folds: "Sequence[WriterFold]") -> Current:
    """What counts for a question that at least one writer gave a value to."""
    rivals = [one for one in folds if question in one.values]
    rivals.sort(key=lambda one: stamp_of(one.writer, one.values[question][0]), reverse=True)
    best = rivals[0]
    seq, response = best.values[question]
    conflict = len(rivals) > 1 and _contradict(question, best, rivals[1])
    return Current(response, stamp_of(best.writer, seq), conflict)


def _contradict(question: str, one: WriterFold, other: WriterFold) -> bool:
    """Whether both gave different values without either having seen the other's."""
    (one_seq, one_value), (other_seq, other_value) = one.values[question], other.values[question]
    saw = one.seen.get(other.writer.id, 0) >= other_seq or other.seen.get(one.writer.id, 0) >= one_seq
    return one_value != other_value and not saw


def is_flagged(question: str, folds: "Sequence[WriterFold]") -> bool:
    """Whether the last mark on a question that at least one writer marked is set."""
    marks = [
        (stamp_of(one.writer, one.flags[question][0]), one.flags[question][1])
        for one in folds
        if question in one.flags
    ]
    return max(marks)[1]
