"""What the screen shows in the middle of an exam: half of the questions answered, every tenth flagged."""

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, Lights, LocalSaving
from examclient.domain.unsaved import NOT_YET
from examprotocol.merge import Answers, Current
from examprotocol.messages import Candidate, Exam
from examprotocol.paper import (
    Cloze,
    Essay,
    Matching,
    Multiple,
    Number,
    Paper,
    Question,
    ShortText,
    Single,
    TrueFalse,
    questions_of,
)
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    PairsResponse,
    Response,
    TextResponse,
)

NOON = 1_767_240_000_000
HOUR = 3_600_000
ESSAY = "图中各季度的数量先增加后减少，这与当年的生产计划有关。" * 20


def exam_state(paper: Paper, *, is_begun: bool = True) -> ExamState:
    """Answering, an hour before the end, at the first question; with no answer yet where it is not begun."""
    questions = questions_of(paper)
    return ExamState(
        phase=Phase.ANSWERING,
        now=NOON,
        candidate=Candidate("张三", "2023010417", "3301**********1234", "12"),
        exam=Exam("exam", paper.title, "考点", NOON - HOUR, NOON - HOUR, NOON + HOUR),
        paper=paper,
        current=questions[0].id,
        answers=_answers(questions) if is_begun else Answers(),
        lights=Lights(LocalSaving.SAVED, NOON - 2_000, NOON - 1_000),
    )


def _answers(questions: tuple[Question, ...]) -> Answers:
    answered = questions[: len(questions) // 2]
    responses = {question.id: _response(question) for question in answered}
    current = {name: Current(response, NOT_YET) for name, response in responses.items() if response}
    return Answers(current, frozenset(question.id for question in questions[::10]))


def _response(question: Question) -> Response | None:  # noqa: PLR0911 - one line for each kind
    match question:
        case Single(choices=choices):
            return ChoiceResponse(choices[1].id)
        case TrueFalse():
            return ChoiceResponse("true")
        case Multiple(choices=choices):
            return ChoicesResponse((choices[0].id, choices[2].id))
        case Cloze(gaps=gaps):
            return GapsResponse({gaps[-1].id: "1200"})
        case Matching(left=left, right=right):
            return PairsResponse({item.id: right[0].id for item in left})
        case ShortText() | Number():
            return TextResponse("1200")
        case Essay():
            return TextResponse(ESSAY)
        case _:
            return None
