"""What chosen, connected and ordered things are worth: guesses from the key and from the rule's own answers.

Rule: a guess is only that; what is taken is what gives the rule's points on every answer that is tried.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from examserver.importers.qti.declarations import Declaration
from examserver.importers.qti.processing.answers import Answer, is_possible, pairs_of
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import ExactWorth, OrderWorth, SharesWorth, Worth

ScoreOfAnswer = Callable[[Answer], Decimal]
_MOST_ORDERS = 50


def guesses(
    space: AnswerSpace, declared: Declaration, answers: Sequence[Answer], points_of: ScoreOfAnswer
) -> Iterator[Worth]:
    """What the answers to this response could be worth, the likeliest first."""
    right = right_answer(declared)
    scored = {answer: points_of(answer) for answer in answers}
    if right and right not in scored:
        scored[right] = points_of(right)
    best = max(scored, key=lambda answer: scored[answer], default=())
    points = scored.get(best, Decimal(0))
    if points <= 0:
        return
    if space.kind is SpaceKind.ORDER:
        yield from _orders(scored, right or best, points)
        return
    if space.kind is SpaceKind.ONE:
        yield SharesWorth(points, {one[0]: worth / points for one, worth in scored.items() if one and worth})
        return
    top = right if right and scored[right] == points else best
    yield ExactWorth(points, frozenset(top))
    yield from _mapped(space, declared, points)
    yield from _added(space, top, points, points_of)


def right_answer(declared: Declaration) -> Answer:
    """The declared right answer; the empty one where there is none."""
    if declared.value is None:
        return ()
    items = tuple(str(item) for item in declared.value.items)
    return items[:1] if declared.value.cardinality == "any" else items


def _orders(scored: dict[Answer, Decimal], right: Answer, points: Decimal) -> Iterator[Worth]:
    best = tuple(answer for answer, worth in scored.items() if worth == points)
    if len(best) <= _MOST_ORDERS:
        yield OrderWorth(points, best)
    yield OrderWorth(points, (right,), "position")
    yield OrderWorth(points, (right,), "adjacent")


def _mapped(space: AnswerSpace, declared: Declaration, points: Decimal) -> Iterator[Worth]:
    """As the mapping says, which knows of minus points that a lower bound hides."""
    mapping = declared.mapping
    if mapping is not None:
        entries = {str(key): worth / points for key, worth in mapping.entries.items()}
        shares = {one: entries[one] for one in _several(space) if one in entries}
        yield SharesWorth(points, shares, mapping.default / points)


def _added(space: AnswerSpace, top: Answer, points: Decimal, points_of: ScoreOfAnswer) -> Iterator[Worth]:
    """Each by what it adds: to nothing, or where that is nothing, to all that is right."""
    alone = {one: points_of((one,)) for one in _several(space)}
    shares = dict[str, Decimal]()
    for one, worth in alone.items():
        with_it = _in_order(space, (*top, one))
        if worth > 0 or one in top or not is_possible(space, with_it):
            shares[one] = worth / points
        else:
            shares[one] = (points_of(with_it) - points) / points
    yield SharesWorth(points, {one: share for one, share in shares.items() if share})


def _in_order(space: AnswerSpace, answer: Answer) -> Answer:
    """As `answers` writes it, so that what was asked before is found again."""
    place = {one: at for at, one in enumerate(_several(space))}
    return tuple(sorted(answer, key=lambda one: place.get(one, 0)))


def _several(space: AnswerSpace) -> tuple[str, ...]:
    return pairs_of(space) if space.kind is SpaceKind.PAIRS else space.values
