"""Items that ask several things: a passage with parts, or one text with gaps."""

from decimal import Decimal

import pytest

from examprotocol.paper import Cloze, Composite, Info, ShortText, Single, answerable_questions
from examprotocol.responses import ChoiceResponse
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import ChoiceKey, JointKey, ManualKey, StepsKey
from tests.importers.conftest import ImportText
from tests.importers.drafts import codes, only
from tests.importers.qti_files import ABC, declared, item, points

D = Decimal


def _choice(name: str, prompt: str = "") -> str:
    told = f"<prompt>{prompt}</prompt>" if prompt else ""
    return f'<choiceInteraction responseIdentifier="{name}" maxChoices="1">{told}{ABC}</choiceInteraction>'


def _both() -> str:
    return declared("identifier", "A", name="R1") + declared("identifier", "B", name="R2")


def _matches(name: str) -> str:
    return f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>'


def _if(condition: str, value: str) -> str:
    return (
        f'<responseCondition><responseIf>{condition}<setOutcomeValue identifier="SCORE">{value}'
        "</setOutcomeValue></responseIf></responseCondition>"
    )


def _base(value: str) -> str:
    return f'<baseValue baseType="float">{value}</baseValue>'


def _set(value: str) -> str:
    return f'<setOutcomeValue identifier="SCORE">{_base(value)}</setOutcomeValue>'


def _plus(value: str) -> str:
    return f'<sum><variable identifier="SCORE"/>{_base(value)}</sum>'


def _rule(*conditions: str) -> str:
    return f"<responseProcessing>{''.join(conditions)}</responseProcessing>"


def _max_score(points: int) -> str:
    value = f"<defaultValue><value>{points}</value></defaultValue>"
    start = '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">'
    return f"{start}{value}</outcomeDeclaration>"


TWO = _matches("R1") + _matches("R2")
ADDED = _rule(_if(_matches("R1"), _plus("1")), _if(_matches("R2"), _plus("2")))
JOINT = _rule(_if(f"<and>{TWO}</and>", _base("2")))
EITHER = _rule(_if(f"<or>{TWO}</or>", _base("1")))


def _composite(draft: PaperDraft) -> Composite:
    question = only(draft)
    assert isinstance(question, Composite)
    return question


def test_a_passage_with_two_questions_is_one_page_with_two_parts(import_text: ImportText) -> None:
    body = f"<p>Read.</p>{_choice('R1', 'First?')}{_choice('R2', 'Second?')}"
    draft = import_text("a.xml", item(body, _both(), ADDED))
    question = _composite(draft)
    assert question.stem == "<p>Read.</p>"
    assert [part.stem for part in question.parts] == ["<div>First?</div>", "<div>Second?</div>"]
    assert [part.points for part in question.parts] == [1, 2]
    assert [part.id for part in answerable_questions(draft.paper)] == ["q1p1", "q1p2"]
    assert codes(draft) == []


def test_each_part_is_scored_by_itself(import_text: ImportText) -> None:
    draft = import_text("a.xml", item(f"{_choice('R1', 'a')}{_choice('R2', 'b')}", _both(), ADDED))
    part = _composite(draft).parts[1]
    assert isinstance(part, Single)
    right = next(one.id for one in part.choices if one.body == "Body B")
    assert points(draft, ChoiceResponse(right), part) == 2


def test_the_last_words_before_a_question_without_prompt_are_its_own(import_text: ImportText) -> None:
    body = f"<p>Passage.</p><p>First?</p>{_choice('R1')}<p>Second?</p>{_choice('R2')}<p>The end.</p>"
    question = _composite(import_text("a.xml", item(body, _both(), ADDED)))
    assert question.stem == "<p>Passage.</p>"
    assert [part.stem for part in question.parts] == ["<p>First?</p>", "<p>Second?</p>", "<p>The end.</p>"]
    assert isinstance(question.parts[2], Info)


def test_questions_inside_a_box_keep_the_box(import_text: ImportText) -> None:
    body = f"<blockquote><p>First?</p>{_choice('R1')}<p>Second?</p>{_choice('R2')}</blockquote>"
    question = _composite(import_text("a.xml", item(body, _both(), ADDED)))
    assert question.parts[1].stem == "<blockquote><p>Second?</p></blockquote>"


