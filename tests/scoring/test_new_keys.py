"""Links, orders, drag gaps and all-or-nothing: the points that responses are worth by their keys."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.paper import Cloze, FileUpload, Matching, Multiple, Ordering, Question
from examprotocol.paper_parts import Choice, DragGap, PoolChoice, TextGap
from examprotocol.responses import (
    ChoicesResponse,
    FileRef,
    FilesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    Response,
)
from examserver.scoring.best import best_response, reaches_full_points
from examserver.scoring.choosing import best_chosen
from examserver.scoring.keys import (
    AcceptedText,
    ChoiceKey,
    ChoicesKey,
    GapsKey,
    Key,
    LinkShare,
    LinksKey,
    ManualKey,
    OrderKey,
    PairsKey,
    TextKey,
)
from examserver.scoring.score import Score, score

D = Decimal
ONE, HALF, THIRD = D(1), D("0.5"), D(1) / 3
LEFT, RIGHT = tuple(Choice(name, name) for name in "abc"), tuple(Choice(name, name) for name in "xyz")
MANY = Matching(id="q1", stem="?", points=D(3), left=LEFT, right=RIGHT, left_max=2, right_max=2)
PAIRED = Matching(id="q1", stem="?", points=D(3), left=LEFT, right=RIGHT, left_max=1, right_max=1)
ORDER = Ordering(id="q1", stem="?", points=D(3), choices=tuple(Choice(name, name) for name in "abcd"))
LIMITED = Multiple(id="q1", stem="?", points=D(2), choices=LEFT, max_choices=2)
POOL = (PoolChoice("p", "p"), PoolChoice("q", "q"), PoolChoice("r", "r", 2), PoolChoice("s", "s", 0))
DRAGS = Cloze(
    id="q1",
    stem="?",
    points=D(4),
    gaps=(DragGap("g1", ONE), DragGap("g2", ONE), DragGap("g3", ONE), TextGap("g4", ONE)),
    pool=POOL,
)
FILES = FileUpload(id="q1", stem="?", points=D(5))


def _links(shares: dict[str, Decimal], *, others: str = "0", exact: bool = False) -> LinksKey:
    links = tuple(LinkShare(link[0], link[1], share) for link, share in shares.items())
    return LinksKey(links, D(others), exact)


SUMMED = _links({"ax": THIRD, "ay": THIRD, "bz": THIRD}, others="-0.5")
ALL_LINKS = _links({"ax": ONE, "by": ONE, "cz": D(0)}, exact=True)
BY_PLACE = OrderKey((tuple("abcd"),), "position")
BY_NEIGHBOURS = OrderKey((tuple("abcd"), tuple("dcba")), "adjacent")
TWO_ORDERS = OrderKey((tuple("abcd"), tuple("abdc")))
TYPED = TextKey((AcceptedText("York"),))
GAPS = GapsKey(
    {
        "g1": ChoiceKey({"p": ONE}),
        "g2": ChoiceKey({"r": ONE}),
        "g3": ChoiceKey({"r": ONE, "s": HALF}),
        "g4": TYPED,
    }
)
CLOSED: list[tuple[Question, Key]] = [
    (MANY, SUMMED),
    (MANY, ALL_LINKS),
    (PAIRED, _links({"ax": THIRD, "by": THIRD, "cz": THIRD})),
    (PAIRED, PairsKey({"a": ("x",), "b": ("y",), "c": ("z",)}, exact=True)),
    (ORDER, TWO_ORDERS),
    (ORDER, BY_PLACE),
    (ORDER, BY_NEIGHBOURS),
    (LIMITED, ChoicesKey({"a": HALF, "b": HALF, "c": D(-1)})),
    (LIMITED, ChoicesKey({"a": ONE, "b": D(0), "c": D(0)}, exact=True)),
    (DRAGS, GAPS),
    (DRAGS, GapsKey(GAPS.gaps, exact=True)),
]
NAMES = [f"{type(question).__name__} {type(key).__name__} {at}" for at, (question, key) in enumerate(CLOSED)]
SIGNS = st.sampled_from("abcdxyzpqrs")
RESPONSES = st.one_of(
    st.builds(lambda links: LinksResponse(tuple(links)), st.lists(st.tuples(SIGNS, SIGNS), max_size=9)),
    st.builds(PairsResponse, st.dictionaries(SIGNS, SIGNS)),
    st.builds(lambda order: OrderResponse(tuple(order)), st.lists(SIGNS, max_size=6)),
    st.builds(lambda order: OrderResponse(tuple(order)), st.permutations("abcd")),
    st.builds(GapsResponse, st.dictionaries(st.sampled_from(["g1", "g2", "g3", "g4", "g9"]), SIGNS)),
    st.builds(lambda chosen: ChoicesResponse(tuple(chosen)), st.lists(SIGNS)),
    st.just(FilesResponse((FileRef("0" * 64, "a.pdf", 5),))),
)


def _points(question: Question, key: Key, response: Response | None) -> Decimal | None:
    return score(question, key, response).points


def _drawn(*links: str) -> LinksResponse:
    return LinksResponse(tuple((link[0], link[1]) for link in links))


@pytest.mark.parametrize(
    ("links", "points"),
    [("ax", 1), ("ax ay bz", 3), ("ax ax", 1), ("ax ay bz cz", "1.5"), ("cz", 0), ("ax q9", 1), ("", 0)],
)
def test_links_are_added_and_wrong_ones_taken_off(links: str, points: int | str) -> None:
    assert _points(MANY, SUMMED, _drawn(*links.split())) == D(points)


ONE_SET = Matching(id="q1", stem="?", points=D(2), left=LEFT, right=RIGHT, left_max=0)
EITHER = LinksKey(
    (LinkShare("a", "y", HALF), LinkShare("c", "y", HALF)), D(-1), same=(("a", "x"), ("b", "y"), ("c", "z"))
)


@pytest.mark.parametrize(
    ("links", "points"),
    [("ay cy", 2), ("bx bz", 2), ("ay bx", 1), ("ay by", 1), ("ay az", 0), ("ay bz ax", 2)],
)
def test_a_link_within_one_set_counts_in_either_direction_and_once(links: str, points: int) -> None:
    assert _points(ONE_SET, EITHER, _drawn(*links.split())) == points
    assert reaches_full_points(ONE_SET, EITHER)


@pytest.mark.parametrize(
    ("links", "points"), [("bx cy", 2), ("ay bx cy", 2), ("ay", 0), ("ay cy ax", 2), ("ay cy cx", 0)]
)
def test_exactly_the_right_links_of_one_set(links: str, points: int) -> None:
    exact = LinksKey(EITHER.shares, exact=True, same=EITHER.same)
    assert _points(ONE_SET, exact, _drawn(*links.split())) == points


def test_three_thirds_are_all() -> None:
    assert _points(MANY, _links({"ax": THIRD, "ay": THIRD, "bz": THIRD}), _drawn("ax", "ay", "bz")) == 3


@pytest.mark.parametrize(("links", "points"), [("ax by", 3), ("by ax", 3), ("ax", 0), ("ax by cz", 0)])
def test_exactly_the_right_links_or_nothing(links: str, points: int) -> None:
    assert _points(MANY, ALL_LINKS, _drawn(*links.split())) == points


@pytest.mark.parametrize("links", ["ax ay az", "ax bx cx"])
def test_more_links_than_an_end_may_have_are_worth_nothing(links: str) -> None:
    free = _links({"ax": HALF, "ay": HALF})
    assert _points(MANY, free, _drawn(*links.split())) == 0


def test_pairs_use_one_on_the_right_no_more_often_than_it_may() -> None:
    key = _links({"ax": HALF, "bx": HALF})
    assert _points(PAIRED, key, PairsResponse({"a": "x"})) == D("1.5")
    assert _points(PAIRED, key, PairsResponse({"a": "x", "b": "x"})) == 0
    assert not reaches_full_points(PAIRED, key)


def test_all_pairs_or_nothing() -> None:
    key = PairsKey({"a": ("x",), "b": ("y", "z")}, exact=True)
    assert _points(PAIRED, key, PairsResponse({"a": "x", "b": "z"})) == 3
    assert _points(PAIRED, key, PairsResponse({"a": "x"})) == 0


@pytest.mark.parametrize(
    ("key", "order", "points"),
    [
        (TWO_ORDERS, "abcd", 3),
        (TWO_ORDERS, "abdc", 3),
        (TWO_ORDERS, "bacd", 0),
        (BY_PLACE, "abdc", "1.5"),
        (BY_PLACE, "dabc", 0),
        (BY_NEIGHBOURS, "dabc", 2),
        (BY_NEIGHBOURS, "dcba", 3),
        (BY_NEIGHBOURS, "bdac", 0),
        (BY_PLACE, "abc", 0),
        (BY_PLACE, "aaaa", 0),
        (BY_NEIGHBOURS, "abcdabcd", 0),
        (TWO_ORDERS, "", 0),
    ],
)
def test_an_order_counts_whole_by_places_or_by_neighbours(
    key: OrderKey, order: str, points: int | str
) -> None:
    assert _points(ORDER, key, OrderResponse(tuple(order))) == D(points)


@pytest.mark.parametrize(
    ("gaps", "points"),
    [
        ({"g1": "p", "g2": "r", "g3": "r", "g4": "york"}, 4),
        ({"g1": "p", "g3": "s"}, "1.5"),
        ({"g1": "r", "g2": "r", "g3": "r"}, 0),
        ({"g2": "p", "g3": "p"}, 0),
        ({"g1": "s", "g2": "s", "g3": "s"}, "0.5"),
    ],
)
def test_a_piece_of_the_pool_counts_in_its_gap_and_no_more_often_than_there_are(
    gaps: dict[str, str], points: int | str
) -> None:
    assert _points(DRAGS, GAPS, GapsResponse(gaps)) == D(points)


def test_all_gaps_or_nothing() -> None:
    key = GapsKey(GAPS.gaps, exact=True)
    assert _points(DRAGS, key, GapsResponse({"g1": "p", "g2": "r", "g3": "r", "g4": "York"})) == 4
    assert _points(DRAGS, key, GapsResponse({"g1": "p", "g2": "r", "g3": "s", "g4": "York"})) == 0


@pytest.mark.parametrize(("chosen", "points"), [("ab", 2), ("a", 1), ("abc", 0)])
def test_more_choices_than_allowed_are_worth_nothing(chosen: str, points: int) -> None:
    key = ChoicesKey({"a": HALF, "b": HALF, "c": D(0)})
    assert _points(LIMITED, key, ChoicesResponse(tuple(chosen))) == points


def test_exactly_the_right_choices_or_nothing() -> None:
    key = ChoicesKey({"a": ONE, "b": D("0.1"), "c": D(0)}, exact=True)
    assert _points(LIMITED, key, ChoicesResponse(("b", "a"))) == 2
    assert _points(LIMITED, key, ChoicesResponse(("a",))) == 0


def test_files_wait_for_a_person() -> None:
    handed_in = FilesResponse((FileRef("0" * 64, "a.pdf", 5),))
    assert score(FILES, ManualKey(), handed_in) == Score(None, D(5))
    assert score(FILES, ManualKey(), FilesResponse(())) == Score(D(0), D(5))


@pytest.mark.parametrize(("question", "key"), CLOSED, ids=NAMES)
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
    assert 0 <= points <= question.points
    assert points == round(points, 4)


def test_the_best_links_are_found_where_the_greatest_stands_in_the_way() -> None:
    worth = {("a", "x"): D(3), ("a", "y"): D(2), ("b", "x"): D(2)}
    assert sorted(best_chosen(worth, {"a": 1, "b": 1}, 1)) == [("a", "y"), ("b", "x")]
    assert sorted(best_chosen(worth, {}, 0)) == sorted(worth)
