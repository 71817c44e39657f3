"""The paper as a candidate may see it: no key, no scorer's note, no feedback.

Rule: questions, choices and gaps are named by stable ids; nothing refers to a position. Rich text is the
subset of `richtext`; pictures in it are `<img src="asset:SHA256">`, gaps `<img src="gap:ID">`.
"""

from decimal import Decimal

import msgspec

from examprotocol.responses import GapsResponse, PairsResponse, Response, TextResponse, is_empty

FORMAT_VERSION = 1
TRUE, FALSE = "true", "false"


class Asset(msgspec.Struct, frozen=True):
    """A picture of the paper.

    `asset_id` is the SHA-256 of the plain bytes (64 hex digits), `part` that of its encrypted part in the
    bundle; sizes in pixels.
    """

    asset_id: str
    part: str
    media_type: str
    width: int
    height: int


class Choice(msgspec.Struct, frozen=True):
    """One choice, or one side of a matching pair. `body` is rich text."""

    id: str
    body: str


class TextGap(msgspec.Struct, frozen=True, tag_field="kind", tag="text"):
    """A gap for a word or a short text. `width` is a hint in characters."""

    id: str
    points: Decimal
    width: int = 12


class NumberGap(msgspec.Struct, frozen=True, tag_field="kind", tag="number"):
    """A gap for a number, kept as typed."""

    id: str
    points: Decimal
    width: int = 8


class SelectGap(msgspec.Struct, frozen=True, tag_field="kind", tag="select"):
    """A gap filled from a list. The choices' bodies are plain text."""

    id: str
    points: Decimal
    choices: tuple[Choice, ...]


Gap = TextGap | NumberGap | SelectGap


class _Question(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """What every question has. `stem` is rich text, `points` the most that it can give."""

    id: str
    stem: str
    points: Decimal


class Single(_Question, frozen=True, tag="single", kw_only=True):
    """Choose one."""

    choices: tuple[Choice, ...]


class Multiple(_Question, frozen=True, tag="multiple", kw_only=True):
    """Choose any number."""

    choices: tuple[Choice, ...]


class TrueFalse(_Question, frozen=True, tag="truefalse", kw_only=True):
    """True or false; the client supplies the words."""


class Cloze(_Question, frozen=True, tag="cloze", kw_only=True):
    """A text with gaps; each gap stands in the stem once, as `<img src="gap:ID">`."""

    gaps: tuple[Gap, ...]


class Matching(_Question, frozen=True, tag="matching", kw_only=True):
    """For each on the left choose one on the right; one on the right may serve several."""

    left: tuple[Choice, ...]
    right: tuple[Choice, ...]


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


class Info(_Question, frozen=True, tag="info", kw_only=True):
    """Only to read."""


Question = Single | Multiple | TrueFalse | Cloze | Matching | ShortText | Number | Essay | Info


class Section(msgspec.Struct, frozen=True):
    """A part of the paper with a title of its own; `instructions` is rich text."""

    id: str
    title: str
    questions: tuple[Question, ...]
    instructions: str = ""


class Paper(msgspec.Struct, frozen=True):
    """A whole paper. `lang` is a BCP 47 tag, `instructions` rich text."""

    paper_id: str
    revision: int
    title: str
    lang: str
    sections: tuple[Section, ...]
    instructions: str = ""
    assets: tuple[Asset, ...] = ()
    format: int = FORMAT_VERSION


def questions_of(paper: Paper) -> tuple[Question, ...]:
    """All questions in the order of the paper, info pages too."""
    return tuple(question for section in paper.sections for question in section.questions)


def answerable_questions(paper: Paper) -> tuple[Question, ...]:
    """The questions that take an answer; the n-th of them is shown as number n."""
    return tuple(question for question in questions_of(paper) if not isinstance(question, Info))


def total_points(paper: Paper) -> Decimal:
    """The most points that the paper can give."""
    return sum((question.points for question in answerable_questions(paper)), Decimal(0))


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
