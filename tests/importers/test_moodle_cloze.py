"""Moodle's cloze: the gaps in a text, and everything that may be wrong with them."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from examprotocol.paper import Cloze
from examprotocol.paper_parts import NumberGap, SelectGap, TextGap
from examprotocol.richtext import plain_text
from examserver.errors import PaperFileError
from examserver.importers.cloze_syntax import Alternative, ClozeField, GapKind, cloze_parts
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import AcceptedNumber, AcceptedText, ChoiceKey, GapsKey, NumberKey, TextKey
from tests.importers.drafts import codes, encoded, file_xml, only, only_key, picture, question_xml

Moodle = Callable[[str], PaperDraft]
D = Decimal


def _cloze(moodle: Moodle, text: str, rest: str = "") -> tuple[Cloze, GapsKey]:
    draft = moodle(question_xml("cloze", text, rest))
    question, key = only(draft), only_key(draft)
    assert isinstance(question, Cloze)
    assert isinstance(key, GapsKey)
    return question, key


def test_gaps_of_all_kinds_stand_in_their_places(moodle: Moodle) -> None:
    text = "<p>A {2:SA:=cat#well done~%50%dog} has {:NM:=4:0.5} legs, {1:MC:=yes~no}.</p>"
    question, key = _cloze(moodle, text)
    assert question.stem == (
        '<p>A <img src="gap:g1" /> has <img src="gap:g2" /> legs, <img src="gap:g3" />.</p>'
    )
    text_gap, number_gap, select_gap = question.gaps
    assert (type(text_gap), type(number_gap), type(select_gap)) == (TextGap, NumberGap, SelectGap)
    assert question.points == 4
    assert [gap.points for gap in question.gaps] == [D(2), D(1), D(1)]
    assert key.gaps == {
        "g1": TextKey((AcceptedText("cat"), AcceptedText("dog", D("0.5")))),
        "g2": NumberKey((AcceptedNumber(D("3.5"), D("4.5")),)),
        "g3": ChoiceKey({"q1g3c1": D(1), "q1g3c2": D(0)}),
    }


@pytest.mark.parametrize(
    "name", ["SHORTANSWER", "SA", "MW", "sa", "NUMERICAL", "NM", "SHORTANSWER_C", "SAC", "MWC"]
)
def test_every_name_of_a_typed_gap_is_known(moodle: Moodle, name: str) -> None:
    question, _ = _cloze(moodle, f"{{1:{name}:=4}}")
    assert isinstance(question.gaps[0], NumberGap if name.startswith("N") else TextGap)


@pytest.mark.parametrize(
    "name", ["MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MCH", "MCS", "MCVS", "MULTICHOICE_HS"]
)
def test_every_name_of_a_gap_with_choices_is_known(moodle: Moodle, name: str) -> None:
    question, _ = _cloze(moodle, f"{{1:{name}:=4~5~6~7}}")
    (gap,) = question.gaps
    assert isinstance(gap, SelectGap)
    assert sorted(choice.body for choice in gap.choices) == ["4", "5", "6", "7"]


def test_case_matters_only_in_the_kinds_that_say_so(moodle: Moodle) -> None:
    _, key = _cloze(moodle, "{1:SAC:=pH} {1:SA:=pH}")
    assert [part.case_matters for part in key.gaps.values() if isinstance(part, TextKey)] == [True, False]


def test_escapes_entities_and_tags_in_answers_are_resolved() -> None:
    parts = cloze_parts(r"a {1:SA:=x\}y#f\}b~%33.33333%x\~y~x\#y~&#39;q&#39;} b")
    answers = (
        Alternative("100", "x}y"),
        Alternative("33.33333", "x~y"),
        Alternative("0", "x#y"),
        Alternative("0", "&#39;q&#39;"),
    )
    assert parts == ["a ", ClozeField("1", GapKind.TEXT, answers), " b"]


def test_answers_are_plain_words(moodle: Moodle) -> None:
    _, key = _cloze(moodle, "<p>{1:SA:=<b>R&amp;D</b>&nbsp;team<br>~5 &lt; 6}</p>")
    assert key.gaps["g1"] == TextKey((AcceptedText("R&D team"), AcceptedText("5 < 6", D(0))))


def test_other_braces_are_text(moodle: Moodle) -> None:
    question, _ = _cloze(moodle, r"<p>{x | x &gt; 0}, \frac{1}{2}, {1: 2}: {1:SA:=a}</p>")
    assert plain_text(question.stem) == r"{x | x > 0}, \frac{1}{2}, {1: 2}:"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no gap at all", "CLOZE_SYNTAX"),
        ("{1:MULTICHOICE:=a~b", "CLOZE_SYNTAX"),
        ("{1:MULTICHOICE}", "CLOZE_SYNTAX"),
        ("{1:SA:=a {1:SA:=b}}", "CLOZE_SYNTAX"),
        ("{1:WORD:=a}", "CLOZE_SYNTAX"),
        ("{1:<b>SA</b>:=a} {1:SA:=b}", "CLOZE_SYNTAX"),
        ("<p title='{1:SA:=a}'>x</p>", "CLOZE_SYNTAX"),
        ("{1:MC:=a}", "CHOICE_MISSING"),
        ("{1:MC:%50%a~b}", "SCORE_INVALID"),
        ("{1:SA:a}", "KEY_MISSING"),
        ("{1:NM:=zero}", "KEY_INVALID"),
        ("{9,9,9:SA:=a}", "SCORE_INVALID"),
    ],
)
def test_a_gap_that_is_wrong_is_refused(moodle: Moodle, text: str, code: str) -> None:
    with pytest.raises(PaperFileError) as refused:
        moodle(question_xml("cloze", text))
    assert refused.value.code == code


def test_no_accepted_text_of_a_gap_is_in_the_paper(moodle: Moodle) -> None:
    draft = moodle(question_xml("cloze", "<p>Play the {1:SA:=Xylophon#Yes, Xylophon!}.</p>"))
    assert "Xylophon" not in encoded(draft)


def test_all_gaps_of_a_question_are_equally_wide(moodle: Moodle) -> None:
    question, _ = _cloze(moodle, "{1:SA:=a} {1:SA:=a rather long answer}")
    assert {gap.width for gap in question.gaps if isinstance(gap, TextGap)} == {24}


def test_a_shuffled_gap_does_not_keep_the_author_s_order_and_a_plain_one_does(moodle: Moodle) -> None:
    listed = "~".join(["=0", *map(str, range(1, 20))])
    question, _ = _cloze(moodle, f"{{1:MC:{listed}}} {{1:MCS:{listed}}}")
    plain, shuffled = (gap for gap in question.gaps if isinstance(gap, SelectGap))
    in_order = [str(number) for number in range(20)]
    assert [choice.body for choice in plain.choices] == in_order
    assert [choice.body for choice in shuffled.choices] != in_order
    assert sorted(choice.body for choice in shuffled.choices) == sorted(in_order)


@pytest.mark.parametrize("text_format", ["html", "plain_text", "markdown", "moodle_auto_format"])
def test_an_old_picture_stands_behind_the_text(moodle: Moodle, text_format: str) -> None:
    image = file_xml("x", picture()).partition(">")[2].partition("<")[0]
    old = f"<image>a b.png</image><image_base64>\n {image}\n</image_base64>"
    stem = only(moodle(question_xml("cloze", "5 < 6 {1:SA:=a}", old, text_format))).stem
    assert re.fullmatch(r'(<p>)?5 &lt; 6 <img src="gap:g1" /><br /><img src="asset:\w{64}" />(</p>)?', stem)


def test_an_old_picture_that_is_not_there_is_missed(moodle: Moodle) -> None:
    with pytest.raises(PaperFileError) as refused:
        moodle(question_xml("cloze", "{1:SA:=a}", "<image>a.png</image>"))
    assert refused.value.code == "MEDIA_MISSING"


def test_plain_text_keeps_its_lines_and_gaps(moodle: Moodle) -> None:
    draft = moodle(question_xml("cloze", "5 < 6 and\n{1:SA:=a}", text_format="plain_text"))
    assert only(draft).stem == '5 &lt; 6 and<br /><img src="gap:g1" />'


def test_a_sum_of_weights_unlike_the_points_is_remarked_on(moodle: Moodle) -> None:
    draft = moodle(question_xml("cloze", "{2:SA:=a}", "<defaultgrade>5</defaultgrade>"))
    assert codes(draft) == ["SCORE_DIFFERS"]
    assert only(draft).points == 2
