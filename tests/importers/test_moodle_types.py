"""Each type of Moodle question, in the smallest file that has it."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from examprotocol.paper import Essay, Info, Matching, Multiple, Number, ShortText, Single, TrueFalse
from examprotocol.richtext import plain_text
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import (
    AcceptedNumber,
    AcceptedText,
    ChoiceKey,
    ChoicesKey,
    ManualKey,
    NumberKey,
    PairsKey,
    TextKey,
)
from tests.importers.drafts import RIGHT, WRONG, choice_xml, codes, encoded, only, only_key, question_xml

Moodle = Callable[[str], PaperDraft]
D = Decimal


def _answer(text: str, fraction: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


def _refusal(moodle: Moodle, question: str) -> str:
    with pytest.raises(PaperFileError) as refused:
        moodle(question)
    return refused.value.code


def test_one_of_several_choices(moodle: Moodle) -> None:
    draft = moodle(choice_xml("Who?", f"<defaultgrade>2.5000000</defaultgrade>{RIGHT}{WRONG}"))
    question = only(draft)
    assert isinstance(question, Single)
    assert question.points == D("2.5")
    assert [(choice.id, choice.body) for choice in question.choices] == [("q1c1", "yes"), ("q1c2", "no")]
    assert only_key(draft) == ChoiceKey({"q1c1": D(1), "q1c2": D(0)})


def test_several_choices_with_thirds_and_penalties(moodle: Moodle) -> None:
    answers = "".join(_answer(f"{n}", "33.33333") for n in range(3)) + _answer("x", "-50")
    draft = moodle(choice_xml("Which?", f"<single>false</single>{answers}"))
    assert isinstance(only(draft), Multiple)
    key = only_key(draft)
    assert isinstance(key, ChoicesKey)
    assert list(key.shares.values()) == [D(1) / 3] * 3 + [D("-0.5")]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (_answer("a", "40") + WRONG, "SCORE_INVALID"),
        (_answer("a", "NaN") + WRONG, "SCORE_INVALID"),
        (_answer("a", "150") + WRONG, "SCORE_INVALID"),
        (WRONG + WRONG, "KEY_MISSING"),
        (RIGHT, "CHOICE_MISSING"),
        (_answer("", "100") + WRONG, "CHOICE_EMPTY"),
        ("<single>false</single>" + _answer("a", "50") + _answer("b", "40"), "SCORE_INVALID"),
        ("<single>false</single>" + WRONG + WRONG, "KEY_MISSING"),
        ("<defaultgrade>-1</defaultgrade>" + RIGHT + WRONG, "SCORE_INVALID"),
        ("<defaultgrade>1e400</defaultgrade>" + RIGHT + WRONG, "SCORE_INVALID"),
    ],
)
def test_a_choice_question_whose_key_makes_no_sense_is_refused(
    moodle: Moodle, answers: str, code: str
) -> None:
    assert _refusal(moodle, choice_xml("Who?", answers)) == code


def test_what_is_odd_but_clear_comes_in_with_a_remark(moodle: Moodle) -> None:
    assert codes(moodle(choice_xml("Who?", RIGHT + RIGHT + WRONG))) == ["KEY_SEVERAL_RIGHT"]
    generous = "<single>false</single>" + "".join(_answer(f"{n}", "50") for n in range(3))
    assert codes(moodle(choice_xml("Who?", generous))) == ["SCORE_MORE_THAN_ALL"]


def test_an_empty_wrong_choice_is_left_out(moodle: Moodle) -> None:
    question = only(moodle(choice_xml("Who?", RIGHT + _answer("", "0") + WRONG)))
    assert isinstance(question, Single)
    assert len(question.choices) == 2


@pytest.mark.parametrize(
    ("answers", "is_true"),
    [
        (_answer("true", "0") + _answer("false", "100"), False),
        (_answer("false", "0") + _answer("true", "100"), True),
        (_answer("Wahr", "100") + _answer("Falsch", "0"), True),
        (_answer("Wahr", "0") + _answer("Falsch", "100"), False),
    ],
)
def test_true_or_false(moodle: Moodle, answers: str, is_true: bool) -> None:
    draft = moodle(question_xml("truefalse", "The sun rises in the east.", answers))
    assert isinstance(only(draft), TrueFalse)
    assert only_key(draft) == ChoiceKey({"true": D(is_true), "false": D(not is_true)})


def test_a_short_answer_keeps_the_order_of_its_answers(moodle: Moodle) -> None:
    answers = _answer("frog", "100") + _answer("toad", "80") + _answer("*", "0")
    draft = moodle(question_xml("shortanswer", "Name one", f"<usecase>1</usecase>{answers}"))
    assert isinstance(only(draft), ShortText)
    accepted = (AcceptedText("frog"), AcceptedText("toad", D("0.8")), AcceptedText("*", D(0)))
    assert only_key(draft) == TextKey(accepted, case_matters=True)


def test_a_short_answer_that_an_earlier_one_hides_is_refused(moodle: Moodle) -> None:
    answers = _answer("*", "50") + _answer("frog", "100")
    assert _refusal(moodle, question_xml("shortanswer", "Name one", answers)) == "SCORE_INVALID"


def test_a_number_with_tolerance_and_one_unit(moodle: Moodle) -> None:
    units = "<units><unit><multiplier>1</multiplier><unit_name>cm</unit_name></unit></units>"
    answers = _answer("6.25 cm", "100", "<tolerance>0.05</tolerance>") + _answer("*", "0")
    draft = moodle(question_xml("numerical", "How long?", answers + units))
    question = only(draft)
    assert isinstance(question, Number)
    assert question.unit == "cm"
    key = only_key(draft)
    assert isinstance(key, NumberKey)
    assert key.accepted[0] == AcceptedNumber(D("6.20"), D("6.30"))


UNIT = "<unit><multiplier>{}</multiplier><unit_name>{}</unit_name></unit>"
TWO_UNITS = f"<units>{UNIT.format(1, 'm')}{UNIT.format(100, 'cm')}</units>"


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("<unitgradingtype>1</unitgradingtype>" + _answer("5", "100"), "SCORING_UNSUPPORTED"),
        (
            f"<units>{UNIT.format(1, 'm')}{UNIT.format(100, 'cm')}</units>" + _answer("5", "100"),
            "SCORING_UNSUPPORTED",
        ),
        (f"<units>{UNIT.format(100, 'cm')}</units>" + _answer("5", "100"), "SCORING_UNSUPPORTED"),
        (_answer("five", "100"), "KEY_INVALID"),
        (_answer("3,141", "100"), "KEY_INVALID"),
        ("", "KEY_MISSING"),
    ],
)
def test_a_number_that_cannot_be_scored_is_refused(moodle: Moodle, rest: str, code: str) -> None:
    assert _refusal(moodle, question_xml("numerical", "How long?", rest)) == code


def test_a_matching_question_shuffles_the_right_side_and_merges_equal_texts(moodle: Moodle) -> None:
    pairs = [("<b>Canada</b>", "Ottawa"), ("Italy", "Rome"), ("Latium", "Rome"), ("", "Oslo < Bergen")]
    parts = "".join(
        f"<subquestion><text><![CDATA[{left}]]></text><answer><text><![CDATA[{right}]]></text></answer></subquestion>"
        for left, right in pairs
    )
    draft = moodle(question_xml("matching", "Match", parts))
    question, key = only(draft), only_key(draft)
    assert isinstance(question, Matching)
    assert isinstance(key, PairsKey)
    assert [plain_text(choice.body) for choice in question.left] == ["Canada", "Italy", "Latium"]
    names = {choice.id: plain_text(choice.body) for choice in question.right}
    assert sorted(names.values()) == ["Oslo < Bergen", "Ottawa", "Rome"]
    assert [names[key.correct[choice.id][0]] for choice in question.left] == ["Ottawa", "Rome", "Rome"]


def test_an_essay_keeps_the_scorer_s_notes_out_of_the_paper(moodle: Moodle) -> None:
    rest = (
        "<responsefieldlines>20</responsefieldlines><minwordlimit>50</minwordlimit>"
        "<maxwordlimit>200</maxwordlimit>"
        "<graderinfo><text>&lt;p&gt;Look for Xylo&lt;img src='x.png'&gt;&lt;/p&gt;</text></graderinfo>"
        "<responsetemplate><text>&lt;p&gt;Dear&lt;/p&gt;&lt;p&gt;Sir&lt;/p&gt;</text></responsetemplate>"
    )
    draft = moodle(question_xml("essay", "Write", rest))
    question = only(draft)
    assert isinstance(question, Essay)
    assert (question.lines, question.min_words, question.max_words) == (20, 50, 200)
    assert question.template == "Dear\nSir"
    assert only_key(draft) == ManualKey("<p>Look for Xylo </p>")
    assert "Xylo" not in encoded(draft)
    assert codes(draft) == []


def test_a_description_is_a_page_without_a_key(moodle: Moodle) -> None:
    draft = moodle(question_xml("description", "Read this") + choice_xml("Who?"))
    page = draft.paper.sections[0].questions[0]
    assert isinstance(page, Info)
    assert page.points == 0
    assert list(draft.keys.keys) == ["q2"]


def test_a_type_that_is_not_understood_is_named_and_the_rest_comes_in(moodle: Moodle) -> None:
    draft = moodle(choice_xml("Who?") + "\n" + question_xml("coderunner", "Code!") + choice_xml("And who?"))
    (remark,) = draft.remarks
    assert (remark.place, remark.code, remark.taken) == (
        "line 2, question 2 “Kings”",
        "TYPE_UNSUPPORTED",
        False,
    )
    assert "coderunner" in remark.sentence
    assert [question.id for question in draft.paper.sections[0].questions] == ["q1", "q2"]


def test_no_feedback_hint_or_title_reaches_the_paper(moodle: Moodle) -> None:
    secret = "<text>Xylophon</text>"
    rest = (
        f"<generalfeedback>{secret}</generalfeedback><correctfeedback>{secret}</correctfeedback>"
        f"<hint>{secret}</hint><idnumber>Xylophon</idnumber><tags><tag>{secret}</tag></tags>"
    )
    answers = _answer("yes", "100", f"<feedback>{secret}</feedback>") + WRONG
    draft = moodle(choice_xml("Who?", answers + rest))
    assert "Xylophon" not in encoded(draft)
    assert "Kings" not in encoded(draft)


def test_categories_become_sections_without_empty_ones(moodle: Moodle) -> None:
    def category(path: str) -> str:
        return f'<question type="category"><category><text>{path}</text></category></question>'

    draft = moodle(
        choice_xml("1")
        + category("$course$/top/Empty")
        + category("$course$/top/Reading//Writing")
        + choice_xml("2")
        + choice_xml("3")
        + category("$course$")
        + choice_xml("4")
    )
    sections = [(section.id, section.title, len(section.questions)) for section in draft.paper.sections]
    assert sections == [("s1", "", 1), ("s2", "Reading/Writing", 2), ("s3", "", 1)]
