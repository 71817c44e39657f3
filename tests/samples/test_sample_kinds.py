"""The sample of all kinds of questions: it comes in whole, and its answers are what its text says."""

from decimal import Decimal
from pathlib import Path

import pytest

from examprotocol.paper import Composite, Question, answerable_questions, parts_of, questions_of, total_points
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.best import best_response
from examserver.scoring.keys import ManualKey
from examserver.scoring.score import score
from resources.samples.make_sounds import PIPS, pips

FOLDER = PIPS.parent
KINDS = {
    "Cloze",
    "Composite",
    "Essay",
    "FileUpload",
    "Matching",
    "Multiple",
    "Number",
    "Ordering",
    "ShortText",
    "Single",
    "TrueFalse",
}


@pytest.fixture(scope="module")
def draft() -> PaperDraft:
    return import_paper(FOLDER, "kinds")


def kinds_of(questions: tuple[Question, ...]) -> set[str]:
    return {type(one).__name__ for question in questions for one in (question, *parts_of(question))}


def test_every_kind_comes_in_without_a_remark(draft: PaperDraft) -> None:
    assert kinds_of(questions_of(draft.paper)) == KINDS
    assert draft.paper.title == "题型示例 Every Kind of Question"
    assert total_points(draft.paper) == 38


def test_it_has_a_passage_a_table_and_a_recording_with_its_limit(draft: PaperDraft) -> None:
    assert [len(question.materials) for question in questions_of(draft.paper)][:2] == [1, 1]
    assert ["<table" in one.body for one in draft.paper.materials] == [False, True]
    heard = [one.media for one in questions_of(draft.paper) if isinstance(one, Composite) and one.media]
    assert [(one.max_plays, one.may_pause, one.may_seek) for media in heard for one in media] == [
        (2, False, False)
    ]


def test_all_that_is_scored_by_key_can_get_all_its_points(draft: PaperDraft) -> None:
    keyed = [(question, draft.keys.keys[question.id]) for question in answerable_questions(draft.paper)]
    closed = [(question, key) for question, key in keyed if not isinstance(key, ManualKey)]
    assert len(closed) > len(keyed) // 2
    for question, key in closed:
        best: Decimal | None = score(question, key, best_response(question, key)).points
        assert best == question.points


def test_the_recording_is_what_its_script_makes() -> None:
    assert PIPS.read_bytes() == pips()


def test_nothing_but_the_paper_and_its_recording_lies_there() -> None:
    assert sorted(path.name for path in Path(FOLDER).iterdir()) == ["paper.json", "pips.wav"]
