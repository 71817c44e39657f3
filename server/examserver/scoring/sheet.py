"""The points of a whole paper: of its parts, its passages, and the best of those where only some count.

Rule: what a person has still to score counts as nothing until then, and is counted as waiting.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from examprotocol.paper import Composite, Info, Paper, Part, Question, Section, is_answered, parts_of
from examprotocol.responses import Response
from examserver.scoring.keys import AnswerKeys, JointKey, Key, StepsKey
from examserver.scoring.score import Score, score

Responses = Callable[[str], Response | None]
"""What was answered to a question, by its id."""

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One question with an answer of its own, as `number` of the paper that the candidate has.

    `scored` is what the answer got by itself, whether it is among those that count or not.
    """

    number: int
    question: Part
    is_answered: bool
    scored: Score


@dataclass(frozen=True, slots=True)
class Sheet:
    """All questions of a paper by their numbers, and the points that count together."""

    lines: tuple[Line, ...]
    points: Decimal

    @property
    def answered(self) -> int:
        """How many questions have an answer in every part."""
        return sum(line.is_answered for line in self.lines)

    @property
    def waiting(self) -> int:
        """How many answers a person has still to score."""
        return sum(line.scored.points is None for line in self.lines)


def score_paper(paper: Paper, keys: AnswerKeys, responses: Responses) -> Sheet:
    """Score every question of the paper as the candidate has it; a question without a key waits."""
    lines: dict[str, Line] = {}
    total = _NOTHING
    for section in paper.sections:
        for question in section.questions:
            for part in parts_of(question):
                if not isinstance(part, Info):
                    lines[part.id] = _line(len(lines) + 1, part, keys.keys.get(part.id), responses(part.id))
        total += _section_points(section, keys.keys, lines)
    return Sheet(tuple(lines.values()), total)


def _line(number: int, question: Part, key: Key | None, response: Response | None) -> Line:
    scored = score(question, key, response) if key else Score(None, question.points)
    return Line(number, question, is_answered(question, response), scored)


def _section_points(section: Section, keys: Mapping[str, Key], lines: Mapping[str, Line]) -> Decimal:
    """The points of the section's questions, of the best ones where only so many count."""
    return _best(
        (
            _page_points(question, keys.get(question.id), lines)
            for question in section.questions
            if not isinstance(question, Info)
        ),
        section.answer_limit,
    )


def _page_points(question: Question, key: Key | None, lines: Mapping[str, Line]) -> Decimal:
    own = [lines[part.id].scored for part in parts_of(question) if part.id in lines]
    if isinstance(question, Composite) and isinstance(key, JointKey):
        needed = [lines[part].scored for part in key.parts if part in lines]
        is_full = len(needed) == len(key.parts) and all(one.points == one.max_points for one in needed)
        return question.points if is_full and needed else _NOTHING
    if isinstance(question, Composite) and isinstance(key, StepsKey):
        return _steps_points([lines[part].scored for part in key.parts if part in lines])
    limit = question.answer_limit if isinstance(question, Composite) else 0
    return _best((one.points or _NOTHING for one in own), limit)


def _steps_points(parts: Iterable[Score]) -> Decimal:
    total = _NOTHING
    for one in parts:
        total += one.points or _NOTHING
        if one.points != one.max_points:
            break
    return total


def _best(points: Iterable[Decimal], limit: int) -> Decimal:
    best = sorted(points, reverse=True)
    return sum(best[: limit or len(best)], _NOTHING)
