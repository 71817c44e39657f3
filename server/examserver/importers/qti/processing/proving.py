"""Finds worths that agree with a rule, and proves that they do.

Rule: where several responses are asked for, their points add up (each alone as much as beside any others),
or count only where those before them are right, or all must be right together; anything else is not carried.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from itertools import product

from lxml import etree

from examserver.importers.qti.declarations import Declaration, Declarations
from examserver.importers.qti.processing.answers import MOST_ANSWERS, SO_MANY_RANDOM, Answer, some_answers
from examserver.importers.qti.processing.chosen_worths import guesses, right_answer
from examserver.importers.qti.processing.steps import Steps
from examserver.importers.qti.processing.typed_worths import (
    breaks_of,
    fits_more_than_is_named,
    named_texts,
    number_worth,
    numbers_to_try,
    text_probes,
    text_worth,
)
from examserver.importers.qti.processing.worth_scores import WorthScore, worth_score
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import NotCarried, Scoring, Worth

_PLACES, _NEAR = Decimal("0.0001"), Decimal("0.0002")
"""Points are kept to four places; thirds add up to all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What an item gives for answers to all its responses, and what it was read from."""

    points: Callable[[Mapping[str, Answer]], Decimal]
    processing: etree._Element | None
    notes: tuple[str, ...] = ()


class Proof:
    """One item's rule, and the answers on which it is tried. Knows nothing of XML but the numbers in it."""

    def __init__(self, rule: Rule, spaces: Sequence[AnswerSpace], declared: Declarations) -> None:
        self._rule = rule
        self._spaces = spaces
        self._declared = {space.response: declared.responses[space.response] for space in spaces}
        self._dice = random.Random("".join(self._declared))  # noqa: S311 - the same tries in every run
        self._tries = {space.response: self._tries_of(space) for space in spaces}

    def scoring(self) -> Scoring | NotCarried:
        """The worths, or why there are none."""
        nothing: dict[str, Answer] = {space.response: () for space in self._spaces}
        if self._rule.points(nothing) != 0:
            return NotCarried("A person must score it, since its rule gives points for no answer.")
        added = self._worths(nothing)
        if added is not None and self._agrees(added, joint=False):
            return Scoring(added)
        if steps := self._steps().scoring(self._combinations):
            return steps
        right = self._right()
        most = self._rule.points(right)
        together = self._worths(right) if all(right.values()) and len(self._spaces) > 1 and most > 0 else None
        if together is not None and self._agrees(together, joint=True):
            parts = zip(together.items(), _parts(most, len(together)), strict=True)
            return Scoring({name: replace(worth, points=part) for (name, worth), part in parts}, joint=True)
        return self._not_carried(most)

    def _steps(self) -> Steps:
        tries = {name: found for name, (found, _) in self._tries.items()}
        return Steps(self._spaces, tries, self._rule.points, self._worth)

    def _right(self) -> dict[str, Answer]:
        """What is declared as right; where the rule gives nothing for that, what it gives most for."""
        declared = {name: right_answer(one) for name, one in self._declared.items()}
        if len(self._spaces) == 1 or self._rule.points(declared) > 0:
            return declared
        return max(self._combinations(), key=self._rule.points)

    def _not_carried(self, most: Decimal) -> NotCarried:
        points = most if most > 0 else None
        keyless = [
            name for name, declared in self._declared.items() if not declared.value and not declared.mapping
        ]
        if keyless and points is None:
            return NotCarried(
                f"A person must score it: “{keyless[0]}” has no right answer.", None, "KEY_MISSING"
            )
        if any(self._rule.points(answers) < 0 for answers in self._combinations()):
            return NotCarried(
                "A person must score it, since its rule gives less than nothing for some answers. "
                "Where it should not, set its lower bound to 0.",
                points,
            )
        return NotCarried(
            "A person must score it, since its rule is one that this program does not have.", points
        )

    def _worths(self, others: Mapping[str, Answer]) -> dict[str, Worth] | None:
        """A worth for each response that agrees with the rule while the others are answered so."""
        found: dict[str, Worth] = {}
        for space in self._spaces:
            worth = self._worth(space, others)
            if worth is None:
                return None
            found[space.response] = worth
        return found

    def _worth(
        self, space: AnswerSpace, others: Mapping[str, Answer], theirs: Decimal = Decimal(0)
    ) -> Worth | None:
        """The worth while the others are answered so; `theirs` are the points that those give."""
        tries, _ = self._tries[space.response]

        def points(answer: Answer) -> Decimal:
            return self._rule.points({**others, space.response: answer}) - theirs

        known = {answer: points(answer) for answer in tries}

        def remembered(answer: Answer) -> Decimal:
            if answer not in known:
                known[answer] = points(answer)
            return known[answer]

        for worth in self._guesses(space, tries, remembered):
            scored = worth_score(space, worth)
            if all(abs(scored(answer) - points) <= _NEAR for answer, points in known.items()):
                return replace(worth, points=_plain(worth.points))
        return None

    def _guesses(
        self, space: AnswerSpace, tries: Sequence[Answer], points: Callable[[Answer], Decimal]
    ) -> Iterator[Worth]:
        declared, processing = self._declared[space.response], self._rule.processing
        if fits_more_than_is_named(space.response, processing):
            return
        if space.kind is SpaceKind.TEXT:
            typed = text_worth(named_texts(declared, processing), lambda text: points((text,)))
        elif space.kind is SpaceKind.NUMBER:
            typed = number_worth(breaks_of(declared, processing), lambda text: points((text,)))
        else:
            yield from guesses(space, declared, tries, points)
            return
        if typed is not None:
            yield typed

    def _agrees(self, worths: Mapping[str, Worth], *, joint: bool) -> bool:
        """Whether the rule gives what the worths give together, whatever is answered beside what."""
        if len(self._spaces) == 1 and not joint:
            return True
        scores = {space.response: worth_score(space, worths[space.response]) for space in self._spaces}
        return all(
            abs(self._rule.points(answers) - _together(worths, scores, answers, joint=joint)) <= _NEAR
            for answers in self._combinations()
        )

    def _combinations(self) -> Iterable[dict[str, Answer]]:
        names = list(self._tries)
        many = 1
        for tries, _ in self._tries.values():
            many *= len(tries)
        if many <= MOST_ANSWERS:
            for chosen in product(*(tries for tries, _ in self._tries.values())):
                yield dict(zip(names, chosen, strict=True))
            return
        yield from self._edges()
        for _ in range(SO_MANY_RANDOM):
            yield {name: self._dice.choice(tries) for name, (tries, _) in self._tries.items()}

    def _edges(self) -> Iterator[dict[str, Answer]]:
        """All right, and all right but one, which is each of its own answers in turn."""
        right = {name: right_answer(declared) for name, declared in self._declared.items()}
        yield right
        for name, (tries, _) in self._tries.items():
            yield from ({**right, name: answer} for answer in tries[:SO_MANY_RANDOM])

    def _tries_of(self, space: AnswerSpace) -> tuple[list[Answer], bool]:
        declared = self._declared[space.response]
        found, is_all = some_answers(space, self._probes(space, declared), self._dice)
        right = right_answer(declared)
        return (found if right in found or not right else [*found, right]), is_all

    def _probes(self, space: AnswerSpace, declared: Declaration) -> list[str]:
        processing = self._rule.processing
        if space.kind is SpaceKind.NUMBER:
            return [format(one, "f") for one in numbers_to_try(breaks_of(declared, processing))]
        return text_probes(named_texts(declared, processing)) if space.kind is SpaceKind.TEXT else []


def _plain(points: Decimal) -> Decimal:
    """At most four places, as papers have them, and no zeros at the end."""
    return Decimal(format(points.quantize(_PLACES).normalize(), "f"))


def _parts(points: Decimal, count: int) -> list[Decimal]:
    """The points in so many parts of four places, which add up again."""
    part = _plain((points / count).quantize(_PLACES, ROUND_DOWN))
    return [_plain(points - part * (count - 1)), *[part] * (count - 1)]


def _together(
    worths: Mapping[str, Worth],
    scores: Mapping[str, WorthScore],
    answers: Mapping[str, Answer],
    *,
    joint: bool,
) -> Decimal:
    got = {name: scores[name](answers[name]) for name in worths}
    if not joint:
        return sum(got.values(), Decimal(0))
    most = next(iter(worths.values())).points
    return most if all(got[name] >= worth.points for name, worth in worths.items()) else Decimal(0)
