"""Each of QTI's interactions as the candidate's question, scored as the item's own rule would."""

from decimal import Decimal

import pytest

from examprotocol.paper import (
    Cloze,
    Matching,
    Multiple,
    Number,
    Ordering,
    ShortText,
    Single,
)
from examprotocol.paper_parts import Choice, PoolChoice, SelectGap
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    TextResponse,
)
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import LinksKey, ManualKey
from tests.importers.conftest import ImportText
from tests.importers.drafts import codes, encoded, only, only_key
from tests.importers.qti_files import ABC, MAP, MATCH, choice, declared, item, mapped, points

D = Decimal


def _ids(choices: tuple[Choice, ...] | tuple[PoolChoice, ...]) -> dict[str, str]:
    """The id of each body."""
    return {one.body: one.id for one in choices}


def _choose(*bodies: str) -> ChoicesResponse:
    return ChoicesResponse(tuple(bodies))


def _several(attributes: str, declarations: str, processing: str = MATCH) -> str:
    interaction = f'<choiceInteraction responseIdentifier="RESPONSE" {attributes}>{ABC}</choiceInteraction>'
    return item(f"<p>Which?</p>{interaction}", declarations, processing)


def _choices(draft: PaperDraft) -> dict[str, str]:
    question = only(draft)
    assert isinstance(question, Single | Multiple)
    return _ids(question.choices)


def test_one_choice_is_a_single(import_text: ImportText) -> None:
    draft = import_text("a.xml", choice("B"))
    ids = _choices(draft)
    assert isinstance(only(draft), Single)
    assert points(draft, ChoiceResponse(ids["Body B"])) == 1
    assert points(draft, ChoiceResponse(ids["Body A"])) == 0


def test_a_shuffled_choice_is_shuffled_for_each_and_fixed_ones_stay(import_text: ImportText) -> None:
    text = choice().replace('maxChoices="1"', 'maxChoices="1" shuffle="TRUE"')
    question = only(import_text("a.xml", text.replace('identifier="C"', 'identifier="C" fixed="true"')))
    assert isinstance(question, Single)
    assert question.shuffle
    assert [one.fixed for one in question.choices] == [False, False, True]
    assert question.choices[2].body == "Body C"


def test_several_choices_by_match_correct_are_all_or_nothing(import_text: ImportText) -> None:
    draft = import_text(
        "a.xml",
        _several('minChoices="1" maxChoices="2"', declared("identifier", "A,C", cardinality="multiple")),
    )
    question, ids = only(draft), _choices(draft)
    assert isinstance(question, Multiple)
    assert (question.min_choices, question.max_choices) == (1, 2)
    assert points(draft, _choose(ids["Body A"], ids["Body C"])) == 1
    assert points(draft, _choose(ids["Body A"])) == 0


def test_several_choices_by_a_mapping_add_up(import_text: ImportText) -> None:
    mapping = mapped("-1", 'lowerBound="0"', A="1", C="2")
    draft = import_text(
        "a.xml",
        _several('maxChoices="0"', declared("identifier", "A,C", mapping, cardinality="multiple"), MAP),
    )
    ids = _choices(draft)
    assert only(draft).points == 3
    assert points(draft, _choose(ids["Body A"], ids["Body C"])) == 3
    assert points(draft, _choose(ids["Body A"], ids["Body B"])) == 0
    assert points(draft, _choose(ids["Body C"], ids["Body B"])) == 1


def test_a_key_that_names_no_choice_is_named(import_text: ImportText) -> None:
    with pytest.raises(PaperFileError) as caught:
        import_text("a.xml", choice("Z"))
    assert caught.value.code == "KEY_INVALID"


def test_a_rule_without_a_right_answer_is_named(import_text: ImportText) -> None:
    with pytest.raises(PaperFileError) as caught:
        import_text("a.xml", choice(""))
    assert caught.value.code == "KEY_MISSING"


def test_a_question_with_neither_rule_nor_key_is_asked_and_scored_by_a_person(
    import_text: ImportText,
) -> None:
    draft = import_text("a.xml", choice("").replace(MATCH, ""))
    assert isinstance(only_key(draft), ManualKey)
    assert codes(draft) == ["KEY_MISSING"]


