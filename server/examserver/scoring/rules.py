"""What share of its points a response gets by a key; and whether a response keeps what the question allows.

Rule: of what a client sends nothing is believed: unknown ids are worth nothing, what comes twice counts once,
and a response that takes more than the question allows is worth nothing at all.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from examprotocol.paper import Cloze, Matching, Multiple, Question
from examprotocol.responses import (
    ChoicesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    Response,
)
from examserver.scoring.keys import ChoicesKey, LinksKey, OrderKey, PairsKey

NOTHING, ALL = Decimal(0), Decimal(1)
Link = tuple[str, str]


def clipped(share: Decimal) -> Decimal:
    """The share, at least nothing and at most all."""
    return min(max(share, NOTHING), ALL)


def choices_share(key: ChoicesKey, response: ChoicesResponse) -> Decimal:
    """The sum of what was chosen; `exact`: all where exactly the right ones are."""
    chosen = set(response.choices)
    if key.exact:
        return Decimal(chosen == {choice for choice, share in key.shares.items() if share > 0})
    return clipped(sum((key.shares.get(choice, NOTHING) for choice in chosen), NOTHING))


def pairs_share(key: PairsKey, response: PairsResponse) -> Decimal:
    """The part of the pairs that is right; `exact`: all where every pair is."""
    if not key.correct:
        return NOTHING
    right = sum(response.pairs.get(left, "") in rights for left, rights in key.correct.items())
    return Decimal(right == len(key.correct)) if key.exact else Decimal(right) / len(key.correct)


def links_share(question: Question, key: LinksKey, response: LinksResponse | PairsResponse) -> Decimal:
    """The sum of the links; `exact`: all where exactly the right ones are there."""
    drawn = _in_either_direction(links_of(response), key)
    shares = {(link.left, link.right): link.share for link in key.shares}
    if key.exact:
        right = (link for link, share in shares.items() if share > 0)
        return Decimal(drawn == _in_either_direction(right, key))
    known = _in_either_direction(_possible_links(question), key)
    worth = {one: shares[link] for link in shares for one in _in_either_direction([link], key)}
    return clipped(sum((worth.get(link, key.others) for link in drawn if link in known), NOTHING))


def links_of(response: LinksResponse | PairsResponse) -> set[Link]:
    """What was connected with what; what is not connected with anything is left out."""
    links: Iterable[Link] = response.pairs.items() if isinstance(response, PairsResponse) else response.links
    return {(left, right) for left, right in links if right}


def order_share(key: OrderKey, response: OrderResponse) -> Decimal:
    """What the order is worth by the right order that it comes nearest to; 0 unless it has all items."""
    orders = [order for order in key.orders if sorted(order) == sorted(response.order)]
    return max((_order_share(order, response.order, key.by) for order in orders), default=NOTHING)


def keeps_limits(question: Question, response: Response) -> bool:
    """Whether a client that keeps the paper's rules could have sent this: no more than may be chosen."""
    match question, response:
        case Multiple(max_choices=most), ChoicesResponse(choices=choices) if most:
            return len(set(choices)) <= most
        case Matching(left_max=left_max, right_max=right_max), LinksResponse() | PairsResponse():
            links = links_of(response)
            return _at_most(left_max, (left for left, _ in links)) and _at_most(
                right_max, (right for _, right in links)
            )
        case Cloze(pool=pool), GapsResponse(gaps=gaps) if pool:
            used = Counter(gaps.values())
            return all(not one.uses or used[one.id] <= one.uses for one in pool)
        case _:
            return True


def _in_either_direction(links: Iterable[Link], key: LinksKey) -> set[Link]:
    """The links as they are; of one set the ids of its left side, in order, and nothing with itself."""
    if not key.same:
        return set(links)
    left_of = {right: left for left, right in key.same}
    ends = [sorted((left, left_of.get(right, right))) for left, right in links]
    return {(one, other) for one, other in ends if one != other}


def _possible_links(question: Question) -> set[Link]:
    if not isinstance(question, Matching):
        return set()
    return {(one.id, other.id) for one in question.left for other in question.right}


def _order_share(right: tuple[str, ...], order: tuple[str, ...], by: str) -> Decimal:
    if by == "exact" or len(right) < 2:
        return Decimal(right == order)
    if by == "position":
        return Decimal(sum(one == other for one, other in zip(right, order, strict=True))) / len(right)
    neighbours = set(pairwise(right))
    return Decimal(len(neighbours & set(pairwise(order)))) / len(neighbours)


def _at_most(limit: int, ids: Iterable[str]) -> bool:
    return not limit or max(Counter(ids).values(), default=0) <= limit
