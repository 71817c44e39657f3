"""From an author's question to the paper: each kind that an importer may bring, with its key."""

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest

from examprotocol.paper import (
    Cloze,
    Composite,
    FileUpload,
    Info,
    Matching,
    Multiple,
    Ordering,
    Question,
    ShortText,
    Single,
)
from examprotocol.paper_parts import Material, Media
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    AccompaniedItem,
    ByHandItem,
    ChoiceItem,
    ClozeItem,
    CompositeItem,
    DragGapItem,
    EssayItem,
    FileItem,
    InfoItem,
    Item,
    LinksItem,
    MaterialItem,
    OrderingItem,
    PoolItem,
    ShortTextItem,
    SoundItem,
    TrueFalseItem,
    TypedGapItem,
    WeightedChoice,
)
from examserver.importers.keyed_question import BuiltPage
from examserver.importers.pages import build_page
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import (
    AcceptedText,
    ChoiceKey,
    ChoicesKey,
    GapsKey,
    JointKey,
    LinksKey,
    ManualKey,
    OrderKey,
    TextKey,
)

D = Decimal
ONE = D(1)
SHUFFLER = Shuffler("paper1", b"the file")
TRUE = TrueFalseItem("The sun is a star.", ONE, is_true=True)
TYPED = ShortTextItem("Capital of France?", D(2), TextKey((AcceptedText("Paris"),)))
POOL = tuple(PoolItem(body) for body in ("old", "new", "red", "blue"))


def _build(item: Item, known: dict[str, Material] | None = None) -> BuiltPage:
    return build_page(item, "q3", SHUFFLER, known)


def _refusal(item: Item) -> QuestionRefusedError:
    with pytest.raises(QuestionRefusedError) as refused:
        _build(item)
    return refused.value


def _choices(*shares: str, **more: object) -> ChoiceItem:
    choices = tuple(WeightedChoice(f"body {place}", D(share)) for place, share in enumerate(shares))
    item = ChoiceItem("Which?", ONE, choices, several=True, shuffle=False)
    return replace(item, **more)  # type: ignore[arg-type]


def _links(*pairs: tuple[int, int], **more: object) -> LinksItem:
    shares = {pair: ONE / len(pairs) for pair in pairs}
    item = LinksItem("Connect", ONE, ("Rome", "Oslo", "Bern"), ("north", "south", "old"), shares)
    return replace(item, **more)  # type: ignore[arg-type]


def _cloze(*gaps: DragGapItem | TypedGapItem, **more: object) -> ClozeItem:
    stem = " ".join(f'a <img src="gap:g{number}" />' for number in range(1, len(gaps) + 1))
    return replace(ClozeItem(stem, gaps, POOL), **more)  # type: ignore[arg-type]


def _drag(*places: int) -> DragGapItem:
    return DragGapItem(ONE, dict.fromkeys(places, ONE))


def test_links_are_scored_by_what_connects_and_keep_the_limits_of_both_sides() -> None:
    built = _build(_links((0, 1), (0, 2), (1, 0), left_max=2, right_max=1))
    question, key = built.question, built.keys["q3"]
    assert isinstance(question, Matching)
    assert isinstance(key, LinksKey)
    assert (question.left_max, question.right_max) == (2, 1)
    bodies = {choice.id: choice.body for choice in (*question.left, *question.right)}
    assert sorted((bodies[link.left], bodies[link.right]) for link in key.shares) == [
        ("Oslo", "north"),
        ("Rome", "old"),
        ("Rome", "south"),
    ]


def test_both_sides_of_one_set_are_told_apart_by_id_and_known_as_the_same() -> None:
    three = ("Rome", "Oslo", "Bern")
    item = LinksItem("Pair", ONE, three, three, {(0, 2): ONE}, left_max=1, either_way=True)
    built = _build(item)
    question, key = built.question, built.keys["q3"]
    assert isinstance(question, Matching)
    assert isinstance(key, LinksKey)
    bodies = {choice.id: choice.body for choice in (*question.left, *question.right)}
    assert [(bodies[one], bodies[other]) for one, other in key.same] == [(one, one) for one in three]


