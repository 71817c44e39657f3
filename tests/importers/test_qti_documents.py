"""QTI of every version is read alike, and a document has no power over anything but its package."""

import re
from pathlib import Path

import pytest

from examprotocol.paper import Single, questions_of
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.keys import ManualKey
from tests.importers.conftest import ImportText
from tests.importers.drafts import codes, encoded, only, only_key
from tests.importers.qti_files import MATCH, NAMESPACE, as_qti3, choice, package


def _imported(tmp_path: Path, data: bytes) -> PaperDraft:
    path = tmp_path / "paper.zip"
    path.write_bytes(data)
    return import_paper(path, "paper1")


def _refused(tmp_path: Path, data: bytes) -> PaperFileError:
    with pytest.raises(PaperFileError) as caught:
        _imported(tmp_path, data)
    return caught.value


def test_an_item_of_qti_3_is_the_same_question(import_text: ImportText) -> None:
    two, three = import_text("a.xml", choice()), import_text("b.xml", as_qti3(choice()))
    assert "<qti-simple-choice" in as_qti3(choice())
    assert isinstance(only(two), Single)
    assert (only(two).stem, len(questions_of(three.paper))) == (only(three).stem, 1)
    assert two.keys.keys == three.keys.keys


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f' xmlns="{NAMESPACE}"', ""),
        (NAMESPACE, "http://www.imsglobal.org/xsd/imsqti_v2p1"),
        (NAMESPACE, "http://www.imsglobal.org/xsd/qti/imsqtiasi_v3p0"),
        (NAMESPACE, "http://www.imsglobal.org/xsd/apip/apipv1p0/imsapip_qtiv1p0"),
    ],
    ids=["none", "2.1", "3.0 of another place", "apip"],
)
def test_namespaces_differ_and_mean_the_same(import_text: ImportText, old: str, new: str) -> None:
    assert "Who?" in only(import_text("a.xml", choice().replace(old, new))).stem


def test_names_may_have_a_prefix(import_text: ImportText) -> None:
    text = re.sub(r"<(/?)([A-Za-z])", r"<\1q:\2", choice()).replace("xmlns=", "xmlns:q=")
    assert "Who?" in only(import_text("a.xml", text)).stem


def test_a_version_that_nobody_knows_is_named(import_text: ImportText) -> None:
    with pytest.raises(PaperFileError) as caught:
        import_text("a.xml", choice().replace("imsqti_v2p2", "imsqti_v9p9"))
    assert caught.value.code == "QTI_VERSION"
    assert "9.9" in caught.value.advice


@pytest.mark.parametrize(
    ("prolog", "code"),
    [
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "XML_DOCTYPE"),
        ('<!DOCTYPE a [<!ENTITY x "ha">]>', "XML_DOCTYPE"),
    ],
    ids=["outside", "inside"],
)
def test_entities_of_its_own_refuse_an_item(tmp_path: Path, prolog: str, code: str) -> None:
    text = choice().replace("?>", f"?>{prolog}", 1).replace("Who?", "Who &x;?")
    assert _refused(tmp_path, package({"a.xml": text})).code == code


def test_a_bad_item_does_not_stop_the_others(tmp_path: Path) -> None:
    draft = _imported(tmp_path, package({"a.xml": choice(), "b.xml": "<assessmentItem", "c.xml": choice()}))
    assert len(questions_of(draft.paper)) == 2
    assert [(remark.place, remark.code) for remark in draft.remarks] == [("“b.xml”", "XML_SYNTAX")]


def test_a_document_takes_in_another_of_its_package(tmp_path: Path) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="texts/passage.xml"/>'
    files: dict[str, bytes | str] = {
        "items/a.xml": choice(stem="Who?").replace("<p>Who?</p>", f"{include}<p>Who?</p>"),
        "items/texts/passage.xml": "<div><p>Once upon a time</p></div>",
    }
    assert "Once upon a time" in only(_imported(tmp_path, package(files))).stem


@pytest.mark.parametrize(
    ("href", "extra"),
    [
        ("file:///etc/hostname", ""),
        ("../../etc/passwd", ""),
        ("http://example.org/a.xml", ""),
        ("nowhere.xml", ""),
        ("a.xml", ""),
        ("b.xml", 'parse="text"'),
        ("b.xml", 'xpointer="x"'),
    ],
)
def test_an_inclusion_that_leads_elsewhere_refuses_the_item(tmp_path: Path, href: str, extra: str) -> None:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{href}" {extra}/>'
    files: dict[str, bytes | str] = {
        "a.xml": choice().replace("<p>Who?</p>", f"<p>Who?</p>{include}"),
        "b.xml": "<div>text</div>",
    }
    assert _refused(tmp_path, package(files)).code == "XML_XINCLUDE"


def test_a_rule_that_is_taken_in_from_nowhere_leaves_the_question_to_a_person(tmp_path: Path) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/>'
    rule = f"<responseProcessing>{include}</responseProcessing>"
    draft = _imported(tmp_path, package({"a.xml": choice().replace(MATCH, rule)}))
    assert isinstance(only_key(draft), ManualKey)
    assert codes(draft) == ["SCORING_UNSUPPORTED"]


def test_what_lies_beside_a_single_file_is_found_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "items"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"no picture")
    path = folder / "a.xml"
    path.write_text(choice(stem='Who? <img src="../secret.png" alt=""/>'), encoding="utf-8")
    with pytest.raises(PaperFileError) as caught:
        import_paper(path, "paper1")
    assert caught.value.code == "MEDIA_BAD_REF"
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    path.write_text(choice(stem='Who? <img src="link.png" alt=""/>'), encoding="utf-8")
    with pytest.raises(PaperFileError) as caught:
        import_paper(path, "paper1")
    assert caught.value.code == "MEDIA_MISSING"


def test_nothing_of_the_key_is_in_the_paper(import_text: ImportText) -> None:
    draft = import_text("a.xml", choice("B"))
    assert codes(draft) == []
    assert "correct" not in encoded(draft)
