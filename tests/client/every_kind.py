"""A paper with a question of every kind, as the site has it."""

from examprotocol.paper import (
    Cloze,
    Composite,
    Essay,
    Info,
    Matching,
    Multiple,
    Number,
    Ordering,
    Paper,
    Section,
    ShortText,
    Single,
    TrueFalse,
    answerable_questions,
)
from examprotocol.paper_parts import DragGap, NumberGap, PoolChoice, SelectGap, TextGap
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import AnswerKeys, ManualKey
from tests.client.exam_site import ONE, PAPER_ID, PICTURES, RED, choices

GAPS = (
    TextGap(id="word", points=ONE),
    SelectGap(id="pick", points=ONE, choices=choices("is", "are")),
    NumberGap(id="count", points=ONE),
)
QUESTIONS = (
    Info(id="read", stem="<p>Read this.</p>", points=ONE * 0),
    Single(
        id="one",
        stem=f'<p>Which? <img src="asset:{RED}" alt="a red field"/></p>',
        points=ONE,
        choices=choices("first", "second"),
    ),
    Multiple(id="some", stem="<p>Some</p>", points=ONE, choices=choices("x", "y", "z")),
    TrueFalse(id="true", stem="<p>True?</p>", points=ONE),
    Cloze(
        id="gaps",
        stem="<p>A " + " and ".join(f'<img src="gap:{gap.id}"/>' for gap in GAPS) + "</p>",
        points=ONE * 3,
        gaps=GAPS,
    ),
    Matching(id="match", stem="<p>Match.</p>", points=ONE, left=choices("a", "b"), right=choices("c", "d")),
    ShortText(id="short", stem="<p>Word</p>", points=ONE),
    Number(id="number", stem="<p>How many?</p>", points=ONE, unit="m"),
    Ordering(id="order", stem="<p>Order</p>", points=ONE, choices=choices("x", "y", "z")),
    Matching(
        id="links",
        stem="<p>Link.</p>",
        points=ONE,
        left=choices("a", "b"),
        right=choices("c", "d"),
        left_max=0,
    ),
    Cloze(
        id="drag",
        stem='<p>The <img src="gap:who"/> eats <img src="gap:what"/>.</p>',
        points=ONE * 2,
        gaps=(DragGap("who", ONE), DragGap("what", ONE)),
        pool=(PoolChoice("cat", "cat"), PoolChoice("fish", "fish")),
    ),
    Composite(
        id="passage",
        stem="<p>The tide comes in twice a day, and twice a day it goes out again.</p>" * 4,
        points=ONE * 2,
        parts=(
            ShortText(id="passage-word", stem="<p>What comes?</p>", points=ONE),
            TrueFalse(id="passage-true", stem="<p>Once a day?</p>", points=ONE),
        ),
    ),
    Essay(id="essay", stem="<p>Write.</p>", points=ONE),
)


def every_kind_draft() -> PaperDraft:
    """A person scores it all."""
    paper = Paper(PAPER_ID, 1, "Sample", "en", (Section("s1", "All", QUESTIONS),))
    keys = AnswerKeys(PAPER_ID, 1, {one.id: ManualKey("") for one in answerable_questions(paper)})
    return PaperDraft(paper, keys, PICTURES)
