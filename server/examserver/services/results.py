"""The results of an exam: what each candidate answered, and the points that can be given without a person."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Connection

from examprotocol.errors import ChainError
from examprotocol.merge import Answers
from examprotocol.paper import Paper, answerable_questions, total_points
from examserver.scoring.keys import AnswerKeys
from examserver.scoring.sheet import Sheet, score_paper
from examserver.services.counting import Grounds, grounds_of
from examserver.services.forms import paper_as_seen
from examserver.storage.attempts import find_attempt
from examserver.storage.candidates import Registered
from examserver.storage.exams import Exam, candidates_of
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.receipts import newest_receipt

log = logging.getLogger(__name__)


SITE, AUTHORITY = "site", "authority"
"""Who has the answer keys, and so gives the points."""


class State(StrEnum):
    """How far an attempt has come. DAMAGED: its events cannot be folded, a person must look."""

    ABSENT = "absent"
    OPEN = "open"
    SUBMITTED = "submitted"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Result:
    """One candidate's result in points.

    `waiting` counts questions that a person must score, `conflicts` those where two stations contradict each
    other. `late` counts the answers whose claimed time, with its uncertainty, lies after the candidate's end;
    `left_out` those that do not count, because they came after the grace or by a ruling. `scored_by` is SITE,
    or AUTHORITY where that has kept the answer keys: then no points are given here.
    """

    exam: str
    admission_number: str
    name: str
    seat: str
    state: State
    answered: int
    questions: int
    score: Decimal
    max_score: Decimal
    waiting: int = 0
    conflicts: int = 0
    events: int = 0
    late: int = 0
    left_out: int = 0
    receipt: str = ""
    scored_by: str = SITE


@dataclass(frozen=True, slots=True)
class Marked:
    """A candidate's result, and the points of each question; nothing of questions where none can be said.

    `attempt` is the attempt's id, `""` where nobody logged in. `answered_at` says of each question when its
    answer was given by the station's word, `ended` when the last event was (site times in milliseconds, 0
    where there is none).
    """

    result: Result
    sheet: Sheet | None = None
    attempt: str = ""
    answers: Answers = field(default_factory=Answers)
    answered_at: Mapping[str, int] = field(default_factory=dict)
    ended: int = 0


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the answers of an exam are scored by."""

    paper: Paper
    keys: AnswerKeys
    scored_by: str = SITE


def results_of(connection: Connection, shelf: PaperShelf, exam: Exam) -> tuple[Result, ...]:
    """The results of all candidates of an exam, by admission number."""
    return tuple(marked.result for marked in marked_of(connection, shelf, exam))


def marked_of(connection: Connection, shelf: PaperShelf, exam: Exam) -> tuple[Marked, ...]:
    """The same with the points of each question."""
    ground = _ground_of(shelf, exam.paper)
    return tuple(
        _marked(connection, exam, ground, candidate) for candidate in candidates_of(connection, exam.id)
    )


def marked_one(connection: Connection, shelf: PaperShelf, exam: Exam, candidate: Registered) -> Marked:
    """The same of one candidate."""
    return _marked(connection, exam, _ground_of(shelf, exam.paper), candidate)


def marker_of(shelf: PaperShelf, exam: Exam) -> Callable[[Connection, Registered], Marked]:
    """Gives each candidate's result of an exam, with the paper read only once; raises PaperSealedError."""
    ground = _ground_of(shelf, exam.paper)
    return lambda connection, candidate: _marked(connection, exam, ground, candidate)


def _ground_of(shelf: PaperShelf, paper_id: str) -> _Ground:
    """Without the answer keys, which the authority has kept, each question waits for somebody there."""
    paper = shelf.paper(paper_id)
    if shelf.is_scored_here(paper_id):
        return _Ground(paper, shelf.answer_keys(paper_id))
    return _Ground(paper, AnswerKeys(paper_id, paper.revision, {}), scored_by=AUTHORITY)


def _marked(connection: Connection, exam: Exam, ground: _Ground, candidate: Registered) -> Marked:
    attempt = find_attempt(connection, exam.id, candidate.admission_number)
    if attempt is None:
        return Marked(_empty(exam, ground, candidate))
    paper = paper_as_seen(connection, attempt.id, ground.paper)
    grounds, receipt = grounds_of(connection, attempt.id), newest_receipt(connection, attempt.id)
    marks = grounds.marks()
    begun = replace(
        _empty(exam, replace(ground, paper=paper), candidate),
        state=State.SUBMITTED if attempt.submitted else State.OPEN,
        events=sum(len(one.events) for one in grounds.logs),
        late=marks.late,
        left_out=marks.left_out,
        receipt=receipt.code if receipt else "",
    )
    ended = max((event.at for one in grounds.logs for event in one.events), default=0)
    try:
        scored = _scored(begun, _Ground(paper, ground.keys), grounds.answers())
    except ChainError as error:
        log.warning("alarm: the events of attempt %s cannot be folded: %s", attempt.id, error)
        return Marked(replace(begun, state=State.DAMAGED), attempt=attempt.id, ended=ended)
    return replace(scored, attempt=attempt.id, answered_at=_times(grounds, scored.answers), ended=ended)


def _empty(exam: Exam, ground: _Ground, candidate: Registered) -> Result:
    return Result(
        exam=exam.id,
        admission_number=candidate.admission_number,
        name=candidate.name,
        seat=candidate.seat,
        state=State.ABSENT,
        answered=0,
        questions=len(answerable_questions(ground.paper)),
        score=Decimal(0),
        max_score=plain_points(total_points(ground.paper)),
        scored_by=ground.scored_by,
    )


def _scored(result: Result, ground: _Ground, answers: Answers) -> Marked:
    """The result with its points; a question without a key waits for a person."""
    sheet = score_paper(ground.paper, ground.keys, answers.response)
    scored = replace(
        result,
        answered=sheet.answered,
        score=plain_points(sheet.points),
        waiting=sheet.waiting,
        conflicts=len(answers.conflicts),
    )
    return Marked(scored, sheet, answers=answers)


def _times(grounds: Grounds, answers: Answers) -> dict[str, int]:
    """When each answer that counts was given, by its station's word."""
    at = {(log.writer.id, event.seq): event.at for log in grounds.logs for event in log.events}
    stamps = {question: current.stamp for question, current in answers.current.items()}
    return {question: at.get((stamp.writer, stamp.seq), 0) for question, stamp in stamps.items()}


def plain_points(points: Decimal) -> Decimal:
    """The same points without the zeros at their end: 18.5, not 18.5000."""
    return Decimal(format(points.normalize(), "f"))
