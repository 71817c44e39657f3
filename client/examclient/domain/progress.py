"""What is answered, what is not and what is flagged: the numbers on map, review page and confirmation."""

from dataclasses import dataclass

from examprotocol.merge import Answers
from examprotocol.paper import Paper, Question, answerable_questions, is_answered
from examprotocol.responses import is_empty


@dataclass(frozen=True, slots=True)
class Mark:
    """One number of the question map. `number` counts the answerable questions from 1."""

    question: str
    number: int
    answered: bool
    begun: bool
    flagged: bool


def marks_of(paper: Paper, answers: Answers) -> tuple[Mark, ...]:
    """The marks of all questions that take an answer, in the order of the paper."""
    return tuple(
        _mark(question, number, answers)
        for number, question in enumerate(answerable_questions(paper), start=1)
    )


def answered_count(paper: Paper, answers: Answers) -> int:
    """How many questions are wholly answered."""
    return sum(mark.answered for mark in marks_of(paper, answers))


def _mark(question: Question, number: int, answers: Answers) -> Mark:
    response = answers.response(question.id)
    answered = is_answered(question, response)
    begun = not answered and response is not None and not is_empty(response)
    return Mark(question.id, number, answered, begun, question.id in answers.flagged)
