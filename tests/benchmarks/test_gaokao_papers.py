"""The Gaokao collections as papers: choices and questions are found, and nearly all come in."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.papers.corpora import Paper
from benchmarks.papers.gaokao import main
from benchmarks.papers.gaokao_parts import split_choices, split_questions
from benchmarks.papers.gaokao_questions import gaps_with_pool, objective, typed_gaps
from benchmarks.papers.gaokao_text import as_html
from benchmarks.papers.table import report_of
from examserver.services.paper_report import Outcome

LEAST_SHARE = 0.99


def entry(question: str, answer: object, **more: object) -> dict[str, Any]:
    return {"question": question, "answer": answer, "score": 2, "analysis": "", **more}


def test_choices_are_found_at_the_end_whatever_stands_between() -> None:
    split = split_choices("1．（3分）A股票涨了，下列正确的是（ ）\nA．甲 B．乙\nC. 丙  D、丁")
    assert split is not None
    assert split.choices == {"A": "甲", "B": "乙", "C": "丙", "D": "丁"}
    assert split.text.startswith("1．（3分）A股票")


def test_questions_of_a_passage_are_found_by_numbers_that_follow_each_other() -> None:
    text = "1999年的文章。\n（1）甲？\nA．一 B．二 C．三\n（2）乙？\nA．四 B．五 C．六"
    passage, parts = split_questions(text, 2) or ("", [])
    assert passage.strip() == "1999年的文章。"
    assert len(parts) == 2


def test_a_text_that_cannot_be_taken_apart_keeps_its_letters() -> None:
    made = objective(entry("图中哪个正确？", ["B"]))
    assert [choice["text"] for choice in made["choices"]] == list("ABCD")  # type: ignore[attr-defined]
    assert [choice["right"] for choice in made["choices"]] == [False, True, False, False]  # type: ignore[attr-defined]


def test_several_letters_make_several_choices() -> None:
    assert objective(entry("哪些？\nA．一 B．二 C．三", ["AC"]))["type"] == "multiple"


def test_numbers_in_a_passage_become_gaps() -> None:
    pool = gaps_with_pool(entry("He said 71 and 72 .\nA. yes\nB. no\nC. maybe", ["A", "B"]))
    assert pool["text"] == "<p>He said [[71]] and [[72]] .</p>"
    typed = typed_gaps(entry("It 61 (be) fine. 62 was.", "was\nIt/That"))
    assert typed["gaps"]["62"]["accept"] == ["It", "That"]  # type: ignore[index]


def test_broken_lines_are_joined_and_paragraphs_kept() -> None:
    assert (
        as_html("    春天来\n了。  \n夏天 <3")
        == '<p style="text-indent: 2em">春天来了。</p><p>夏天 &lt;3</p>'
    )
    assert as_html("A．临濠  杖：拿着") == "<p>A．临濠\u3000杖：拿着</p>"


@pytest.mark.corpora
def test_nearly_all_entries_with_pictures_come_in(corpora: Path, tmp_path: Path) -> None:
    """The others take minutes to draw; `benchmarks.papers.table` has them."""
    assert main([str(corpora / "gaokao-mm-images"), str(tmp_path)]) == 0
    whole = came_in = 0
    for folder in sorted(tmp_path.iterdir()):
        entries = json.loads((folder / "paper.json").read_text(encoding="utf-8"))["sections"][0]["questions"]
        report = report_of(Paper("gaokao-mm-images", folder))
        whole += len(entries)
        came_in += sum(one.outcome is not Outcome.LEFT_OUT for one in report.questions)
    assert came_in >= whole * LEAST_SHARE
