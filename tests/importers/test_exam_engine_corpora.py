"""A real listening exam: what comes in, its play limits, and its scores against the published key."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from examprotocol.paper import Cloze, Part, Single, answerable_questions, parts_of, questions_of
from examprotocol.paper_parts import SelectGap
from examprotocol.responses import ChoiceResponse, GapsResponse
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.keys import ManualKey
from examserver.scoring.score import score
from tests.importers.drafts import check_showable

pytestmark = pytest.mark.corpora

# By hand from the files: questions that ask, and points; the spoken answer of SC is worth 5 more.
EXAMS = {"SC_fi-FI": (74, 319), "A_E_fi-FI": (6, 60), "A_X_fi-FI": (6, 60), "test_fi-FI": (1, 6)}


@pytest.fixture(scope="module")
def listening(corpora: Path) -> PaperDraft:
    return import_paper(corpora / "digabi-mex" / "SC_fi-FI", "paper1")


@pytest.mark.parametrize("name", sorted(EXAMS))
def test_real_exams_come_in_with_the_points_that_they_say(corpora: Path, name: str) -> None:
    draft = import_paper(corpora / "digabi-mex" / name, "paper1")
    check_showable(draft)
    asked = answerable_questions(draft.paper)
    points = sum(
        (_section_points(section.questions, section.answer_limit) for section in draft.paper.sections),
        Decimal(0),
    )
    assert (len(asked), int(points)) == EXAMS[name]


def test_the_listening_exam_keeps_every_play_limit(listening: PaperDraft) -> None:
    parts = [part for page in questions_of(listening.paper) for part in (page, *parts_of(page))]
    sounds = {media.id: media for part in parts for media in part.media}.values()
    assert Counter(media.max_plays for media in sounds) == {1: 20, 2: 8, 0: 1}
    assert all(media.may_seek is (media.max_plays == 0) for media in sounds)
    assert all(media.may_pause is (media.max_plays == 0) for media in sounds)


def test_the_published_key_gives_all_points_and_every_other_choice_none(
    listening: PaperDraft, corpora: Path
) -> None:
    key = json.loads((corpora / "digabi-mex" / "SC_fi-FI" / "answer_key.json").read_text(encoding="utf-8"))
    found = Counter(
        row
        for part in answerable_questions(listening.paper)
        if not isinstance(listening.keys.keys[part.id], ManualKey)
        for row in _what_scores(listening, part)
    )
    right = Counter(
        (row["kind"], Decimal(row["max_score"])) for row in key["closed"] for _ in row["correct_option_ids"]
    )
    assert Counter((kind, points) for kind, _, points in found.elements()) == right
    texts = {text for _, text, _ in found}
    unseen = [row for row in key["closed"] if row["correct_text"].split("/")[0].strip() not in texts]
    assert len(unseen) <= 3, "only choices that are pictures have no text to compare"


def test_accepted_texts_give_their_points(listening: PaperDraft) -> None:
    cloze = next(
        part
        for part in answerable_questions(listening.paper)
        if isinstance(part, Cloze) and "Felix" in part.stem
    )
    told = {"g1": "Willst du ins Kino am Samstag mitkommen?", "g2": "weil ich zuerst Mama fragen muss"}
    assert score(cloze, listening.keys.keys[cloze.id], GapsResponse(told)).points == 3


def _what_scores(draft: PaperDraft, part: Part) -> list[tuple[str, str, Decimal]]:
    """Kind, text and points of everything in the question that gives any."""
    key = draft.keys.keys[part.id]
    rows: list[tuple[str, str, Decimal]] = []
    if isinstance(part, Single):
        for choice in part.choices:
            points = score(part, key, ChoiceResponse(choice.id)).points
            rows += [("choice-answer", choice.body, points)] if points else []
    if isinstance(part, Cloze):
        for gap in part.gaps:
            for choice in gap.choices if isinstance(gap, SelectGap) else ():
                points = score(part, key, GapsResponse({gap.id: choice.id})).points
                rows += [("dropdown-answer", choice.body, points)] if points else []
    return rows


def _section_points(questions: tuple[object, ...], limit: int) -> Decimal:
    points = sorted((page.points for page in questions), reverse=True)  # type: ignore[attr-defined]
    return sum(points[: limit or None], Decimal(0))
