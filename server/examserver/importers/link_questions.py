"""What is connected or ordered: matching one to one, several with several, and ordering, with their keys.

Rule: an order that would tell the key is shuffled; one that an author mixed already stays.
"""

from collections import Counter
from collections.abc import Sequence

from examprotocol.paper import Matching, Ordering
from examprotocol.paper_parts import Choice
from examserver.importers.answer_words import words_of_choices
from examserver.importers.equal_texts import in_any_equal_order, worth_by_text
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import LinksItem, MatchingItem, OrderingItem
from examserver.importers.keyed_question import KeyedQuestion
from examserver.importers.question_texts import is_blank
from examserver.importers.rich_output import without_alternative_texts
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import LinkShare, LinksKey, OrderKey, PairsKey


def matching_question(item: MatchingItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """A matching question; equal texts on the right are one choice, and that side is always shuffled."""
    pairs = [pair for pair in item.pairs if not is_blank(pair.right)]
    asked = [pair for pair in pairs if not is_blank(pair.left)]
    bodies = shuffler.shuffled(question_id, list(dict.fromkeys(pair.right for pair in pairs)))
    if not asked or len(bodies) < 2:
        raise QuestionRefusedError("CHOICE_MISSING", "It has fewer than two things to choose from.")
    right = _numbered(bodies, f"{question_id}r")
    id_of = {choice.body: choice.id for choice in right}
    told = words_of_choices(bodies)
    left = _numbered([without_alternative_texts(pair.left, told) for pair in asked], f"{question_id}l")
    correct: dict[str, tuple[str, ...]] = {
        choice.id: (id_of[pair.right],) for choice, pair in zip(left, asked, strict=True)
    }
    question = Matching(id=question_id, stem=item.stem, points=item.points, left=left, right=right)
    return KeyedQuestion(question, PairsKey(correct, item.exact))


def links_question(item: LinksItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """Several with several. The right side is shuffled where the author's order tells the key."""
    if not item.left or len(item.right) < 2:
        raise QuestionRefusedError("CHOICE_MISSING", "It has fewer than two things to choose from.")
    if any(is_blank(body) for body in (*item.left, *item.right)):
        raise QuestionRefusedError("CHOICE_EMPTY", "Something that is to be connected is empty.")
    places = list(range(len(item.right)))
    if item.for_each or tells_the_key([place for _, place in _right_links(item)]):
        places = shuffler.shuffled(question_id, places)
    right = _numbered([item.right[place] for place in places], f"{question_id}r")
    right_of = {place: choice.id for place, choice in zip(places, right, strict=True)}
    worth = worth_by_text(item)
    told = words_of_choices(item.right)
    left = _numbered([without_alternative_texts(body, told) for body in item.left], f"{question_id}l")
    shares = tuple(
        LinkShare(left[one].id, right_of[other], share) for (one, other), share in sorted(worth.items())
    )
    question = Matching(
        id=question_id,
        stem=item.stem,
        points=item.points,
        left=left,
        right=right,
        left_max=item.left_max,
        right_max=item.right_max,
        shuffle=item.for_each,
    )
    same = tuple((one.id, right_of[place]) for place, one in enumerate(left)) if item.either_way else ()
    return KeyedQuestion(question, LinksKey(shares, item.others, item.exact, same))


def ordering_question(item: OrderingItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """An ordering question, always shuffled: the author's order is the key."""
    if len(item.bodies) < 2:
        raise QuestionRefusedError("CHOICE_MISSING", "It has fewer than two things to bring into order.")
    if any(is_blank(body) for body in item.bodies):
        raise QuestionRefusedError("CHOICE_EMPTY", "Something that is to be brought into order is empty.")
    author = tuple(range(len(item.bodies)))
    if any(sorted(order) != list(author) for order in item.orders):
        raise QuestionRefusedError("KEY_INVALID", "One of its right orders does not name each item once.")
    places = shuffler.shuffled(question_id, author)
    choices = _numbered([item.bodies[place] for place in places], f"{question_id}o")
    id_of = {place: choice.id for place, choice in zip(places, choices, strict=True)}
    orders = tuple(
        tuple(id_of[place] for place in order) for order in in_any_equal_order(item.bodies, item.orders)
    )
    question = Ordering(id=question_id, stem=item.stem, points=item.points, choices=choices)
    return KeyedQuestion(question, OrderKey(orders, item.by))


def tells_the_key(places: Sequence[int]) -> bool:
    """Whether the right ones stand in the order in which they are asked for, each once: the author's key."""
    return max(Counter(places).values(), default=0) == 1 and list(places) == sorted(places)


def _right_links(item: LinksItem) -> list[tuple[int, int]]:
    return sorted(link for link, share in item.shares.items() if share > 0)


def _numbered(bodies: Sequence[str], prefix: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"{prefix}{number}", body) for number, body in enumerate(bodies, 1))
