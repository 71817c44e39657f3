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
from examprotocol.rulings import ALL, Counting, Deadline, Ruling
from examprotocol.sight import sight_of

NONE_PARTED: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Current:
    """What counts for one question.

    `conflict`: another writer gave another value that the one who wrote this had not seen, so nobody but a
    person can say which was meant. `late`: it was written after the end.
    """

    response: Response
    stamp: Stamp
    conflict: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of an attempt, question id to what counts, and the questions that are flagged."""

    current: Mapping[str, Current] = field(default_factory=dict)
    flagged: frozenset[str] = frozenset()

    def response(self, question: str) -> Response | None:
        """What counts for the question, or None where it was never touched."""
        current = self.current.get(question)
        return current.response if current else None

    @property
    def conflicts(self) -> frozenset[str]:
        """The questions that a person has to look at."""
        return frozenset(question for question, current in self.current.items() if current.conflict)


def fold(
    logs: Iterable[WriterLog],
    rulings: Iterable[Ruling] = (),
    deadline: Deadline | None = None,
    parted: Mapping[str, int] = NONE_PARTED,
) -> Answers:
    """Fold the events of all writers under the rulings; raises ChainError where an edit misfits its text.

    `parted` names writers of whom two branches are known (a cloned disk) besides those that a writer carries
    on, and the first number that they contradict each other about: from there on nobody has seen them.
    """
    counting = Counting(rulings, deadline)
    return combine([_fold_writer(log, counting) for log in logs], parted)


def combine(folds: "Sequence[WriterFold]", parted: Mapping[str, int] = NONE_PARTED) -> Answers:
    """The answers that count, from what each writer's own events fold to."""
    questions = {question for one in folds for question in one.values}
    flags = {question for one in folds for question in one.flags}
    return Answers(
        {question: best(question, folds, parted) for question in sorted(questions)},
        frozenset(question for question in flags if is_flagged(question, folds)),
    )


def answers_digest(answers: Answers) -> str:
    """SHA-256 over the canonical answers, question id to response: what a receipt states."""
    return digest({question: current.response for question, current in answers.current.items()})


@dataclass(frozen=True, slots=True)
class Value:
    """A response that counts, the number of its event, and whether that was late."""

    seq: int
    response: Response
    late: bool = False


class WriterFold:
    """The last value that one writer gave to each question. Mutable: it grows event by event.

    A value is what stood there after its event. So an edit that counts brings with it what the edits before
    it had made of the text, also where those were left out.
    """

    def __init__(self, writer: Writer, counting: Counting = ALL) -> None:
        self.writer = writer
        self.seen: Mapping[str, int] = {}
        self.parted: Mapping[str, int] = {}
        self.values: dict[str, Value] = {}
        self.flags: dict[str, tuple[int, bool]] = {}
        self._counting = counting
        self._standing: dict[str, Response] = {}

    def add(self, event: Event) -> None:
        """Take the writer's next event."""
        match event.body:
            case Answered(question=question, response=response):
                self._stand(question, response, event)
            case Edited() as edit:
                self._edit(edit, event)
            case Flagged(question=question, flag=flag):
                if self._counts(event):
                    self.flags[question] = (event.seq, flag)
            case Started(seen=seen, carries=carries):
                self.seen = seen
                self.parted = {writer: seen.get(writer, 0) + 1 for writer in carries}
            case _:
                pass

    def stamp(self, question: str) -> Stamp:
        """The stamp of this writer's value for a question."""
        return stamp_of(self.writer, self.values[question].seq)

    def _stand(self, question: str, response: Response, event: Event) -> None:
        self._standing[question] = response
        if self._counts(event):
            self.values[question] = Value(event.seq, response, self._counting.is_late(event))

    def _counts(self, event: Event) -> bool:
        return self._counting.counts(self.writer.id, event)

    def _edit(self, edit: Edited, event: Event) -> None:
        """Damage that was left out stops nobody."""
        try:
            response = self._edited(edit)
        except ChainError:
            if self._counts(event):
                raise
            self._standing.pop(edit.question, None)
        else:
            self._stand(edit.question, response, event)

    def _edited(self, edit: Edited) -> TextResponse:
        before = self._standing.get(edit.question)
        if not isinstance(before, TextResponse):
            raise ChainError(f"an edit of question {edit.question} stands before any text of this writer")
        return TextResponse(apply_edit(before.text, edit))


def _fold_writer(log: WriterLog, counting: Counting) -> WriterFold:
    one = WriterFold(log.writer, counting)
    for event in log.events:
        one.add(event)
    return one


def best(question: str, folds: "Sequence[WriterFold]", parted: Mapping[str, int] = NONE_PARTED) -> Current:
    """What counts for a question that at least one writer gave a value to.

    `folds` are those of all writers: one that never touched the question may be the link by which the last
    to answer it had seen what others wrote.
    """
    rivals = [one for one in folds if question in one.values]
    first = max(rivals, key=lambda one: one.stamp(question))
    value = first.values[question]
    others = [one for one in rivals if one.values[question].response != value.response]
    conflict = bool(others) and not _saw_all(question, first, others, folds, parted)
    return Current(value.response, first.stamp(question), conflict, value.late)


def _saw_all(
    question: str,
    first: WriterFold,
    others: "Sequence[WriterFold]",
    folds: "Sequence[WriterFold]",
    parted: Mapping[str, int],
) -> bool:
    """Whether the one whose value counts had seen the other values when it began."""
    ends = _all_parted(folds, parted)
    sight = sight_of(first.writer.id, {one.writer.id: one.seen for one in folds}, ends)
    return all(sight.get(one.writer.id, 0) >= one.values[question].seq for one in others)


def _all_parted(folds: "Sequence[WriterFold]", parted: Mapping[str, int]) -> Mapping[str, int]:
    """Where writers part, by what the site knows and by what those say who carry a branch on."""
    ends = dict(parted)
    for one in folds:
        for writer, seq in one.parted.items():
            ends[writer] = min(seq, ends.get(writer, seq))
    return ends


def is_flagged(question: str, folds: "Sequence[WriterFold]") -> bool:
    """Whether the last mark on a question that at least one writer marked is set."""
    marks = [
        (stamp_of(one.writer, one.flags[question][0]), one.flags[question][1])
        for one in folds
        if question in one.flags
    ]
    return max(marks)[1]