def test_a_rule_that_cannot_be_carried_is_a_persons_with_the_key_in_the_rubric(
    import_text: ImportText,
) -> None:
    rule = (
        '<responseProcessing><setOutcomeValue identifier="SCORE"><customOperator class="x"/>'
        "</setOutcomeValue></responseProcessing>"
    )
    draft = import_text("a.xml", choice("B").replace(MATCH, rule))
    assert only_key(draft) == ManualKey("<p>✓ Body B</p>")
    assert codes(draft) == ["SCORING_UNSUPPORTED"]
    assert "✓" not in encoded(draft)


def test_marked_words_are_listed_below_their_text(import_text: ImportText) -> None:
    body = (
        '<hottextInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Which is wrong?</prompt>'
        '<p>The <hottext identifier="A">cat</hottext> <hottext identifier="B">sitted</hottext>.</p>'
        "</hottextInteraction>"
    )
    draft = import_text("a.xml", item(body, declared("identifier", "B")))
    assert "<p>The <u>cat</u> <u>sitted</u>.</p>" in only(draft).stem
    assert points(draft, ChoiceResponse(_choices(draft)["sitted"])) == 1
    assert codes(draft) == ["HOTTEXT_LISTED"]


def test_marked_words_that_touch_are_told_apart(import_text: ImportText) -> None:
    words = "".join(f'<hottext identifier="{one}">{one}字</hottext>' for one in "AB")
    start = '<hottextInteraction responseIdentifier="RESPONSE" maxChoices="1">'
    body = f"{start}<p>{words}。</p></hottextInteraction>"
    draft = import_text("a.xml", item(f"<p>选</p>{body}", declared("identifier", "B")))
    assert "<u>A字</u> <u>B字</u>。" in only(draft).stem


GAP = '<textEntryInteraction responseIdentifier="RESPONSE" expectedLength="9"/>'


def test_a_typed_word_in_a_sentence_is_a_gap(import_text: ImportText) -> None:
    draft = import_text("a.xml", item(f"<p>Sun of {GAP}!</p>", declared("string", "York")))
    assert only(draft).stem == '<p>Sun of <img src="gap:g1" />!</p>'
    assert points(draft, GapsResponse({"g1": "York"})) == 1
    assert points(draft, GapsResponse({"g1": "Lancaster"})) == 0


def test_a_typed_word_alone_below_its_text_is_a_short_answer(import_text: ImportText) -> None:
    draft = import_text("a.xml", item(f"<p>Sun of?</p><p>{GAP}</p>", declared("string", "York")))
    assert isinstance(only(draft), ShortText)
    assert points(draft, TextResponse("York")) == 1


def test_white_space_around_a_right_answer_is_layout(import_text: ImportText) -> None:
    text = item(f"<p>Sun of?</p><p>{GAP}</p>", declared("string", "York"))
    draft = import_text("a.xml", text.replace("<value>York</value>", "<value>\n   York\n </value>"))
    assert points(draft, TextResponse("York")) == 1


def test_a_typed_number_counts_by_its_value(import_text: ImportText) -> None:
    draft = import_text("a.xml", item(f"<p>Half of 5?</p><p>{GAP}</p>", declared("float", "2.5")))
    assert isinstance(only(draft), Number)
    assert [points(draft, TextResponse(text)) for text in ("2.5", "2.50", "2,5", "25")] == [1, 1, 1, 0]


def test_a_typed_word_may_be_worth_less(import_text: ImportText) -> None:
    mapping = mapped(York="2", Yorck="1")
    draft = import_text("a.xml", item(f"<p>Sun of {GAP}!</p>", declared("string", "York", mapping), MAP))
    assert points(draft, GapsResponse({"g1": "York"})) == 2
    assert points(draft, GapsResponse({"g1": "Yorck"})) == 1


def _inline(name: str) -> str:
    choices = "".join(f'<inlineChoice identifier="{one}">word {one}</inlineChoice>' for one in "AB")
    return f'<inlineChoiceInteraction responseIdentifier="{name}">{choices}</inlineChoiceInteraction>'


