"""Rules by which one response counts only where those before it are fully right, as a claim and its evidence.

Rule: as for all rules, what is taken gives the item's own points on every combination that is tried.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from examserver.importers.qti.processing.answers import Answer
from examserver.importers.qti.processing.worth_scores import WorthScore, worth_score
from examserver.importers.qti.spaces import AnswerSpace
from examserver.importers.qti.worths import Scoring, Worth

WorthOf = Callable[[AnswerSpace, Mapping[str, Answer], Decimal], Worth | None]
"""The worth of a response while the others are answered so, without the points that those give."""

_NEAR = Decimal("0.0002")


class Steps:
    """Looks for such an order of an item's responses: that of the file, and the other way round."""

    def __init__(
        self,
        spaces: Sequence[AnswerSpace],
        tries: Mapping[str, Sequence[Answer]],
        points: Callable[[Mapping[str, Answer]], Decimal],
        worth_of: WorthOf,
    ) -> None:
        self._spaces = spaces
        self._tries = tries
        self._points = points
        self._worth_of = worth_of

    def scoring(self, combinations: Callable[[], Iterable[dict[str, Answer]]]) -> Scoring | None:
        """The worths and their order; None where no order agrees with the rule."""
        for order in (tuple(self._spaces), tuple(self._spaces)[::-1]) if len(self._spaces) > 1 else ():
            worths = self._worths(order)
            if worths is None:
                continue
            scores = {space.response: worth_score(space, worths[space.response]) for space in order}
            if all(
                abs(self._points(answers) - _in_steps(worths, scores, answers)) <= _NEAR
                for answers in combinations()
            ):
                return Scoring(worths, steps=tuple(worths))
        return None

    def _worths(self, order: Sequence[AnswerSpace]) -> dict[str, Worth] | None:
        """A worth of each, those before it fully right and those after it not answered."""
        answers: dict[str, Answer] = {space.response: () for space in order}
        found: dict[str, Worth] = {}
        for space in order:
            worth = self._worth_of(space, answers, self._points(answers))
            if worth is None:
                return None
            scored = worth_score(space, worth)
            answers[space.response] = max(self._tries[space.response], key=scored)
            found[space.response] = worth
        return found


def _in_steps(
    worths: Mapping[str, Worth], scores: Mapping[str, WorthScore], answers: Mapping[str, Answer]
) -> Decimal:
    total = Decimal(0)
    for name, worth in worths.items():
        got = scores[name](answers[name])
        total += got
        if got < worth.points:
            break
    return total
