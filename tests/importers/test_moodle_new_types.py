"""Moodle's gapselect, ddwtos, ordering, essays with files, and cloze gaps with several choices."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from examprotocol.paper import Cloze, Composite, Essay, FileUpload, Multiple, Ordering
from examprotocol.paper_parts import DragGap, SelectGap
from examprotocol.responses import GapsResponse, OrderResponse
from examprotocol.richtext import plain_text
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import GapsKey, ManualKey, OrderKey
from examserver.scoring.score import score
from tests.importers.drafts import codes, only, only_key, question_xml

Moodle = Callable[[str], PaperDraft]
D = Decimal


def _option(tag: str, text: str, group: int = 1, more: str = "") -> str:
    return f"<{tag}><text>{text}</text><group>{group}</group>{more}</{tag}>"


def _refusal(moodle: Moodle, question: str) -> str:
    with pytest.raises(PaperFileError) as refused:
        moodle(question)
    return refused.value.code


ANIMALS = "".join(_option("selectoption", word) for word in ("cat", "sat", "mat", "dog"))
BOXES = "".join(_option("dragbox", word) for word in ("cat", "sat", "mat", "mat"))


def test_gaps_with_lists_offer_their_whole_group(moodle: Moodle) -> None:
    others = _option("selectoption", "red", 2) + _option("selectoption", "blue", 2)
    draft = moodle(question_xml("gapselect", "The [[1]] [[2]] on the [[5]].", ANIMALS + others))
    question = only(draft)
    assert isinstance(question, Cloze)
    offered = [[choice.body for choice in gap.choices] for gap in question.gaps if isinstance(gap, SelectGap)]
    assert offered == [["cat", "sat", "mat", "dog"]] * 2 + [["red", "blue"]]
    assert question.points == 1
    assert [gap.points for gap in question.gaps] == [D("0.3333"), D("0.3333"), D("0.3334")]


def test_gaps_to_drag_into_share_their_texts(moodle: Moodle) -> None:
    draft = moodle(question_xml("ddwtos", "The [[1]] [[2]] on the [[3]].", BOXES))
    question, key = only(draft), only_key(draft)
    assert isinstance(question, Cloze)
    assert isinstance(key, GapsKey)
    assert all(isinstance(gap, DragGap) for gap in question.gaps)
    assert {choice.body: choice.uses for choice in question.pool} == {"cat": 1, "mat": 2, "sat": 1}
    mat = next(choice.id for choice in question.pool if choice.body == "mat")
    assert score(question, key, GapsResponse({"g3": mat})).points == D("0.3334")


def test_a_text_that_may_be_dragged_any_number_of_times_says_so(moodle: Moodle) -> None:
    endless = _option("dragbox", "is", more="<infinite/>") + _option("dragbox", "was")
    question = only(moodle(question_xml("ddwtos", "It [[1]], it [[1]].", endless)))
    assert isinstance(question, Cloze)
    assert {choice.body: choice.uses for choice in question.pool} == {"is": 0, "was": 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [("No gap here", "CLOZE_SYNTAX"), ("The [[9]]", "KEY_MISSING"), ("[[0]]", "KEY_MISSING")],
)
def test_a_gap_that_nothing_fills_is_refused(moodle: Moodle, text: str, code: str) -> None:
    assert _refusal(moodle, question_xml("gapselect", text, ANIMALS)) == code


def _ordering(more: str = "") -> str:
    answers = "".join(
        f"<answer fraction='{n}'><text>{word}</text></answer>" for n, word in enumerate("abc", 1)
    )
    return question_xml("ordering", "In order, please", more + answers)


@pytest.mark.parametrize(
    ("graded", "by"),
    [
        ("", "position"),
        ("<gradingtype>ABSOLUTE_POSITION</gradingtype>", "position"),
        ("<gradingtype>ALL_OR_NOTHING</gradingtype>", "exact"),
        ("<gradingtype>RELATIVE_NEXT_EXCLUDE_LAST</gradingtype>", "adjacent"),
    ],
)
def test_ordering_is_graded_as_its_author_wanted(moodle: Moodle, graded: str, by: str) -> None:
    draft = moodle(_ordering(graded))
    question, key = only(draft), only_key(draft)
    assert isinstance(question, Ordering)
    assert isinstance(key, OrderKey)
    assert key.by == by
    bodies = {choice.body: choice.id for choice in question.choices}
    right = OrderResponse(tuple(bodies[body] for body in "abc"))
    assert score(question, key, right).points == 1
    backwards = OrderResponse(tuple(bodies[body] for body in "cba"))
    assert score(question, key, backwards).points == (D("0.3333") if by == "position" else 0)


def test_a_way_of_grading_that_is_not_ours_is_left_to_a_person(moodle: Moodle) -> None:
    draft = moodle(_ordering("<gradingtype>LONGEST_ORDERED_SUBSET</gradingtype>"))
    assert isinstance(only(draft), Ordering)
    assert isinstance(only_key(draft), ManualKey)
    assert codes(draft) == ["SCORING_BY_HAND"]


def test_an_essay_of_files_alone_is_a_question_for_files(moodle: Moodle) -> None:
    rest = "<responseformat>noinline</responseformat><attachments>3</attachments><maxbytes>1048576</maxbytes>"
    types = "<filetypeslist>.pdf, .docx</filetypeslist>"
    question = only(moodle(question_xml("essay", "Hand in your drawing", rest + types)))
    assert isinstance(question, FileUpload)
    assert (question.max_files, question.max_bytes, question.types) == (3, 1048576, (".pdf", ".docx"))


def test_an_essay_with_files_has_a_part_for_each(moodle: Moodle) -> None:
    rest = "<attachments>-1</attachments><graderinfo><text>Look</text></graderinfo>"
    draft = moodle(question_xml("essay", "Write, and hand in", rest))
    question = only(draft)
    assert isinstance(question, Composite)
    text, files = question.parts
    assert isinstance(text, Essay)
    assert isinstance(files, FileUpload)
    assert (text.points, files.points) == (D(1), D(0))
    assert files.max_files == 10
    assert codes(draft) == ["ESSAY_ATTACHMENTS"]


def test_a_cloze_gap_with_several_choices_is_asked_below_the_text(moodle: Moodle) -> None:
    text = "Even: {2:MULTIRESPONSE:%50%2~%50%4~%-50%3}, and {1:SA:=Rome}"
    question = only(moodle(question_xml("cloze", text)))
    assert isinstance(question, Composite)
    gaps, several = question.parts
    assert isinstance(gaps, Cloze)
    assert isinstance(several, Multiple)
    assert "[1]" in plain_text(gaps.stem)
    assert plain_text(several.stem) == "[1]"
    assert question.points == 3
