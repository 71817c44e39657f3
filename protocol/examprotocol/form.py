"""The candidate's form: which questions of the paper, and everything in which order.

Rule: the site makes it once for each attempt and keeps it; whoever has paper and form shows the same, on any
machine and after any restart. Keys and answers go by id, so no form changes what is right.
"""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from examprotocol.paper import (
    Cloze,
    Composite,
    Matching,
    Multiple,
    Ordering,
    Paper,
    Part,
    Question,
    Section,
    Single,
    parts_of,
    questions_of,
)
from examprotocol.paper_parts import Choice, PoolChoice

C = TypeVar("C", Choice, PoolChoice)


class Form(msgspec.Struct, frozen=True, omit_defaults=True):
    """One candidate's order of a paper.

    `sections` has the ids of the questions that are asked, by section; `choices` the ids of what can be
    chosen, by question, where that was shuffled. `seed` is what it was made with.
    """

    seed: str = ""
    sections: dict[str, tuple[str, ...]] = {}
    choices: dict[str, tuple[str, ...]] = {}


def make_form(paper: Paper, seed: str) -> Form:
    """The form of this seed: shuffled and selected where the paper wants it, else in the paper's order."""
    dice = random.Random(seed)  # noqa: S311 - an order to keep cheap copying away, no secret
    sections = {
        section.id: _asked(section, dice) for section in paper.sections if section.shuffle or section.select
    }
    parts = [part for question in questions_of(paper) for part in parts_of(question)]
    choices = {
        part.id: _shuffled(_choosable(part), dice) for part in parts if part.shuffle and _choosable(part)
    }
    return Form(seed, sections, choices)


def apply_form(paper: Paper, form: Form) -> Paper:
    """The paper as this candidate sees it. Ids that the paper does not have are passed over."""
    sections = tuple(_formed_section(section, form) for section in paper.sections)
    return msgspec.structs.replace(paper, sections=sections)


def _asked(section: Section, dice: random.Random) -> tuple[str, ...]:
    ids = [question.id for question in section.questions]
    if section.select:
        kept = set(dice.sample(ids, min(section.select, len(ids))))
        ids = [one for one in ids if one in kept]
    if section.shuffle:
        dice.shuffle(ids)
    return tuple(ids)


def _choosable(part: Part) -> Sequence[Choice | PoolChoice]:
    match part:
        case Single(choices=choices) | Multiple(choices=choices) | Ordering(choices=choices):
            return choices
        case Matching(right=right):
            return right
        case Cloze(pool=pool):
            return pool
        case _:
            return ()


def _shuffled(choices: Sequence[Choice | PoolChoice], dice: random.Random) -> tuple[str, ...]:
    """New places for all but those that keep theirs."""
    moving = [choice.id for choice in choices if not _is_fixed(choice)]
    dice.shuffle(moving)
    next_one = iter(moving)
    return tuple(choice.id if _is_fixed(choice) else next(next_one) for choice in choices)


def _is_fixed(choice: Choice | PoolChoice) -> bool:
    return isinstance(choice, Choice) and choice.fixed


def _formed_section(section: Section, form: Form) -> Section:
    wanted = form.sections.get(section.id)
    known = {question.id: question for question in section.questions}
    asked = section.questions if wanted is None else tuple(known[one] for one in wanted if one in known)
    return msgspec.structs.replace(section, questions=tuple(_formed(one, form.choices) for one in asked))


def _formed(question: Question, orders: Mapping[str, Sequence[str]]) -> Question:
    if isinstance(question, Composite):
        return msgspec.structs.replace(
            question, parts=tuple(_formed_part(one, orders) for one in question.parts)
        )
    return _formed_part(question, orders)


def _formed_part(part: Part, orders: Mapping[str, Sequence[str]]) -> Part:
    order = orders.get(part.id)
    if order is None:
        return part
    match part:
        case Single(choices=choices) | Multiple(choices=choices) | Ordering(choices=choices):
            return msgspec.structs.replace(part, choices=_in_order(choices, order))
        case Matching(right=right):
            return msgspec.structs.replace(part, right=_in_order(right, order))
        case Cloze(pool=pool):
            return msgspec.structs.replace(part, pool=_in_order(pool, order))
        case _:
            return part


def _in_order(choices: Sequence[C], order: Sequence[str]) -> tuple[C, ...]:
    """By this order; what it does not name comes last, so nothing is ever missing."""
    place = {one: at for at, one in enumerate(order)}
    return tuple(sorted(choices, key=lambda choice: place.get(choice.id, len(place))))
