"""A question as its author meant it, before it has ids: what every importer makes of its format.

Rule: rich text in here is already sanitised; shares are fractions from -1 to 1; the order is the author's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from examserver.importers.question_texts import QuestionTexts
from examserver.scoring.keys import NumberKey, TextKey


@dataclass(frozen=True, slots=True)
class WeightedChoice:
    """A choice and what choosing it is worth. `body` is rich text, in a gap plain text."""

    body: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class ChoiceItem:
    """Choose one, or several. `shuffle` is asked for by the author or needed to hide the key."""

    stem: str
    points: Decimal
    choices: tuple[WeightedChoice, ...]
    several: bool
    shuffle: bool


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
    """Pairs to be found again."""

    stem: str
    points: Decimal
    pairs: tuple[MatchPair, ...]


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
class ClozeItem:
    """A text with gaps: the n-th gap stands in the stem as the picture `gap:gN`."""

    stem: str
    gaps: tuple[SelectGapItem | TypedGapItem, ...]


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


Item = (
    ChoiceItem | TrueFalseItem | ShortTextItem | NumberItem | MatchingItem | ClozeItem | EssayItem | InfoItem
)


@dataclass(frozen=True, slots=True)
class SectionStart:
    """From here on the questions belong to a section of this title."""

    title: str


class RawQuestion(Protocol):
    """One question of a file, found but not yet read. `place` is for people."""

    @property
    def place(self) -> str: ...

    def read(self, texts: QuestionTexts) -> Item:
        """Read the question; raises QuestionRefusedError where it cannot be taken."""
        ...


QuestionReader = Callable[[bytes], Sequence[RawQuestion | SectionStart]]
"""Finds the questions in a file; raises PaperFileError where the file is bad as a whole."""
