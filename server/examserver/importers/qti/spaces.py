"""What a candidate can answer in an item's interactions: the ground on which a scoring rule is proved.

Rule: a space names values as response processing sees them. A pair is written as the directed pair of QTI,
first and second identifier with one space between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class SpaceKind(Enum):
    """How many values an answer has, and of what sort.

    ONE       one of `values`
    SOME      a set of `values`
    ORDER     all of `values` in an order
    PAIRS     a set of pairs, `values` first and `partners` second
    TEXT      any text
    NUMBER    any number
    OPEN      a long text, files or a drawing, which only a person can score: NULL to a rule
    """

    ONE = "one"
    SOME = "some"
    ORDER = "order"
    PAIRS = "pairs"
    TEXT = "text"
    NUMBER = "number"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class AnswerSpace:
    """Every answer to one response variable.

    `least` and `most` bound the number of values or pairs, 0 is no bound; `value_most` and `partner_most`
    bound the pairs that one identifier can be in, where it is named there with a number over 0. `low` and
    `high` bound a number.
    """

    response: str
    kind: SpaceKind
    values: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    value_most: Mapping[str, int] = field(default_factory=dict)
    partner_most: Mapping[str, int] = field(default_factory=dict)
    low: str = ""
    high: str = ""
    is_undirected: bool = False
