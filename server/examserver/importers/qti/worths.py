"""What answers are worth, as proved from an item's declarations and its response processing.

Rule: worths of one item add up to its points, unless it is joint. Shares are fractions of a worth's points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from examserver.scoring.keys import NumberKey, TextKey


@dataclass(frozen=True, slots=True)
class SharesWorth:
    """Each chosen value, or pair, adds its share; one that is not named adds `others`. Clipped to 0..1."""

    points: Decimal
    shares: Mapping[str, Decimal]
    others: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ExactWorth:
    """All or nothing: exactly these values, or pairs."""

    points: Decimal
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrderWorth:
    """One of these orders, all or nothing or by places as in `OrderKey`."""

    points: Decimal
    orders: tuple[tuple[str, ...], ...]
    by: Literal["exact", "position", "adjacent"] = "exact"


@dataclass(frozen=True, slots=True)
class TypedWorth:
    """A typed text or number by its key."""

    points: Decimal
    key: TextKey | NumberKey


Worth = SharesWorth | ExactWorth | OrderWorth | TypedWorth


@dataclass(frozen=True, slots=True)
class Scoring:
    """The proved worth of every response that is not OPEN, by its identifier.

    `joint`: points are given only where all responses are fully right; each worth carries its part of them.
    `steps`: the responses in the order in which each counts only where all before it are fully right.
    `notes` tell the person who imports what was understood in a way that the file does not spell out.
    """

    worths: Mapping[str, Worth]
    joint: bool = False
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class NotCarried:
    """The rule cannot be carried, so a person scores.

    `reason` is a sentence; `points` the most that the rule gives, None where that is not known.

    `code`: `SCORING_UNSUPPORTED`, or for an item that is wrong in itself `KEY_MISSING`, `KEY_INVALID`.
    """

    reason: str
    points: Decimal | None = None
    code: str = "SCORING_UNSUPPORTED"
