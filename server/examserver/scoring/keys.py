"""The answer keys: a file of their own, beside the paper, that no client ever gets.

Rule: a key names questions, choices and gaps by id; points are Decimals. Shares are fractions of the
question's points, from -1 to 1, as Moodle has them in percent.
"""

from decimal import Decimal
from typing import Literal

import msgspec


class _Key(msgspec.Struct, frozen=True, tag_field="mode"):
    """Base of all keys."""


class ChoiceKey(_Key, frozen=True, tag="choice"):
    """One choice counts: choice id to its share."""

    shares: dict[str, Decimal]


class ChoicesKey(_Key, frozen=True, tag="choices"):
    """Shares of the chosen ones are added, and clipped to 0..1: wrong ones have a negative share.

    `exact`: all or nothing; exactly those with a positive share must be chosen.
    """

    shares: dict[str, Decimal]
    exact: bool = False


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
    """Each left id to the right ids that are correct; every pair has the same share.

    `exact`: all or nothing.
    """

    correct: dict[str, tuple[str, ...]]
    exact: bool = False


class LinkShare(msgspec.Struct, frozen=True):
    """What connecting these two is worth."""

    left: str
    right: str
    share: Decimal


class LinksKey(_Key, frozen=True, tag="links"):
    """Shares of the links are added, and clipped to 0..1; a link that is not named is worth `others`.

    `exact`: all or nothing; exactly the links with a positive share. `same`: (left id, right id) of what is
    one thing on both sides; then a link counts in either direction, and once. Source: QTI's associate.
    """

    shares: tuple[LinkShare, ...]
    others: Decimal = Decimal(0)
    exact: bool = False
    same: tuple[tuple[str, str], ...] = ()


class OrderKey(_Key, frozen=True, tag="order"):
    """Ids in a right order; there may be several of them, the best counts.

    `by`: `exact` all or nothing, `position` the share of items at their place, `adjacent` the share of
    neighbours that follow each other as they should. Source: Moodle's ordering, QTI's match_correct.
    """

    orders: tuple[tuple[str, ...], ...]
    by: Literal["exact", "position", "adjacent"] = "exact"


class GapsKey(_Key, frozen=True, tag="gaps"):
    """Each gap's own key; the points of a gap stand in the paper. A drag gap's is a ChoiceKey of pool ids.

    `exact`: all or nothing, over the question's points. `clipped`: wrong ones cost points, but the whole is
    never worth less than nothing. Source: the lower bound of QTI's mappings.
    """

    gaps: "dict[str, ChoiceKey | TextKey | NumberKey]"
    exact: bool = False
    clipped: bool = False


class JointKey(_Key, frozen=True, tag="joint"):
    """Under a composite's id: its points are given only where each of these parts gets all of its own."""

    parts: tuple[str, ...]


class StepsKey(_Key, frozen=True, tag="steps"):
    """Under a composite's id: a part's points count only where each part before it here gets all of its own.

    Source: the items in two parts of American state tests, a claim and then the evidence for it.
    """

    parts: tuple[str, ...]


class ManualKey(_Key, frozen=True, tag="manual"):
    """A person scores. `rubric` is rich text for the scorer."""

    rubric: str = ""


Key = (
    ChoiceKey
    | ChoicesKey
    | TextKey
    | NumberKey
    | PairsKey
    | LinksKey
    | OrderKey
    | GapsKey
    | JointKey
    | StepsKey
    | ManualKey
)


class AnswerKeys(msgspec.Struct, frozen=True):
    """The keys of one paper, question id to key. Info pages have none."""

    paper_id: str
    revision: int
    keys: dict[str, Key]
