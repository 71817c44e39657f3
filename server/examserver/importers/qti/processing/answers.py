"""The answers on which a rule is proved: all of them where they are few, else many and those at the edges.

Rule: the same item gives the same answers in every run. An answer is a tuple of values, pairs or the one
text; no answer at all is the empty one.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, permutations

from examserver.importers.qti.spaces import AnswerSpace, SpaceKind

Answer = tuple[str, ...]
MOST_ANSWERS, SO_MANY_RANDOM = 20_000, 2_000


def pairs_of(space: AnswerSpace) -> tuple[str, ...]:
    """Every pair that can be made, once; in an undirected one the smaller identifier comes first."""
    made = (
        (one, other)
        for one in space.values
        for other in space.partners
        if not space.is_undirected or one != other
    )
    ordered = (sorted(pair) if space.is_undirected else pair for pair in made)
    return tuple(dict.fromkeys(" ".join(pair) for pair in ordered))


def some_answers(space: AnswerSpace, probes: Sequence[str], dice: random.Random) -> tuple[list[Answer], bool]:
    """Answers to one response, none at all among them, and whether they are all that there are.

    `probes` are the texts to try where any text can be typed.
    """
    if space.kind in (SpaceKind.TEXT, SpaceKind.NUMBER):
        return [(), *((probe,) for probe in probes)], False
    found = list(islice(_all(space), MOST_ANSWERS + 1))
    if len(found) <= MOST_ANSWERS:
        return found, True
    edges = list(_edges(space))
    rolled = [_random(space, dice) for _ in range(SO_MANY_RANDOM)]
    return list(dict.fromkeys([(), *edges, *rolled])), False


def is_possible(space: AnswerSpace, answer: Answer) -> bool:
    """Whether a candidate could give this answer, as far as the upper bounds go."""
    if space.most and len(answer) > space.most:
        return False
    if space.kind is not SpaceKind.PAIRS:
        return True
    ends = [pair.split() for pair in answer]
    firsts, seconds = Counter(end[0] for end in ends), Counter(end[1] for end in ends)
    if space.is_undirected:
        firsts = seconds = firsts + seconds
    return _within(firsts, space.value_most) and _within(seconds, space.partner_most)


def _within(used: Counter[str], most: Mapping[str, int]) -> bool:
    return all(not most.get(one) or times <= most[one] for one, times in used.items())


def _all(space: AnswerSpace) -> Iterator[Answer]:
    match space.kind:
        case SpaceKind.ONE:
            yield ()
            yield from ((value,) for value in space.values)
        case SpaceKind.ORDER:
            yield ()
            yield from permutations(space.values)
        case SpaceKind.SOME:
            yield from _subsets(space, space.values, ())
        case SpaceKind.PAIRS:
            yield from _subsets(space, pairs_of(space), ())
        case _:
            yield ()


def _subsets(space: AnswerSpace, left: Sequence[str], chosen: Answer) -> Iterator[Answer]:
    """Every possible set that has `chosen` and some of what is left."""
    yield chosen
    for at, one in enumerate(left):
        with_it = (*chosen, one)
        if is_possible(space, with_it):
            yield from _subsets(space, left[at + 1 :], with_it)


def _edges(space: AnswerSpace) -> Iterator[Answer]:
    """One alone, all but one, all: as far as they are possible."""
    several = pairs_of(space) if space.kind is SpaceKind.PAIRS else space.values
    if space.kind is SpaceKind.ORDER:
        yield space.values
        yield tuple(reversed(space.values))
        return
    alone = [(one,) for one in several]
    but_one = [tuple(other for other in several if other != one) for one in several]
    yield from (answer for answer in (*alone, *but_one, tuple(several)) if is_possible(space, answer))


def _random(space: AnswerSpace, dice: random.Random) -> Answer:
    if space.kind is SpaceKind.ORDER:
        return tuple(dice.sample(space.values, len(space.values)))
    several = list(pairs_of(space) if space.kind is SpaceKind.PAIRS else space.values)
    dice.shuffle(several)
    chosen: Answer = ()
    for one in several[: dice.randint(1, len(several))]:
        if is_possible(space, (*chosen, one)):
            chosen = (*chosen, one)
    return chosen
