"""Bringing into order: orderInteraction."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import OrderingItem
from examserver.importers.qti.choosing import identified, right_words
from examserver.importers.qti.item_source import ItemSource, count
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import OrderWorth, Worth


@dataclass(frozen=True, slots=True)
class AskedOrder:
    """Bring bodies, which are rich text by identifier, into order."""

    space: AnswerSpace
    html: str
    answer: str
    bodies: Mapping[str, str]

    def item(self, stem: str, points: Decimal, worth: Worth | None) -> OrderingItem:
        """The question; its bodies stand in the first right order."""
        names = list(self.bodies)
        orders = worth.orders if isinstance(worth, OrderWorth) else (tuple(names),)
        first = orders[0]
        return OrderingItem(
            stem=stem,
            points=points,
            bodies=tuple(self.bodies[one] for one in first),
            by=worth.by if isinstance(worth, OrderWorth) else "exact",
            orders=tuple(tuple(first.index(one) for one in order) for order in orders[1:]),
        )


def read_order(element: etree._Element, source: ItemSource) -> AskedOrder:
    """An orderInteraction of all its choices; one of some of them is not taken."""
    bodies = identified(list(element.iterchildren("simpleChoice")), source)
    least, most = count(element.get("minChoices")), count(element.get("maxChoices"))
    if 0 < least < len(bodies) or 0 < most < len(bodies):
        raise QuestionRefusedError(
            "TYPE_UNSUPPORTED", "It asks to order some of its choices, not all, which is not taken."
        )
    response = element.get("responseIdentifier") or ""
    declared = source.declared(response)
    space = AnswerSpace(response=response, kind=SpaceKind.ORDER, values=tuple(bodies))
    return AskedOrder(space, source.prompt(element), right_words(declared.correct, bodies), bodies)
