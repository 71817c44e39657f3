"""Rules of QTI over several answers: thirds that add up, minus points, and what no gap can say."""

from decimal import Decimal

import pytest

from examprotocol.paper import Cloze, Composite
from examprotocol.paper_parts import SelectGap
from examprotocol.responses import GapsResponse
from examserver.scoring.keys import GapsKey, JointKey, ManualKey
from tests.importers.conftest import ImportText
from tests.importers.drafts import codes, only
from tests.importers.qti_files import ABC, MAP, declared, item, mapped, points

NAMES = ("R1", "R2", "R3")
THREE = "".join(declared("identifier", "A", name=name) for name in NAMES)
MATCHES = "".join(
    f'<match><variable identifier="{one}"/><correct identifier="{one}"/></match>' for one in NAMES
)
ALL_OR_NOTHING = (
    f"<responseProcessing><responseCondition><responseIf><and>{MATCHES}</and>"
    '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
    "</responseIf></responseCondition></responseProcessing>"
)
SUM = (
    '<responseProcessing><setOutcomeValue identifier="SCORE"><sum><mapResponse identifier="R1"/>'
    '<mapResponse identifier="R2"/></sum></setOutcomeValue></responseProcessing>'
)


def _inline(name: str) -> str:
    words = "".join(f'<inlineChoice identifier="{one}">word {one}</inlineChoice>' for one in "AB")
    return f'<inlineChoiceInteraction responseIdentifier="{name}">{words}</inlineChoiceInteraction>'


def _block(name: str) -> str:
    return (
        f'<choiceInteraction responseIdentifier="{name}" maxChoices="1"><prompt>{name}?</prompt>{ABC}'
        "</choiceInteraction>"
    )


def _chosen(question: Cloze, *words: str) -> GapsResponse:
    chosen = {}
    for gap, word in zip(question.gaps, words, strict=True):
        assert isinstance(gap, SelectGap)
        chosen[gap.id] = next(one.id for one in gap.choices if one.body == word)
    return GapsResponse(chosen)


def test_one_point_for_three_gaps_together_is_one_point(import_text: ImportText) -> None:
    body = f"<p>Say {''.join(map(_inline, NAMES))}</p>"
    draft = import_text("a.xml", item(body, THREE, ALL_OR_NOTHING))
    question = only(draft)
    assert isinstance(question, Cloze)
    assert question.points == 1
    assert codes(draft) == []
    assert points(draft, _chosen(question, "word A", "word A", "word A")) == 1
    assert points(draft, _chosen(question, "word A", "word B", "word A")) == 0


def test_one_point_for_three_questions_together_is_one_point(import_text: ImportText) -> None:
    draft = import_text("a.xml", item("".join(map(_block, NAMES)), THREE, ALL_OR_NOTHING))
    question = only(draft)
    assert isinstance(question, Composite)
    assert question.points == 1
    assert codes(draft) == []
    assert sum(part.points for part in question.parts) == 1
    assert isinstance(draft.keys.keys["q1"], JointKey)


@pytest.mark.parametrize(
    ("words", "worth"),
    [(("word A", "word A"), "2"), (("word A", "word B"), "0.5"), (("word B", "word B"), "-1")],
    ids=["both right", "one wrong", "both wrong"],
)
def test_a_wrong_word_costs_what_its_rule_says(
    import_text: ImportText, words: tuple[str, str], worth: str
) -> None:
    minus = mapped("-0.5", A="1")
    both = "".join(declared("identifier", "A", minus, name=name) for name in NAMES[:2])
    draft = import_text("a.xml", item(f"<p>{_inline('R1')} and {_inline('R2')}</p>", both, SUM))
    question = only(draft)
    assert isinstance(question, Cloze)
    assert isinstance(draft.keys.keys["q1"], GapsKey)
    assert points(draft, _chosen(question, *words)) == Decimal(worth)


def test_a_word_that_costs_more_than_the_whole_question_is_left_to_a_person(import_text: ImportText) -> None:
    minus = declared("identifier", "A", mapped("-2", A="1"))
    draft = import_text("a.xml", item(f"<p>The {_inline('RESPONSE')} sun</p>", minus, MAP))
    assert codes(draft) == ["SCORING_UNSUPPORTED"]
    assert draft.keys.keys == {"q1": ManualKey("<p>✓ word A</p>")}
