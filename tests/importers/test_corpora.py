"""Real papers, and files that nobody on this project made easy."""

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import nh3
import pytest

from examprotocol.paper import Cloze, Matching, Question, TrueFalse, questions_of
from examprotocol.paper_parts import NumberGap, SelectGap
from examprotocol.richtext import plain_text
from examserver.errors import PaperFileError
from examserver.importers.registry import import_paper
from examserver.scoring.keys import ChoiceKey, Key
from tests.importers.drafts import as_typed, check_showable, closed, letters, outcome

pytestmark = pytest.mark.corpora

# By hand from the files: how many of which type come in, or why nothing does.
MOODLE_FIXTURES: dict[str, dict[str, int] | str] = {
    "question/format/xml/tests/fixtures/export_category.xml": {"TrueFalse": 1},
    "question/format/xml/tests/fixtures/old_format_file.xml": {"TrueFalse": 2},
    "question/format/xml/tests/fixtures/broken_cloze_questions.xml": "CLOZE_SYNTAX",
    "question/format/xml/tests/fixtures/category_with_description.xml": {"TrueFalse": 1},
    "question/format/xml/tests/fixtures/categories_reverse_order.xml": {"Essay": 1, "ShortText": 1},
    "question/format/xml/tests/fixtures/sample_questions_with_old_image_tag.xml": {"Cloze": 1, "Single": 1},
    "question/format/xml/tests/fixtures/nested_categories.xml": {"TrueFalse": 1},
    "question/format/xml/tests/fixtures/multichoice.xml": {"Single": 1},
    "question/format/aiken/tests/fixtures/questions.aiken.txt": {"Single": 2},
    "question/format/multianswer/tests/fixtures/questions.multianswer.txt": {"Cloze": 1},
    "question/format/multianswer/tests/fixtures/broken_multianswer_1.txt": "CHOICE_MISSING",
    "question/format/multianswer/tests/fixtures/broken_multianswer_2.txt": "SCORE_INVALID",
    "question/format/xml/tests/fixtures/truefalse.xml": {"TrueFalse": 2},
    "question/format/xml/tests/fixtures/html_chars_in_idnumbers.xml": {"TrueFalse": 1},
    "question/type/description/tests/fixtures/testquestion.moodle.xml": {"Info": 1},
    "question/type/numerical/tests/fixtures/testquestion.moodle.xml": {"Number": 1},
    "question/type/ddmarker/tests/fixtures/testquestion.moodle.xml": "TYPE_UNSUPPORTED",
    "question/type/multichoice/tests/fixtures/testquestion.moodle.xml": {"Multiple": 1},
    "question/type/ddwtos/tests/fixtures/testquestion.moodle.xml": {"Cloze": 1},
    "question/type/shortanswer/tests/fixtures/testquestion.moodle.xml": {"ShortText": 1},
    "question/type/truefalse/tests/fixtures/testquestion.moodle.xml": {"TrueFalse": 1},
    "question/format/gift/tests/fixtures/questions_encoding_windows-1252.gift.txt": "TEXT_ENCODING",
    "question/format/gift/tests/fixtures/questions.gift.txt": {
        "Single": 1,
        "Multiple": 1,
        "TrueFalse": 3,
        "ShortText": 1,
        "Cloze": 1,
        "Matching": 1,
        "Essay": 1,
    },
    "question/format/gift/examples.txt": {
        "Single": 9,
        "Multiple": 2,
        "TrueFalse": 5,
        "ShortText": 7,
        "Number": 6,
        "Cloze": 11,
        "Matching": 3,
    },
}
PEG_TYPES = {
    "MC": {"Single", "Multiple", "Cloze"},
    "Short": {"ShortText", "Cloze"},
    "Numerical": {"Number", "Cloze"},
    "TF": {"TrueFalse"},
    "Essay": {"Essay"},
    "Matching": {"Matching"},
    "Description": {"Info"},
}
PICTURES_AND_COMMENTS = re.compile(r"<!--.*?-->|_____", re.DOTALL)


def test_all_174_questions_of_a_real_moodle_quiz_come_in(corpora: Path) -> None:
    path = corpora / "moodle-sspeiser-quiz" / "examples.xml"
    assert outcome(path) == {"Single": 54, "ShortText": 50, "Cloze": 70}
    draft = import_paper(path, "paper1")
    assert draft.remarks == ()
    assert [section.title for section in draft.paper.sections] == [
        "Arithmetic statements simple",
        "Arithmetic statements generated",
        "Arithmetic calculations free text",
        "Arithmetic calculations cloze",
        "Java for each loops",
    ]


def test_every_question_of_every_real_gift_quiz_comes_in(corpora: Path) -> None:
    paths = sorted(path for path in (corpora / "gift-tsugi").iterdir() if path.suffix in (".txt", ".gift"))
    assert len(paths) == 11
    for path in paths:
        draft = import_paper(path, "paper1")
        check_showable(draft)
        in_the_file = re.findall(r"^::", path.read_text("utf-8"), re.MULTILINE)
        assert len(questions_of(draft.paper)) == len(in_the_file), path.name
        assert [remark for remark in draft.remarks if not remark.taken] == []


