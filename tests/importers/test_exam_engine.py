"""Exams in exam-engine XML: what comes in of each kind of answer, and what is named."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from examprotocol.paper import (
    Cloze,
    Composite,
    Essay,
    Info,
    Matching,
    Question,
    Single,
    questions_of,
    total_points,
)
from examprotocol.responses import ChoiceResponse, GapsResponse, PairsResponse
from examprotocol.richtext import plain_text
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.keys import GapsKey, LinksKey, ManualKey
from examserver.scoring.score import score
from tests.importers.conftest import ImportText
from tests.importers.drafts import codes, only, only_key
from tests.importers.mex_exams import choices, exam, question, section, write_exam
from tests.importers.zips import zipped

Mex = Callable[[str], PaperDraft]


@pytest.fixture
def mex(import_text: ImportText) -> Mex:
    """Import the questions of one section."""
    return lambda questions: import_text("exam.xml", exam(section(questions)))


def composite(draft: PaperDraft) -> Composite:
    page = only(draft)
    assert isinstance(page, Composite)
    return page


def test_title_language_instruction_and_footer_are_the_papers(import_text: ImportText) -> None:
    head = "<e:exam-title>Harbours</e:exam-title><e:exam-instruction><p>Read all.</p></e:exam-instruction>"
    foot = "<e:exam-footer><p>Check again.</p></e:exam-footer>"
    paper = import_text("exam.xml", exam(section(question(choices(1, 0))) + foot, head)).paper
    assert (paper.title, paper.lang) == ("Harbours", "en")
    assert paper.instructions == "<p>Read all.</p><p>Check again.</p>"


def test_a_choice_gives_the_points_of_its_options(mex: Mex) -> None:
    draft = mex(question(choices(3, 1, 0)))
    single = only(draft)
    assert isinstance(single, Single)
    assert single.points == 3
    by_text = {choice.body: choice.id for choice in single.choices}
    got = [score(single, only_key(draft), ChoiceResponse(by_text[f"choice {n}"])).points for n in range(3)]
    assert got == [3, 1, 0]


def test_an_authors_choices_are_shuffled_unless_they_are_fixed(mex: Mex) -> None:
    fixed = only(mex(question(choices(1, 0, 0, 0, 0, attributes='ordering="fixed"'))))
    shuffled = only(mex(question(choices(1, 0, 0, 0, 0))))
    assert isinstance(fixed, Single)
    assert isinstance(shuffled, Single)
    assert [choice.body for choice in fixed.choices] == [f"choice {n}" for n in range(5)]
    assert [choice.body for choice in shuffled.choices] != [choice.body for choice in fixed.choices]


def test_questions_in_questions_become_one_page_and_inner_groups_pages_to_read(mex: Mex) -> None:
    inner = question(choices(1, 0), "Second") + question(choices(1, 0), "Third")
    page = composite(mex(question(question(choices(1, 0), "First") + question(inner, "Group"))))
    assert [type(part) for part in page.parts] == [Single, Info, Single, Single]
    assert [plain_text(part.stem) for part in page.parts] == [
        "1.1 First",
        "1.2 Group",
        "1.2.1 Second",
        "1.2.2 Third",
    ]
    assert page.points == 3


def test_numbers_go_on_over_the_sections(import_text: ImportText) -> None:
    draft = import_text(
        "exam.xml", exam(section(question(choices(1, 0))) + section(question(choices(1, 0)), title="Writing"))
    )
    assert [plain_text(page.stem) for page in questions_of(draft.paper)] == ["1 The harbour", "2 The harbour"]


def test_gaps_in_a_text_have_each_its_own_points_and_key(mex: Mex) -> None:
    select = (
        '<e:dropdown-answer><e:dropdown-answer-option score="2">open</e:dropdown-answer-option>'
        '<e:dropdown-answer-option score="0">shut</e:dropdown-answer-option></e:dropdown-answer>'
    )
    typed = (
        '<e:scored-text-answer max-score="2"><e:hint>a bird</e:hint>'
        '<e:accepted-answer score="2">the gull*</e:accepted-answer>'
        '<e:accepted-answer score="1">a gull</e:accepted-answer></e:scored-text-answer>'
    )
    draft = mex(question(f"<p>The harbour is {select}, says {typed}.</p>"))
    cloze, key = only(draft), only_key(draft)
    assert isinstance(cloze, Cloze)
    assert isinstance(key, GapsKey)
    assert [gap.points for gap in cloze.gaps] == [2, 2]
    assert "(a bird)" in plain_text(cloze.stem)
    right = next(iter(choice for choice, share in key.gaps["g1"].shares.items() if share))  # type: ignore[union-attr]
    assert score(cloze, key, GapsResponse({"g1": right, "g2": "the gull*"})).points == 4
    assert score(cloze, key, GapsResponse({"g1": right, "g2": "a gull"})).points == 3
    assert score(cloze, key, GapsResponse({"g1": "", "g2": "the gulls"})).points == 0


def test_things_to_connect_give_the_points_of_each_pair(mex: Mex) -> None:
    pairs = "".join(
        f'<e:dnd-answer max-score="{points}"><e:dnd-answer-title>{left}</e:dnd-answer-title>'
        f'<e:dnd-answer-option score="{points}">{right}</e:dnd-answer-option></e:dnd-answer>'
        for left, right, points in (("dog", "barks", 1), ("cat", "mews", 3))
    )
    spare = "<e:dnd-answer-option>sings</e:dnd-answer-option>"
    draft = mex(question(f"<e:dnd-answer-container>{pairs}{spare}</e:dnd-answer-container>"))
    matching = only(draft)
    assert isinstance(matching, Matching)
    assert isinstance(only_key(draft), LinksKey)
    left = {plain_text(one.body): one.id for one in matching.left}
    right = {plain_text(one.body): one.id for one in matching.right}
    assert set(right) == {"barks", "mews", "sings"}
    assert matching.points == 4
    half = PairsResponse({left["dog"]: right["sings"], left["cat"]: right["mews"]})
    assert score(matching, only_key(draft), half).points == 3


def test_texts_are_scored_by_people_with_the_grading_instruction_as_rubric(mex: Mex) -> None:
    told = "<e:answer-grading-instruction>Two birds.</e:answer-grading-instruction>"
    draft = mex(question(f'<e:text-answer type="rich-text" max-score="6">{told}</e:text-answer>'))
    assert isinstance(only(draft), Essay)
    assert only_key(draft) == ManualKey("Two birds.")
    assert "Two birds" not in str(draft.paper)


def test_a_closed_question_without_a_key_is_scored_by_people_and_named(mex: Mex) -> None:
    draft = mex(question(choices(0, 0, attributes='max-score="3"')))
    assert isinstance(only(draft), Single)
    assert isinstance(only_key(draft), ManualKey)
    assert codes(draft) == ["SCORED_BY_HAND"]


def test_only_the_best_answers_count_where_the_exam_says_so(import_text: ImportText) -> None:
    both = question(choices(2, 0)) + question(choices(5, 0))
    draft = import_text(
        "exam.xml",
        exam(section(both, 'max-answers="1"') + section(question(both, attributes='max-answers="1"'))),
    )
    first, second = draft.paper.sections
    assert first.answer_limit == 1
    page = second.questions[0]
    assert isinstance(page, Composite)
    assert page.answer_limit == 1
    assert total_points(draft.paper) == 10


def test_a_limit_that_is_not_one_for_one_is_named(mex: Mex) -> None:
    several = question(question(choices(1, 0)) + question(choices(1, 0)))
    draft = mex(question(several + question(choices(1, 0)), attributes='max-answers="1"'))
    assert codes(draft) == ["LIMIT_NOT_CARRIED"]


def test_a_limit_that_is_no_number_is_named(mex: Mex) -> None:
    both = question(choices(1, 0)) + question(choices(1, 0))
    assert codes(mex(question(both, attributes='max-answers="1-2"'))) == ["LIMIT_NOT_CARRIED"]


def test_sounds_keep_their_limits_and_limited_ones_cannot_be_wound_or_held(tmp_path: Path) -> None:
    sounds = (
        '<e:audio src="a.ogg" times="2"><e:audio-title>News</e:audio-title></e:audio><e:audio src="b.ogg"/>'
    )
    path = write_exam(tmp_path, exam(section(question(sounds + choices(1, 0)))), a=300, b=200)
    draft = import_paper(path, "paper1")
    limited, free = only(draft).media
    assert (limited.title, limited.max_plays, limited.may_seek, limited.may_pause) == (
        "News",
        2,
        False,
        False,
    )
    assert (free.max_plays, free.may_seek, free.may_pause) == (0, True, True)
    assert len(draft.sounds) == 2


def test_a_sound_test_is_left_to_the_client(tmp_path: Path) -> None:
    text = exam(section('<e:audio-test src="a.ogg"/>' + question(choices(1, 0))))
    draft = import_paper(write_exam(tmp_path, text, a=300), "paper1")
    assert not draft.sounds
    assert not draft.remarks


def test_materials_of_exam_section_and_question_stand_beside_it_with_their_source(mex: Mex) -> None:
    material = (
        '<e:external-material><e:attachment name="map"><e:attachment-title>A map</e:attachment-title>'
        "<p>North</p><e:reference><e:author>Ada &amp; Co</e:author></e:reference>"
        "</e:attachment></e:external-material>"
    )
    draft = mex(question(f'{material}<p>See <e:attachment-link ref="map"/></p>{choices(1, 0)}'))
    (found,) = draft.paper.materials
    assert found.title == "1.A A map"
    assert plain_text(found.body) == "North\nAda & Co"
    assert only(draft).materials == (found.id,)
    assert "[1.A]" in plain_text(only(draft).stem)


def test_sources_and_transcripts_in_a_question_are_not_shown(mex: Mex) -> None:
    told = (
        "<e:attachment><e:attachment-title>egg.jpg</e:attachment-title><p>Shown</p>"
        "<e:reference><e:title>Poached egg</e:title></e:reference></e:attachment>"
        "<e:audio-transcription>It is an egg.</e:audio-transcription>"
    )
    assert "egg" not in str(mex(question(told + choices(1, 0))).paper)


def test_formulas_are_drawn(mex: Mex) -> None:
    draft = mex(question(f"<p><e:formula>x^2</e:formula></p>{choices(1, 0)}"))
    (formula,) = draft.paper.formulas
    assert formula.source == "x^2"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<e:video src="cat.webm"/>', "VIDEO_LEFT_OUT"),
        ('<e:file src="sums.ods">sums</e:file>', "FILE_LEFT_OUT"),
        ('<e:text-answer type="multi-line" max-length="240" max-score="2"/>', "LENGTH_NOT_CARRIED"),
    ],
)
def test_what_is_not_carried_is_named_and_the_question_comes_in(mex: Mex, inside: str, code: str) -> None:
    answer = "" if "answer" in inside else choices(1, 0)
    assert codes(mex(question(inside + answer))) == [code]


def test_spoken_answers_are_named_and_the_other_questions_come_in(mex: Mex) -> None:
    spoken = question('<e:audio-answer max-score="5"/>', "Say it")
    draft = mex(question(choices(1, 0)) + spoken)
    assert [type(page) for page in questions_of(draft.paper)] == [Single]
    assert [(remark.code, remark.taken) for remark in draft.remarks] == [("TYPE_UNSUPPORTED", False)]
    inside = mex(question(question(choices(1, 0)) + spoken))
    assert [remark.taken for remark in inside.remarks] == [True]
    assert "Its question 1.2 was left out" in inside.remarks[0].sentence


def test_a_page_of_which_nothing_can_be_asked_is_left_out(mex: Mex) -> None:
    draft = mex(question(question('<e:audio-answer max-score="5"/>')) + question(choices(1, 0)))
    assert len(questions_of(draft.paper)) == 1
    (remark,) = draft.remarks
    assert not remark.taken
    assert remark.sentence.startswith("None of its questions can be taken. ")


def test_a_limit_stays_where_one_of_its_questions_is_left_out(mex: Mex) -> None:
    inner = question(choices(1, 0)) + question(choices(1, 0)) + question('<e:audio-answer max-score="1"/>')
    page = composite(mex(question(inner, attributes='max-answers="1"')))
    assert (len(page.parts), page.answer_limit) == (2, 1)
    assert page.points == 1


@pytest.mark.parametrize(("language", "expected"), [("", "Satama"), ("sv", "Hamn"), ("sv-FI", "Hamn")])
def test_one_version_of_several_is_taken(tmp_path: Path, language: str, expected: str) -> None:
    head = (
        '<e:exam-versions><e:exam-version lang="fi-FI" exam-type="normal"/>'
        '<e:exam-version lang="sv-FI" exam-type="normal"/></e:exam-versions>'
        '<e:exam-title lang="fi-FI">Satama</e:exam-title><e:exam-title lang="sv-FI">Hamn</e:exam-title>'
    )
    both = (
        '<e:localization lang="fi-FI">Satama</e:localization>'
        '<e:localization lang="sv-FI">Hamn</e:localization>'
        '<e:localization exam-type="hearing-impaired">Luettu</e:localization>'
    )
    path = tmp_path / "exam.xml"
    path.write_text(exam(section(question(choices(1, 0), both)), head), encoding="utf-8")
    draft = import_paper(path, "paper1", language=language)
    assert draft.paper.title == expected
    assert plain_text(only(draft).stem) == f"1 {expected}"


def test_a_language_that_an_exam_lacks_is_refused_with_those_it_has(tmp_path: Path) -> None:
    path = tmp_path / "exam.xml"
    path.write_text(exam(section(question(choices(1, 0)))), encoding="utf-8")
    with pytest.raises(PaperFileError, match="no version in the language “de”") as refused:
        import_paper(path, "paper1", language="de")
    assert (refused.value.code, refused.value.advice) == (
        "LANGUAGE_UNKNOWN",
        "Choose one of these with --language: en.",
    )


def test_a_mastered_exam_takes_its_key_from_the_file_beside_it(tmp_path: Path) -> None:
    options = "".join(
        f'<e:choice-answer-option option-id="{n}">{n}</e:choice-answer-option>' for n in (7, 8, 9)
    )
    text = exam(
        section(question(f'<e:choice-answer question-id="1" max-score="3">{options}</e:choice-answer>'))
    )
    key = {"closed": [{"question_id": "1", "correct_option_ids": ["8"]}]}
    package = tmp_path / "exam.zip"
    package.write_bytes(zipped({"exam.xml": text, "answer_key.json": json.dumps(key)}))
    draft = import_paper(package, "paper1")
    single = only(draft)
    assert isinstance(single, Single)
    right = {choice.id for choice in single.choices if choice.body == "8"}
    assert {one.id for one in single.choices if _points(single, draft, one.id) == 3} == right
    assert [choice.body for choice in single.choices] == ["7", "8", "9"]


def test_a_bad_key_refuses_the_exam(tmp_path: Path) -> None:
    write_exam(tmp_path, exam(section(question(choices(1, 0)))))
    (tmp_path / "answer_key.json").write_text('{"closed": [{}]}', encoding="utf-8")
    with pytest.raises(PaperFileError) as refused:
        import_paper(tmp_path, "paper1")
    assert refused.value.code == "KEY_INVALID"


def test_a_sealed_exam_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "exam.mex"
    path.write_bytes(zipped({"exam.xml.bin": b"\1\2", "exam.xml.bin.sig": b"\3"}))
    with pytest.raises(PaperFileError) as refused:
        import_paper(path, "paper1")
    assert refused.value.code == "MEX_SEALED"


def test_an_attachment_that_is_not_there_or_leads_away_is_named(tmp_path: Path) -> None:
    missing = question('<e:audio src="gone.ogg"/>' + choices(1, 0))
    away = question('<e:image src="../../secret.png"/>' + choices(1, 0))
    path = write_exam(tmp_path, exam(section(missing + away + question(choices(1, 0)))))
    draft = import_paper(path, "paper1")
    assert len(questions_of(draft.paper)) == 1
    assert codes(draft) == ["MEDIA_MISSING", "MEDIA_BAD_REF"]


def _points(question: Question, draft: PaperDraft, choice: str) -> Decimal | None:
    assert isinstance(question, Single)
    return score(question, only_key(draft), ChoiceResponse(choice)).points
