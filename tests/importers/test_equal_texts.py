"""What reads the same counts the same: nobody can tell two equal words apart."""

from dataclasses import replace
from decimal import Decimal

import pytest

from examprotocol.paper import Matching, Ordering
from examprotocol.responses import OrderResponse, PairsResponse
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ChoiceItem, LinksItem, OrderingItem, WeightedChoice
from examserver.importers.pages import build_page
from examserver.importers.shuffler import Shuffler
from examserver.scoring.score import score

ONE, NONE = Decimal(1), Decimal(0)
SHUFFLER = Shuffler("paper1", b"")
LINKS = LinksItem(
    "Connect",
    ONE,
    ("a", "b"),
    ("rises", "falls", "rises"),
    {(0, 0): ONE / 2, (1, 2): ONE / 2},
    left_max=1,
    right_max=1,
)


def test_either_of_two_equal_words_may_stand_first() -> None:
    built = build_page(OrderingItem("Order", ONE, ("the", "cat", "saw", "the", "dog")), "q1", SHUFFLER)
    question, key = built.question, built.keys["q1"]
    assert isinstance(question, Ordering)
    first, second = (choice.id for choice in question.choices if choice.body == "the")
    id_of = {choice.body: choice.id for choice in question.choices}
    for one, other in ((first, second), (second, first)):
        order = OrderResponse((one, id_of["cat"], id_of["saw"], other, id_of["dog"]))
        assert score(question, key, order).points == 1


def test_too_many_equal_things_to_order_are_named() -> None:
    with pytest.raises(QuestionRefusedError) as refused:
        build_page(OrderingItem("Order", ONE, ("same",) * 7), "q1", SHUFFLER)
    assert refused.value.code == "CHOICE_EQUAL"


def test_either_of_two_equal_right_sides_counts() -> None:
    built = build_page(LINKS, "q1", SHUFFLER)
    question, key = built.question, built.keys["q1"]
    assert isinstance(question, Matching)
    a, b = (choice.id for choice in question.left)
    first, second = (choice.id for choice in question.right if choice.body == "rises")
    assert score(question, key, PairsResponse({a: first, b: second})).points == 1
    assert score(question, key, PairsResponse({a: second, b: first})).points == 1
    assert score(question, key, PairsResponse({a: second})).points == Decimal("0.5")


@pytest.mark.parametrize("item", [replace(LINKS, exact=True), replace(LINKS, left_max=2)], ids=["all", "two"])
def test_equal_right_sides_that_no_key_can_take_for_one_are_named(item: LinksItem) -> None:
    with pytest.raises(QuestionRefusedError) as refused:
        build_page(item, "q1", SHUFFLER)
    assert refused.value.code == "CHOICE_EQUAL"


@pytest.mark.parametrize(
    ("share", "told"), [(NONE, ["CHOICE_EQUAL"]), (ONE, ["KEY_SEVERAL_RIGHT"])], ids=["wrong", "right"]
)
def test_two_equal_choices_of_another_worth_are_remarked(share: Decimal, told: list[str]) -> None:
    choices = (WeightedChoice("same", ONE), WeightedChoice("same", share), WeightedChoice("other", NONE))
    built = build_page(ChoiceItem("Which?", ONE, choices, several=False, shuffle=False), "q1", SHUFFLER)
    assert [note.code for note in built.notes] == told
