"""The sample exam: its file is what its source makes, and it holds what it promises."""

import base64
import re
from collections import Counter
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from lxml import etree
from PIL import Image

from resources.samples.build_sample import BUILT, PICTURES, build
from resources.samples.make_pictures import FIGURES, RAINFALL

TYPES = {
    "multichoice": 10,
    "truefalse": 4,
    "shortanswer": 2,
    "numerical": 2,
    "matching": 2,
    "cloze": 3,
    "essay": 2,
}
SECTIONS = [
    "一 单项选择",
    "二 多项选择",
    "三 判断",
    "四 填空与数值",
    "五 匹配",
    "六 Reading and Cloze",
    "七 写作",
]
PICTURE_SOURCE = re.compile(r'<img src="@@PLUGINFILE@@/([^"]+)" alt="([^"]+)" width="(\d+)" height="(\d+)">')
CLOZE_GAP = re.compile(r"\{\d+:[A-Z]+:(.+?)\}")


def _questions(*types: str) -> list[etree._Element]:
    every = etree.parse(str(BUILT)).findall("question")
    return [question for question in every if not types or question.get("type") in types]


def _text(element: etree._Element, path: str) -> str:
    return element.findtext(f"{path}/text") or ""


def _shares(question: etree._Element) -> list[Decimal]:
    return [Decimal(str(answer.get("fraction"))) for answer in question.findall("answer")]


def test_the_built_exam_is_what_its_source_and_pictures_make() -> None:
    committed, made = BUILT.read_text("utf-8"), build().decode("utf-8")
    assert ElementTree.canonicalize(committed) == ElementTree.canonicalize(made)


def test_the_exam_has_twenty_five_questions_of_all_types() -> None:
    found = Counter(str(question.get("type")) for question in _questions())
    pages = found.pop("description")
    sections = found.pop("category")
    assert (dict(found), found.total(), pages, sections) == (TYPES, 25, 2, 7)


def test_the_points_add_up_to_one_hundred() -> None:
    points = [Decimal(question.findtext("defaultgrade") or "0") for question in _questions(*TYPES)]
    assert sum(points) == 100
    assert min(points) > 0


def test_the_sections_have_their_titles_in_order() -> None:
    paths = [_text(question, "category") for question in _questions("category")]
    assert [path.rpartition("/")[2] for path in paths] == SECTIONS


def test_every_picture_in_the_exam_is_the_one_in_the_folder() -> None:
    embedded = {str(file.get("name")): file.text or "" for file in etree.parse(str(BUILT)).iter("file")}
    folder = {path.name: path.read_bytes() for path in PICTURES.glob("*.png")}
    assert {name: base64.b64decode(text) for name, text in embedded.items()} == folder
    assert folder.keys() == FIGURES.keys()


def test_every_question_with_a_picture_shows_it_at_its_own_size() -> None:
    stems = [stem for stem in etree.parse(str(BUILT)).iter("questiontext") if stem.find("file") is not None]
    assert len(stems) == len(FIGURES)
    for stem in stems:
        shown = PICTURE_SOURCE.findall(_text(stem, "."))
        name = "".join(str(file.get("name")) for file in stem.iter("file"))
        with Image.open(PICTURES / name) as picture:
            assert [(n, int(w), int(h)) for n, _, w, h in shown] == [(name, *picture.size)]


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_picture_is_small_enough_for_a_narrow_screen(name: str) -> None:
    path = PICTURES / name
    with Image.open(path) as picture:
        assert picture.width <= 640
    assert path.stat().st_size < 40_000


def test_the_gaps_of_a_cloze_give_the_points_of_the_question() -> None:
    for question in _questions("cloze"):
        weights = re.findall(r"\{(\d+):[A-Z]+:", _text(question, "questiontext"))
        assert sum(map(int, weights)) == Decimal(question.findtext("defaultgrade") or "0")


def test_every_choice_question_can_be_answered_in_full() -> None:
    for question in _questions("multichoice"):
        shares = _shares(question)
        if question.findtext("single") == "true":
            assert sorted(shares) == [0, 0, 0, 100]
        else:
            assert round(sum(share for share in shares if share > 0), 3) == 100
            assert min(shares) < 0


def test_comparison_signs_stand_in_the_text_as_signs() -> None:
    stems = [_text(question, "questiontext") for question in _questions()]
    assert sum("If 5 < 6 and 7 > 3" in stem.replace("&lt;", "<").replace("&gt;", ">") for stem in stems) == 2


def test_the_chart_and_its_key_agree() -> None:
    chart = next(q for q in _questions("multichoice") if "rainfall.png" in _text(q, "questiontext"))
    best = next(answer for answer in chart.findall("answer") if answer.get("fraction") == "100")
    assert _text(best, ".") == f"<p>{sum(RAINFALL[5:8]) / sum(RAINFALL):.0%}</p>"


def test_no_written_answer_stands_anywhere_a_candidate_can_read() -> None:
    visible = "\n".join(_what_a_candidate_reads(question) for question in _questions()).casefold()
    answers = _written_answers()
    assert len(answers) == 9
    assert [answer for answer in answers if answer.casefold() in visible] == []


def _what_a_candidate_reads(question: etree._Element) -> str:
    stem = CLOZE_GAP.sub("", _text(question, "questiontext"))
    choices = question.findall("answer") if question.get("type") == "multichoice" else []
    pairs = question.findall("subquestion")
    return "\n".join([stem, *(_text(part, ".") for part in [*choices, *pairs])])


def _written_answers() -> list[str]:
    short = [_text(answer, ".") for q in _questions("shortanswer") for answer in q.findall("answer")]
    gaps = [gap for q in _questions("cloze") for gap in _text_gaps(_text(q, "questiontext"))]
    return [*short, *gaps]


def _text_gaps(stem: str) -> list[str]:
    accepted = re.findall(r"\{\d+:(?:SA|SAC|SHORTANSWER):(.+?)\}", stem)
    parts = [part for gap in accepted for part in gap.split("~")]
    return [re.sub(r"^(=|%\d+%)", "", part).partition("#")[0] for part in parts]
