"""A test's weight of an item: its points multiplied.

Rule: points have at most four places; a weight that needs more refuses the item, and does not round it.
"""

from dataclasses import replace
from decimal import Decimal

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import AccompaniedItem, ByHandItem, ClozeItem, CompositeItem, InfoItem, Item

_PLACES = Decimal("0.0001")


def weighted(item: Item, weight: Decimal) -> Item:
    """The item with all its points multiplied; raises QuestionRefusedError."""
    match item:
        case InfoItem():
            return item
        case AccompaniedItem() | ByHandItem():
            return replace(item, item=weighted(item.item, weight))  # type: ignore[arg-type] # its own kind
        case CompositeItem():
            parts = tuple(weighted(part, weight) for part in item.parts)
            joint = None if item.joint is None else _times(item.joint, weight)
            return replace(item, parts=parts, joint=joint)  # type: ignore[arg-type] # their own kinds
        case ClozeItem():
            return replace(
                item, gaps=tuple(replace(gap, points=_times(gap.points, weight)) for gap in item.gaps)
            )
        case _:
            return replace(item, points=_times(item.points, weight))


def _times(points: Decimal, weight: Decimal) -> Decimal:
    product = points * weight
    if product < 0 or product != product.quantize(_PLACES):
        raise QuestionRefusedError("SCORE_INVALID", f"Its weight {weight} gives no number of points.")
    plain = product.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
