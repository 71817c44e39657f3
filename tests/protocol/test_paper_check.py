"""A paper that could not be shown whole is neither sealed nor shown."""

from decimal import Decimal

import pytest

from examprotocol.errors import UnreadableError
from examprotocol.paper import Cloze, Paper, Question, Section, Single
from examprotocol.paper_check import check_paper
from examprotocol.paper_parts import Asset, Choice, TextGap

ONE = Decimal(1)
PICTURE = "ab" * 32


def paper_of(question: Question, assets: tuple[Asset, ...] = ()) -> Paper:
    return Paper("p", 1, "Paper", "en", (Section("s1", "One", (question,)),), assets=assets)


def single(stem: str, choice: str = "<p>yes</p>") -> Question:
    return Single(id="q1", stem=stem, points=ONE, choices=(Choice("c1", choice), Choice("c2", "no")))


def cloze(stem: str) -> Question:
    return Cloze(id="q1", stem=stem, points=ONE, gaps=(TextGap("g1", ONE),))


def test_a_paper_in_the_subset_with_its_picture_can_be_shown() -> None:
    asset = Asset(PICTURE, "part", "image/png", 1, 1)
    check_paper(paper_of(single(f'<p>Look: <img src="asset:{PICTURE}" alt="a map"/></p>'), (asset,)))


def test_a_cloze_with_each_gap_once_can_be_shown() -> None:
    check_paper(paper_of(cloze('<p>a <img src="gap:g1"/> b</p>')))


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (single("<p>not closed"), "question q1: .*not well formed"),
        (single("<p>fine</p>", "<script>1</script>"), "question q1: .*<script>"),
        (single('<p onclick="x()">a</p>'), "question q1: .*onclick"),
        (single('<img src="http://example.org/a.png"/>'), "question q1: .*src"),
        (single(f'<img src="asset:{PICTURE}"/>'), "question q1: picture abab.* is not in the paper"),
        (cloze("<p>no gap at all</p>"), "question q1: its gaps"),
        (cloze('<p><img src="gap:g1"/> <img src="gap:g1"/></p>'), "question q1: its gaps"),
        (cloze('<p><img src="gap:g2"/></p>'), "question q1: its gaps"),
        (single('<p><img src="gap:g1"/></p>'), "question q1: its gaps"),
    ],
)
def test_what_could_not_be_shown_is_named_with_its_question(question: Question, what: str) -> None:
    with pytest.raises(UnreadableError, match=what):
        check_paper(paper_of(question))
