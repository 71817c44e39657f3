"""Single and multiple choice, with their keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from examprotocol.paper import Multiple, Single
from examprotocol.paper_parts import Choice
from examserver.importers.answer_words import words_of_choices
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ChoiceItem, WeightedChoice
from examserver.importers.keyed_question import KeyedQuestion
from examserver.importers.notes import Note
from examserver.importers.question_texts import is_blank
from examserver.importers.rich_output import without_alternative_texts
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import ChoiceKey, ChoicesKey

_SEVERAL_RIGHT = Note(
    "KEY_SEVERAL_RIGHT", "Several choices are fully right, only one can be chosen, and any of them counts."
)
_EQUAL = Note("CHOICE_EQUAL", "Two of its choices read the same, and are not worth the same.")
_MORE_THAN_ALL = Note("SCORE_MORE_THAN_ALL", "Not all right choices are needed for all its points.")


@dataclass(frozen=True, slots=True)
class _Meant:
    """A choice that is not left out, and whether it keeps its place."""

    choice: WeightedChoice
    fixed: bool


def choice_question(item: ChoiceItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """A single or multiple choice question; empty wrong choices are left out."""
    choices, shares = _choices(item, question_id, shuffler)
    stem = without_alternative_texts(item.stem, words_of_choices(choice.body for choice in choices))
    if item.several:
        return _several(
            item, Multiple(id=question_id, stem=stem, points=item.points, choices=choices), shares
        )
    single = Single(id=question_id, stem=stem, points=item.points, choices=choices, shuffle=item.for_each)
    notes = (_SEVERAL_RIGHT,) if sum(share == 1 for share in shares.values()) > 1 else ()
    return KeyedQuestion(single, ChoiceKey(shares), (*notes, *_on_equal_ones(choices, shares)))


def with_ids(choices: Sequence[WeightedChoice], owner: str) -> tuple[tuple[Choice, ...], dict[str, Decimal]]:
    """Choices with the ids `<owner>c1`, `<owner>c2` .. in this order, and the share of each id."""
    if len(choices) < 2:
        raise QuestionRefusedError("CHOICE_MISSING", "It has fewer than two choices.")
    ids = [f"{owner}c{number}" for number in range(1, len(choices) + 1)]
    made = tuple(Choice(choice_id, choice.body) for choice_id, choice in zip(ids, choices, strict=True))
    return made, {choice_id: choice.share for choice_id, choice in zip(ids, choices, strict=True)}


def _choices(
    item: ChoiceItem, question_id: str, shuffler: Shuffler
) -> tuple[tuple[Choice, ...], dict[str, Decimal]]:
    """In their order; a form of each candidate's own starts from a shuffled one, so that no id tells."""
    meant = [
        _Meant(choice, place in item.fixed)
        for place, choice in enumerate(item.choices)
        if choice.share or not is_blank(choice.body)
    ]
    if any(is_blank(one.choice.body) for one in meant):
        raise QuestionRefusedError("CHOICE_EMPTY", "A choice that counts is empty.")
    if item.shuffle or item.for_each:
        moving = iter(shuffler.shuffled(question_id, [one for one in meant if not one.fixed]))
        meant = [one if one.fixed else next(moving) for one in meant]
    choices, shares = with_ids([one.choice for one in meant], question_id)
    placed = tuple(
        Choice(choice.id, choice.body, one.fixed) for choice, one in zip(choices, meant, strict=True)
    )
    return placed, shares


def _several(item: ChoiceItem, plain: Multiple, shares: dict[str, Decimal]) -> KeyedQuestion:
    most = item.max_choices if item.max_choices < len(plain.choices) else 0
    multiple = Multiple(
        id=plain.id,
        stem=plain.stem,
        points=plain.points,
        choices=plain.choices,
        min_choices=min(item.min_choices, len(plain.choices)),
        max_choices=most,
        shuffle=item.for_each,
    )
    total = sum((share for share in shares.values() if share > 0), Decimal(0))
    notes = (_MORE_THAN_ALL,) if total > 1 and not item.exact else ()
    key = ChoicesKey(shares, item.exact)
    return KeyedQuestion(multiple, key, (*notes, *_on_equal_ones(multiple.choices, shares)))


def _on_equal_ones(choices: Sequence[Choice], shares: dict[str, Decimal]) -> tuple[Note, ...]:
    """What to say where nobody could tell which of two choices is meant."""
    worths = {(choice.body, shares[choice.id]) for choice in choices}
    return (_EQUAL,) if len(worths) > len({body for body, _ in worths}) else ()
