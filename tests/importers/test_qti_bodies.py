"""What candidates see of an item's body, and what never reaches them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from examprotocol.paper import Info, questions_of
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.keys import ManualKey
from tests.importers.conftest import ImportText
from tests.importers.drafts import check_showable, codes, encoded, only, only_key, picture
from tests.importers.made_sounds import tone
from tests.importers.qti_files import ABC, MATCH, as_qti3, choice, declared, item, manifest, package

Files = dict[str, bytes | str]
Import = Callable[..., PaperDraft]
ESSAY = '<extendedTextInteraction responseIdentifier="RESPONSE"/>'


@pytest.fixture
def body(tmp_path: Path) -> Import:
    """Import one item of this body, in a package with these files."""

    def run(
        text: str, files: Files | None = None, declarations: str = "", processing: str = ""
    ) -> PaperDraft:
        made = item(text, declarations or declared("string"), processing)
        path = tmp_path / "paper.zip"
        path.write_bytes(package({"items/a.xml": made, **(files or {})}))
        return import_paper(path, "paper1")

    return run


def test_html_that_an_editor_wrapped_as_character_data_is_markup(body: Import) -> None:
    wrapped = "<div><![CDATA[<strong>Part A:</strong><br /><br />x &lt; y&nbsp;?]]></div>"
    assert only(body(wrapped + ESSAY)).stem == (
        "<div><strong>Part A:</strong><br /><br />x &lt; y\u00a0?</div>"
    )
    signs = "<div><![CDATA[9 sodas.&nbsp;He drank&mdash;2]]></div>"
    assert only(body(signs + ESSAY)).stem == "<div>9 sodas.\u00a0He drank\u20142</div>"
    behind = "<div><b>1</b><![CDATA[ and <em>2</em> <script>no()</script>]]></div>"
    stem = only(body(behind + ESSAY)).stem
    assert "<em>2</em>" in stem
    assert "no()" not in stem


def test_names_that_word_processors_leave_in_such_html_break_nothing(body: Import) -> None:
    wrapped = '<div><![CDATA[<p v:shapes="s1">One</p><b w:id="2" xmlns="urn:x">two</b>]]></div>'
    assert only(body(wrapped + ESSAY)).stem == "<div><p>One</p><b>two</b></div>"


def test_tags_that_candidates_are_to_read_stay_words(body: Import) -> None:
    asked = "<p>What does &lt;strong&gt;a&lt;/strong&gt; do? <![CDATA[if a < b && c > d]]></p>"
    assert only(body(asked + ESSAY)).stem == (
        "<p>What does &lt;strong&gt;a&lt;/strong&gt; do? if a &lt; b &amp;&amp; c &gt; d</p>"
    )


def test_words_tables_and_line_breaks_stay(body: Import) -> None:
    draft = body("<div><table><tr><td>a</td><td>b<br/>c</td></tr></table></div><p>x&lt;y &amp; z</p>" + ESSAY)
    assert only(draft).stem == (
        "<div><table><tbody><tr><td>a</td><td>b<br />c</td></tr></tbody></table></div><p>x&lt;y &amp; z</p>"
    )
    check_showable(draft)


@pytest.mark.parametrize(
    "figure",
    [
        '<img src="../images/a%20b.png" alt="a king"/>',
        '<object data="../images/a b.png" type="image/png">a king</object>',
        '<img src="/images/a%20b.png" alt="a king"/>',
    ],
    ids=["img", "object", "from the top"],
)
def test_pictures_are_found_from_the_place_of_the_item(body: Import, figure: str) -> None:
    draft = body(f"<p>{figure}</p>{ESSAY}", {"images/a b.png": picture()})
    assert 'alt="a king"' in only(draft).stem
    assert len(draft.pictures) == 1
    check_showable(draft)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("file:///etc/a.png", "MEDIA_BAD_REF"),
        ("http://example.org/a.png", "MEDIA_BAD_REF"),
        ("\\\\host\\share\\a.png", "MEDIA_BAD_REF"),
        ("../../a.png", "MEDIA_BAD_REF"),
        ("/etc/a.png", "MEDIA_BAD_REF"),
        ("", "MEDIA_BAD_REF"),
        ("a.png", "MEDIA_MISSING"),
    ],
)
def test_a_picture_from_elsewhere_refuses_the_question(body: Import, source: str, code: str) -> None:
    with pytest.raises(PaperFileError) as caught:
        body(f'<p><img src="{source}" alt=""/></p>{ESSAY}')
    assert caught.value.code == code


def test_mathml_becomes_a_formula(body: Import) -> None:
    math = '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi></m:math>'
    draft = body(f"<p>Solve {math}</p>{ESSAY}")
    assert len(draft.paper.formulas) == 1
    assert '<img src="formula:' in only(draft).stem


def test_a_sound_is_played_above_the_question_as_often_as_it_says(body: Import) -> None:
    media = (
        '<mediaInteraction responseIdentifier="M" maxPlays="2" autostart="false">'
        '<prompt>Listen</prompt><object data="a.ogg" type="audio/mpeg"/></mediaInteraction>'
    )
    draft = body(
        media + ESSAY,
        {"items/a.ogg": tone("ogg", "libopus")},
        declared("string") + declared("integer", name="M"),
    )
    (medium,) = only(draft).media
    assert (medium.max_plays, medium.may_seek, medium.may_pause) == (2, False, False)
    assert medium.asset_id in draft.sounds
    assert "Listen" in only(draft).stem


def test_a_sound_of_qti_3_plays_without_limit(body: Import) -> None:
    draft = body(
        '<p>Listen</p><audio><source src="a.ogg"/></audio>' + ESSAY, {"items/a.ogg": tone("ogg", "libopus")}
    )
    (medium,) = only(draft).media
    assert (medium.max_plays, medium.may_seek) == (0, True)


@pytest.mark.parametrize(
    "figure",
    [
        '<object data="a.mp4" type="video/mp4"/>',
        '<video src="a.mp4"/>',
        '<object data="https://example.org/" type="text/html"/>',
    ],
    ids=["object", "video", "page"],
)
def test_a_film_or_a_page_is_named(body: Import, figure: str) -> None:
    with pytest.raises(PaperFileError) as caught:
        body(f"<div>{figure}</div>{ESSAY}", {"items/a.mp4": b"x"})
    assert caught.value.code == "MEDIA_TYPE"


def test_what_is_for_scorers_is_in_the_rubric_alone(body: Import) -> None:
    draft = body(
        '<rubricBlock view="scorer tutor"><p>Give two points</p></rubricBlock>'
        "<teacherInstructions>Read it aloud</teacherInstructions>"
        '<rubricBlock view="candidate"><p>Write neatly</p></rubricBlock>' + ESSAY,
        declarations=declared("string", "A model answer"),
    )
    key = only_key(draft)
    assert isinstance(key, ManualKey)
    assert key.rubric == "<p>✓ A model answer</p><p>Give two points</p><p>Read it aloud</p>"
    assert only(draft).stem == "<div><p>Write neatly</p></div>"
    assert "points" not in only(draft).stem
    assert "aloud" not in encoded(draft)


@pytest.mark.parametrize(
    "feedback",
    [
        '<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">Right!</feedbackInline>',
        '<feedbackBlock outcomeIdentifier="F" identifier="A" showHide="show"><p>Right!</p></feedbackBlock>',
    ],
    ids=["inline", "block"],
)
def test_feedback_never_reaches_the_paper(body: Import, feedback: str) -> None:
    draft = body(f"<div>Who? {feedback}</div>{ESSAY}")
    assert "Right" not in encoded(draft)
    assert codes(draft) == ["FEEDBACK_LEFT_OUT"]


def test_feedback_in_a_choice_and_behind_the_body_is_left_out(body: Import) -> None:
    told = '<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">That is it</feedbackInline>'
    interaction = f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">{ABC}</choiceInteraction>'
    modal = '<modalFeedback outcomeIdentifier="F" identifier="A" showHide="show">That is it</modalFeedback>'
    draft = body(
        f"<p>Who?</p>{interaction}".replace("Body A", f"Body A{told}"),
        declarations=declared("identifier", "A"),
        processing=MATCH + modal,
    )
    assert "That is it" not in encoded(draft)


def test_an_element_that_nobody_knows_is_left_out_and_named(body: Import) -> None:
    draft = body(f"<p>Who?</p><secretNotes>The king</secretNotes>{ESSAY}")
    assert "king" not in encoded(draft)
    assert codes(draft) == ["HTML_UNKNOWN"]


def test_active_content_is_removed_and_named(body: Import) -> None:
    draft = body(f'<p onclick="x()">Who?</p><script>steal()</script>{ESSAY}')
    assert "steal" not in encoded(draft)
    assert codes(draft) == ["HTML_ACTIVE"]


@pytest.mark.parametrize(
    "text",
    [
        '<p>It is <printedVariable identifier="X"/></p>',
        '<templateBlock templateIdentifier="X" identifier="A" showHide="show"><p>x</p></templateBlock>',
    ],
    ids=["variable", "block"],
)
def test_templates_are_named(body: Import, text: str) -> None:
    with pytest.raises(PaperFileError) as caught:
        body(text + ESSAY)
    assert caught.value.code == "TYPE_UNSUPPORTED"


@pytest.mark.parametrize(
    "name",
    [
        "hotspotInteraction",
        "selectPointInteraction",
        "graphicOrderInteraction",
        "graphicAssociateInteraction",
        "graphicGapMatchInteraction",
        "positionObjectInteraction",
        "drawingInteraction",
        "customInteraction",
        "portableCustomInteraction",
        "endAttemptInteraction",
        "unheardOfInteraction",
    ],
)
def test_what_no_paper_can_ask_is_named_by_its_type(body: Import, name: str) -> None:
    with pytest.raises(PaperFileError) as caught:
        body(f'<p>Who?</p><{name} responseIdentifier="RESPONSE"/>')
    assert caught.value.code == "TYPE_UNSUPPORTED"
    assert name in caught.value.advice


def test_an_adaptive_item_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(choice().replace('adaptive="false"', 'adaptive="true"'), encoding="utf-8")
    with pytest.raises(PaperFileError) as caught:
        import_paper(path, "paper1")
    assert "adaptive" in caught.value.advice


def test_an_item_that_asks_nothing_is_a_page_to_read(body: Import) -> None:
    assert isinstance(only(body("<p>Now comes the second part.</p>")), Info)


def test_a_page_with_a_key_and_nothing_to_answer_is_named(import_text: ImportText) -> None:
    draft = import_text("a.xml", item("<p>Who?</p>", declared("identifier", "A")))
    assert isinstance(only(draft), Info)
    assert "ASKS_NOTHING" in codes(draft)


@pytest.mark.parametrize("body", ["", "<itemBody/>", "<itemBody><p> </p></itemBody>"])
def test_a_key_without_a_question_is_no_page_with_its_title(import_text: ImportText, body: str) -> None:
    text = item("", declared("identifier", "A")).replace("<itemBody></itemBody>", body)
    with pytest.raises(PaperFileError) as caught:
        import_text("a.xml", text)
    assert caught.value.code == "ITEM_WITHOUT_BODY"


def test_an_item_without_words_is_told_by_its_title(body: Import) -> None:
    draft = body(ESSAY)
    assert only(draft).stem == "<p>A title</p>"
    assert codes(draft) == ["TITLE_AS_TEXT"]


def test_a_passage_that_items_share_is_one_material(tmp_path: Path) -> None:
    reference = '<assessmentStimulusRef identifier="s" href="../passages/one.xml"/>'
    passage = (
        '<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="p" '
        'title="The sea"><qti-stimulus-body><p>Waves <img src="sea.png" alt="sea"/></p></qti-stimulus-body>'
        "</qti-assessment-stimulus>"
    )
    one = as_qti3(choice().replace("<itemBody>", f"{reference}<itemBody>"))
    files: Files = {"items/a.xml": one, "items/b.xml": one, "passages/one.xml": passage}
    files |= {"passages/sea.png": picture()}
    path = tmp_path / "paper.zip"
    path.write_bytes(package({"imsmanifest.xml": manifest("items/a.xml", "items/b.xml"), **files}))
    draft = import_paper(path, "paper1")
    (material,) = draft.paper.materials
    assert (material.title, "asset:" in material.body) == ("The sea", True)
    assert [question.materials for question in questions_of(draft.paper)] == [(material.id,)] * 2
    check_showable(draft)


def test_a_page_that_an_item_shows_inside_itself_is_a_passage(body: Import) -> None:
    page = "<html><head><title>x</title></head><body><h1>The sea</h1><img src='sea.png'></body></html>"
    draft = body(
        f'<div><object data="../passages/one.html" type="text/html"/></div><p>Why?</p>{ESSAY}',
        {"passages/one.html": page, "passages/sea.png": picture()},
    )
    (material,) = draft.paper.materials
    assert material.body.startswith("<h3>The sea</h3>")
    assert only(draft).materials == (material.id,)
    assert len(draft.pictures) == 1


def test_the_classes_of_qti_3_that_mean_something_are_kept(body: Import) -> None:
    text = (
        '<p class="qti-align-center own">a <span class="qti-underline">b</span></p>'
        '<p style="margin:0" class="qti-align-right"><span class="qti-italic">c</span></p>'
    )
    assert only(body(text + ESSAY)).stem == (
        '<p style="text-align:center">a <u>b</u></p><p style="text-align:right"><i>c</i></p>'
    )
