"""Text files that are no GIFT: choices by letter, and one text with gaps."""

import pytest

from examprotocol.paper import Cloze, Single, questions_of
from examprotocol.responses import ChoiceResponse
from examserver.errors import PaperFileError
from tests.importers.conftest import ImportText
from tests.importers.drafts import codes, encoded, only
from tests.importers.qti_files import points

GOOD = "Where?\nA) Here\nB) There\nANSWER: A\n\n"
AIKEN = f"Who wrote <b>?\nSecond line\nA) Ann & Bob\nB. Carl\n  and Dora\nANSWER: B\n\n{GOOD}"


def test_choices_by_letter_are_single_choice_and_the_right_letter_is_the_key(import_text: ImportText) -> None:
    draft = import_text("paper.txt", AIKEN)
    first, second = questions_of(draft.paper)
    assert isinstance(first, Single)
    assert isinstance(second, Single)
    assert first.stem == "Who wrote &lt;b&gt;?<br />Second line"
    assert [choice.body for choice in first.choices] == ["Ann &amp; Bob", "Carl<br />and Dora"]
    assert "ANSWER" not in encoded(draft)
    worths = {one.body: points(draft, ChoiceResponse(one.id), second) for one in second.choices}
    assert worths == {"Here": 1, "There": 0}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Who?\nA) Ann\nB) Bob\nANSWER: C", "KEY_INVALID"),
        ("Who?\nA) Ann\nANSWER: A", "CHOICE_MISSING"),
        ("Who?\nA) Ann\nB) Bob", "KEY_MISSING"),
    ],
)
def test_a_question_by_letters_that_has_no_clear_key_is_named(
    import_text: ImportText, text: str, code: str
) -> None:
    assert codes(import_text("paper.txt", f"{GOOD}{text}")) == [code]


def test_a_file_of_embedded_answers_is_one_text_with_gaps(import_text: ImportText) -> None:
    text = (
        "* Rome: {1:MULTICHOICE:=Italy#yes~Spain}\n* Bonn: {2:SHORTANSWER:%100%Germany#yes\n~*#no}.\n\nEnd."
    )
    question = only(import_text("paper.txt", text))
    assert isinstance(question, Cloze)
    assert len(question.gaps) == 2
    assert question.points == 3
    assert "End." in question.stem


def test_an_embedded_answer_among_questions_of_gift_is_named(import_text: ImportText) -> None:
    with pytest.raises(PaperFileError) as caught:
        import_text("paper.gift", "Rome is in {1:MULTICHOICE:=Italy~Spain}.")
    assert caught.value.code == "GIFT_SYNTAX"


def test_braces_in_choices_by_letter_make_no_gift_of_them(import_text: ImportText) -> None:
    draft = import_text("paper.txt", "Which is a set?\nA) {1, 2}\nB) (1, 2)\nANSWER: A\n")
    question = only(draft)
    assert isinstance(question, Single)
    assert [choice.body for choice in question.choices] == ["{1, 2}", "(1, 2)"]
    assert "ANSWER" not in encoded(draft)


def test_two_choices_of_one_letter_are_named_whichever_is_right(import_text: ImportText) -> None:
    text = "Say it.\nA. Einstein was born in\nA) Ulm\nB) Bonn\nANSWER: B"
    assert codes(import_text("paper.txt", f"{GOOD}{text}")) == ["KEY_INVALID"]


def test_the_word_before_the_right_letter_may_be_small(import_text: ImportText) -> None:
    draft = import_text("paper.txt", "Who?\nA) Ann\nB) Bob\nAnswer: b\n")
    question = only(draft)
    assert isinstance(question, Single)
    assert "Answer" not in encoded(draft)
    assert [points(draft, ChoiceResponse(one.id)) for one in question.choices] == [0, 1]