def test_a_right_side_in_the_order_of_the_key_is_shuffled_and_a_mixed_one_stays() -> None:
    def bodies(item: LinksItem) -> list[str]:
        question = _build(item).question
        assert isinstance(question, Matching)
        return [choice.body for choice in question.right]

    many = tuple(f"right {place}" for place in range(8))
    telling = LinksItem("C", ONE, many, many, {(place, place): ONE / 8 for place in range(8)})
    assert bodies(telling) != list(many)
    mixed = {(place, 7 - place): ONE / 8 for place in range(8)}
    assert bodies(replace(telling, shares=mixed)) == list(many)
    columns = {(place, place // 4): ONE / 8 for place in range(8)}
    assert bodies(replace(telling, shares=columns)) == list(many)


def test_an_order_is_shuffled_and_every_right_order_is_in_the_key() -> None:
    item = OrderingItem("Order", ONE, ("one", "two", "three", "four"), "position", ((0, 1, 3, 2),))
    built = _build(item)
    question, key = built.question, built.keys["q3"]
    assert isinstance(question, Ordering)
    assert isinstance(key, OrderKey)
    body = {choice.id: choice.body for choice in question.choices}
    assert [body[one] for one in key.orders[0]] == ["one", "two", "three", "four"]
    assert [body[one] for one in key.orders[1]] == ["one", "two", "four", "three"]
    assert key.by == "position"
    assert [choice.id for choice in question.choices] == ["q3o1", "q3o2", "q3o3", "q3o4"]


def test_drag_gaps_share_a_pool_whose_equal_texts_are_one() -> None:
    pool = (*POOL, PoolItem("old"), PoolItem("any", uses=0), PoolItem("any"))
    built = _build(_cloze(_drag(4), _drag(1), pool=pool))
    question, key = built.question, built.keys["q3"]
    assert isinstance(question, Cloze)
    assert isinstance(key, GapsKey)
    uses = {one.body: one.uses for one in question.pool}
    assert uses == {"old": 2, "new": 1, "red": 1, "blue": 1, "any": 0}
    body = {one.id: one.body for one in question.pool}
    right = [[body[one] for one in part.shares] for part in key.gaps.values() if isinstance(part, ChoiceKey)]
    assert right == [["old"], ["new"]]


def test_a_piece_that_two_gaps_need_but_may_be_used_once_cannot_give_full_points() -> None:
    assert _refusal(_cloze(_drag(0), _drag(0))).code == "SCORE_INVALID"
    assert _build(_cloze(_drag(0), _drag(0, 1))).keys


def test_full_points_are_found_where_the_greatest_share_stands_in_the_way() -> None:
    either = DragGapItem(ONE, {0: ONE, 1: ONE})
    assert _build(_cloze(either, _drag(0))).keys
    assert _build(_links((0, 0), (0, 1), (1, 0), left_max=1, right_max=1, shares={(0, 0): ONE, (1, 1): ONE}))
    assert _refusal(_links((0, 0), (1, 0), left_max=1, right_max=1)).code == "SCORE_INVALID"


def test_a_candidate_s_own_order_starts_from_a_shuffled_one_with_fixed_places() -> None:
    item = _choices("1", "0", "0", "0", "0", "0", several=False, for_each=True, fixed=frozenset({5}))
    question = _build(item).question
    assert isinstance(question, Single)
    assert question.shuffle
    assert [choice.fixed for choice in question.choices] == [False] * 5 + [True]
    assert question.choices[-1].body == "body 5"
    assert [choice.body for choice in question.choices[:5]] != [f"body {place}" for place in range(5)]


def test_how_many_may_be_chosen_is_in_the_paper_and_bounds_the_best_answer() -> None:
    question = _build(_choices("0.5", "0.5", "0", min_choices=1, max_choices=2)).question
    assert isinstance(question, Multiple)
    assert (question.min_choices, question.max_choices) == (1, 2)
    assert _refusal(_choices("0.5", "0.25", "0.25", max_choices=2)).code == "SCORE_INVALID"
    unlimited = _build(_choices("0.5", "0.5", "0", max_choices=3)).question
    assert isinstance(unlimited, Multiple)
    assert unlimited.max_choices == 0


def test_all_or_nothing_needs_no_sum() -> None:
    assert _build(_choices("1", "1", "0", exact=True)).keys == {
        "q3": ChoicesKey({"q3c1": ONE, "q3c2": ONE, "q3c3": D(0)}, exact=True)
    }
    assert _refusal(_choices("0", "0", exact=True)).code == "KEY_MISSING"


def test_files_are_asked_for_with_plain_endings_and_scored_by_hand() -> None:
    built = _build(FileItem("Hand in", D(5), types=("PDF", ".docx", "pdf", " "), rubric="<p>Neat?</p>"))
    assert isinstance(built.question, FileUpload)
    assert built.question.types == (".pdf", ".docx")
    assert built.keys == {"q3": ManualKey("<p>Neat?</p>")}


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (_choices("0", "0", "0"), Multiple),
        (_choices("0", "0", "0", several=False), Single),
        (ShortTextItem("Say it", ONE, TextKey(())), ShortText),
        (_links(), Matching),
        (_cloze(_drag(), TypedGapItem(ONE, TextKey(()))), Cloze),
    ],
    ids=["multiple", "single", "typed", "links", "gaps"],
)
def test_what_a_person_scores_needs_no_key_that_works(item: Item, kind: type[Question]) -> None:
    assert _refusal(item).code == "KEY_MISSING"
    built = _build(ByHandItem(item, "<p>Look</p>"))  # type: ignore[arg-type]
    assert isinstance(built.question, kind)
    assert built.keys == {"q3": ManualKey("<p>Look</p>")}


