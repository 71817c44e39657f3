"""Typed answers by rules that round, reckon or look for words: scored as they do, or by a person."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from examprotocol.responses import TextResponse
from examserver.scoring.keys import ManualKey
from tests.importers.conftest import ImportText
from tests.importers.drafts import codes
from tests.importers.qti_files import MAP, as_qti3, declared, item, mapped, points

ASKED = '<p>How long is it?</p><textEntryInteraction responseIdentifier="RESPONSE"/>'
GIVEN = '<variable identifier="RESPONSE"/>'


def _item(test: str) -> str:
    rule = (
        f"<responseProcessing><responseCondition><responseIf>{test}"
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
        "</responseIf></responseCondition></responseProcessing>"
    )
    return item(ASKED, declared("float", "3.175"), rule)


def _rounded(mode: str, figures: int) -> str:
    return (
        f'<equalRounded roundingMode="{mode}" figures="{figures}">{GIVEN}<correct identifier="RESPONSE"/>'
        "</equalRounded>"
    )


@pytest.mark.parametrize(
    "test",
    [
        _rounded("decimalPlaces", 2),
        _rounded("significantFigures", 3),
        _rounded("significantFigures", 3).replace('roundingMode="significantFigures" ', ""),
    ],
    ids=["places", "figures", "unsaid"],
)
def test_every_number_that_is_rounded_to_the_same_counts(import_text: ImportText, test: str) -> None:
    draft = import_text("a.xml", _item(test))
    assert codes(draft) == []
    given = {
        text: points(draft, TextResponse(text)) for text in ("3.17", "3.1749", "3.175", "3.18", "3.1849")
    }
    assert given == {
        "3.17": 0,
        "3.1749": 0,
        "3.175": 1,
        "3.18": 1,
        "3.1849": 1,
    }
    assert points(draft, TextResponse("3.185")) == Decimal(0)


def test_a_rule_that_changes_at_a_number_which_no_file_names_is_left_to_a_person(
    import_text: ImportText,
) -> None:
    product = f'<product>{GIVEN}<baseValue baseType="float">2</baseValue></product>'
    test = f'<lt>{product}<baseValue baseType="float">10</baseValue></lt>'
    draft = import_text("a.xml", _item(test))
    assert codes(draft) == ["SCORING_UNSUPPORTED"]
    assert isinstance(draft.keys.keys["q1"], ManualKey)


@pytest.mark.parametrize(
    ("pattern", "told"), [("[0-9]+", ["SCORING_UNSUPPORTED"]), ("about 3", [])], ids=["open", "one text"]
)
def test_a_pattern_counts_by_itself_only_where_it_is_one_text(
    import_text: ImportText, pattern: str, told: list[str]
) -> None:
    right = f'<match>{GIVEN}<correct identifier="RESPONSE"/></match>'
    text = _item(f'<or>{right}<patternMatch pattern="{pattern}">{GIVEN}</patternMatch></or>')
    draft = import_text("a.xml", text.replace('baseType="float"><correct', 'baseType="string"><correct'))
    assert codes(draft) == told
    if not told:
        assert points(draft, TextResponse("about 3")) == points(draft, TextResponse("3.175")) == 1


def test_a_point_for_each_word_that_an_answer_holds_is_left_to_a_person(import_text: ImportText) -> None:
    score = '<variable identifier="SCORE"/><baseValue baseType="float">1</baseValue>'
    rule = "".join(
        f'<responseCondition><responseIf><substring caseSensitive="true"><baseValue baseType="string">{word}'
        f'</baseValue>{GIVEN}</substring><setOutcomeValue identifier="SCORE"><sum>{score}</sum>'
        "</setOutcomeValue></responseIf></responseCondition>"
        for word in ("cat", "dog")
    )
    text = item(ASKED, declared("string", "cat"), f"<responseProcessing>{rule}</responseProcessing>")
    draft = import_text("a.xml", text)
    assert codes(draft) == ["SCORING_UNSUPPORTED"]


@pytest.mark.parametrize(("write", "of_small_letters"), [(str, 0), (as_qti3, 1)], ids=["QTI 2.2", "QTI 3.0"])
def test_a_mapped_text_that_does_not_say_has_its_case_by_its_version(
    import_text: ImportText, write: Callable[[str], str], of_small_letters: int
) -> None:
    made = item(ASKED, declared("string", "York", mapped(York="1")), MAP)
    draft = import_text("a.xml", write(made))
    assert points(draft, TextResponse("York")) == 1
    assert points(draft, TextResponse("york")) == of_small_letters
