"""A question as its author meant it, before it has ids: what every importer makes of its format.

Rule: rich text in here is already sanitised; shares are fractions from -1 to 1; the order is the author's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from examserver.importers.notes import Note
from examserver.importers.question_texts import QuestionTexts
from examserver.scoring.keys import NumberKey, TextKey


@dataclass(frozen=True, slots=True)
class WeightedChoice:
    """A choice and what choosing it is worth. `body` is rich text, in a gap plain text."""

    body: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class ChoiceItem:
    """Choose one, or several. `shuffle` is asked for by the author or needed to hide the key.

    `exact`: several are scored all or nothing. `for_each`: each candidate gets an order of their own;
    `fixed` are places of choices that keep theirs.
    """

    stem: str
    points: Decimal
    choices: tuple[WeightedChoice, ...]
    several: bool
    shuffle: bool
    exact: bool = False
    min_choices: int = 0
    max_choices: int = 0
    for_each: bool = False
    fixed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TrueFalseItem:
    """True or false."""

    stem: str
    points: Decimal
    is_true: bool


@dataclass(frozen=True, slots=True)
class ShortTextItem:
    """A typed word or sentence."""

    stem: str
    points: Decimal
    key: TextKey


@dataclass(frozen=True, slots=True)
class NumberItem:
    """A typed number. `unit` is plain text shown behind the field."""

    stem: str
    points: Decimal
    key: NumberKey
    unit: str = ""


@dataclass(frozen=True, slots=True)
class MatchPair:
    """What belongs together, as rich text; with an empty `left`, `right` only distracts."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class MatchingItem:
    """Pairs to be found again. `exact`: scored all or nothing."""

    stem: str
    points: Decimal
    pairs: tuple[MatchPair, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class LinksItem:
    """Connect some on the left with some on the right, both as rich text.

    `shares` names places (left, right), counted from 0. `left_max` and `right_max` as in `paper.Matching`.
    `either_way`: both sides are the same things in the same order, and a link counts in either direction.
    """

    stem: str
    points: Decimal
    left: tuple[str, ...]
    right: tuple[str, ...]
    shares: Mapping[tuple[int, int], Decimal]
    left_max: int = 0
    right_max: int = 0
    others: Decimal = Decimal(0)
    exact: bool = False
    for_each: bool = False
    either_way: bool = False


@dataclass(frozen=True, slots=True)
class OrderingItem:
    """Bring into order. `bodies` are rich text in a right order; `orders` are further ones, as places."""

    stem: str
    points: Decimal
    bodies: tuple[str, ...]
    by: Literal["exact", "position", "adjacent"] = "exact"
    orders: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FileItem:
    """Hand in files, for a person to score."""

    stem: str
    points: Decimal
    max_files: int = 1
    max_bytes: int = 20 * 2**20
    types: tuple[str, ...] = ()
    rubric: str = ""


@dataclass(frozen=True, slots=True)
class SelectGapItem:
    """A gap filled from a list."""

    points: Decimal
    choices: tuple[WeightedChoice, ...]
    shuffle: bool


@dataclass(frozen=True, slots=True)
class TypedGapItem:
    """A gap for a text or a number, by its key."""

    points: Decimal
    key: TextKey | NumberKey


@dataclass(frozen=True, slots=True)
class PoolItem:
    """What can be put into drag gaps, as rich text; `uses` 0 is any number of times."""

    body: str
    uses: int = 1


@dataclass(frozen=True, slots=True)
class DragGapItem:
    """A gap filled from the pool: the place in the pool, counted from 0, to its share."""

    points: Decimal
    shares: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class ClozeItem:
    """A text with gaps: the n-th gap stands in the stem as the picture `gap:gN`.

    Drag gaps are filled from `pool`. `exact`: the whole is scored all or nothing; `clipped`: shares below 0
    never make the whole worth less than nothing.
    """

    stem: str
    gaps: tuple[SelectGapItem | TypedGapItem | DragGapItem, ...]
    pool: tuple[PoolItem, ...] = ()
    exact: bool = False
    for_each: bool = False
    clipped: bool = False


@dataclass(frozen=True, slots=True)
class EssayItem:
    """A long text for a person to score. `rubric` is rich text that no candidate sees."""

    stem: str
    points: Decimal
    lines: int
    min_words: int = 0
    max_words: int = 0
    template: str = ""
    rubric: str = ""


@dataclass(frozen=True, slots=True)
class InfoItem:
    """Only to read."""

    stem: str


PlainItem = (
    ChoiceItem
    | TrueFalseItem
    | ShortTextItem
    | NumberItem
    | MatchingItem
    | LinksItem
    | OrderingItem
    | ClozeItem
    | EssayItem
    | FileItem
    | InfoItem
)


@dataclass(frozen=True, slots=True)
class ByHandItem:
    """A question that a person scores, since its own rule cannot be carried. `rubric` is rich text."""

    item: PlainItem
    rubric: str = ""


@dataclass(frozen=True, slots=True)
class SoundItem:
    """A sound to play; `asset` is its id, as QuestionTexts gave it. The rest as in `paper_parts.Media`."""

    asset: str
    title: str = ""
    max_plays: int = 0
    may_seek: bool = True
    may_pause: bool = True


@dataclass(frozen=True, slots=True)
class MaterialItem:
    """A passage that belongs to a question. Equal `key`s are one material of the paper, from the first."""

    key: str
    title: str = ""
    body: str = ""
    sounds: tuple[SoundItem, ...] = ()


@dataclass(frozen=True, slots=True)
class AccompaniedItem:
    """A question with what is shown or played beside it."""

    item: "PlainItem | ByHandItem | CompositeItem"
    materials: tuple[MaterialItem, ...] = ()
    sounds: tuple[SoundItem, ...] = ()


@dataclass(frozen=True, slots=True)
class CompositeItem:
    """A passage with questions of its own. `joint`: it gives `points` only where all parts are right.

    `steps`: places among the parts that ask, from 0; each counts only where those before it here are right.
    """

    stem: str
    parts: "tuple[PlainItem | ByHandItem | AccompaniedItem, ...]"
    answer_limit: int = 0
    joint: Decimal | None = None
    steps: tuple[int, ...] = ()


Item = PlainItem | ByHandItem | AccompaniedItem | CompositeItem


@dataclass(frozen=True, slots=True)
class SectionStart:
    """From here on the questions belong to a section of this title. The rest as in `paper.Section`."""

    title: str
    instructions: str = ""
    shuffle: bool = False
    select: int = 0
    answer_limit: int = 0


@dataclass(frozen=True, slots=True)
class PaperStart:
    """What a file says of the whole paper, before its first section; empty where it says nothing.

    `language` is a BCP 47 tag, `instructions` rich text without pictures.
    """

    title: str = ""
    language: str = ""
    instructions: str = ""
    notes: tuple[Note, ...] = ()


class RawQuestion(Protocol):
    """One question of a file, found but not yet read. `place` is for people."""

    @property
    def place(self) -> str: ...

    def read(self, texts: QuestionTexts) -> Item:
        """Read the question; raises QuestionRefusedError where it cannot be taken."""
        ...


QuestionReader = Callable[[bytes], Sequence[RawQuestion | SectionStart | PaperStart]]
"""Finds the questions in a file; raises PaperFileError where the file is bad as a whole."""
