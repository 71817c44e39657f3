"""A candidate's form: the same from the same seed, whole, and without a word about what is right."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.form import Form, apply_form, make_form
from examprotocol.paper import (
    Cloze,
    Composite,
    Info,
    Matching,
    Ordering,
    Paper,
    Question,
    Section,
    Single,
    answerable_questions,
    page_of,
    questions_of,
    section_points,
    total_points,
)
from examprotocol.paper_parts import Choice, DragGap, PoolChoice

ONE = Decimal(1)


def choices(owner: str, *fixed: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"{owner}c{n}", f"<p>{n}</p>", fixed=n in fixed) for n in range(1, 7))


def single(name: str, *fixed: int, points: Decimal = ONE) -> Single:
    return Single(id=name, stem="<p>?</p>", points=points, choices=choices(name, *fixed), shuffle=True)


PASSAGE = Composite(
    id="q4",
    stem="<p>Read</p>",
    points=Decimal(3),
    parts=(
        single("q4p1"),
        Info(id="q4p2", stem="<p>Go on</p>", points=Decimal(0)),
        Ordering(id="q4p3", stem="<p>?</p>", points=Decimal(2), choices=choices("q4p3"), shuffle=True),
    ),
)
PLAIN = Matching(id="q2", stem="<p>?</p>", points=ONE, left=choices("l"), right=choices("r"))
POOL = tuple(PoolChoice(f"w{n}", f"{n}") for n in range(6))
GAPS = Cloze(
    id="q3",
    stem='<p><img src="gap:g1"/></p>',
    points=ONE,
    gaps=(DragGap("g1", ONE),),
    pool=POOL,
    shuffle=True,
)


def paper_of(*questions: Question, **rules: int | bool) -> Paper:
    section = msgspec.convert({"id": "s1", "title": "One", "questions": [], **rules}, Section)
    return Paper("p", 1, "Paper", "en", (msgspec.structs.replace(section, questions=questions),))


WHOLE = paper_of(single("q1", 6), PLAIN, GAPS, PASSAGE)
seeds = st.text(max_size=20)


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions]


@given(seeds)
def test_the_same_seed_gives_the_same_form(seed: str) -> None:
    assert make_form(WHOLE, seed) == make_form(WHOLE, seed)


@given(seeds)
def test_a_form_that_came_over_the_network_shows_the_same_paper(seed: str) -> None:
    form = make_form(WHOLE, seed)
    sent = msgspec.json.decode(msgspec.json.encode(form), type=Form)
    assert apply_form(WHOLE, sent) == apply_form(WHOLE, form)


@given(seeds)
def test_nothing_is_lost_and_nothing_comes_twice(seed: str) -> None:
    shown = apply_form(WHOLE, make_form(WHOLE, seed))
    assert ids(questions_of(shown)) == ids(questions_of(WHOLE)), "the section does not want another order"
    for before, after in zip(answerable_questions(WHOLE), answerable_questions(shown), strict=True):
        for field in ("choices", "right", "pool"):
            there = getattr(before, field, ())
            assert sorted(one.id for one in there) == sorted(one.id for one in getattr(after, field, ()))


@given(seeds)
def test_a_fixed_choice_keeps_its_place(seed: str) -> None:
    shown = questions_of(apply_form(WHOLE, make_form(WHOLE, seed)))[0]
    assert isinstance(shown, Single)
    assert shown.choices[5].id == "q1c6"


def test_what_is_not_to_be_shuffled_stays() -> None:
    shown = [questions_of(apply_form(WHOLE, make_form(WHOLE, str(seed))))[1] for seed in range(20)]
    assert all(one == PLAIN for one in shown)


def test_candidates_see_different_orders() -> None:
    orders = {make_form(WHOLE, str(seed)).choices["q1"] for seed in range(20)}
    assert len(orders) > 10


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_a_section_that_asks_some_of_its_questions_asks_so_many(seed: str) -> None:
    paper = paper_of(*(single(f"q{n}") for n in range(8)), select=3, shuffle=True)
    shown = apply_form(paper, make_form(paper, seed))
    assert len(questions_of(shown)) == 3
    assert total_points(paper) == total_points(shown) == 3


def test_an_empty_form_is_the_paper_as_it_is() -> None:
    assert apply_form(WHOLE, Form()) == WHOLE


def test_what_a_form_does_not_know_comes_last_and_what_only_it_knows_is_passed_over() -> None:
    form = Form("x", {}, {"q1": ("q1c3", "gone", "q1c1")})
    shown = questions_of(apply_form(WHOLE, form))[0]
    assert isinstance(shown, Single)
    assert [choice.id for choice in shown.choices] == ["q1c3", "q1c1", "q1c2", "q1c4", "q1c5", "q1c6"]


def test_where_only_the_best_count_the_most_that_can_be_got_is_theirs() -> None:
    questions = tuple(single(f"q{n}", points=Decimal(n)) for n in range(1, 5))
    (section,) = paper_of(*questions, answer_limit=2).sections
    assert section_points(section) == 7


def test_each_part_of_a_passage_has_a_number_and_its_page_is_the_passage() -> None:
    assert ids(answerable_questions(WHOLE)) == ["q1", "q2", "q3", "q4p1", "q4p3"]
    assert page_of(WHOLE, "q4p3") == PASSAGE
    assert page_of(WHOLE, "q1") == questions_of(WHOLE)[0]
    assert page_of(WHOLE, "nobody") is None


def test_the_form_of_a_seed_is_the_same_in_every_version() -> None:
    """Service and station may run different versions of Python, and a spare machine makes the form itself."""
    paper = paper_of(*(single(f"q{n}") for n in range(8)), select=3, shuffle=True)
    form = make_form(paper, "0123456789abcdef")
    assert form.sections == {"s1": ("q0", "q4", "q2")}
    assert form.choices["q1"] == ("q1c1", "q1c6", "q1c2", "q1c3", "q1c5", "q1c4")
