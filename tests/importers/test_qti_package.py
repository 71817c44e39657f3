"""Packages and tests: what comes in, in which order, and what is named because no paper has it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from examprotocol.paper import Paper, questions_of
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from tests.importers.drafts import codes, picture
from tests.importers.qti_files import assessment, choice, item, manifest, package, section_of
from tests.importers.zips import zipped

Files = dict[str, bytes | str]
Import = Callable[[Files], PaperDraft]


@pytest.fixture
def qti(tmp_path: Path) -> Import:
    """Import these files as a zip file; a manifest is made where they have none."""

    def run(files: Files) -> PaperDraft:
        path = tmp_path / "paper.zip"
        path.write_bytes(package(files))
        return import_paper(path, "paper1")

    return run


def _refused(qti: Import, files: Files) -> PaperFileError:
    with pytest.raises(PaperFileError) as caught:
        qti(files)
    return caught.value


def _stems(paper: Paper) -> list[str]:
    return [question.stem for question in questions_of(paper)]


def _with_test(test: str, **stems: str) -> Files:
    files: Files = {f"{name}.xml": choice(stem=stem) for name, stem in stems.items()}
    return {
        "imsmanifest.xml": manifest(*files, tests=("test.xml",)),
        "test.xml": test,
        **files,
    }


def test_without_a_test_the_items_come_in_the_order_of_the_manifest(qti: Import) -> None:
    files: Files = {"b.xml": choice(stem="First?"), "a.xml": choice(stem="Second?")}
    draft = qti({"imsmanifest.xml": manifest("b.xml", "a.xml"), **files})
    assert _stems(draft.paper) == ["<p>First?</p>", "<p>Second?</p>"]
    assert draft.paper.title == "paper"


def test_a_package_in_a_folder_of_its_zip_file_is_taken_with_a_note(qti: Import) -> None:
    draft = qti({"export/imsmanifest.xml": manifest("a.xml"), "export/a.xml": choice()})
    assert codes(draft) == ["PKG_SUBFOLDER"]
    assert "export" in draft.remarks[0].sentence


def test_a_folder_on_the_disk_is_a_package(tmp_path: Path) -> None:
    (tmp_path / "imsmanifest.xml").write_text(manifest("a.xml"), encoding="utf-8")
    (tmp_path / "a.xml").write_text(choice(), encoding="utf-8")
    assert _stems(import_paper(tmp_path, "paper1").paper) == ["<p>Who?</p>"]


def test_a_folder_without_a_manifest_gives_its_items_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.xml").write_text(choice(stem=f"{name}?"), encoding="utf-8")
    (tmp_path / "notes.xml").write_text("<notes/>", encoding="utf-8")
    draft = import_paper(tmp_path, "paper1")
    assert _stems(draft.paper) == ["<p>a?</p>", "<p>b?</p>"]
    assert codes(draft) == ["PKG_NO_MANIFEST"]


def test_a_zip_file_without_a_manifest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "paper.zip"
    path.write_bytes(zipped({"a.xml": choice()}))
    with pytest.raises(PaperFileError) as caught:
        import_paper(path, "paper1")
    assert caught.value.code == "PKG_NO_MANIFEST"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<manifest", "XML_SYNTAX"),
        ("<other/>", "PKG_BAD_MANIFEST"),
        (manifest("nowhere.xml"), "PKG_MISSING_FILE"),
        (manifest("../a.xml"), "PKG_BAD_HREF"),
        (manifest("file:///a.xml"), "PKG_BAD_HREF"),
        (manifest("https://example.org/a.xml"), "PKG_BAD_HREF"),
        (manifest("a.xml").replace('href="a.xml"', 'href=""'), "PKG_BAD_HREF"),
        (manifest("a.xml", "a.xml").replace("R1", "R0"), "PKG_BAD_MANIFEST"),
    ],
)
def test_a_broken_manifest_refuses_the_whole(qti: Import, text: str, code: str) -> None:
    assert _refused(qti, {"imsmanifest.xml": text, "a.xml": choice()}).code == code


def test_a_test_gives_title_sections_and_order(qti: Import) -> None:
    test = assessment(section_of("b.xml", "a.xml", title="First") + section_of("c.xml", title="Second"))
    paper = qti(_with_test(test, a="a?", b="b?", c="c?")).paper
    assert paper.title == "The test"
    assert [(section.title, len(section.questions)) for section in paper.sections] == [
        ("First", 2),
        ("Second", 1),
    ]
    assert _stems(paper) == ["<p>b?</p>", "<p>a?</p>", "<p>c?</p>"]


def test_the_language_of_a_test_is_that_of_the_paper(qti: Import) -> None:
    test = assessment(section_of("a.xml")).replace("<assessmentTest", '<assessmentTest xml:lang="nl-NL"')
    assert qti(_with_test(test, a="a?")).paper.lang == "nl-NL"


def test_sections_in_sections_stand_one_after_the_other(qti: Import) -> None:
    inner = section_of("b.xml", title="Inner")
    outer = section_of("a.xml", title="Outer").replace("</assessmentSection>", f"{inner}</assessmentSection>")
    outer = outer.replace(f"{inner}</", f'{inner}<assessmentItemRef identifier="z" href="c.xml"/></')
    paper = qti(_with_test(assessment(outer), a="a?", b="b?", c="c?")).paper
    assert [section.title for section in paper.sections] == ["Outer", "Inner", "Outer"]


def test_a_section_of_another_file_is_read_with_its_own_references(qti: Import) -> None:
    files = _with_test(assessment('<assessmentSectionRef identifier="s" href="parts/one.xml"/>'), a="a?")
    draft = qti({**files, "parts/one.xml": section_of("../a.xml", title="Elsewhere")})
    assert [section.title for section in draft.paper.sections] == ["Elsewhere"]


def test_selection_and_shuffle_become_those_of_the_section(qti: Import) -> None:
    rest = '<selection select="1"/><ordering shuffle="true"/>'
    draft = qti(_with_test(assessment(section_of("a.xml", "b.xml", rest=rest)), a="a?", b="b?"))
    (section,) = draft.paper.sections
    assert (section.select, section.shuffle) == (1, True)
    assert codes(draft) == []


def test_instructions_for_candidates_are_kept_and_those_for_others_are_not(qti: Import) -> None:
    rest = (
        '<rubricBlock view="candidate"><p>Read <b>first</b></p></rubricBlock>'
        '<rubricBlock view="scorer"><p>Secret</p></rubricBlock>'
    )
    paper = qti(_with_test(assessment(section_of("a.xml", rest=rest)), a="a?")).paper
    assert paper.sections[0].instructions == "<p>Read <b>first</b></p>"


def test_instructions_with_a_picture_stand_beside_each_question_of_their_section(qti: Import) -> None:
    rest = '<rubricBlock view="candidate"><p>See <img src="map.png" alt="a map"/></p></rubricBlock>'
    sections = section_of("a.xml", "b.xml", rest=rest) + section_of("c.xml", title="Two")
    draft = qti({**_with_test(assessment(sections), a="a?", b="b?", c="c?"), "map.png": picture()})
    (material,) = draft.paper.materials
    assert (material.title, "asset:" in material.body) == ("One", True)
    beside = [question.materials for question in questions_of(draft.paper)]
    assert beside == [(material.id,), (material.id,), ()]


def test_a_long_passage_of_a_section_stands_beside_its_questions(qti: Import) -> None:
    rest = f'<rubricBlock view="candidate"><p>{"Once upon a time. " * 40}</p></rubricBlock>'
    draft = qti(_with_test(assessment(section_of("a.xml", rest=rest)), a="a?"))
    assert draft.paper.sections[0].instructions == ""
    assert "Once upon" in draft.paper.materials[0].body


def test_a_weight_that_the_result_counts_by_multiplies_the_points(qti: Import) -> None:
    weight = '<weight identifier="W" value="2.5"/></assessmentItemRef>'
    section = section_of("a.xml", "b.xml").replace('href="a.xml"/>', f'href="a.xml">{weight}')
    total = (
        '<outcomeProcessing><setOutcomeValue identifier="TOTAL"><sum><testVariables '
        'variableIdentifier="SCORE" weightIdentifier="W"/></sum></setOutcomeValue></outcomeProcessing>'
    )
    draft = qti(_with_test(assessment(section, total), a="a?", b="b?"))
    assert [question.points for question in questions_of(draft.paper)] == [Decimal("2.5"), Decimal(1)]
    assert codes(draft) == []
    unused = qti(_with_test(assessment(section), a="a?", b="b?"))
    assert questions_of(unused.paper)[0].points == 1
    free = qti(_with_test(assessment(section.replace("2.5", "0.0"), total), a="a?", b="b?"))
    assert [question.points for question in questions_of(free.paper)] == [Decimal(0), Decimal(1)]
    bad = qti(_with_test(assessment(section.replace("2.5", "-1"), total), a="a?", b="b?"))
    assert (codes(bad), len(questions_of(bad.paper))) == (["SCORE_INVALID"], 1)


@pytest.mark.parametrize(
    "counted",
    [
        '<testVariables variableIdentifier="SCORE" includeCategory="real"/>',
        '<testVariables variableIdentifier="SCORE" excludeCategory="trial"/>',
        "".join(f'<testVariables variableIdentifier="SCORE" weightIdentifier="{one}"/>' for one in "VW"),
    ],
    ids=["of one kind", "but one kind", "by two weights"],
)
def test_a_result_that_counts_other_points_than_all_is_named(qti: Import, counted: str) -> None:
    rule = f'<setOutcomeValue identifier="TOTAL"><sum>{counted}</sum></setOutcomeValue>'
    total = f"<outcomeProcessing>{rule}</outcomeProcessing>"
    assert codes(qti(_with_test(assessment(section_of("a.xml"), total), a="a?"))) == ["TEST_SCORING"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<assessmentItemRef", '<timeLimits maxTime="60"/><assessmentItemRef', "TEST_TIME"),
        (
            "<assessmentSection",
            '<itemSessionControl allowSkipping="false"/><assessmentSection',
            "TEST_SKIPPING",
        ),
        ('navigationMode="nonlinear"', 'navigationMode="linear"', "TEST_LINEAR"),
        ('href="a.xml"/>', 'href="a.xml"><preCondition/></assessmentItemRef>', "TEST_ROUTING"),
        ('href="a.xml"/>', 'href="a.xml"><branchRule target="r1"/></assessmentItemRef>', "TEST_ROUTING"),
        ("<assessmentItemRef", '<selection select="9"/><assessmentItemRef', "TEST_SELECTION"),
        (
            "<assessmentItemRef",
            '<selection select="1" withReplacement="true"/><assessmentItemRef',
            "TEST_SELECTION",
        ),
        (
            "</assessmentTest>",
            "<outcomeProcessing><outcomeCondition/></outcomeProcessing></assessmentTest>",
            "TEST_SCORING",
        ),
    ],
)
def test_what_a_paper_does_not_have_is_named(qti: Import, old: str, new: str, code: str) -> None:
    test = assessment(section_of("a.xml", "b.xml")).replace(old, new, 1)
    draft = qti(_with_test(test, a="a?", b="b?"))
    assert codes(draft) == [code]
    assert len(questions_of(draft.paper)) == 2


def test_an_item_that_is_not_there_is_named_and_the_rest_comes_in(qti: Import) -> None:
    draft = qti(_with_test(assessment(section_of("nowhere.xml", "a.xml")), a="a?"))
    assert _stems(draft.paper) == ["<p>a?</p>"]
    (remark,) = draft.remarks
    assert (remark.code, remark.taken) == ("PKG_MISSING_FILE", False)
    assert "r0" in remark.place


def test_items_in_no_test_are_left_out_and_named(qti: Import) -> None:
    draft = qti(_with_test(assessment(section_of("a.xml")), a="a?", b="b?"))
    assert codes(draft) == ["PKG_ITEM_UNUSED"]
    assert "b.xml" in draft.remarks[0].sentence


def test_a_test_may_ask_the_same_item_twice(qti: Import) -> None:
    draft = qti(_with_test(assessment(section_of("a.xml", "a.xml")), a="a?"))
    assert [question.id for question in questions_of(draft.paper)] == ["q1", "q2"]


def test_a_question_is_named_with_file_identifier_type_and_reason(qti: Import) -> None:
    hotspot = item('<p>Where?</p><hotspotInteraction responseIdentifier="RESPONSE"/>')
    draft = qti({"items/a.xml": choice(), "items/b.xml": hotspot})
    (remark,) = draft.remarks
    assert remark.place == "“items/b.xml”, item “i1” (hotspotInteraction)"
    assert remark.sentence == "It is a hotspotInteraction, which asks for places in a picture."