def test_an_essay_scored_by_hand_keeps_its_own_rubric_where_none_is_given() -> None:
    essay = EssayItem("Write", ONE, 5, rubric="<p>Own</p>")
    assert _build(ByHandItem(essay)).keys == {"q3": ManualKey("<p>Own</p>")}


def test_equal_materials_are_in_the_paper_once() -> None:
    sound = SoundItem("a" * 64, "Talk", max_plays=2, may_seek=False, may_pause=False)
    passage = MaterialItem("passage.html", "A letter", "<p>Dear Sir</p>", (sound,))
    first = _build(AccompaniedItem(TRUE, (passage, passage), (sound,)))
    assert list(first.materials) == ["passage.html"]
    material = first.materials["passage.html"]
    assert (material.id, material.title, material.body) == ("m1", "A letter", "<p>Dear Sir</p>")
    assert material.media == (Media("m1a1", "a" * 64, "Talk", 2, may_seek=False, may_pause=False),)
    assert first.question.materials == ("m1",)
    assert [media.id for media in first.question.media] == ["q3a1"]
    other = MaterialItem("other")
    second = _build(AccompaniedItem(TRUE, (passage, other)), known=first.materials)
    assert second.question.materials == ("m1", "m2")
    assert list(second.materials) == ["other"]


def test_the_parts_of_a_passage_have_ids_and_keys_of_their_own() -> None:
    talk = SoundItem("b" * 64)
    item = CompositeItem(
        "<p>A passage</p>",
        (InfoItem("Look:"), TRUE, AccompaniedItem(TYPED, sounds=(talk,)), ByHandItem(TYPED, "by hand")),
    )
    built = _build(AccompaniedItem(item, (MaterialItem("map"),)))
    question = built.question
    assert isinstance(question, Composite)
    assert [part.id for part in question.parts] == ["q3p1", "q3p2", "q3p3", "q3p4"]
    assert isinstance(question.parts[0], Info)
    assert question.points == 5
    assert question.materials == ("m1",)
    assert [media.id for media in question.parts[2].media] == ["q3p3a1"]
    assert list(built.keys) == ["q3p2", "q3p3", "q3p4"]


def test_only_the_best_parts_count_where_the_passage_says_so() -> None:
    question = _build(CompositeItem("Choose two", (TRUE, TYPED, TRUE), answer_limit=2)).question
    assert isinstance(question, Composite)
    assert (question.points, question.answer_limit) == (D(3), 2)
    generous = _build(CompositeItem("All", (TRUE, TYPED), answer_limit=2)).question
    assert isinstance(generous, Composite)
    assert generous.answer_limit == 0


def test_a_joint_rule_gives_the_passage_points_of_its_own() -> None:
    built = _build(CompositeItem("Both", (InfoItem("x"), TRUE, TYPED), joint=D(4)))
    assert built.question.points == 4
    assert built.keys["q3"] == JointKey(("q3p2", "q3p3"))


def test_a_part_may_do_without_a_text_where_the_passage_has_one() -> None:
    silent = replace(TRUE, stem="")
    assert _build(CompositeItem("Passage", (silent,))).question
    assert _refusal(silent).code == "QUESTION_EMPTY"
    assert _refusal(CompositeItem("", (silent,))).code == "QUESTION_EMPTY"
    assert _build(AccompaniedItem(silent, sounds=(SoundItem("a" * 64),))).question.media


def test_a_bad_part_is_named_by_its_number() -> None:
    refused = _refusal(CompositeItem("Passage", (TRUE, _choices("0", "0"))))
    assert (refused.code, refused.sentence) == ("KEY_MISSING", "Part 2: No choice is marked as right.")
    assert _refusal(CompositeItem("Passage", (InfoItem("only"),))).code == "QUESTION_EMPTY"


def test_nothing_of_a_key_is_in_the_question() -> None:
    built = _build(_cloze(_drag(2), TypedGapItem(ONE, TextKey((AcceptedText("Xylophon"),)))))
    told = msgspec.json.encode(built.question).decode()
    assert "Xylophon" not in told
    assert "share" not in told
