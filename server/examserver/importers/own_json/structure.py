"""Our own JSON: what an author, or another program, writes to say a paper in full.

Rule: every text is HTML of the author's (or plain text, where the file says so) and is sanitised like any
other; a field that is not known is an error, so that a slip of the pen is never a rule that is not kept.
Documented in docs/papers.md.
"""

from decimal import Decimal
from typing import Literal

import msgspec

FORMAT = "examclient-paper"
VERSION = 1


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all: no field beside those that are named."""


class SoundText(_Strict, frozen=True, kw_only=True):
    """A sound. `plays` 0 is any number of times."""

    file: str
    title: str = ""
    plays: int = 0
    seek: bool = True
    pause: bool = True


class MaterialText(_Strict, frozen=True, kw_only=True):
    """A passage that questions name by `id`."""

    id: str
    title: str = ""
    text: str = ""
    sounds: tuple[SoundText, ...] = ()


class ChoiceText(_Strict, frozen=True, kw_only=True):
    """A choice. `right` is short for a share; `share` is what it is worth, from -1 to 1."""

    text: str
    right: bool = False
    share: Decimal | None = None
    fixed: bool = False


class AcceptedWords(_Strict, frozen=True, kw_only=True):
    """A text that counts; `*` stands for any characters."""

    text: str
    share: Decimal = Decimal(1)


class AcceptedValue(_Strict, frozen=True, kw_only=True):
    """A number that counts: `value` with a `tolerance`, or a range from `low` to `high`."""

    value: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None
    share: Decimal = Decimal(1)


class GapText(_Strict, frozen=True, kw_only=True):
    """A gap, by the one of these that it has: choices, texts, numbers, or what of the pool is right."""

    points: Decimal = Decimal(1)
    choices: tuple[str | ChoiceText, ...] = ()
    shuffle: bool = False
    accept: tuple[str | AcceptedWords, ...] = ()
    case: bool = False
    numbers: tuple[Decimal | AcceptedValue, ...] = ()
    pool: tuple[str, ...] = ()


class PoolText(_Strict, frozen=True, kw_only=True):
    """What can be put into gaps; `uses` 0 is any number of times."""

    id: str
    text: str
    uses: int = 1


class SideText(_Strict, frozen=True, kw_only=True):
    """One thing on the left or on the right of a matching question."""

    id: str
    text: str


class LinkText(_Strict, frozen=True, kw_only=True):
    """A connection that counts. Without a share all right ones are worth the same."""

    left: str
    right: str
    share: Decimal | None = None


class _QuestionText(_Strict, frozen=True, kw_only=True, tag_field="type"):
    """What every question has. `by_hand`: people score it, by the `rubric`; it needs no key then."""

    text: str = ""
    points: Decimal = Decimal(1)
    materials: tuple[str, ...] = ()
    sounds: tuple[SoundText, ...] = ()
    by_hand: bool = False
    rubric: str = ""


class SingleText(_QuestionText, frozen=True, kw_only=True, tag="single"):
    """Choose one. `shuffle`: each candidate has an order of their own."""

    choices: tuple[str | ChoiceText, ...]
    shuffle: bool = False


class MultipleText(_QuestionText, frozen=True, kw_only=True, tag="multiple"):
    """Choose several. `exact`: all points or none."""

    choices: tuple[str | ChoiceText, ...]
    shuffle: bool = False
    min: int = 0
    max: int = 0
    exact: bool = False


class TrueFalseText(_QuestionText, frozen=True, kw_only=True, tag="truefalse"):
    """True or false."""

    answer: bool


class ClozeText(_QuestionText, frozen=True, kw_only=True, tag="cloze"):
    """A text with gaps: `[[name]]` in the text is the gap of that name. Its points are the gaps'."""

    gaps: dict[str, GapText]
    pool: tuple[PoolText, ...] = ()
    shuffle: bool = False
    exact: bool = False


class MatchingText(_QuestionText, frozen=True, kw_only=True, tag="matching"):
    """Connect left and right. `links` are the right ones, as pairs of ids or with a share."""

    left: tuple[SideText, ...]
    right: tuple[SideText, ...]
    links: tuple[tuple[str, str] | LinkText, ...] = ()
    left_max: int = 1
    right_max: int = 0
    shuffle: bool = False
    exact: bool = False


class OrderingText(_QuestionText, frozen=True, kw_only=True, tag="ordering"):
    """Bring into order; `items` stand in a right one."""

    items: tuple[str, ...]
    by: Literal["exact", "position", "adjacent"] = "exact"


class ShortTextText(_QuestionText, frozen=True, kw_only=True, tag="short"):
    """A word or a sentence."""

    accept: tuple[str | AcceptedWords, ...] = ()
    case: bool = False


class NumberText(_QuestionText, frozen=True, kw_only=True, tag="number"):
    """A number."""

    accept: tuple[Decimal | AcceptedValue, ...] = ()
    unit: str = ""


class EssayText(_QuestionText, frozen=True, kw_only=True, tag="essay"):
    """A long text; people always score it."""

    lines: int = 12
    min_words: int = 0
    max_words: int = 0
    template: str = ""


class FileText(_QuestionText, frozen=True, kw_only=True, tag="file"):
    """Files to hand in; people always score it. `types` are endings (`.pdf`)."""

    max_files: int = 1
    max_bytes: int = 20 * 2**20
    types: tuple[str, ...] = ()


class InfoText(_QuestionText, frozen=True, kw_only=True, tag="info"):
    """Only to read."""


PartText = (
    SingleText
    | MultipleText
    | TrueFalseText
    | ClozeText
    | MatchingText
    | OrderingText
    | ShortTextText
    | NumberText
    | EssayText
    | FileText
    | InfoText
)


class CompositeText(_QuestionText, frozen=True, kw_only=True, tag="composite"):
    """A passage with questions of its own. `joint`: `points` are given only where all parts are right.

    `steps`: each part counts only where all before it are right.
    """

    parts: tuple[PartText, ...]
    answer_limit: int = 0
    joint: bool = False
    steps: bool = False


AnyQuestionText = PartText | CompositeText


class SectionText(_Strict, frozen=True, kw_only=True):
    """A section. Each of its questions is read for itself, so that one bad one stops no other."""

    questions: tuple[msgspec.Raw, ...]
    title: str = ""
    instructions: str = ""
    shuffle: bool = False
    select: int = 0
    answer_limit: int = 0


class PaperText(_Strict, frozen=True, kw_only=True):
    """The whole file. `text_format` says how all texts are written; `files` are embedded, as base64."""

    format: Literal["examclient-paper"]
    version: Literal[1]
    sections: tuple[SectionText, ...]
    title: str = ""
    language: str = ""
    text_format: Literal["html", "plain", "markdown"] = "html"
    instructions: str = ""
    materials: tuple[MaterialText, ...] = ()
    files: dict[str, str] = {}
