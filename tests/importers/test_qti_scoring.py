"""What answers to a QTI item are worth: proved by trying them, or left to a person."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from examserver.importers.qti.processing.answers import some_answers
from examserver.importers.qti.processing.compiling import compile_scoring
from examserver.importers.qti.processing.expressions import OPERATORS
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import (
    ExactWorth,
    NotCarried,
    OrderWorth,
    Scoring,
    SharesWorth,
    TypedWorth,
    Worth,
)
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey

D = Decimal
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
MATCH = f'<responseProcessing template="{TEMPLATES}/match_correct"/>'
MAP = f'<responseProcessing template="{TEMPLATES}/map_response.xml"/>'
ONE = AnswerSpace("RESPONSE", SpaceKind.ONE, ("A", "B", "C"))
SOME = AnswerSpace("RESPONSE", SpaceKind.SOME, ("A", "B", "C"))
TEXT, NUMBER = AnswerSpace("RESPONSE", SpaceKind.TEXT), AnswerSpace("RESPONSE", SpaceKind.NUMBER)
ORDER = AnswerSpace("RESPONSE", SpaceKind.ORDER, ("A", "B", "C"))
PAIRS = AnswerSpace("RESPONSE", SpaceKind.PAIRS, ("A", "B"), ("X", "Y", "Z"), value_most={"A": 1, "B": 2})


def _declared(
    kind: str, *correct: str, name: str = "RESPONSE", mapping: dict[str, str] | None = None, bounds: str = ""
) -> str:
    cardinality, _, base_type = kind.partition(" ")
    values = "".join(f"<value>{one}</value>" for one in correct)
    right = f"<correctResponse>{values}</correctResponse>" if correct else ""
    entries = (f'<mapEntry mapKey="{key}" mappedValue="{worth}"/>' for key, worth in (mapping or {}).items())
    mapped = f"<mapping {bounds}>{''.join(entries)}</mapping>" if mapping else ""
    head = f'identifier="{name}" cardinality="{cardinality}" baseType="{base_type}"'
    return f"<responseDeclaration {head}>{right}{mapped}</responseDeclaration>"


def _compiled(*parts: str, spaces: tuple[AnswerSpace, ...]) -> Scoring | NotCarried:
    item = etree.fromstring(f"<assessmentItem>{''.join(parts)}</assessmentItem>")
    return compile_scoring(item, spaces)


def _worth(declaration: str, processing: str, space: AnswerSpace) -> Worth:
    found = _compiled(declaration, SCORE, processing, spaces=(space,))
    assert isinstance(found, Scoring), found
    assert not found.joint
    return found.worths["RESPONSE"]


def _reason(*parts: str, spaces: tuple[AnswerSpace, ...]) -> NotCarried:
    found = _compiled(*parts, spaces=spaces)
    assert isinstance(found, NotCarried), found
    return found


def _rule(*sums: str) -> str:
    """A rule that adds one point for each test that is true."""
    point = (
        "<setOutcomeValue identifier='SCORE'><sum><variable identifier='SCORE'/>"
        "<baseValue baseType='float'>1</baseValue></sum></setOutcomeValue>"
    )
    conditions = (
        f"<responseCondition><responseIf>{test}{point}</responseIf></responseCondition>" for test in sums
    )
    return f"<responseProcessing>{''.join(conditions)}</responseProcessing>"


def _is_right(name: str) -> str:
    return f"<match><variable identifier='{name}'/><correct identifier='{name}'/></match>"


def test_one_right_choice() -> None:
    assert _worth(_declared("single identifier", "B"), MATCH, ONE) == SharesWorth(D(1), {"B": D(1)})


def test_choices_with_points_of_their_own_keep_them_also_below_nothing() -> None:
    mapping = {"A": "2", "B": "1", "C": "-1"}
    worth = _worth(_declared("single identifier", "A", mapping=mapping), MAP, ONE)
    assert worth == SharesWorth(D(2), {"A": D(1), "B": D("0.5"), "C": D("-0.5")})


def test_all_right_ones_or_nothing() -> None:
    worth = _worth(_declared("multiple identifier", "A", "C"), MATCH, SOME)
    assert worth == ExactWorth(D(1), frozenset("AC"))


def test_a_rule_that_gives_less_than_nothing_is_a_person_s_and_says_so() -> None:
    found = _compiled(
        _declared("multiple identifier", mapping={"A": "1", "C": "-1"}), SCORE, MAP, spaces=(SOME,)
    )
    assert isinstance(found, NotCarried)
    assert "less than nothing" in found.reason


def test_minus_points_that_a_lower_bound_hides_are_found() -> None:
    mapping = {"A": "1", "B": "1", "C": "-2"}
    declared = _declared("multiple identifier", mapping=mapping, bounds='lowerBound="0"')
    worth = _worth(declared, MAP, SOME)
    assert isinstance(worth, SharesWorth)
    assert (worth.points, dict(worth.shares)) == (D(2), {"A": D("0.5"), "B": D("0.5"), "C": D(-1)})


def test_a_total_below_nothing_is_left_to_a_person() -> None:
    declared = _declared("multiple identifier", mapping={"A": "1", "C": "-2"})
    assert _reason(declared, SCORE, MAP, spaces=(SOME,)).code == "SCORING_UNSUPPORTED"


def test_pairs_by_their_mapping() -> None:
    mapping = {"A X": "1", "B Y": "1", "B Z": "0.5"}
    declared = _declared(
        "multiple directedPair", "A X", "B Y", mapping=mapping, bounds='upperBound="2" lowerBound="0"'
    )
    worth = _worth(declared, MAP, PAIRS)
    assert isinstance(worth, SharesWorth)
    assert worth.shares["B Z"] == D("0.25")


def test_pairs_without_a_direction_are_the_same_both_ways() -> None:
    space = AnswerSpace("RESPONSE", SpaceKind.PAIRS, ("P", "A", "C"), ("P", "A", "C"), is_undirected=True)
    worth = _worth(_declared("multiple pair", "P A"), MATCH, space)
    assert worth == ExactWorth(D(1), frozenset({"A P"}))


def test_an_order_all_or_nothing() -> None:
    worth = _worth(_declared("ordered identifier", "C", "A", "B"), MATCH, ORDER)
    assert worth == OrderWorth(D(1), (("C", "A", "B"),))


def test_an_order_by_places() -> None:
    tests = (
        f"<match><index n='{n}'><variable identifier='RESPONSE'/></index>"
        f"<index n='{n}'><correct identifier='RESPONSE'/></index></match>"
        for n in (1, 2, 3)
    )
    worth = _worth(_declared("ordered identifier", "C", "A", "B"), _rule(*tests), ORDER)
    assert worth == OrderWorth(D(3), (("C", "A", "B"),), "position")


def test_typed_texts_with_part_of_the_points_and_their_case() -> None:
    mapping = {"York": "1", "york": "0.5"}
    worth = _worth(_declared("single string", "York", mapping=mapping), MAP, TEXT)
    accepted = (AcceptedText("York"), AcceptedText("york", D("0.5")))
    assert worth == TypedWorth(D(1), TextKey(accepted, case_matters=True))


def test_of_several_texts_that_are_right_for_one_answer_any_counts_with_a_word_about_it() -> None:
    found = _compiled(_declared("single string", "0.75", ".75"), SCORE, MATCH, spaces=(TEXT,))
    assert isinstance(found, Scoring)
    assert found.worths["RESPONSE"] == TypedWorth(D(1), TextKey((AcceptedText("0.75"), AcceptedText(".75"))))
    assert len(found.notes) == 1


def test_typed_texts_of_any_case_and_inside_others() -> None:
    test = (
        "<stringMatch caseSensitive='false' substring='true'><variable identifier='RESPONSE'/>"
        "<baseValue baseType='string'>gr*y</baseValue></stringMatch>"
    )
    worth = _worth(_declared("single string"), _rule(test), TEXT)
    assert worth == TypedWorth(D(1), TextKey((AcceptedText(r"*gr\*y*"),)))


def test_a_number_within_a_tolerance_whose_end_does_not_count() -> None:
    test = (
        "<equal toleranceMode='absolute' tolerance='0.5' includeUpperBound='false'>"
        "<correct identifier='RESPONSE'/><variable identifier='RESPONSE'/></equal>"
    )
    worth = _worth(_declared("single float", "9.5"), _rule(test), NUMBER)
    assert isinstance(worth, TypedWorth)
    assert worth.key == NumberKey(
        (AcceptedNumber(D("10.0"), D("10.0"), D(0)), AcceptedNumber(D("9.0"), D("10.0")))
    )


def test_a_number_beyond_a_bound() -> None:
    test = "<gt><variable identifier='RESPONSE'/><baseValue baseType='float'>5</baseValue></gt>"
    worth = _worth(_declared("single float"), _rule(test), NUMBER)
    assert isinstance(worth, TypedWorth)
    assert worth.key == NumberKey((AcceptedNumber(D(5), D(5), D(0)), AcceptedNumber(D(5), D("Infinity"))))


TWO = (
    _declared("single identifier", "A", name="R1"),
    _declared("single string", "York", name="R2"),
    SCORE,
)
TWO_SPACES = (
    AnswerSpace("R1", SpaceKind.ONE, ("A", "B", "C")),
    AnswerSpace("R2", SpaceKind.TEXT),
    AnswerSpace("R3", SpaceKind.OPEN),
)


def test_points_of_several_responses_are_added_and_what_a_person_scores_is_left_out() -> None:
    found = _compiled(*TWO, _rule(_is_right("R1"), _is_right("R2")), spaces=TWO_SPACES)
    assert isinstance(found, Scoring)
    assert not found.joint
    assert {name: worth.points for name, worth in found.worths.items()} == {"R1": D(1), "R2": D(1)}


def test_points_for_all_responses_together_are_joint() -> None:
    found = _compiled(*TWO, _rule(f"<and>{_is_right('R1')}{_is_right('R2')}</and>"), spaces=TWO_SPACES)
    assert isinstance(found, Scoring)
    assert found.joint
    assert sum(worth.points for worth in found.worths.values()) == 1


def test_a_right_answer_that_is_written_in_the_rule_alone_is_found() -> None:
    tests = (
        f"<equal><variable identifier='{name}'/><baseValue baseType='integer'>{value}</baseValue></equal>"
        for name, value in (("R1", 10), ("R2", 15))
    )
    found = _compiled(
        _declared("single integer", "3", name="R1"),
        _declared("single integer", "8", name="R2"),
        SCORE,
        _rule(f"<and>{''.join(tests)}</and>"),
        spaces=(AnswerSpace("R1", SpaceKind.NUMBER), AnswerSpace("R2", SpaceKind.NUMBER)),
    )
    assert isinstance(found, Scoring)
    assert found.joint


def test_one_response_that_changes_what_another_is_worth_is_left_to_a_person() -> None:
    either = f"<or>{_is_right('R1')}{_is_right('R2')}</or>"
    assert _reason(*TWO, _rule(either), spaces=TWO_SPACES).code == "SCORING_UNSUPPORTED"


def test_points_for_no_answer_are_left_to_a_person() -> None:
    reason = _reason(*TWO, _rule("<isNull><variable identifier='R1'/></isNull>"), spaces=TWO_SPACES)
    assert "no answer" in reason.reason


def test_an_item_without_a_rule_is_scored_by_its_key_and_says_so() -> None:
    found = _compiled(*TWO, spaces=TWO_SPACES)
    assert isinstance(found, Scoring)
    assert found.notes == ("It has no scoring rule; its right answers were taken for one.",)


LEAVES = (
    "<variable identifier='RESPONSE'/>",
    "<correct identifier='RESPONSE'/>",
    "<mapResponse identifier='RESPONSE'/>",
    "<variable identifier='SCORE'/>",
    "<baseValue baseType='float'>1e15</baseValue>",
    "<baseValue baseType='integer'>0</baseValue>",
    "<baseValue baseType='string'>a</baseValue>",
    "<baseValue baseType='boolean'>true</baseValue>",
    "<null/>",
)
MORE = "figures='9' tolerance='1 2' toleranceMode='relative' min='1' max='2' n='1' pattern='a*' name='pi'"
EXPRESSIONS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.builds(
        lambda name, parts: f"<{name} {MORE}>{''.join(parts)}</{name}>",
        st.sampled_from(sorted(OPERATORS)),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
DECLARATIONS = (
    (_declared("single identifier", "A", mapping={"A": "1"}), ONE),
    (_declared("multiple identifier", "A", mapping={"A": "1", "B": "-1"}), SOME),
    (_declared("single string", "a", "b"), TEXT),
    (_declared("single float", "1.5"), NUMBER),
    (_declared("ordered identifier", "B", "A", "C"), ORDER),
    (_declared("multiple directedPair", "A X"), PAIRS),
)


@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(DECLARATIONS))
def test_no_rule_breaks_the_import_and_what_is_carried_gives_all_its_points(
    test: str, value: str, declared: tuple[str, AnswerSpace]
) -> None:
    then = f"<setOutcomeValue identifier='SCORE'>{value}</setOutcomeValue>"
    condition = f"<responseCondition><responseIf>{test}{then}</responseIf></responseCondition>"
    rule = f"<responseProcessing>{condition}</responseProcessing>"
    found = _compiled(declared[0], SCORE, rule, spaces=(declared[1],))
    if isinstance(found, Scoring):
        assert found.worths["RESPONSE"].points > 0


@pytest.mark.parametrize(
    ("parts", "space", "code"),
    [
        ((_declared("single identifier"), SCORE, MATCH), ONE, "KEY_MISSING"),
        ((_declared("single identifier"), SCORE), ONE, "KEY_MISSING"),
        ((_declared("single identifier", "Q"), SCORE, MATCH), ONE, "KEY_INVALID"),
        ((_declared("single identifier", "A", "B"), SCORE, MATCH), ONE, "SCORING_UNSUPPORTED"),
        ((_declared("single float", "NaN"), SCORE, MATCH), NUMBER, "SCORING_UNSUPPORTED"),
        ((_declared("single identifier", "A"), MATCH), ONE, "SCORING_UNSUPPORTED"),
        (
            (
                _declared("single identifier", "A"),
                SCORE,
                MATCH.replace("match_correct", "map_response_point"),
            ),
            ONE,
            "SCORING_UNSUPPORTED",
        ),
        (
            (_declared("single identifier", "A"), SCORE, _rule("<customOperator class='x'/>")),
            ONE,
            "SCORING_UNSUPPORTED",
        ),
    ],
    ids=["no key", "nothing", "unknown choice", "two for one", "no number", "no score", "areas", "custom"],
)
def test_a_rule_that_cannot_be_carried_says_why(
    parts: tuple[str, ...], space: AnswerSpace, code: str
) -> None:
    found = _reason(*parts, spaces=(space,))
    assert found.code == code
    assert found.reason.endswith((".", "”."))


def test_a_template_for_another_name_is_taken_for_the_only_response() -> None:
    found = _compiled(_declared("single identifier", "A", name="R1"), SCORE, MATCH, spaces=(TWO_SPACES[0],))
    assert isinstance(found, Scoring)
    assert len(found.notes) == 1


def test_many_answers_are_tried_by_chance_and_at_the_edges_always_the_same() -> None:

    wide = AnswerSpace("RESPONSE", SpaceKind.SOME, tuple(f"c{n}" for n in range(20)))
    tries, is_all = some_answers(wide, (), random.Random("seed"))
    assert not is_all
    assert (wide.values in tries, () in tries, ("c7",) in tries) == (True, True, True)
    assert tries == some_answers(wide, (), random.Random("seed"))[0]
    few, is_all = some_answers(PAIRS, (), random.Random("seed"))
    assert is_all
    assert len(few) == 4 * 7
