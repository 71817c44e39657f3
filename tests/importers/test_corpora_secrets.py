"""What must not be in any paper made of a real file, and what its key must do."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from examprotocol.paper import questions_of
from examprotocol.richtext import plain_text
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.best import best_response
from examserver.scoring.keys import GapsKey, TextKey
from examserver.scoring.score import score
from tests.importers.drafts import closed, encoded, letters

pytestmark = pytest.mark.corpora

ALTERNATIVE_TEXT = re.compile(r' alt="[^"]*"')
NOT_WORDS = {"type", "kind", "id", "lang", "paper_id"}
KEPT = ("feedback", "graderinfo", "hint")


def _moodle_files(corpora: Path) -> list[Path]:
    return sorted(corpora.glob("moodle-*/**/*.xml"))


def _gift_files(corpora: Path) -> list[Path]:
    fixtures = corpora.glob("moodle-core-fixtures/question/format/gift/**/*.txt")
    return sorted([*corpora.glob("gift-*/*.gift"), *corpora.glob("gift-tsugi/*.txt"), *fixtures])


def _drafts(paths: list[Path]) -> Iterator[tuple[Path, PaperDraft]]:
    for path in paths:
        try:
            yield path, import_paper(path, "paper1")
        except PaperFileError:
            continue


def test_the_best_answers_get_all_points_and_no_answer_gets_none(corpora: Path) -> None:
    checked = 0
    for path, draft in _drafts(_moodle_files(corpora) + _gift_files(corpora)):
        for question, key in closed(draft):
            assert score(question, key, best_response(question, key)).points == question.points, (
                path,
                question.id,
            )
            assert score(question, key, None).points == 0
            checked += 1
    assert checked > 450


def test_no_feedback_hint_or_scorer_s_note_of_a_moodle_file_is_in_its_paper(corpora: Path) -> None:
    kept = set()
    for path, draft in _drafts(_moodle_files(corpora)):
        root = etree.parse(str(path)).getroot()
        visible = "".join(_texts(root, "questiontext", "answer"))
        secrets = {letters(told) for told in _texts(root, *KEPT)} - {""}
        for told in secrets:
            if told not in letters(visible):
                kept.add(told)
                assert told not in letters(encoded(draft)), (path, told)
    assert len(kept) >= 8


def _texts(root: etree._Element, *names: str) -> Iterator[str]:
    for element in root.iter("text"):
        parent = element.getparent()
        if parent is not None and any(str(parent.tag).endswith(name) for name in names):
            yield element.text or ""


def test_no_feedback_of_a_gift_file_is_in_its_paper(corpora: Path) -> None:
    kept = 0
    for path, draft in _drafts(sorted((corpora / "gift-pegjs").glob("*.gift"))):
        paper = letters(encoded(draft))
        for feedback in _feedbacks(json.loads(path.with_suffix(".json").read_text("utf-8-sig"))):
            kept += 1
            assert letters(feedback) not in paper, (path, feedback)
    assert kept > 25


def _feedbacks(part: Any) -> Iterator[str]:  # the free-form JSON of another parser
    for name, value in part.items() if isinstance(part, dict) else enumerate(part):
        if "eedback" in str(name) and value and letters(value["text"]):
            yield str(value["text"])
        elif isinstance(value, dict | list):
            yield from _feedbacks(value)


def test_no_text_to_be_typed_hides_where_a_candidate_does_not_see_it(corpora: Path) -> None:
    """An accepted text may stand in the words of a paper, where its author wrote it, and nowhere else."""
    for path, draft in _drafts(_moodle_files(corpora) + _gift_files(corpora)):
        values = list(_values(msgspec.to_builtins(draft.paper)))
        for accepted in _accepted(draft):
            for value in (value for value in values if accepted in value.casefold()):
                seen = plain_text(ALTERNATIVE_TEXT.sub("", value)) if "<" in value else value
                assert accepted in seen.casefold(), (path, accepted, value)


def _values(part: Any) -> Iterator[str]:  # the paper as plain JSON values
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            if name not in NOT_WORDS:
                yield from _values(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _values(value)


def _accepted(draft: PaperDraft) -> set[str]:
    keys = list(draft.keys.keys.values())
    gaps = [part for key in keys if isinstance(key, GapsKey) for part in key.gaps.values()]
    texts = [key for key in (*keys, *gaps) if isinstance(key, TextKey)]
    return {part.pattern.casefold() for key in texts for part in key.accepted if len(part.pattern) > 2}


def test_no_gap_s_own_text_is_left_in_a_stem(corpora: Path) -> None:
    for path, draft in _drafts(_moodle_files(corpora) + _gift_files(corpora)):
        for question in questions_of(draft.paper):
            assert not re.search(r"\{[\d.]*:|%\d+%", plain_text(question.stem)), (path, question.id)
