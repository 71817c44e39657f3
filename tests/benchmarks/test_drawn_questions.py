"""Questions drawn by lot are the same for the same seed, come from all sets, and each is drawn once."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from benchmarks.papers.corpora import Paper
from benchmarks.papers.drawn_questions import Drawn, drawn_by_lot
from benchmarks.papers.pictures import main


@pytest.fixture
def papers(tmp_path: Path) -> list[Paper]:
    """Two sets: one of a paper with many questions, one of two papers, of which one is refused."""
    many = "\n\n".join(f"::Q{number}:: Is it {number}? {{T}}" for number in range(20))
    written = {"a/many.gift": many, "b/one.gift": "Who? {=Alfred ~Egbert}", "b/none.gift": "// nothing"}
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [Paper(Path(name).parent.name, tmp_path / name) for name in written]


def names(drawn: list[Drawn]) -> list[tuple[str, str]]:
    return [(one.path.name, one.page.id) for one in drawn]


def test_the_same_seed_draws_the_same_questions(papers: list[Paper]) -> None:
    assert names(list(drawn_by_lot(papers, 6, 3))) == names(list(drawn_by_lot(papers, 6, 3)))
    assert names(list(drawn_by_lot(papers, 6, 3))) != names(list(drawn_by_lot(papers, 6, 4)))


def test_a_small_set_has_its_turn_and_no_question_comes_twice(papers: list[Paper]) -> None:
    drawn = list(drawn_by_lot(papers, 40, 1))
    assert [one.set for one in drawn[:3]] == ["a", "b", "a"]
    assert len(set(names(drawn))) == len(drawn) == 21


def test_the_pictures_of_a_paper_can_be_found_by_their_index(
    papers: list[Paper], tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.papers.pictures.dressed", lambda _: qapp)
    folder = tmp_path / "drawn"
    assert main([str(folder), "--paper", str(papers[1].path), "--size", "1024x600"]) == 0
    pictures = sorted(file.name for file in (folder / "1024x600").iterdir())
    assert pictures == ["001-paper-one-q1-zh_CN.png", "002-paper-one-q1-en.png"]
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="1024x600/{name}"' in index for name in pictures)
