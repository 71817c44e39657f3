"""Papers in our own JSON: every kind of question, and errors that name the place in the file."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from examprotocol.paper import Composite, Multiple, Single, answerable_questions, parts_of, questions_of
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.keys import ChoicesKey, ManualKey, StepsKey
from tests.importers.drafts import check_showable, codes, only, only_key
from tests.importers.made_sounds import tone
from tests.importers.zips import zipped

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "papers.md"

Own = Callable[..., PaperDraft]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """Import questions, as the one section of a file; `more` are fields of the file."""

    def run(*questions: dict[str, Any], **more: object) -> PaperDraft:
        path = tmp_path / "paper.json"
        whole = {"format": "examclient-paper", "version": 1, "sections": [{"questions": questions}], **more}
        path.write_text(json.dumps(whole), encoding="utf-8")
        draft = import_paper(path, "paper1")
        check_showable(draft)
        return draft

    return run


SINGLE = {"type": "single", "text": "Which?", "choices": [{"text": "this", "right": True}, "that"]}


def test_the_documented_example_comes_in_whole_with_every_kind_of_question(tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    package = tmp_path / "spring.zip"
    package.write_bytes(zipped({"paper.json": example, "news.ogg": tone("ogg", "libopus", 300)}))
    draft = import_paper(package, "paper1")
    check_showable(draft)
    assert not draft.remarks
    pages = questions_of(draft.paper)
    kinds = {str(part.__struct_config__.tag) for page in pages for part in (page, *parts_of(page))}
    documented = set(re.findall(r'"type": "(\w+)"', example))
    assert kinds == documented
    assert len(documented) == 12
    assert (draft.paper.title, draft.paper.lang) == ("Spring", "en")
    assert len(answerable_questions(draft.paper)) == 11
    assert len(draft.sounds) == 1
    assert len(draft.paper.formulas) == 1
    assert [section.answer_limit for section in draft.paper.sections] == [0, 5]
    assert pages[0].materials == tuple(material.id for material in draft.paper.materials)


def test_right_choices_share_the_points_and_a_share_of_its_own_counts(own: Own) -> None:
    choices = [{"text": "a", "right": True}, {"text": "b", "right": True}, {"text": "c", "share": -1}, "d"]
    draft = own({"type": "multiple", "text": "Which?", "choices": choices})
    page, key = only(draft), only_key(draft)
    assert isinstance(page, Multiple)
    assert isinstance(key, ChoicesKey)
    by_text = {choice.body: key.shares[choice.id] for choice in page.choices}
    assert {body: str(share) for body, share in by_text.items()} == {
        "a": "0.5",
        "b": "0.5",
        "c": "-1",
        "d": "0",
    }


def test_people_score_what_is_marked_by_hand_without_a_key(own: Own) -> None:
    draft = own({"type": "short", "text": "Why?", "by_hand": True, "rubric": "<p>Because.</p>"})
    assert only_key(draft) == ManualKey("<p>Because.</p>")
    assert "Because" not in str(draft.paper)


def test_parts_in_steps_count_only_after_one_another(own: Own) -> None:
    info = {"type": "info", "text": "Read."}
    composite = {"type": "composite", "text": "Why?", "parts": [SINGLE, info, SINGLE], "steps": True}
    assert own(composite).keys.keys["q1"] == StepsKey(("q1p1", "q1p3"))


def test_a_part_may_have_materials_and_sounds_of_its_own(own: Own, tmp_path: Path) -> None:
    (tmp_path / "unused.txt").write_text("x", encoding="utf-8")
    draft = own(
        {"type": "composite", "text": "Read.", "parts": [SINGLE | {"materials": ["m"]}]},
        materials=[{"id": "m", "text": "A passage"}],
    )
    page = only(draft)
    assert isinstance(page, Composite)
    assert page.parts[0].materials == (draft.paper.materials[0].id,)


@pytest.mark.parametrize(
    ("question", "code", "place"),
    [
        ({"type": "riddle"}, "JSON_STRUCTURE", "$.sections[0].questions[0]"),
        (SINGLE | {"pionts": 2}, "JSON_STRUCTURE", "pionts"),
        (
            {"type": "composite", "text": "?", "parts": [SINGLE], "steps": True, "joint": True},
            "JSON_STRUCTURE",
            "`steps` excludes",
        ),
        (SINGLE | {"choices": [{"text": 3}]}, "JSON_STRUCTURE", ".choices[0].text"),
        (SINGLE | {"points": "NaN"}, "SCORE_INVALID", "NaN"),
        (SINGLE | {"choices": ["this", "that"]}, "KEY_MISSING", "marked as right"),
        (SINGLE | {"materials": ["gone"]}, "MATERIAL_MISSING", "gone"),
        (SINGLE | {"sounds": [{"file": "gone.ogg"}]}, "MEDIA_MISSING", "gone.ogg"),
        (SINGLE | {"sounds": [{"file": "../../a.ogg"}]}, "MEDIA_BAD_REF", "leads out"),
        (SINGLE | {"text": '<img src="http://a.example/b.png">'}, "MEDIA_BAD_REF", "outside"),
        ({"type": "cloze", "text": "[[a]]", "gaps": {"b": {"accept": ["x"]}}}, "CLOZE_SYNTAX", "b"),
        ({"type": "cloze", "text": "[[a]]", "gaps": {"a": {}}}, "KEY_MISSING", "gap a"),
        ({"type": "number", "text": "?", "accept": [{"low": 2, "high": 1}]}, "KEY_INVALID", "low and high"),
        ({"type": "number", "text": "?", "accept": ["NaN"]}, "KEY_INVALID", "NaN"),
        ({"type": "number", "text": "?", "accept": ["1e999999999"]}, "KEY_INVALID", "999999999"),
        ({"type": "number", "text": "?", "accept": [{"low": "NaN", "high": 1}]}, "KEY_INVALID", "NaN"),
        (
            {"type": "number", "text": "?", "accept": [{"value": "Infinity", "tolerance": "Infinity"}]},
            "KEY_INVALID",
            "Infinity",
        ),
        (SINGLE | {"points": "1e999999999"}, "SCORE_INVALID", "999999999"),
        (
            {"type": "matching", "text": "?", "left": [], "right": [], "links": [["a", "b"]]},
            "KEY_INVALID",
            "“a”",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isupper() else None,
)
def test_a_bad_question_is_named_and_the_others_come_in(
    own: Own, question: dict[str, Any], code: str, place: str
) -> None:
    draft = own(question, SINGLE)
    assert isinstance(only(draft), Single)
    assert codes(draft) == [code]
    (remark,) = draft.remarks
    assert remark.place == "$.sections[0].questions[0]"
    assert place in f"{remark.place} {remark.sentence}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "JSON_SYNTAX"),
        ("[" * 100_000, "JSON_STRUCTURE"),
        ('{"format": "examclient-paper", "version": 2, "sections": []}', "JSON_STRUCTURE"),
        ('{"format": "examclient-paper", "version": 1, "sections": [], "x": 1}', "JSON_STRUCTURE"),
        ('{"format": "examclient-paper", "version": 1, "sections": []}', "PAPER_EMPTY"),
    ],
    ids=["cut off", "nested too deep", "another version", "an unknown field", "no question"],
)
def test_a_bad_frame_refuses_the_file(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "paper.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PaperFileError) as refused:
        import_paper(path, "paper1")
    assert refused.value.code == code


def test_a_wrong_field_of_the_frame_is_named_by_its_path(own: Own) -> None:
    with pytest.raises(PaperFileError, match=re.escape("$.materials[0].title")):
        own(SINGLE, materials=[{"id": "m", "title": 5}])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (SINGLE | {"stem": "?"}, "There is no field “stem” here. ($.sections[0].questions[0])"),
        ({"type": "single", "text": "?"}, "The field “choices” is missing. ($.sections[0].questions[0])"),
        (
            SINGLE | {"type": "singel"},
            "“singel” is none of the values that this field can have. ($.sections[0].questions[0].type)",
        ),
        (
            SINGLE | {"choices": [{"text": 5}]},
            "This has to be a text, and is a whole number. ($.sections[0].questions[0].choices[0].text)",
        ),
        (SINGLE | {"points": "two"}, "This text is no number. ($.sections[0].questions[0].points)"),
    ],
    ids=["unknown field", "missing field", "another kind", "another type", "no number"],
)
def test_a_slip_of_the_pen_is_named_in_words_with_its_path(
    own: Own, question: dict[str, Any], sentence: str
) -> None:
    (remark,) = own(question, SINGLE).remarks
    assert remark.sentence == sentence


def test_what_is_nested_too_deep_is_said_to_be(own: Own) -> None:
    deep: Any = "x"
    for _ in range(600):
        deep = [deep]
    (remark,) = own(SINGLE | {"choices": deep}, SINGLE).remarks
    assert "recursion" not in remark.sentence
