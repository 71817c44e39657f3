"""Attempts as the site's staff sees them: who wrote what, where answers contradict each other, how late."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from examprotocol.errors import ChainError
from examprotocol.events import Event, FocusLost, Started, WriterLog
from examprotocol.merge import Answers, WriterFold
from examprotocol.responses import Response
from examprotocol.rulings import Ruling
from examserver.errors import AttemptError, RulingError
from examserver.services.counting import Grounds, grounds_of
from examserver.services.holding import holder_of
from examserver.services.results import State
from examserver.services.stations import called
from examserver.storage.attempts import Attempt, attempts_of, find_attempt
from examserver.storage.candidates import Registered, comparable, find_candidate
from examserver.storage.events import branches_of
from examserver.storage.exams import Exam, all_exams, find_exam
from examserver.storage.receipts import newest_receipt
from examserver.storage.releases import Release, releases_of
from examserver.storage.stations import find_station

SHORTEST_ID = 4


class Held(StrEnum):
    """How firmly an attempt is at its machine. FREE: nobody has to consent to the next login."""

    HELD = "held"
    RELEASED = "released"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Overview:
    """One attempt in a line.

    `conflicts` are the questions that a person has to look at, `late` and `left_out` numbers of answers,
    `forks` the writers of whom two branches came (a cloned disk), `rulings` how often somebody decided.
    `where` is the station at which it is open, or was last released by a proctor, `""` where there is none.
    """

    attempt: str
    exam: str
    admission_number: str
    name: str
    state: State
    events: int
    writers: int
    conflicts: tuple[str, ...]
    late: int
    left_out: int
    forks: int
    rulings: int
    receipt: str
    held: Held
    where: str


@dataclass(frozen=True, slots=True)
class Hand:
    """One writer of an attempt: its events, when the first and the last claim to have happened, and from
    which number on there is another branch (0: none).
    """

    log: WriterLog
    station: str
    parted: int

    @property
    def last(self) -> Event:
        """The last event; a writer that is held has one."""
        return self.log.events[-1]


@dataclass(frozen=True, slots=True)
class Side:
    """What one writer last answered to a question in dispute, and whether it was late."""

    writer: str
    seq: int
    at: int
    response: Response
    late: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Away:
    """How often another window was in front of the exam, and for how many seconds in all, as stations say."""

    times: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Detail:
    """One attempt with all that a person needs in order to decide. `disputes`: question to its sides."""

    overview: Overview
    hands: tuple[Hand, ...]
    disputes: dict[str, tuple[Side, ...]]
    branches: dict[str, int]
    rulings: tuple[Ruling, ...]
    releases: tuple[Release, ...]
    away: Away


def overviews(connection: Connection, exams: Iterable[Exam]) -> tuple[Overview, ...]:
    """All attempts at these exams."""
    found = [attempt for exam in exams for attempt in attempts_of(connection, exam.id)]
    return tuple(_overview(connection, one, grounds_of(connection, one.id)) for one in found)


def detail_of(connection: Connection, attempt: Attempt) -> Detail:
    """One attempt with its writers, disputes, branches and rulings."""
    grounds = grounds_of(connection, attempt.id)
    branches: dict[str, int] = {}
    for writer, _ in branches_of(connection, attempt.id):
        branches[writer.id] = branches.get(writer.id, 0) + 1
    return Detail(
        overview=_overview(connection, attempt, grounds),
        hands=tuple(_hand(log, grounds) for log in grounds.logs if log.events),
        disputes=_disputes(grounds),
        branches=branches,
        rulings=grounds.rulings,
        releases=releases_of(connection, attempt.id),
        away=_away(grounds),
    )


def attempt_at(connection: Connection, exam: str, candidate: str) -> Attempt:
    """The attempt of a candidate (by admission number) at an exam; raises AttemptError."""
    attempt = find_attempt(connection, exam, comparable(candidate))
    if attempt is not None:
        return attempt
    if find_exam(connection, exam) is None:
        raise AttemptError(
            f"There is no exam with the id {exam}.", "See which there are: examserver exam list DIR"
        )
    raise AttemptError(
        f"Candidate {candidate} has not logged in for {exam} yet.",
        "See who has: examserver attempts list DIR",
    )


def attempt_called(connection: Connection, text: str) -> Attempt:
    """The one attempt that a person means by its id, the beginning of it, or the admission number.

    Raises RulingError.
    """
    attempts = [one for exam in all_exams(connection) for one in attempts_of(connection, exam.id)]
    wanted = text.strip()
    begins = len(wanted) >= SHORTEST_ID and [one for one in attempts if one.id.startswith(wanted.lower())]
    found = begins or [one for one in attempts if one.candidate == comparable(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{one.id[:8]} ({one.exam}, {one.candidate})" for one in found)
        raise RulingError(f"{wanted} fits {len(found)} attempts.", f"Say which one by its id: {names}.")
    raise RulingError(f"There is no attempt {wanted}.", "See which there are: examserver attempts list DIR")


def _overview(connection: Connection, attempt: Attempt, grounds: Grounds) -> Overview:
    answers, marks = _answers(grounds), grounds.marks()
    candidate = find_candidate(connection, attempt.candidate)
    receipt = newest_receipt(connection, attempt.id)
    held, where = _held(connection, attempt)
    return Overview(
        attempt=attempt.id,
        exam=attempt.exam,
        admission_number=attempt.candidate,
        name=_name(candidate),
        state=_state(attempt, answers),
        events=sum(len(log.events) for log in grounds.logs),
        writers=len(grounds.logs),
        conflicts=tuple(sorted(answers.conflicts)) if answers else (),
        late=marks.late,
        left_out=marks.left_out,
        forks=len(grounds.parted),
        rulings=len(grounds.rulings),
        receipt=receipt.code if receipt else "",
        held=held,
        where=where,
    )


def _held(connection: Connection, attempt: Attempt) -> tuple[Held, str]:
    """How it is held, and at which station."""
    holder, releases = holder_of(connection, attempt), releases_of(connection, attempt.id)
    if holder is not None:
        return Held.HELD, called(holder)
    if attempt.holder or not releases or releases[-1].granted != attempt.granted:
        return Held.FREE, ""
    left = find_station(connection, releases[-1].station)
    return Held.RELEASED, called(left) if left else ""


def _answers(grounds: Grounds) -> Answers | None:
    """None where the events cannot be folded: a person must look."""
    try:
        return grounds.answers()
    except ChainError:
        return None


def _name(candidate: Registered | None) -> str:
    return candidate.name if candidate else ""


def _state(attempt: Attempt, answers: Answers | None) -> State:
    if answers is None:
        return State.DAMAGED
    return State.SUBMITTED if attempt.submitted else State.OPEN


def _hand(log: WriterLog, grounds: Grounds) -> Hand:
    first = log.events[0].body
    station = first.station if isinstance(first, Started) else ""
    return Hand(log, station, grounds.parted.get(log.writer.id, 0))


def _away(grounds: Grounds) -> Away:
    bodies = [event.body for log in grounds.logs for event in log.events]
    lost = [body.seconds for body in bodies if isinstance(body, FocusLost)]
    return Away(len(lost), sum(lost))


def _disputes(grounds: Grounds) -> dict[str, tuple[Side, ...]]:
    answers = _answers(grounds)
    if answers is None or not answers.conflicts:
        return {}
    folds = [_folded(log, grounds) for log in grounds.logs]
    events = {(log.writer.id, event.seq): event for log in grounds.logs for event in log.events}
    return {
        question: tuple(
            _side(one, question, events, is_current=answers.current[question].stamp == one.stamp(question))
            for one in sorted(folds, key=lambda one: one.writer.id)
            if question in one.values
        )
        for question in sorted(answers.conflicts)
    }


def _folded(log: WriterLog, grounds: Grounds) -> WriterFold:
    one = WriterFold(log.writer, grounds.counting())
    for event in log.events:
        one.add(event)
    return one


def _side(one: WriterFold, question: str, events: dict[tuple[str, int], Event], *, is_current: bool) -> Side:
    value = one.values[question]
    at = events[one.writer.id, value.seq].at
    return Side(one.writer.id, value.seq, at, value.response, value.late, is_current)
