"""The points that a response is worth by its key. Pure: values in, values out.

Rule: nothing that a client sends can raise here or score twice: a response of another shape, an unknown id
and an empty answer are worth nothing. Source of the rules: `keys`, which follow Moodle.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from examprotocol.paper import Cloze, Number, Question, is_answered
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    Response,
    TextResponse,
    is_empty,
)
from examserver.scoring.keys import (
    ChoiceKey,
    ChoicesKey,
    GapsKey,
    Key,
    LinksKey,
    ManualKey,
    NumberKey,
    OrderKey,
    PairsKey,
    TextKey,
)
from examserver.scoring.numbers import read_number
from examserver.scoring.rules import (
    ALL,
    NOTHING,
    choices_share,
    keeps_limits,
    links_share,
    order_share,
    pairs_share,
)
from examserver.scoring.texts import text_fits

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Score:
    """What a response got. `points` is None where a person must score it; below 0 where a key says so."""

    points: Decimal | None
    max_points: Decimal


def score(question: Question, key: Key, response: Response | None) -> Score:
    """Score one response, rounded half up to four places of a point.

    No answer is 0, also where a person scores: so is an essay of which only the template is there.
    """
    if response is None or is_empty(response):
        return Score(NOTHING, question.points)
    if isinstance(key, ManualKey):
        return Score(None if is_answered(question, response) else NOTHING, question.points)
    return Score(_points(question, key, response).quantize(_PLACES, ROUND_HALF_UP), question.points)


def typed_share(key: TextKey | NumberKey, text: str, unit: str = "") -> Decimal:
    """The share that a typed answer gets: that of the first accepted text or range that fits."""
    if isinstance(key, TextKey):
        fitting = (a.share for a in key.accepted if text_fits(a.pattern, text, case_matters=key.case_matters))
        return next(fitting, NOTHING)
    number = read_number(text, unit)
    if number is None:
        return NOTHING
    return next((a.share for a in key.accepted if a.low <= number <= a.high), NOTHING)


def _points(question: Question, key: Key, response: Response) -> Decimal:
    if not keeps_limits(question, response):
        return NOTHING
    if isinstance(question, Cloze) and isinstance(key, GapsKey) and isinstance(response, GapsResponse):
        return _gap_points(question, key, response)
    return question.points * _share(question, key, response)


def _gap_points(question: Cloze, key: GapsKey, response: GapsResponse) -> Decimal:
    """Each gap by itself; `exact`: all points where every gap has all of its own."""
    known = ((gap.points, key.gaps.get(gap.id), response.gaps.get(gap.id, "")) for gap in question.gaps)
    worth = [(points, _gap_share(part, value)) for points, part, value in known if part]
    if key.exact:
        return question.points * (len(worth) > 0 and all(share >= ALL for _, share in worth))
    return sum((points * share for points, share in worth), NOTHING)


def _gap_share(key: ChoiceKey | TextKey | NumberKey, value: str) -> Decimal:
    return key.shares.get(value, NOTHING) if isinstance(key, ChoiceKey) else typed_share(key, value)


def _share(question: Question, key: Key, response: Response) -> Decimal:  # noqa: PLR0911 - one line a shape
    match key, response:
        case ChoiceKey(shares=shares), ChoiceResponse(choice=choice):
            return shares.get(choice, NOTHING)
        case ChoicesKey(), ChoicesResponse():
            return choices_share(key, response)
        case TextKey() | NumberKey(), TextResponse(text=text):
            return typed_share(key, text, question.unit if isinstance(question, Number) else "")
        case PairsKey(), PairsResponse():
            return pairs_share(key, response)
        case LinksKey(), LinksResponse() | PairsResponse():
            return links_share(question, key, response)
        case OrderKey(), OrderResponse():
            return order_share(key, response)
        case _:
            return NOTHING
