"""A response that a key gives the most for: proves at import that full points can be reached."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from examprotocol.paper import Cloze, Matching, Multiple, Question
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    Response,
    TextResponse,
)
from examserver.scoring.choosing import best_chosen
from examserver.scoring.keys import (
    ChoiceKey,
    ChoicesKey,
    GapsKey,
    Key,
    LinksKey,
    NumberKey,
    OrderKey,
    PairsKey,
    TextKey,
)
from examserver.scoring.score import score, typed_share
from examserver.scoring.texts import pattern_as_text

_FILLINGS = ("", " ", "x")


def best_response(question: Question, key: Key) -> Response | None:  # noqa: PLR0911 - one line a key
    """The best answer to a question with this key; None where a person must score it."""
    match key:
        case ChoiceKey() | TextKey() | NumberKey():
            value = _best_value(key)
            return ChoiceResponse(value) if isinstance(key, ChoiceKey) else TextResponse(value)
        case ChoicesKey():
            return _best_choices(question, key)
        case PairsKey(correct=correct):
            return PairsResponse({left: rights[0] for left, rights in correct.items() if rights})
        case LinksKey():
            return _best_links(question, key)
        case OrderKey(orders=orders):
            return OrderResponse(orders[0] if orders else ())
        case GapsKey():
            return _best_gaps(question, key)
        case _:
            return None


def reaches_full_points(question: Question, key: Key) -> bool:
    """Whether the best answer gets all points of the question; true where a person scores."""
    best = best_response(question, key)
    return best is None or score(question, key, best).points == question.points


def _best_choices(question: Question, key: ChoicesKey) -> ChoicesResponse:
    """Those that are worth most, as many as may be chosen."""
    worth = sorted(
        (choice for choice, share in key.shares.items() if share > 0), key=lambda c: -key.shares[c]
    )
    most = question.max_choices if isinstance(question, Multiple) else 0
    return ChoicesResponse(tuple(sorted(worth[: most or len(worth)])))


def _best_links(question: Question, key: LinksKey) -> Response:
    """A PairsResponse where each on the left may have one."""
    left_max, right_max = (
        (question.left_max, question.right_max) if isinstance(question, Matching) else (0, 0)
    )
    shares = {(link.left, link.right): link.share for link in key.shares}
    if isinstance(question, Matching) and not key.exact and not key.same:
        every = ((left.id, right.id) for left in question.left for right in question.right)
        shares = {link: shares.get(link, key.others) for link in every}
    chosen = best_chosen(shares, dict.fromkeys((left for left, _ in shares), left_max), right_max)
    return PairsResponse(dict(chosen)) if left_max == 1 else LinksResponse(tuple(sorted(chosen)))


def _best_gaps(question: Question, key: GapsKey) -> GapsResponse:
    """Drag gaps share a pool, of which each piece may be used so often."""
    uses = {one.id: one.uses for one in question.pool} if isinstance(question, Cloze) else {}
    points = {gap.id: gap.points for gap in question.gaps} if isinstance(question, Cloze) else {}
    dragged = {
        gap: part
        for gap, part in key.gaps.items()
        if isinstance(part, ChoiceKey) and part.shares.keys() <= uses.keys()
    }
    worth = {
        (one, gap): (points.get(gap) or 1) * share
        for gap, part in dragged.items()
        for one, share in part.shares.items()
    }
    placed = {gap: one for one, gap in best_chosen(worth, uses, 1)}
    return GapsResponse({gap: placed.get(gap) or _best_value(part) for gap, part in key.gaps.items()})


def _best_value(key: ChoiceKey | TextKey | NumberKey) -> str:
    if isinstance(key, ChoiceKey):
        return max(key.shares, key=lambda choice: key.shares[choice], default="")
    candidates = _texts(key) if isinstance(key, TextKey) else _numbers(key)
    return max(candidates, key=lambda text: typed_share(key, text), default="")


def _texts(key: TextKey) -> Iterator[str]:
    """Each pattern with each filling: an earlier pattern may stand in the way of the plainest text."""
    for accepted, filling in product(key.accepted, _FILLINGS):
        text = pattern_as_text(accepted.pattern, filling).strip()
        if text:
            yield text


def _numbers(key: NumberKey) -> Iterator[str]:
    """The middle and the ends of each range."""
    for accepted in key.accepted:
        ends = [end for end in (accepted.low, accepted.high) if end.is_finite()]
        middle = sum(ends, Decimal(0)) / (len(ends) or 1)
        for number in (middle, *ends):
            yield format(number, "f")
