"""Which files are taken, what a bad one says, and what a draft has besides its questions."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from examprotocol.paper import questions_of
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.registry import import_paper
from examserver.importers.shares import points_of, share_of_percent
from tests.importers.drafts import choice_xml, codes, only, question_xml

ImportText = Callable[[str, str], PaperDraft]
D = Decimal
QUIZ = f"<quiz>{choice_xml('中国')}</quiz>"


def _refusal(tmp_path: Path, data: bytes, name: str = "paper.xml") -> PaperFileError:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PaperFileError) as refused:
        import_paper(path, "paper1")
    return refused.value


@pytest.mark.parametrize(
    "name",
    ["paper.xml", "paper.XML", "paper.txt", "paper"],
)
def test_moodle_xml_is_known_by_its_content(import_text: ImportText, name: str) -> None:
    assert len(questions_of(import_text(name, f"<!-- made by hand -->\n{QUIZ}").paper)) == 1


@pytest.mark.parametrize("name", ["paper.gift", "PAPER.TXT"])
def test_gift_is_known_by_its_ending(import_text: ImportText, name: str) -> None:
    assert len(questions_of(import_text(name, "A{T}").paper)) == 1


@pytest.mark.parametrize(("name", "data"), [("a.xml", b"<html/>"), ("a.xml", b"no"), ("a.bin", b"PK")])
def test_another_file_is_refused_with_what_is_understood(tmp_path: Path, name: str, data: bytes) -> None:
    error = _refusal(tmp_path, data, name)
    assert error.code == "FILE_UNKNOWN"
    assert name in error.title
    assert "Moodle XML (.xml), embedded answers (.txt), Aiken (.txt), GIFT (.gift or .txt)" in error.advice


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PaperFileError) as refused:
        import_paper(tmp_path / "nowhere.xml", "paper1")
    assert refused.value.code == "FILE_UNREADABLE"
    with pytest.raises(PaperFileError):
        import_paper(tmp_path, "paper1")


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "paper.xml"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(PaperFileError) as refused:
        import_paper(path, "paper1")
    assert refused.value.code == "FILE_TOO_LARGE"


BOMB = '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + QUIZ.replace("中国", "&b;")
READER = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + QUIZ.replace("中国", "&x;")
DEEP = "<quiz>" + "<a>" * 5000 + "</a>" * 5000 + "</quiz>"
HUGE = f"<quiz>{choice_xml('a' * (10 * 2**20 + 10))}</quiz>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB.encode(), "XML_DOCTYPE"),
        (READER.encode(), "XML_DOCTYPE"),
        (READER.encode("utf-16"), "XML_DOCTYPE"),
        (b"<!-- x -->\n<!DOCTYPE quiz SYSTEM 'a' [ ]><quiz/>", "XML_DOCTYPE"),
        (QUIZ.replace("中国", "&nbsp;&copy;").encode(), "XML_SYNTAX"),
        (('<!DOCTYPE quiz SYSTEM "http://x/y.dtd">' + QUIZ.replace("中国", "&nbsp;")).encode(), "XML_SYNTAX"),
        (DEEP.encode(), "XML_TOO_DEEP"),
        (HUGE.encode(), "XML_SYNTAX or QUESTION_TOO_LARGE"),  # libxml2 2.11 (lxml on Windows) reads it first
        (QUIZ.encode()[:-9], "XML_SYNTAX"),
        (QUIZ.encode("gb18030"), "TEXT_ENCODING"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + QUIZ.encode(), "TEXT_ENCODING"),
        (b"<?xml version='1.0' encoding='UTF-8'?><quiz>\xe9</quiz>", "TEXT_ENCODING"),
        (b"<quiz></quiz>", "PAPER_EMPTY"),
    ],
)
def test_hostile_and_broken_xml_is_refused_as_a_whole(tmp_path: Path, data: bytes, code: str) -> None:
    assert _refusal(tmp_path, data).code in code.split(" or ")


@pytest.mark.parametrize(
    "data",
    [
        QUIZ.encode("utf-8-sig"),
        QUIZ.encode("utf-16"),
        b'<?xml version="1.0" encoding="GB2312"?>\n' + QUIZ.encode("gb18030"),
        b"<?xml version='1.0' encoding='utf-8'?><!DOCTYPE quiz SYSTEM \"http://x/y.dtd\">" + QUIZ.encode(),
    ],
)
def test_xml_in_a_declared_encoding_and_with_a_doctype_by_name_alone_comes_in(
    tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "paper.xml"
    path.write_bytes(data)
    assert only(import_paper(path, "paper1")).stem == "中国"


def test_an_include_is_not_followed(import_text: ImportText, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Xylophon", encoding="utf-8")
    namespace = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    include = f'<xi:include {namespace} href="{secret.as_uri()}" parse="text"/>'
    stem = only(import_text("paper.xml", QUIZ.replace("中国", f"a{include}"))).stem
    assert "include" in stem
    assert "Xylophon" not in stem


def test_tags_that_nobody_escaped_are_still_tags(import_text: ImportText) -> None:
    draft = import_text("paper.xml", QUIZ.replace("中国", "<p>a <b>b</b></p>"))
    assert only(draft).stem == "<p>a <b>b</b></p>"


def test_a_file_of_which_nothing_can_be_taken_says_why(tmp_path: Path) -> None:
    questions = "".join(question_xml("coderunner", "x") for _ in range(7))
    error = _refusal(tmp_path, f"<quiz>{questions}</quiz>".encode())
    assert (error.code, error.title) == ("TYPE_UNSUPPORTED", "No question of “paper” can be taken.")
    assert error.advice.count("coderunner") == 5
    assert error.advice.endswith("And 2 more.")


def test_the_draft_has_title_language_and_revision(import_text: ImportText) -> None:
    paper = import_text("大学英语（二）.xml", QUIZ).paper
    assert (paper.paper_id, paper.title, paper.lang, paper.revision) == ("paper1", "大学英语（二）", "zh", 1)
    assert paper.assets == ()
    english = QUIZ.replace("中国", "Which of these is called 中国?")
    assert import_text("english.xml", english).paper.lang == "en"


def test_a_title_may_be_given_and_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "paper.gift"
    path.write_text("A{T}\n\n$CATEGORY: x\n\nB{\n\nC{F}\n", encoding="utf-8")
    seen: list[tuple[int, int]] = []
    draft = import_paper(path, "paper1", title="Finals", progress=lambda done, of: seen.append((done, of)))
    assert draft.paper.title == "Finals"
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_paper_with_nothing_to_answer_says_so(import_text: ImportText) -> None:
    assert codes(import_text("paper.gift", "Only a text.")) == ["NOTHING_TO_ANSWER"]


@pytest.mark.parametrize(
    ("percent", "share"),
    [
        ("100", D(1)),
        ("-50", D("-0.5")),
        ("33.33333", D(1) / 3),
        ("33,333", D(1) / 3),
        ("33.3", D(1) / 3),
        ("33", D("0.33")),
        ("66.66667", D(2) / 3),
        ("-16.66667", D(-1) / 6),
        ("14.28571", D(1) / 7),
        ("11.11111", D(1) / 9),
        ("12.5", D("0.125")),
        ("45.5", D("0.455")),
        ("0", D(0)),
    ],
)
def test_a_percentage_means_the_fraction_that_it_was_rounded_from(percent: str, share: Decimal) -> None:
    assert share_of_percent(percent) == share


@pytest.mark.parametrize("percent", ["", "x", "NaN", "inf", "101", "-100.1", "1e2", "٣"])
def test_what_is_no_percentage_is_refused(percent: str) -> None:
    with pytest.raises(QuestionRefusedError):
        share_of_percent(percent)


@pytest.mark.parametrize(
    ("text", "points"), [("1.0000000", "1"), ("2.50", "2.5"), ("0.3333333", "0.3333"), ("20", "20")]
)
def test_points_have_at_most_four_places(text: str, points: str) -> None:
    assert str(points_of(text)) == points