def test_choices_in_a_sentence_are_gaps_with_points_of_their_own(import_text: ImportText) -> None:
    declarations = declared("identifier", "A", name="R1") + declared("identifier", "B", name="R2")
    rule = "".join(
        f'<responseCondition><responseIf><match><variable identifier="{name}"/><correct identifier="{name}"/>'
        '</match><setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/>'
        f'<baseValue baseType="float">{worth}</baseValue></sum></setOutcomeValue></responseIf>'
        "</responseCondition>"
        for name, worth in (("R1", 1), ("R2", 2))
    )
    text = item(
        f"<p>a {_inline('R1')} b {_inline('R2')}</p>",
        declarations,
        f"<responseProcessing>{rule}</responseProcessing>",
    )
    draft = import_text("a.xml", text)
    question = only(draft)
    assert isinstance(question, Cloze)
    first, second = question.gaps
    assert isinstance(first, SelectGap)
    assert isinstance(second, SelectGap)
    assert [first.points, second.points] == [D(1), D(2)]
    right = {"g1": _ids(first.choices)["word A"], "g2": _ids(second.choices)["word B"]}
    assert points(draft, GapsResponse(right)) == 3
    assert points(draft, GapsResponse({"g2": right["g2"]})) == 2


GAP_MATCH = (
    '<gapMatchInteraction responseIdentifier="RESPONSE" shuffle="false">'
    '<gapText identifier="W" matchMax="1">winter</gapText>'
    '<gapText identifier="S" matchMax="1">summer</gapText>'
    '<gapText identifier="A" matchMax="2">autumn</gapText>'
    '<p>Now is the <gap identifier="G1"/>, made glorious <gap identifier="G2"/>.</p></gapMatchInteraction>'
)


def _gaps(draft: PaperDraft, *words: str) -> GapsResponse:
    question = only(draft)
    assert isinstance(question, Cloze)
    ids = _ids(question.pool)
    return GapsResponse({f"g{number}": ids[word] for number, word in enumerate(words, 1) if word})


def test_words_dragged_into_gaps_score_by_gap(import_text: ImportText) -> None:
    mapping = mapped("-1", 'lowerBound="0"', W_G1="1", S_G2="2")
    draft = import_text(
        "a.xml", item(GAP_MATCH, declared("directedPair", "W G1,S G2", mapping, cardinality="multiple"), MAP)
    )
    question = only(draft)
    assert isinstance(question, Cloze)
    assert question.points == 3
    assert {one.body: one.uses for one in question.pool} == {"winter": 1, "summer": 1, "autumn": 2}
    assert points(draft, _gaps(draft, "winter", "summer")) == 3
    assert points(draft, _gaps(draft, "", "summer")) == 2
    assert points(draft, _gaps(draft, "autumn", "summer")) == 1
    assert points(draft, _gaps(draft, "autumn", "autumn")) == 0


def test_words_dragged_into_gaps_by_match_correct_are_all_or_nothing(import_text: ImportText) -> None:
    draft = import_text(
        "a.xml", item(GAP_MATCH, declared("directedPair", "W G1,S G2", cardinality="multiple"))
    )
    assert points(draft, _gaps(draft, "winter", "summer")) == 1
    assert points(draft, _gaps(draft, "winter", "")) == 0


def test_a_text_without_a_gap_is_named(import_text: ImportText) -> None:
    text = GAP_MATCH.replace('<gap identifier="G1"/>', "").replace('<gap identifier="G2"/>', "")
    with pytest.raises(PaperFileError) as caught:
        import_text("a.xml", item(text, declared("directedPair", cardinality="multiple")))
    assert caught.value.code == "QUESTION_EMPTY"


