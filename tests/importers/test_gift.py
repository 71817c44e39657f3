"""GIFT: each type of question, escapes, and the ways in which hand-written files go wrong."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from examprotocol.paper import (
    Cloze,
    Essay,
    Info,
    Matching,
    Multiple,
    Number,
    ShortText,
    Single,
    TrueFalse,
    questions_of,
)
from examprotocol.paper_parts import Choice, NumberGap, SelectGap, TextGap
from examprotocol.richtext import plain_text
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
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
from tests.importers.drafts import codes, encoded, only, only_key

Gift = Callable[[str], PaperDraft]
D = Decimal


def _shares(draft: PaperDraft) -> dict[str, Decimal]:
    """The words of each choice and what it is worth."""
    question, key = only(draft), only_key(draft)
    assert isinstance(question, Single | Multiple)
    assert isinstance(key, ChoiceKey | ChoicesKey)
    return {plain_text(choice.body): key.shares[choice.id] for choice in question.choices}


def test_one_choice_is_right(gift: Gift) -> None:
    draft = gift("Who's buried in Grant's tomb?{~Grant ~%50%Jefferson =no one}")
    assert isinstance(only(draft), Single)
    assert only(draft).points == 1
    assert _shares(draft) == {"Grant": 0, "Jefferson": D("0.5"), "no one": 1}


def test_several_choices_with_weights(gift: Gift) -> None:
    draft = gift("Which two?{~%-100%None ~%50%Grant ~%50%his wife ~%33.33333%x}")
    assert isinstance(only(draft), Multiple)
    assert _shares(draft) == {"None": -1, "Grant": D("0.5"), "his wife": D("0.5"), "x": D(1) / 3}


@pytest.mark.parametrize(("answer", "is_true"), [("T", 1), ("TRUE", 1), ("F#no#yes", 0), ("false", 0)])
def test_true_or_false(gift: Gift, answer: str, is_true: int) -> None:
    draft = gift(f"The sun rises in the east.{{{answer}}}")
    assert isinstance(only(draft), TrueFalse)
    assert only_key(draft) == ChoiceKey({"true": D(is_true), "false": D(1 - is_true)})


def test_a_short_answer(gift: Gift) -> None:
    draft = gift("Two plus two?{=four#right =%50%4 =%0%*#wrong}")
    assert isinstance(only(draft), ShortText)
    accepted = (AcceptedText("four"), AcceptedText("4", D("0.5")), AcceptedText("*", D(0)))
    assert only_key(draft) == TextKey(accepted)


@pytest.mark.parametrize(
    ("answers", "ranges"),
    [
        ("#1822", [("1822", "1822", "1")]),
        ("#1822:5", [("1817", "1827", "1")]),
        ("#-3.142..-3.141", [("-3.142", "-3.141", "1")]),
        ("#1..5#any", [("1", "5", "1")]),
        ("# =1822:0 #yes =%50%1822:2 #near", [("1822", "1822", "1"), ("1820", "1824", "0.5")]),
        ("#3:2~#Completely wrong", [("1", "5", "1")]),
        ("#１２", [("12", "12", "1")]),
    ],
)
def test_a_number(gift: Gift, answers: str, ranges: list[tuple[str, str, str]]) -> None:
    draft = gift(f"How many?{{{answers}}}")
    assert isinstance(only(draft), Number)
    assert only_key(draft) == NumberKey(tuple(AcceptedNumber(*map(D, each)) for each in ranges))


def test_matching_with_a_distractor(gift: Gift) -> None:
    draft = gift("Match.{=[html]<b>Canada</b> -> Ottawa =Italy->Rome = -> Oslo}")
    question, key = only(draft), only_key(draft)
    assert isinstance(question, Matching)
    assert isinstance(key, PairsKey)
    assert [choice.body for choice in question.left] == ["<b>Canada</b>", "Italy"]
    names = {choice.id: choice.body for choice in question.right}
    assert sorted(names.values()) == ["Oslo", "Ottawa", "Rome"]
    assert [names[key.correct[choice.id][0]] for choice in question.left] == ["Ottawa", "Rome"]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [("~buried =entombed ~living", SelectGap), ("=entombed =buried", TextGap), ("#1:0.5", NumberGap)],
)
def test_a_missing_word_is_asked_for_in_its_place(gift: Gift, answers: str, kind: type) -> None:
    question = only(gift(f"Grant is {{{answers}}} in Grant's tomb."))
    assert isinstance(question, Cloze)
    assert question.stem == 'Grant is <img src="gap:g1" /> in Grant\'s tomb.'
    assert isinstance(question.gaps[0], kind)


def test_several_right_words_in_a_sentence_are_chosen_below_it(gift: Gift) -> None:
    question = only(gift("[markdown]**Two** {~%50%a ~%50%b ~c} are right."))
    assert isinstance(question, Multiple)
    assert question.stem == "<p><strong>Two</strong> _____ are right.</p>"


def test_an_essay_and_a_page_to_read(gift: Gift) -> None:
    draft = gift("How are you? {}\n\nRead this.\n\n[html]<p>Why?</p>{####be kind}")
    first, page, last = questions_of(draft.paper)
    assert (type(first), type(page), type(last)) == (Essay, Info, Essay)
    assert draft.keys.keys == {"q1": ManualKey(), "q3": ManualKey()}
    assert "kind" not in encoded(draft)


def test_escaped_control_characters_are_text(gift: Gift) -> None:
    draft = gift(r"::a\:\:b::Which equals \{5\}\: \#\~?\nSay.{~\= 2 + 2 =\= 2 + 3#\=yes ~C\:\\temp}")
    assert plain_text(only(draft).stem) == "Which equals {5}: #~?\nSay."
    assert _shares(draft) == {"= 2 + 2": 0, "= 2 + 3": 1, "C:\\temp": 0}


def test_titles_comments_ids_and_feedback_do_not_reach_the_paper(gift: Gift) -> None:
    draft = gift(
        "// Xylophon [id:Xylophon] [tag:Xylophon]\n::Xylophon::Who?\n// Xylophon {=in a comment}\n"
        "{=a#Xylophon\n// Xylophon\n~b#Xylophon####Xylophon}"
    )
    assert "Xylophon" not in encoded(draft)
    assert only(draft).stem == "Who?"
    assert _shares(draft) == {"a": 1, "b": 0}


def test_attributes_and_entities_in_choices_need_no_escapes(gift: Gift) -> None:
    draft = gift(
        '[html]Who?{=<span style="color:#ff0000">a</span> ~<a href="http://x/?a=1">b</a> ~&#233;t&eacute;}'
    )
    assert _shares(draft) == {"a": 1, "b": 0, "été": 0}


def test_each_text_may_have_a_format_of_its_own(gift: Gift) -> None:
    draft = gift("[markdown]*Who*?{=[plain]<b>&amp; ~[html]<b>x</b> ~%0%[moodle]y ~*z*}")
    question = only(draft)
    assert isinstance(question, Single)
    assert question.stem == "<p><em>Who</em>?</p>"
    bodies = {choice.body for choice in question.choices}
    assert bodies == {"&lt;b&gt;&amp;amp;", "<b>x</b>", "y", "<em>z</em>"}


def test_categories_become_sections(gift: Gift) -> None:
    draft = gift(
        "$CATEGORY: $course$/top/Unit 1: Kings\n\nA{T}\n$CATEGORY: Unit 2\nB{F}\n\n$CATEGORY: Empty\n"
    )
    assert [(part.title, len(part.questions)) for part in draft.paper.sections] == [
        ("Unit 1: Kings", 1),
        ("Unit 2", 1),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_marked_encodings_do_not_matter(tmp_path: Path, line_end: str, encoding: str) -> None:
    path = tmp_path / "题目.txt"
    text = "::1::中国的首都是？{=北京 ~上海}\n\n太阳？{T}\n"
    path.write_bytes(text.replace("\n", line_end).encode(encoding))
    draft = import_paper(path, "paper1")
    assert [question.stem for question in questions_of(draft.paper)] == ["中国的首都是？", "太阳？"]
    assert (draft.paper.lang, draft.paper.title) == ("zh", "题目")


@pytest.mark.parametrize("encoding", ["gbk", "utf-16-le", "cp1252"])
def test_bytes_of_another_encoding_are_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "paper.gift"
    path.write_bytes(("A{T}\n\n" + ("Ätna" if encoding == "cp1252" else "中国") + "{=a ~b}").encode(encoding))
    with pytest.raises(PaperFileError) as refused:
        import_paper(path, "paper1")
    assert refused.value.code == "TEXT_ENCODING"


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("\n\nWho?{=a ~b", "line 3", "GIFT_SYNTAX"),
        ("Who? =a ~b}", "line 1", "GIFT_SYNTAX"),
        (r"What is $\frac{1}{2}$?{=a ~b}", "line 1", "GIFT_SYNTAX"),
        ("Who {=a ~b} and {=c ~d}?", "line 1", "GIFT_SYNTAX"),
        ("// c\nMatch{=a->b =c}", "line 2", "GIFT_SYNTAX"),
        ("Who?{~a ~b}", "line 1", "KEY_MISSING"),
        ("Who?{~%50%a ~b}", "line 1", "SCORE_INVALID"),
        ("Who?{~%150%a ~b}", "line 1", "SCORE_INVALID"),
        ("Who?{=a ~}", "line 1", "CHOICE_MISSING"),
        ("How many?{#}", "line 1", "KEY_MISSING"),
        ("How many?{#many}", "line 1", "KEY_INVALID"),
        ("How many?{#5..1}", "line 1", "KEY_INVALID"),
        ("How many?{#1,234}", "line 1", "KEY_INVALID"),
        ("{=a ~b}", "line 1", "QUESTION_EMPTY"),
        ('Who?<img src="@@PLUGINFILE@@/a.png">{=a ~b}', "line 1", "MEDIA_MISSING"),
    ],
)
def test_a_bad_question_is_named_with_its_line_and_the_rest_comes_in(
    gift: Gift, text: str, place: str, code: str
) -> None:
    draft = gift(f"{text}\n\n::Good::The sun?{{T}}")
    (remark,) = draft.remarks
    assert remark.place.startswith(f"{place}, question 1")
    assert (remark.code, remark.taken) == (code, False)
    assert isinstance(only(draft), TrueFalse)


def test_questions_without_a_blank_line_between_them_are_told_apart(gift: Gift) -> None:
    draft = gift("::1::One?{=a ~b}\n::2::Two?\n{\n=a\n~b\n}\nThree?{T}\nFour is {=a ~b}\nof them.")
    assert [plain_text(question.stem) for question in questions_of(draft.paper)] == [
        "One?",
        "Two?",
        "Three?",
        "Four is\nof them.",
    ]


def test_a_blank_line_between_answers_does_not_end_the_question(gift: Gift) -> None:
    assert _shares(gift("Who?{\n=a\n\n\n~b\n}\n")) == {"a": 1, "b": 0}


def test_braces_that_stand_alone_hold_the_answers_and_all_others_are_text(gift: Gift) -> None:
    draft = gift("What does {{ x }} do?\n{\n={% a %}\n~{{ b }}\n~c }\n}\n")
    assert plain_text(only(draft).stem) == "What does {{ x }} do?"
    assert _shares(draft) == {"{% a %}": 1, "{{ b }}": 0, "c }": 0}
    assert codes(draft) == ["GIFT_BRACES_AS_TEXT"]


def test_a_choice_that_would_be_nothing_but_feedback_keeps_its_hash(gift: Gift) -> None:
    draft = gift("Which is red?{=#ff0000 ~#00ff00#no ~none}")
    assert _shares(draft) == {"#ff0000": 1, "#00ff00": 0, "none": 0}
    assert codes(draft) == ["GIFT_HASH_AS_TEXT"]


def test_tags_that_are_the_subject_of_a_question_stay_readable(gift: Gift) -> None:
    draft = gift("What is the <head> of a page, and 5 < 6?{=<p> ~<b> ~<title> ~vector<int> ~<script>}")
    assert plain_text(only(draft).stem) == "What is the <head> of a page, and 5 < 6?"
    assert set(_shares(draft)) == {"<p>", "<b>", "<title>", "vector<int>", "<script>"}


def test_choices_are_shuffled_the_same_way_at_every_import_and_ids_follow_the_order(gift: Gift) -> None:
    text = "Who?{=0 ~1 ~2 ~3 ~4 ~5 ~6 ~7 ~8 ~9}"
    first, again = only(gift(text)), only(gift(text))
    assert first == again
    assert isinstance(first, Single)
    assert [choice.id for choice in first.choices] == [f"q1c{number}" for number in range(1, 11)]
    assert [choice.body for choice in first.choices] != [str(number) for number in range(10)]
    other = only(gift(f"{text}\n"))
    assert isinstance(other, Single)
    assert _order(first.choices) != _order(other.choices), "the order hangs on the bytes of the file"


def _order(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.body for choice in choices]
