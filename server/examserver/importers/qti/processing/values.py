"""The values that response processing works with: a cardinality, a base type, and what is in it.

Rule: NULL is None, and an empty container or text is NULL too. Numbers are Decimals. A pair is written as two
identifiers with a space between them, an undirected one with the smaller first. Source: QTI 2.2, section 5.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from examserver.importers.errors import RuleError

Item = str | bool | Decimal
NUMBERS = ("integer", "float")
_MOST_DIGITS = 15
_TYPES = frozenset("identifier boolean integer float string pair directedPair uri intOrIdentifier".split())


@dataclass(frozen=True, slots=True)
class Value:
    """What is not NULL. `items` of a single value is one; those of an ordered one keep their order."""

    cardinality: str
    base_type: str
    items: tuple[Item, ...]

    @property
    def item(self) -> Item:
        """The one item of a single value."""
        return self.items[0]


def container(cardinality: str, base_type: str, items: Iterable[Item]) -> Value | None:
    """A container of these; NULL where there are none."""
    kept = tuple(items)
    return Value(cardinality, base_type, kept) if kept else None


def text(value: str) -> Value | None:
    """A text; an empty one is NULL."""
    return Value("single", "string", (value,)) if value else None


def number(value: Decimal, base_type: str = "float") -> Value:
    """A number. What is no number in the end (a division by 0) is the caller's NULL."""
    return Value("single", base_type, (value,))


def truth(value: bool) -> Value:
    """True or false."""
    return Value("single", "boolean", (value,))


def parsed(base_type: str, written: str) -> Item:
    """An item as a file writes it; raises RuleError where it is none of its type."""
    if base_type not in _TYPES:
        raise RuleError(f"values of the type “{base_type}” cannot be compared")
    plain = written if base_type == "string" else written.strip()
    if base_type == "boolean":
        return _boolean(plain)
    if base_type in NUMBERS:
        return number_of(plain)
    if base_type in ("pair", "directedPair"):
        return _pair(plain, is_directed=base_type == "directedPair")
    return plain


def number_of(written: str) -> Decimal:
    """A finite number of a size that points and measures have; raises RuleError."""
    try:
        found = Decimal(written.strip())
    except InvalidOperation as error:
        raise RuleError(f"“{written[:40]}” is no number") from error
    if not found.is_finite() or abs(found.adjusted()) > _MOST_DIGITS or len(written) > 2 * _MOST_DIGITS:
        raise RuleError(f"“{written[:40]}” is no number that can be reckoned with")
    return found


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two values that are not NULL are equal: order counts in ordered ones alone.

    Where any of several is right one of them is enough.
    """
    if one is None or other is None:
        return False
    if "any" in (one.cardinality, other.cardinality):
        return bool({*one.items} & {*other.items})
    if one.cardinality == "multiple" or other.cardinality == "multiple":
        return Counter(one.items) == Counter(other.items)
    return one.items == other.items


def _boolean(plain: str) -> bool:
    if plain.casefold() not in ("true", "false", "1", "0"):
        raise RuleError(f"“{plain[:40]}” is neither true nor false")
    return plain.casefold() in ("true", "1")


def _pair(plain: str, *, is_directed: bool) -> str:
    ends = plain.split()
    if len(ends) != 2:
        raise RuleError(f"“{plain[:40]}” is no pair of two identifiers")
    return " ".join(ends if is_directed else sorted(ends))
