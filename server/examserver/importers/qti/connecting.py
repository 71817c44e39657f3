"""Connecting some with some: matchInteraction, and associateInteraction for a person to score.

Rule: QTI limits the pairs of each choice, a paper those of a whole side; the wider limit is taken, and the
scoring is proved for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import LinksItem
from examserver.importers.qti.asked import UnfitWorthError
from examserver.importers.qti.choosing import identified, right_words
from examserver.importers.qti.item_source import ItemSource, count, flag
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import ExactWorth, SharesWorth, Worth

_ONE, _NONE = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class AskedLinks:
    """Connect left with right, both rich text by identifier. `is_turned`: left here is second in a pair."""

    space: AnswerSpace
    html: str
    answer: str
    left: Mapping[str, str]
    right: Mapping[str, str]
    left_max: int
    right_max: int
    for_each: bool
    is_turned: bool

    def item(self, stem: str, points: Decimal, worth: Worth | None) -> LinksItem:
        """The question."""
        return LinksItem(
            stem=stem,
            points=points,
            left=tuple(self.left.values()),
            right=tuple(self.right.values()),
            shares=self._shares(worth),
            left_max=_bound(self.left_max, len(self.right)),
            right_max=_bound(self.right_max, len(self.left)),
            others=worth.others if isinstance(worth, SharesWorth) else _NONE,
            exact=isinstance(worth, ExactWorth),
            for_each=self.for_each,
            either_way=self.space.is_undirected,
        )

    def _shares(self, worth: Worth | None) -> dict[tuple[int, int], Decimal]:
        if isinstance(worth, ExactWorth):
            shares: Mapping[str, Decimal] = dict.fromkeys(worth.right, _ONE)
        elif isinstance(worth, SharesWorth):
            shares = worth.shares
        else:
            return {}
        if any(abs(share) > 1 for share in shares.values()):
            raise UnfitWorthError("one pair counts for more than the whole question")
        lefts, rights = list(self.left), list(self.right)
        places = {}
        for pair, share in shares.items():
            first, _, second = pair.partition(" ")
            one, other = (second, first) if self.is_turned else (first, second)
            if one in self.left and other in self.right:
                places[lefts.index(one), rights.index(other)] = share
        return places


def read_match(element: etree._Element, source: ItemSource) -> AskedLinks:
    """A matchInteraction. The side whose choices are used once each is asked, where there is one."""
    sets = list(element.iterchildren("simpleMatchSet"))
    if len(sets) != 2:
        raise QuestionRefusedError("QTI_SYNTAX", "Its match has not exactly two sets of choices.")
    sides = [list(one.iterchildren("simpleAssociableChoice")) for one in sets]
    bodies = [identified(side, source) for side in sides]
    most = [_most_of(side, source) for side in sides]
    is_turned = most[0] != 1 and most[1] == 1
    declared = source.declared(element.get("responseIdentifier") or "")
    space = AnswerSpace(
        response=element.get("responseIdentifier") or "",
        kind=SpaceKind.PAIRS,
        values=tuple(bodies[0]),
        partners=tuple(bodies[1]),
        most=0,
        value_most=dict.fromkeys(bodies[0], most[0]),
        partner_most=dict.fromkeys(bodies[1], most[1]),
    )
    _check_total(element, most, bodies, source)
    left, right = (1, 0) if is_turned else (0, 1)
    return AskedLinks(
        space=space,
        html=source.prompt(element),
        answer=right_pairs(declared.correct, bodies[0] | bodies[1]),
        left=bodies[left],
        right=bodies[right],
        left_max=most[left],
        right_max=most[right],
        for_each=flag(element.get("shuffle")),
        is_turned=is_turned,
    )


def read_associate(element: etree._Element, source: ItemSource) -> AskedLinks:
    """An associateInteraction: one set on both sides."""
    choices = list(element.iterchildren("simpleAssociableChoice"))
    bodies = identified(choices, source)
    most = _most_of(choices, source)
    declared = source.declared(element.get("responseIdentifier") or "")
    space = AnswerSpace(
        response=element.get("responseIdentifier") or "",
        kind=SpaceKind.PAIRS,
        values=tuple(bodies),
        partners=tuple(bodies),
        is_undirected=True,
    )
    return AskedLinks(
        space=space,
        html=source.prompt(element),
        answer=right_pairs(declared.correct, bodies),
        left=bodies,
        right=bodies,
        left_max=most,
        right_max=most,
        for_each=flag(element.get("shuffle")),
        is_turned=False,
    )


def right_pairs(correct: tuple[str, ...], bodies: Mapping[str, str]) -> str:
    """The right pairs in the words that the candidate sees."""
    told = []
    for pair in correct:
        first, _, second = pair.partition(" ")
        told.append(f"{right_words((first,), bodies)} – {right_words((second,), bodies)}")
    return "; ".join(told)


def _most_of(side: list[etree._Element], source: ItemSource) -> int:
    """How many pairs one choice of this side can be in, 0 any number: the widest of all its choices."""
    limits = {count(choice.get("matchMax"), 1) for choice in side}
    if len(limits) > 1:
        source.texts.note(
            "MATCH_LIMITS", "Its choices may be used differently often; the widest limit is taken."
        )
    return 0 if 0 in limits else max(limits, default=0)


def _bound(most: int, others: int) -> int:
    """A limit that is none, because there are no more on the other side, is written as none."""
    return 0 if 1 < most >= others else most


def _check_total(
    element: etree._Element, most: list[int], bodies: list[dict[str, str]], source: ItemSource
) -> None:
    """A limit of all pairs together is only kept where the limits of the choices say the same."""
    total = count(element.get("maxAssociations"), 1)
    bound = min(
        (limit * len(side) for limit, side in zip(most, bodies, strict=True) if limit),
        default=len(bodies[0]) * len(bodies[1]),
    )
    if element.get("maxAssociations") and 0 < total < bound:
        source.texts.note("MATCH_LIMITS", "How many pairs can be made in all is not limited.")
