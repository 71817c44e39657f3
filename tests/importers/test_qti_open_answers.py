"""QTI's long texts, files and sliders as the candidate's question."""

from decimal import Decimal

import pytest

from examprotocol.paper import Essay, FileUpload
from examprotocol.responses import TextResponse
from examserver.scoring.keys import ManualKey
from tests.importers.conftest import ImportText
from tests.importers.drafts import codes, only, only_key
from tests.importers.qti_files import declared, item, points

D = Decimal


def test_a_long_text_is_an_essay_with_the_model_answer_in_the_rubric(import_text: ImportText) -> None:
    start = '<extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="6">'
    body = f"{start}<prompt>Why?</prompt></extendedTextInteraction>"
    draft = import_text("a.xml", item(body, declared("string", "Because"), ""))
    question = only(draft)
    assert isinstance(question, Essay)
    assert (question.lines, question.stem, question.points) == (6, "<div>Why?</div>", D(1))
    assert only_key(draft) == ManualKey("<p>✓ Because</p>")
    assert codes(draft) == []


@pytest.mark.parametrize(
    ("attributes", "default"),
    [
        ('identifier="MAXSCORE" cardinality="single" baseType="float"', "4"),
        ('identifier="S" cardinality="single" baseType="float"', ""),
    ],
    ids=["MAXSCORE", "none"],
)
def test_a_long_text_is_worth_what_the_item_says(
    import_text: ImportText, attributes: str, default: str
) -> None:
    value = f"<defaultValue><value>{default}</value></defaultValue>"
    outcome = f"<outcomeDeclaration {attributes}>{value}</outcomeDeclaration>"
    body = '<p>Why?</p><extendedTextInteraction responseIdentifier="RESPONSE"/>'
    draft = import_text("a.xml", item(body, declared("string") + (outcome if default else ""), ""))
    assert only(draft).points == (D(default) if default else 1)


def test_a_file_is_handed_in(import_text: ImportText) -> None:
    body = '<p>Draw!</p><uploadInteraction responseIdentifier="RESPONSE" type="image/jpeg application/pdf"/>'
    question = only(import_text("a.xml", item(body, declared("file"), "")))
    assert isinstance(question, FileUpload)
    assert (question.max_files, question.types) == (1, (".jpg", ".jpeg", ".pdf"))


@pytest.mark.parametrize("name", ["extendedTextInteraction", "uploadInteraction"])
def test_what_people_score_needs_no_declaration(import_text: ImportText, name: str) -> None:
    draft = import_text("a.xml", item(f'<p>Why?</p><{name} responseIdentifier="RESPONSE"/>', "", ""))
    assert isinstance(only_key(draft), ManualKey)
    assert codes(draft) == ["SCORING_BY_HAND"]


@pytest.mark.parametrize("cardinality", ["record", "multiple"])
def test_a_text_that_counts_as_something_else_is_scored_by_people(
    import_text: ImportText, cardinality: str
) -> None:
    entry = (
        '<textEntryInteraction responseIdentifier="RESPONSE"><prompt>A number</prompt></textEntryInteraction>'
    )
    declaration = declared("float", "0.5", cardinality=cardinality)
    draft = import_text("a.xml", item(f"<p>{entry}</p>", declaration))
    assert "A number" in only(draft).stem
    assert only_key(draft) == ManualKey("<p>✓ 0.5</p>")
    assert codes(draft) == ["SCORING_UNSUPPORTED"]


def test_a_slider_is_a_number_between_its_bounds(import_text: ImportText) -> None:
    start = '<sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="20">'
    body = f"{start}<prompt>How many?</prompt></sliderInteraction>"
    draft = import_text("a.xml", item(body, declared("integer", "16")))
    assert "0 … 20" in only(draft).stem
    assert points(draft, TextResponse("16")) == 1
    assert codes(draft) == ["SLIDER_TYPED"]
