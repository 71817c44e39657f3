"""Things to connect or to order that read the same: nobody can tell which of them was meant.

Rule: either of two equal texts counts for the other; where no key can say that, the question is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations, product
from math import factorial, prod

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import LinksItem

_MOST_ORDERS = 720
_ZERO = Decimal(0)


def in_any_equal_order(
    bodies: Sequence[str], further: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, ...], ...]:
    """The right orders as places: the author's, the further ones, and each with equal texts exchanged."""
    groups = [places for places in _places(bodies).values() if len(places) > 1]
    author = tuple(range(len(bodies)))
    if prod(factorial(len(places)) for places in groups) * (len(further) + 1) > _MOST_ORDERS:
        raise QuestionRefusedError("CHOICE_EQUAL", "Too many things that are to be ordered read the same.")
    found = (
        tuple(exchange.get(place, place) for place in order)
        for order in (author, *further)
        for exchange in _exchanges(groups)
    )
    return tuple(dict.fromkeys(found))


def worth_by_text(item: LinksItem) -> Mapping[tuple[int, int], Decimal]:
    """What each link is worth, the same with every right side that reads the same."""
    groups = [places for places in _places(item.right).values() if len(places) > 1]
    worth = dict(item.shares)
    for left, places in product(range(len(item.left)), groups):
        each = {item.shares.get((left, place), _default(item)) for place in places}
        if len(each) == 1:
            continue
        if item.exact or item.left_max != 1:
            raise QuestionRefusedError(
                "CHOICE_EQUAL", "Two things that are to be connected read the same, and one of them is right."
            )
        worth |= {(left, place): max(each) for place in places}
    return worth


def _default(item: LinksItem) -> Decimal:
    return _ZERO if item.exact else item.others


def _places(bodies: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, body in enumerate(bodies):
        places.setdefault(body, []).append(place)
    return places


def _exchanges(groups: Sequence[Sequence[int]]) -> Iterator[dict[int, int]]:
    """Every way in which equal ones can stand for each other, the author's first."""
    for chosen in product(*(permutations(places) for places in groups)):
        yield {
            place: other
            for places, others in zip(groups, chosen, strict=True)
            for place, other in zip(places, others, strict=True)
        }
