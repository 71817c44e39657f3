"""The paper as a candidate may see it: no key, no scorer's note, no feedback.

Rule: questions, choices and gaps are named by stable ids; nothing refers to a position. Rich text is the
subset of `richtext`; pictures in it are `<img src="asset:SHA256">`, formulas `<img src="formula:ID">`, gaps
`<img src="gap:ID">`.
"""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from examprotocol.paper_parts import Asset, Choice, Formula, Gap, Material, Media, PoolChoice
from examprotocol.responses import GapsResponse, PairsResponse, Response, TextResponse, is_empty

FORMAT_VERSION = 1
TRUE, FALSE = "true", "false"


class _Question(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """What every question has. `stem` is rich text, `points` the most that it can give.

    `materials` are ids of the paper's materials, shown beside or above; `media` plays above the stem.
    `shuffle`: each candidate's form has an order of its own of what can be chosen (`form`).
    """

    id: str
    stem: str
    points: Decimal
    materials: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    shuffle: bool = False


class Single(_Question, frozen=True, tag="single", kw_only=True):
    """Choose one."""

    choices: tuple[Choice, ...]


class Multiple(_Question, frozen=True, tag="multiple", kw_only=True):
    """Choose several: at least `min_choices`, at most `max_choices`; 0 is no limit."""

    choices: tuple[Choice, ...]
    min_choices: int = 0
    max_choices: int = 0


class TrueFalse(_Question, frozen=True, tag="truefalse", kw_only=True):
    """True or false; the client supplies the words."""


class Cloze(_Question, frozen=True, tag="cloze", kw_only=True):
    """A text with gaps; each gap stands in the stem once, as `<img src="gap:ID">`. Drag gaps share `pool`."""

    gaps: tuple[Gap, ...]
    pool: tuple[PoolChoice, ...] = ()


class Matching(_Question, frozen=True, tag="matching", kw_only=True):
    """Choose on the right for each on the left.

    `left_max` is how many one on the left may have: with 1 the answer is a PairsResponse, else (0 is any
    number) a LinksResponse. `right_max` is how many one on the right may serve, 0 any number.
    """

    left: tuple[Choice, ...]
    right: tuple[Choice, ...]
    left_max: int = 1
    right_max: int = 0


class Ordering(_Question, frozen=True, tag="ordering", kw_only=True):
    """Bring the choices into their order."""

    choices: tuple[Choice, ...]


class ShortText(_Question, frozen=True, tag="short", kw_only=True):
    """A word or a sentence. `max_chars` counts Unicode code points."""

    max_chars: int = 500


class Number(_Question, frozen=True, tag="number", kw_only=True):
    """A number, kept as typed. `unit` is plain text shown behind the field."""

    unit: str = ""


class Essay(_Question, frozen=True, tag="essay", kw_only=True):
    """A long plain text. `lines` is the height of the field; word limits are advice, 0 is none."""

    lines: int = 12
    min_words: int = 0
    max_words: int = 0
    template: str = ""


class FileUpload(_Question, frozen=True, tag="file", kw_only=True):
    """Hand in files: at most `max_files` of at most `max_bytes` each; `types` are endings (`.pdf`)."""

    max_files: int = 1
    max_bytes: int = 20 * 2**20
    types: tuple[str, ...] = ()


class Info(_Question, frozen=True, tag="info", kw_only=True):
    """Only to read."""


Part = (
    Single
    | Multiple
    | TrueFalse
    | Cloze
    | Matching
    | Ordering
    | ShortText
    | Number
    | Essay
    | FileUpload
    | Info
)


class Composite(_Question, frozen=True, tag="composite", kw_only=True):
    """A passage or recording with questions of its own, shown on one page.

    Each part is answered under its own id; `points` is what the parts can give together. `answer_limit`: only
    the best n parts count, 0 all of them.
    """

    parts: tuple[Part, ...]
    answer_limit: int = 0


Question = Part | Composite


class Section(msgspec.Struct, frozen=True):
    """A part of the paper with a title of its own; `instructions` is rich text.

    `shuffle` and `select` (so many of its questions, 0 all): each candidate's form differs (`form`).
    `answer_limit`: only the best n questions count, 0 all of them.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    instructions: str = ""
    shuffle: bool = False
    select: int = 0
    answer_limit: int = 0


class Paper(msgspec.Struct, frozen=True):
    """A whole paper. `lang` is a BCP 47 tag, `instructions` rich text.

    `fonts` are assets: characters of the paper that the bundled fonts lack.
    """

    paper_id: str
    revision: int
    title: str
    lang: str
    sections: tuple[Section, ...]
    instructions: str = ""
    assets: tuple[Asset, ...] = ()
    materials: tuple[Material, ...] = ()
    formulas: tuple[Formula, ...] = ()
    fonts: tuple[str, ...] = ()
    format: int = FORMAT_VERSION


def questions_of(paper: Paper) -> tuple[Question, ...]:
    """What has a page of its own, in the order of the paper: a composite is one, info pages too."""
    return tuple(question for section in paper.sections for question in section.questions)


def parts_of(question: Question) -> tuple[Part, ...]:
    """The parts of a composite, or the question itself."""
    return question.parts if isinstance(question, Composite) else (question,)


def answerable_parts(questions: Iterable[Question]) -> tuple[Part, ...]:
    """What takes an answer among these questions, parts of composites one by one."""
    parts = (part for question in questions for part in parts_of(question))
    return tuple(part for part in parts if not isinstance(part, Info))


def answerable_questions(paper: Paper) -> tuple[Part, ...]:
    """What takes an answer under an id of its own; the n-th of them is shown as number n."""
    return answerable_parts(questions_of(paper))


def page_of(paper: Paper, question_id: str) -> Question | None:
    """The question that is shown where this one, perhaps a part, is answered; None for an unknown id."""
    return next(
        (
            question
            for question in questions_of(paper)
            if question.id == question_id or any(part.id == question_id for part in parts_of(question))
        ),
        None,
    )


def total_points(paper: Paper) -> Decimal:
    """The most points that the paper can give."""
    return sum((section_points(section) for section in paper.sections), Decimal(0))


def section_points(section: Section) -> Decimal:
    """The most points that a section can give: of the best questions, where only some are asked or count."""
    points = sorted(
        (question.points for question in section.questions if not isinstance(question, Info)), reverse=True
    )
    limits = [limit for limit in (section.select, section.answer_limit) if limit]
    return sum(points[: min(limits, default=len(points))], Decimal(0))


def is_answered(question: Question, response: Response | None) -> bool:
    """Whether every part of the question has an answer: each gap, each pair; a template alone is none."""
    if response is None or is_empty(response):
        return False
    match question, response:
        case Cloze(gaps=gaps), GapsResponse(gaps=filled):
            return all(filled.get(gap.id, "").strip() for gap in gaps)
        case Matching(left=left), PairsResponse(pairs=pairs):
            return all(pairs.get(item.id) for item in left)
        case Essay(template=template), TextResponse(text=text):
            return text.strip() != template.strip()
        case _:
            return True
