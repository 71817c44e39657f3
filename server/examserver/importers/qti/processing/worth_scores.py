"""What the service's own scoring gives for an answer by a worth: nothing is proved by a second opinion of it.

Rule: the key is the one that the builder makes, and the points are those that `scoring.score` gives.
"""

from collections.abc import Callable
from decimal import Decimal

from examprotocol.paper import Matching, Multiple, Number, Ordering, Question, ShortText, Single
from examprotocol.paper_parts import Choice
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    LinksResponse,
    OrderResponse,
    Response,
    TextResponse,
)
from examserver.importers.qti.processing.answers import Answer, pairs_of
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import ExactWorth, OrderWorth, SharesWorth, TypedWorth, Worth
from examserver.scoring.keys import ChoiceKey, ChoicesKey, Key, LinkShare, LinksKey, OrderKey
from examserver.scoring.score import score

WorthScore = Callable[[Answer], Decimal]
_ONE = Decimal(1)


def worth_score(space: AnswerSpace, worth: Worth) -> WorthScore:
    """The points of an answer by this worth."""
    question, key = _question(space, worth), _key(space, worth)
    respond = _RESPONSES[space.kind]

    def points(answer: Answer) -> Decimal:
        found = score(question, key, respond(answer)).points if answer else None
        return found or Decimal(0)

    return points


def _question(space: AnswerSpace, worth: Worth) -> Question:
    points = worth.points
    choices = tuple(Choice(value, value) for value in space.values)
    match space.kind:
        case SpaceKind.ONE:
            return Single(id="q", stem="", points=points, choices=choices)
        case SpaceKind.SOME:
            return Multiple(id="q", stem="", points=points, choices=choices)
        case SpaceKind.ORDER:
            return Ordering(id="q", stem="", points=points, choices=choices)
        case SpaceKind.PAIRS:
            right = tuple(Choice(value, value) for value in space.partners)
            return Matching(id="q", stem="", points=points, left=choices, right=right, left_max=0)
        case SpaceKind.NUMBER:
            return Number(id="q", stem="", points=points)
        case _:
            return ShortText(id="q", stem="", points=points)


def _key(space: AnswerSpace, worth: Worth) -> Key:
    if isinstance(worth, TypedWorth):
        return worth.key
    if isinstance(worth, OrderWorth):
        return OrderKey(worth.orders, worth.by)
    exact = isinstance(worth, ExactWorth)
    if space.kind is SpaceKind.PAIRS:
        shares = {one: share_of(worth, one) for one in pairs_of(space)}
        ends = {one: one.split() for one in shares}
        links = tuple(LinkShare(ends[one][0], ends[one][1], share) for one, share in shares.items())
        return LinksKey(links, exact=exact)
    shares = {one: share_of(worth, one) for one in space.values}
    return ChoiceKey(shares) if space.kind is SpaceKind.ONE else ChoicesKey(shares, exact)


def share_of(worth: SharesWorth | ExactWorth, value: str) -> Decimal:
    """The share of one value or pair."""
    if isinstance(worth, ExactWorth):
        return _ONE if value in worth.right else Decimal(0)
    return worth.shares.get(value, worth.others)


def _links(answer: Answer) -> Response:
    return LinksResponse(tuple((one, other) for one, other in (pair.split() for pair in answer)))


_RESPONSES: dict[SpaceKind, Callable[[Answer], Response]] = {
    SpaceKind.ONE: lambda answer: ChoiceResponse(answer[0]),
    SpaceKind.SOME: lambda answer: ChoicesResponse(tuple(sorted(answer))),
    SpaceKind.ORDER: OrderResponse,
    SpaceKind.PAIRS: _links,
    SpaceKind.TEXT: lambda answer: TextResponse(answer[0]),
    SpaceKind.NUMBER: lambda answer: TextResponse(answer[0]),
}
