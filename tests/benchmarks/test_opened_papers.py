"""The web view that the client is measured against shows the same paper."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks import open_paper
from benchmarks.papers.formula_paper import formula_paper
from benchmarks.question_html import question_html
from examprotocol.paper import Cloze, Composite, Essay, Info, Paper, Section, ShortText, Single, questions_of
from examprotocol.paper_parts import Choice, DragGap, Formula, Material, Media, PoolChoice, SelectGap, TextGap

ASSET = "a" * 64
POINT = Decimal(1)
KINDS = 8
"""Questions after which the kinds of the formula paper come again."""


def paper_of(*materials: Material) -> Paper:
    drawn = Formula("f1", ASSET, 1500, 700, 200, "x squared", "x^2")
    return Paper("p", 1, "Paper", "en", (Section("s", "", ()),), materials=materials, formulas=(drawn,))


def test_every_question_of_the_formula_paper_comes_in_whole(tmp_path: Path) -> None:
    draft = formula_paper(KINDS, tmp_path)
    questions = questions_of(draft.paper)
    assert (len(questions), draft.remarks) == (KINDS, ())
    pages = [question_html(draft.paper, question) for question in questions]
    assert all("请回答第" in page for page in pages)
    asked = [set(re.findall(r'src="exam:(\w+)"', page)) for page in pages]
    assert all(len(names) >= 2 for names in asked)
    assert set().union(*asked) == draft.pictures.keys()


def test_pictures_and_formulas_keep_their_sizes() -> None:
    stem = f'<p>a &lt; b <img src="asset:{ASSET}" width="640" height="360"/><img src="formula:f1"/></p>'
    page = question_html(paper_of(), Info(id="q", stem=stem, points=Decimal(0)))
    assert f'<img src="exam:{ASSET}" width="640" height="360">' in page
    assert "width: 1.5em; height: 0.9em; vertical-align: -0.2em" in page
    assert "a &lt; b" in page


def test_gaps_become_fields_with_what_they_offer() -> None:
    gaps = (TextGap("a", POINT), SelectGap("b", POINT, (Choice("c", "red"),)), DragGap("d", POINT))
    stem = "<p>" + "".join(f'<img src="gap:{gap.id}"/>' for gap in gaps) + "</p>"
    question = Cloze(id="q", stem=stem, points=Decimal(3), gaps=gaps, pool=(PoolChoice("p", "<b>blue</b>"),))
    page = question_html(paper_of(), question)
    assert "<input>" in page
    assert "<select><option>red</option></select><select><option>blue</option></select>" in page


def test_a_page_has_material_sounds_and_all_its_parts() -> None:
    sound = Media("m", ASSET, "Listen & write")
    parts = (
        Single(id="a", stem="<p>one</p>", points=Decimal(1), choices=(Choice("c", "yes"),)),
        ShortText(id="b", stem="<p>two</p>", points=Decimal(1)),
        Essay(id="c", stem="<p>three</p>", points=Decimal(1), lines=7, materials=("m1",)),
    )
    whole = Composite(id="q", stem="<p>all</p>", points=Decimal(3), parts=parts, media=(sound,))
    page = question_html(paper_of(Material("m1", "Text", "<p>passage</p>")), whole)
    words = re.sub(r"<[^>]*>", " ", page).split()
    assert words == "Text passage all Listen &amp; write one yes two three".split()
    assert '<audio controls preload="none"' in page
    assert '<textarea rows="7">' in page


def test_who_lacks_the_listening_paper_reads_how_to_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["open_paper", "--corpora", str(tmp_path)])
    with pytest.raises(SystemExit):
        open_paper.main()
    said = capsys.readouterr().err
    assert f"the listening paper is not at {tmp_path}" in said
    assert "EXAM_CORPORA" in said
