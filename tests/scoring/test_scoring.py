"""The points that responses are worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.paper import (
    Cloze,
    Essay,
    Matching,
    Multiple,
    Number,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from examprotocol.paper_parts import Choice, NumberGap, SelectGap, TextGap
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    PairsResponse,
    Response,
    TextResponse,
)
from examserver.scoring.best import best_response, reaches_full_points
from examserver.scoring.keys import (
    AcceptedNumber,
    AcceptedText,
    ChoiceKey,
    ChoicesKey,
    GapsKey,
    Key,
    ManualKey,
    NumberKey,
    PairsKey,
    TextKey,
)
from examserver.scoring.score import Score, score

D = Decimal
CHOICES = tuple(Choice(name, name) for name in "abc")
SINGLE = Single(id="q1", stem="?", points=D(4), choices=CHOICES)
MULTIPLE = Multiple(id="q1", stem="?", points=D(4), choices=CHOICES)
SHORT = ShortText(id="q1", stem="?", points=D(2))
NUMBER = Number(id="q1", stem="?", points=D(3), unit="kg")
MATCHING = Matching(id="q1", stem="?", points=D(2), left=CHOICES, right=CHOICES)
GAPS = (TextGap("g1", D(1)), NumberGap("g2", D(2)), SelectGap("g3", D(1), CHOICES))
CLOZE = Cloze(id="q1", stem="?", points=D(4), gaps=GAPS)
ESSAY = Essay(id="q1", stem="?", points=D(10), template="Dear Sir,")
THIRD = D(1) / 3

SINGLE_KEY = ChoiceKey({"a": D(1), "b": D("0.5"), "c": D("-0.25")})
MULTIPLE_KEY = ChoicesKey({"a": D("0.5"), "b": D("0.5"), "c": D(-1)})
SHORT_KEY = TextKey((AcceptedText("no*"), AcceptedText("nobody", D("0.5")), AcceptedText("x", D("0.25"))))
NUMBER_KEY = NumberKey((AcceptedNumber(D(9), D(11)), AcceptedNumber(D(5), D(15), D("0.5"))))
MATCHING_KEY = PairsKey({"a": ("b",), "b": ("c", "a"), "c": ("c",)})
CLOZE_KEY = GapsKey({"g1": SHORT_KEY, "g2": NUMBER_KEY, "g3": SINGLE_KEY})
CLOSED: list[tuple[Question, Key]] = [
    (SINGLE, SINGLE_KEY),
    (MULTIPLE, MULTIPLE_KEY),
    (SHORT, SHORT_KEY),
    (NUMBER, NUMBER_KEY),
    (MATCHING, MATCHING_KEY),
    (CLOZE, CLOZE_KEY),
    (TrueFalse(id="q1", stem="?", points=D(1)), ChoiceKey({"true": D(0), "false": D(1)})),
]
RESPONSES = st.one_of(
    st.builds(ChoiceResponse, st.sampled_from(["", "a", "b", "c", "true", "zz"])),
    st.builds(lambda chosen: ChoicesResponse(tuple(chosen)), st.lists(st.sampled_from(["a", "b", "c", "z"]))),
    st.builds(TextResponse, st.text(max_size=12)),
    st.builds(GapsResponse, st.dictionaries(st.sampled_from(["g1", "g2", "g3", "g9"]), st.text(max_size=5))),
    st.builds(PairsResponse, st.dictionaries(st.sampled_from("abcz"), st.sampled_from("abcz"))),
)


def _points(question: Question, key: Key, response: Response | None) -> Decimal | None:
    return score(question, key, response).points


@pytest.mark.parametrize(("choice", "points"), [("a", 4), ("b", 2), ("c", -1), ("", 0), ("unknown", 0)])
def test_a_single_choice_gets_its_share_also_below_zero(choice: str, points: int) -> None:
    assert score(SINGLE, SINGLE_KEY, ChoiceResponse(choice)) == Score(D(points), D(4))


@pytest.mark.parametrize(("chosen", "points"), [("ab", 4), ("a", 2), ("abc", 0), ("c", 0), ("", 0)])
def test_several_choices_are_added_and_clipped(chosen: str, points: int) -> None:
    assert _points(MULTIPLE, MULTIPLE_KEY, ChoicesResponse(tuple(chosen))) == points


def test_a_choice_sent_twice_counts_once() -> None:
    assert _points(MULTIPLE, MULTIPLE_KEY, ChoicesResponse(("a", "a"))) == 2


def test_more_right_choices_than_needed_give_no_more_than_all() -> None:
    generous = ChoicesKey({name: D("0.5") for name in "abc"})
    assert _points(MULTIPLE, generous, ChoicesResponse(("a", "b", "c"))) == 4


@pytest.mark.parametrize(
    ("text", "points"), [("No one", 2), ("nobody", 2), ("X", "0.5"), ("why", 0), (" ", 0)]
)
def test_the_first_text_that_fits_counts(text: str, points: int | str) -> None:
    assert _points(SHORT, SHORT_KEY, TextResponse(text)) == D(points)


@pytest.mark.parametrize(("text", "points"), [("10", 3), ("11 kg", 3), ("15", "1.5"), ("16", 0), ("10 g", 0)])
def test_the_first_range_that_holds_the_number_counts(text: str, points: int | str) -> None:
    assert _points(NUMBER, NUMBER_KEY, TextResponse(text)) == D(points)


def test_a_range_without_ends_takes_any_number_but_no_word() -> None:
    key = NumberKey((AcceptedNumber(D("-Infinity"), D("Infinity")),))
    assert _points(NUMBER, key, TextResponse("-1e300")) == 3
    assert _points(NUMBER, key, TextResponse("much")) == 0


def test_every_right_pair_has_the_same_share() -> None:
    assert _points(MATCHING, MATCHING_KEY, PairsResponse({"a": "b", "b": "a", "c": "a"})) == D("1.3333")
    assert _points(MATCHING, MATCHING_KEY, PairsResponse({"a": "b", "b": "c", "c": "c", "z": "a"})) == 2


def test_each_gap_counts_by_itself() -> None:
    assert _points(CLOZE, CLOZE_KEY, GapsResponse({"g1": "no", "g2": "10", "g3": "a"})) == 4
    assert _points(CLOZE, CLOZE_KEY, GapsResponse({"g2": "15", "g3": "b", "g9": "no"})) == D("1.5")


def test_an_essay_waits_for_a_person_and_no_essay_is_nothing() -> None:
    assert score(ESSAY, ManualKey(), TextResponse("Once")) == Score(None, D(10))
    assert score(ESSAY, ManualKey(), TextResponse(" \n")) == Score(D(0), D(10))
    assert score(ESSAY, ManualKey(), TextResponse("Dear Sir,\n")) == Score(D(0), D(10))
    assert score(ESSAY, ManualKey(), None) == Score(D(0), D(10))


def test_thirds_add_up_to_all() -> None:
    key = ChoicesKey(dict.fromkeys("abc", THIRD))
    assert _points(MULTIPLE, key, ChoicesResponse(("a", "b", "c"))) == 4
    assert _points(MULTIPLE, key, ChoicesResponse(("a",))) == D("1.3333")


@pytest.mark.parametrize(("question", "key"), CLOSED)
def test_the_best_response_gets_all_points_and_none_gets_nothing(question: Question, key: Key) -> None:
    assert _points(question, key, best_response(question, key)) == question.points
    assert reaches_full_points(question, key)
    assert _points(question, key, None) == 0


@given(RESPONSES, st.sampled_from(CLOSED))
def test_no_response_of_any_shape_raises_or_gets_more_than_all(
    response: Response, closed: tuple[Question, Key]
) -> None:
    question, key = closed
    points = _points(question, key, response)
    assert points is not None
    assert -question.points <= points <= question.points
    assert points == round(points, 4)


def test_a_key_that_an_earlier_answer_hides_does_not_reach_full_points() -> None:
    hidden = TextKey((AcceptedText("*", D("0.5")), AcceptedText("Paris")))
    assert not reaches_full_points(SHORT, hidden)
    number = NumberKey((AcceptedNumber(D(0), D(10), D("0.5")), AcceptedNumber(D(5), D(5))))
    assert not reaches_full_points(NUMBER, number)


def test_the_best_text_steps_round_an_earlier_one_that_gives_less() -> None:
    key = TextKey((AcceptedText("ab", D("0.5")), AcceptedText("a*b")))
    assert reaches_full_points(SHORT, key)
