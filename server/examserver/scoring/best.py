"""A response that a key gives the most for: proves at import that full points can be reached."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from examprotocol.paper import Question
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    PairsResponse,
    Response,
    TextResponse,
)
from examserver.scoring.keys import (
    ChoiceKey,
    ChoicesKey,
    GapsKey,
    Key,
    NumberKey,
    PairsKey,
    TextKey,
)
from examserver.scoring.score import score, typed_share
from examserver.scoring.texts import pattern_as_text

_FILLINGS = ("", " ", "x")


def best_response(key: Key) -> Response | None:
    """The best answer to a question with this key; None where a person must score it."""
    match key:
        case ChoiceKey() | TextKey() | NumberKey():
            value = _best_value(key)
            return ChoiceResponse(value) if isinstance(key, ChoiceKey) else TextResponse(value)
        case ChoicesKey(shares=shares):
            return ChoicesResponse(tuple(sorted(choice for choice, share in shares.items() if share > 0)))
        case PairsKey(correct=correct):
            return PairsResponse({left: rights[0] for left, rights in correct.items() if rights})
        case GapsKey(gaps=gaps):
            return GapsResponse({gap: _best_value(part) for gap, part in gaps.items()})
        case _:
            return None


def reaches_full_points(question: Question, key: Key) -> bool:
    """Whether the best answer gets all points of the question; true where a person scores."""
    best = best_response(key)
    return best is None or score(question, key, best).points == question.points


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