def _match(left_max: str, right_max: str) -> str:
    def side(name: str, word: str, most: str) -> str:
        choices = "".join(
            f'<simpleAssociableChoice identifier="{name}{number}" matchMax="{most}">{word} {number}'
            "</simpleAssociableChoice>"
            for number in (1, 2, 3)
        )
        return f"<simpleMatchSet>{choices}</simpleMatchSet>"

    sets = side("L", "left", left_max) + side("R", "right", right_max)
    start = '<matchInteraction responseIdentifier="RESPONSE" maxAssociations="9">'
    return f"<p>Which?</p>{start}{sets}</matchInteraction>"


PAIRS = "L1 R1,L2 R2,L3 R2"


def test_one_for_each_on_the_left_is_a_plain_matching(import_text: ImportText) -> None:
    mapping = mapped(L1_R1="1", L2_R2="1", L3_R2="1")
    draft = import_text(
        "a.xml", item(_match("1", "0"), declared("directedPair", PAIRS, mapping, cardinality="multiple"), MAP)
    )
    question = only(draft)
    assert isinstance(question, Matching)
    assert (question.left_max, question.right_max) == (1, 0)
    left, right = _ids(question.left), _ids(question.right)
    pairs = {left["left 1"]: right["right 1"], left["left 3"]: right["right 2"]}
    assert points(draft, PairsResponse(pairs)) == 2
    assert points(draft, PairsResponse({left["left 1"]: right["right 2"]})) == 0


def test_the_side_that_is_used_once_each_is_asked(import_text: ImportText) -> None:
    draft = import_text(
        "a.xml", item(_match("0", "1"), declared("directedPair", "L1 R1,L1 R2,L3 R3", cardinality="multiple"))
    )
    question = only(draft)
    assert isinstance(question, Matching)
    assert [one.body for one in question.left] == ["right 1", "right 2", "right 3"]
    left, right = _ids(question.left), _ids(question.right)
    asked = {"right 1": "left 1", "right 2": "left 1", "right 3": "left 3"}
    pairs = {left[one]: right[other] for one, other in asked.items()}
    assert points(draft, PairsResponse(pairs)) == 1


def test_several_with_several_are_links(import_text: ImportText) -> None:
    draft = import_text(
        "a.xml", item(_match("0", "0"), declared("directedPair", "L1 R1,L1 R2", cardinality="multiple"))
    )
    question = only(draft)
    assert isinstance(question, Matching)
    assert question.left_max == 0
    left, right = _ids(question.left), _ids(question.right)
    links = ((left["left 1"], right["right 1"]), (left["left 1"], right["right 2"]))
    assert points(draft, LinksResponse(links)) == 1
    assert points(draft, LinksResponse(links[:1])) == 0


def test_pairs_of_one_set_count_in_either_direction(import_text: ImportText) -> None:
    choices = "".join(
        f'<simpleAssociableChoice identifier="{one}" matchMax="1">name {one}</simpleAssociableChoice>'
        for one in "ABCD"
    )
    body = f'<p>Who?</p><associateInteraction responseIdentifier="RESPONSE">{choices}</associateInteraction>'
    draft = import_text("a.xml", item(body, declared("pair", "A B,C D", cardinality="multiple")))
    assert isinstance(only(draft), Matching)
    key = only_key(draft)
    assert isinstance(key, LinksKey)
    assert key.exact
    assert len(key.same) == 4
    assert codes(draft) == []


def _order(attributes: str = "") -> str:
    return item(
        f'<p>Order!</p><orderInteraction responseIdentifier="RESPONSE" {attributes}>{ABC}</orderInteraction>',
        declared("identifier", "C,A,B", cardinality="ordered"),
    )


def test_ordering_counts_in_the_right_order_alone(import_text: ImportText) -> None:
    draft = import_text("a.xml", _order())
    question = only(draft)
    assert isinstance(question, Ordering)
    ids = _ids(question.choices)
    right = tuple(ids[f"Body {one}"] for one in "CAB")
    assert points(draft, OrderResponse(right)) == 1
    assert points(draft, OrderResponse(right[::-1])) == 0


def test_ordering_some_of_the_choices_is_named(import_text: ImportText) -> None:
    with pytest.raises(PaperFileError) as caught:
        import_text("a.xml", _order('maxChoices="2"'))
    assert caught.value.code == "TYPE_UNSUPPORTED"
