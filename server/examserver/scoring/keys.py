"""The answer keys: a file of their own, beside the paper, that no client ever gets.

Rule: a key names questions, choices and gaps by id; points are Decimals. Shares are fractions of the
question's points, from -1 to 1, as Moodle has them in percent.
"""

from decimal import Decimal

import msgspec


class _Key(msgspec.Struct, frozen=True, tag_field="mode"):
    """Base of all keys."""


class ChoiceKey(_Key, frozen=True, tag="choice"):
    """One choice counts: choice id to its share."""

    shares: dict[str, Decimal]


class ChoicesKey(_Key, frozen=True, tag="choices"):
    """Shares of the chosen ones are added, and clipped to 0..1: wrong ones have a negative share."""

    shares: dict[str, Decimal]


class AcceptedText(msgspec.Struct, frozen=True):
    """A text that counts; `*` stands for any characters, `\\*` for a star. Source: Moodle shortanswer."""

    pattern: str
    share: Decimal = Decimal(1)


class TextKey(_Key, frozen=True, tag="text"):
    """The first accepted text that fits counts. Unicode NFC, outer space cut, inner space folded."""

    accepted: tuple[AcceptedText, ...]
    case_matters: bool = False


class AcceptedNumber(msgspec.Struct, frozen=True):
    """A closed range of numbers that counts."""

    low: Decimal
    high: Decimal
    share: Decimal = Decimal(1)


class NumberKey(_Key, frozen=True, tag="number"):
    """The first range that holds the number counts."""

    accepted: tuple[AcceptedNumber, ...]


class PairsKey(_Key, frozen=True, tag="pairs"):
    """Each left id to the right ids that are correct; every pair has the same share."""

    correct: dict[str, tuple[str, ...]]


class GapsKey(_Key, frozen=True, tag="gaps"):
    """Each gap's own key; the points of a gap stand in the paper."""

    gaps: "dict[str, ChoiceKey | TextKey | NumberKey]"


class ManualKey(_Key, frozen=True, tag="manual"):
    """A person scores. `rubric` is rich text for the scorer."""

    rubric: str = ""


Key = ChoiceKey | ChoicesKey | TextKey | NumberKey | PairsKey | GapsKey | ManualKey


class AnswerKeys(msgspec.Struct, frozen=True):
    """The keys of one paper, question id to key. Info pages have none."""

    paper_id: str
    revision: int
    keys: dict[str, Key]
