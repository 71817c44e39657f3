"""Which answers of an attempt count: the one place that receipts, results and closing ask.

Rule: the answers are the fold of all events under the rulings and the candidate's own end. Nobody folds
events of the service in another way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.events import Answered, Edited, Event, Head, WriterLog, event_hash
from examprotocol.merge import Answers, fold
from examprotocol.rulings import Counting, Deadline, Ruling
from examserver.services.actions.times import own_deadline
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.events import heads_of, logs_of, parted_at
from examserver.storage.exams import Exam
from examserver.storage.rulings import rulings_of


@dataclass(frozen=True, slots=True)
class Marks:
    """How many answers came after the end, and how many do not count: too late, or left out by a ruling."""

    late: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that decides what counts of an attempt. `parted`: writers with two branches, and from where on.

    `folded`: the answers, where somebody has worked them out already.
    """

    logs: tuple[WriterLog, ...]
    rulings: tuple[Ruling, ...]
    deadline: Deadline | None
    parted: Mapping[str, int]
    folded: Answers | None = None

    def answers(self) -> Answers:
        """The answers that count; raises ChainError where the events cannot be folded."""
        return self.folded or fold(self.logs, self.rulings, self.deadline, self.parted)

    def counting(self) -> Counting:
        """Says of each event whether it counts."""
        return Counting(self.rulings, self.deadline)

    def marks(self) -> Marks:
        """What a person should know of the answers besides what they are."""
        counting = self.counting()
        answers = [(log.writer.id, event) for log in self.logs for event in log.events if is_answer(event)]
        return Marks(
            late=sum(counting.is_late(event) for _, event in answers),
            left_out=sum(not counting.counts(writer, event) for writer, event in answers),
        )


def answers_that_count(connection: Connection, attempt: str) -> Answers:
    """The answers of the attempt; raises ChainError where its events cannot be folded."""
    return grounds_of(connection, attempt).answers()


def grounds_of(connection: Connection, attempt: str, foreseen: Grounds | None = None) -> Grounds:
    """All that is held of the attempt and decides what counts: `foreseen` itself, where it has come so."""
    rulings, parted = rulings_of(connection, attempt), parted_at(connection, attempt)
    deadline = _deadline(connection, attempt)
    if (
        foreseen is not None
        and (foreseen.rulings, foreseen.deadline, foreseen.parted) == (rulings, deadline, parted)
        and ends_of(foreseen.logs) == heads_of(connection, attempt)
    ):
        return foreseen
    return Grounds(logs_of(connection, attempt), rulings, deadline, parted)


def ends_of(logs: Iterable[WriterLog]) -> dict[str, Head]:
    """How far these writers go; by its hash a head says all that is before it."""
    last = {log.writer.id: (log.writer, log.events[-1]) for log in logs if log.events}
    return {name: Head(event.seq, event_hash(writer, event)) for name, (writer, event) in last.items()}


def is_answer(event: Event) -> bool:
    """Whether the candidate answered by this event."""
    return isinstance(event.body, Answered | Edited)


def _deadline(connection: Connection, attempt_id: str) -> Deadline | None:
    """The candidate's own end, with all extensions, and the grace after it."""
    attempt = find_attempt_by_id(connection, attempt_id)
    return own_deadline(connection, attempt) if attempt else None


def deadline_of(exam: Exam) -> Deadline:
    """The end of an exam whose times are the candidate's own, and the grace after it."""
    return Deadline(exam.ends, exam.closes - exam.ends)
