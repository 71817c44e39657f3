"""Single and multiple choice, and matching, with their keys."""

from decimal import Decimal

from examprotocol.paper import Matching, Multiple, Single
from examprotocol.paper_parts import Choice
from examserver.importers.answer_words import words_of_choices
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ChoiceItem, MatchingItem, WeightedChoice
from examserver.importers.keyed_question import KeyedQuestion
from examserver.importers.notes import Note
from examserver.importers.question_texts import is_blank
from examserver.importers.rich_output import without_alternative_texts
from examserver.importers.shares import check_one_is_right, check_right_ones_add_up
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import ChoiceKey, ChoicesKey, PairsKey

_SEVERAL_RIGHT = Note(
    "KEY_SEVERAL_RIGHT", "Several choices are fully right, only one can be chosen, and any of them counts."
)
_MORE_THAN_ALL = Note("SCORE_MORE_THAN_ALL", "Not all right choices are needed for all its points.")


def choice_question(item: ChoiceItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """A single or multiple choice question; empty wrong choices are left out."""
    meant = [choice for choice in item.choices if choice.share or not is_blank(choice.body)]
    if any(is_blank(choice.body) for choice in meant):
        raise QuestionRefusedError("CHOICE_EMPTY", "A choice that counts is empty.")
    ordered = shuffler.shuffled(question_id, meant) if item.shuffle else meant
    choices, shares = with_ids(ordered, question_id)
    stem = without_alternative_texts(item.stem, words_of_choices(choice.body for choice in choices))
    if item.several:
        check_right_ones_add_up(shares.values())
        multiple = Multiple(id=question_id, stem=stem, points=item.points, choices=choices)
        notes = (_MORE_THAN_ALL,) if _total(shares) > 1 else ()
        return KeyedQuestion(multiple, ChoicesKey(shares), notes)
    check_one_is_right(shares.values(), "choice")
    single = Single(id=question_id, stem=stem, points=item.points, choices=choices)
    notes = (_SEVERAL_RIGHT,) if sum(share == 1 for share in shares.values()) > 1 else ()
    return KeyedQuestion(single, ChoiceKey(shares), notes)


def with_ids(choices: list[WeightedChoice], owner: str) -> tuple[tuple[Choice, ...], dict[str, Decimal]]:
    """Choices with the ids `<owner>c1`, `<owner>c2` .. in this order, and the share of each id."""
    if len(choices) < 2:
        raise QuestionRefusedError("CHOICE_MISSING", "It has fewer than two choices.")
    ids = [f"{owner}c{number}" for number in range(1, len(choices) + 1)]
    made = tuple(Choice(choice_id, choice.body) for choice_id, choice in zip(ids, choices, strict=True))
    return made, {choice_id: choice.share for choice_id, choice in zip(ids, choices, strict=True)}


def matching_question(item: MatchingItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """A matching question; equal texts on the right are one choice, and that side is always shuffled."""
    pairs = [pair for pair in item.pairs if not is_blank(pair.right)]
    asked = [pair for pair in pairs if not is_blank(pair.left)]
    bodies = shuffler.shuffled(question_id, list(dict.fromkeys(pair.right for pair in pairs)))
    if not asked or len(bodies) < 2:
        raise QuestionRefusedError("CHOICE_MISSING", "It has fewer than two things to choose from.")
    right = tuple(Choice(f"{question_id}r{number}", body) for number, body in enumerate(bodies, 1))
    id_of = {choice.body: choice.id for choice in right}
    told = words_of_choices(bodies)
    left = tuple(
        Choice(f"{question_id}l{number}", without_alternative_texts(pair.left, told))
        for number, pair in enumerate(asked, 1)
    )
    correct: dict[str, tuple[str, ...]] = {
        choice.id: (id_of[pair.right],) for choice, pair in zip(left, asked, strict=True)
    }
    question = Matching(id=question_id, stem=item.stem, points=item.points, left=left, right=right)
    return KeyedQuestion(question, PairsKey(correct))


def _total(shares: dict[str, Decimal]) -> Decimal:
    return sum((share for share in shares.values() if share > 0), Decimal(0))