def test_the_right_choice_does_not_stay_in_the_place_it_has_in_the_file(corpora: Path) -> None:
    places: Counter[int] = Counter()
    for path in (corpora / "gift-tsugi").glob("0*.txt"):
        draft = import_paper(path, "paper1")
        for _, key in closed(draft):
            if isinstance(key, ChoiceKey) and list(key.shares.values()).count(Decimal(1)) == 1:
                places[list(key.shares.values()).index(Decimal(1))] += 1
    assert places.total() > 150
    assert max(places.values()) < places.total() * 0.4
    assert set(places) >= {0, 1, 2, 3}


def test_every_file_of_moodle_s_own_tests_has_its_outcome(corpora: Path) -> None:
    folder = corpora / "moodle-core-fixtures"
    assert {name: outcome(folder / name) for name in MOODLE_FIXTURES} == MOODLE_FIXTURES


def test_every_hostile_file_has_the_outcome_that_its_list_expects(corpora: Path) -> None:
    folder = corpora / "made-here-hostile"
    with (folder / "EXPECTED.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["file"].startswith(("moodle-", "gift-"))]
    assert len(rows) == 12
    found = {row["file"]: _refusals(folder / row["file"]) for row in rows}
    assert found == {row["file"]: {row["expected"]} - {"ACCEPT"} for row in rows}


def _refusals(path: Path) -> set[str]:
    try:
        draft = import_paper(path, "paper1")
    except PaperFileError as error:
        return {error.code}
    check_showable(draft)
    return {remark.code for remark in draft.remarks if not remark.taken}


def test_the_unclosed_question_is_named_with_its_line(corpora: Path) -> None:
    draft = import_paper(corpora / "made-here-hostile" / "gift-unclosed.gift", "paper1")
    (remark,) = draft.remarks
    assert remark.place.startswith("line 1, ")
    assert remark.sentence.startswith("Line 1: ")


def test_a_comparison_survives_whole(corpora: Path) -> None:
    draft = import_paper(corpora / "made-here-hostile" / "moodle-bare-lt.xml", "paper1")
    assert plain_text(questions_of(draft.paper)[0].stem) == "If 5 < 6 and 7 > 3 then?"


def test_gift_is_read_as_another_parser_reads_it(corpora: Path) -> None:
    compared = 0
    for path in sorted((corpora / "gift-pegjs").glob("*.gift")):
        expected = [part for part in _expected(path) if part["type"] != "Category"]
        if not expected:
            assert outcome(path) == "PAPER_EMPTY"
            continue
        draft = import_paper(path, "paper1")
        check_showable(draft)
        questions = questions_of(draft.paper)
        for question, wanted in zip(questions, expected, strict=True):
            written = msgspec.structs.replace(question, stem=as_typed(draft, question.stem))
            _compare(written, draft.keys.keys.get(question.id), wanted)
            compared += 1
    assert compared == 69


def _expected(path: Path) -> list[dict[str, Any]]:  # the other parser's own free-form JSON
    return list(json.loads(path.with_suffix(".json").read_text("utf-8-sig")))


def _compare(question: Question, key: Key | None, wanted: dict[str, Any]) -> None:
    assert type(question).__name__ in PEG_TYPES[wanted["type"]], wanted
    assert letters(plain_text(question.stem)) == _words(wanted["stem"]), wanted
    if isinstance(question, TrueFalse):
        assert isinstance(key, ChoiceKey)
        assert (key.shares["true"] == 1) is wanted["isTrue"]
    if isinstance(question, Matching):
        assert len(question.left) == sum(bool(p["subquestion"]["text"]) for p in wanted["matchPairs"])
        right = sorted(letters(plain_text(choice.body)) for choice in question.right)
        assert right == sorted({letters(pair["subanswer"]) for pair in wanted["matchPairs"]})
    if wanted["type"] == "MC":
        assert sorted(_bodies(question)) == sorted(_words(choice["text"]) for choice in wanted["choices"])


def _words(text: dict[str, str]) -> str:
    without = PICTURES_AND_COMMENTS.sub("", text["text"])
    return letters(unescape(nh3.clean(without, tags=set())))


def _bodies(question: Question) -> list[str]:
    if isinstance(question, Cloze):
        (gap,) = question.gaps
        assert isinstance(gap, SelectGap)
        return [letters(choice.body) for choice in gap.choices]
    return [letters(plain_text(choice.body)) for choice in getattr(question, "choices", ())]


def test_a_number_in_a_sentence_is_asked_for_in_its_place(corpora: Path) -> None:
    draft = import_paper(corpora / "gift-pegjs" / "numerical1.gift", "paper1")
    in_place = [question for question in questions_of(draft.paper) if isinstance(question, Cloze)]
    assert len(in_place) == 6
    assert all(isinstance(question.gaps[0], NumberGap) for question in in_place)