def test_points_for_all_parts_together_are_joint(import_text: ImportText) -> None:
    draft = import_text("a.xml", item(f"{_choice('R1', 'a')}{_choice('R2', 'b')}", _both(), JOINT))
    assert _composite(draft).points == 2
    assert draft.keys.keys["q1"] == JointKey(("q1p1", "q1p2"))
    assert isinstance(draft.keys.keys["q1p1"], ChoiceKey)


@pytest.mark.parametrize(("first", "second"), [("R1", "R2"), ("R2", "R1")], ids=["in order", "turned"])
def test_points_for_one_part_only_beside_another_are_steps(
    import_text: ImportText, first: str, second: str
) -> None:
    both = f"<and>{_matches(first)}{_matches(second)}</and>"
    after = f"<responseElseIf>{_matches(first)}{_set('1')}</responseElseIf>"
    rule = _rule(f"<responseCondition><responseIf>{both}{_set('3')}</responseIf>{after}</responseCondition>")
    draft = import_text("a.xml", item(f"{_choice('R1', 'a')}{_choice('R2', 'b')}", _both(), rule))
    part = {"R1": "q1p1", "R2": "q1p2"}
    assert draft.keys.keys["q1"] == StepsKey((part[first], part[second]))
    assert _composite(draft).points == 3
    assert [
        one.points for one in sorted(_composite(draft).parts, key=lambda one: one.id == part[second])
    ] == [1, 2]
    assert codes(draft) == []


def test_a_rule_over_all_parts_that_no_key_can_say_is_a_persons(import_text: ImportText) -> None:
    draft = import_text("a.xml", item(f"{_choice('R1', 'a')}{_choice('R2', 'b')}", _both(), EITHER))
    assert codes(draft) == ["SCORING_UNSUPPORTED"]
    assert draft.keys.keys == {
        "q1p1": ManualKey("<p>✓ Body A</p>"),
        "q1p2": ManualKey("<p>✓ Body B</p>"),
    }


def test_a_text_with_gaps_and_a_choice_below_are_two_parts(import_text: ImportText) -> None:
    gap = '<textEntryInteraction responseIdentifier="R1"/>'
    declarations = declared("string", "York", name="R1") + declared("identifier", "B", name="R2")
    draft = import_text("a.xml", item(f"<p>Sun of {gap}!</p>{_choice('R2', 'b')}", declarations, ADDED))
    parts = _composite(draft).parts
    assert isinstance(parts[0], Cloze)
    assert isinstance(parts[1], Single)


def test_a_long_text_beside_a_choice_is_a_persons_and_the_choice_is_not(import_text: ImportText) -> None:
    declarations = declared("string", name="R1") + declared("identifier", "B", name="R2")
    rule = _rule(_if(_matches("R2"), _plus("2")))
    body = f'<p>Why?</p><extendedTextInteraction responseIdentifier="R1"/>{_choice("R2", "b")}'
    draft = import_text("a.xml", item(body, declarations + _max_score(5), rule))
    parts = _composite(draft).parts
    assert [part.points for part in parts] == [3, 2]
    assert isinstance(draft.keys.keys["q1p1"], ManualKey)
    assert isinstance(draft.keys.keys["q1p2"], ChoiceKey)


def test_two_questions_with_one_answer_are_a_persons(import_text: ImportText) -> None:
    body = f"{_choice('R1', 'a')}{_choice('R1', 'b')}{_choice('R1', 'c')}"
    draft = import_text("a.xml", item(body, _both() + _max_score(1), ADDED))
    assert codes(draft) == ["SCORING_UNSUPPORTED"]
    assert _composite(draft).points == 1
    assert set(draft.keys.keys.values()) == {ManualKey("<p>✓ Body A</p>")}


def test_points_for_a_person_are_divided_without_loss(import_text: ImportText) -> None:
    declarations = "".join(declared("string", name=f"R{number}") for number in (1, 2, 3))
    body = "".join(
        f'<p>{number}?</p><extendedTextInteraction responseIdentifier="R{number}"/>' for number in (1, 2, 3)
    )
    question = _composite(import_text("a.xml", item(body, declarations + _max_score(1), "")))
    assert [part.points for part in question.parts] == [D("0.34"), D("0.33"), D("0.33")]
    assert question.points == 1
    assert not any(isinstance(part, ShortText) for part in question.parts)
