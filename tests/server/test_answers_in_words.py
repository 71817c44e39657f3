"""A response as people read it: the words of what was chosen, connected, ordered or handed in."""

from decimal import Decimal

import pytest

from examprotocol.paper import Cloze, FileUpload, Matching, Ordering, Question
from examprotocol.paper_parts import Choice, DragGap, PoolChoice, TextGap
from examprotocol.responses import (
    FileRef,
    FilesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    Response,
)
from examserver.web.answers import answer_said
from examserver.web.words import Words

ONE = Decimal(1)
ROME, OSLO = Choice("l1", "<b>Rome</b>"), Choice("l2", "Oslo")
NORTH, SOUTH = Choice("r1", "north"), Choice("r2", "south")
MATCHING = Matching(id="q", stem="?", points=ONE, left=(ROME, OSLO), right=(NORTH, SOUTH), left_max=0)
ORDERING = Ordering(id="q", stem="?", points=ONE, choices=(ROME, OSLO))
CLOZE = Cloze(
    id="q",
    stem="?",
    points=ONE,
    gaps=(DragGap("g1", ONE), TextGap("g2", ONE)),
    pool=(PoolChoice("d1", "<i>old</i>"), PoolChoice("d2", "new")),
)
FILES = FileUpload(id="q", stem="?", points=ONE)
SHA = "0" * 64


@pytest.mark.parametrize(
    ("question", "response", "said"),
    [
        (MATCHING, LinksResponse((("l1", "r2"), ("l2", "r1"))), "Rome – south\nOslo – north"),
        (MATCHING, PairsResponse({"l1": "r2"}), "Rome – south"),
        (ORDERING, OrderResponse(("l2", "l1")), "Oslo\nRome"),
        (ORDERING, OrderResponse(("l2", "gone")), "Oslo\ngone"),
        (CLOZE, GapsResponse({"g1": "d1", "g2": "d2"}), "g1: old\ng2: d2"),
        (
            FILES,
            FilesResponse((FileRef(SHA, "a.pdf", 20_480), FileRef(SHA, "b", 5))),
            "a.pdf (20 kB)\nb (5 B)",
        ),
        (FILES, FilesResponse((FileRef(SHA, "c.wav", 2_560_000),)), "c.wav (2.6 MB)"),
        (None, OrderResponse(("l2", "l1")), "l2\nl1"),
    ],
    ids=["links", "pairs", "order", "unknown item", "pool", "files", "large file", "unknown question"],
)
def test_an_answer_is_said_in_the_words_of_its_question(
    question: Question | None, response: Response, said: str
) -> None:
    assert answer_said(Words("en"), question, response) == said
