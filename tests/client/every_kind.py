"""A paper with a question of every kind, as the site has it."""

from examprotocol.paper import (
    Cloze,
    Essay,
    Info,
    Matching,
    Multiple,
    Number,
    Paper,
    Section,
    ShortText,
    Single,
    TrueFalse,
)
from examprotocol.paper_parts import NumberGap, SelectGap, TextGap
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
    Essay(id="essay", stem="<p>Write.</p>", points=ONE),
)


def every_kind_draft() -> PaperDraft:
    """A person scores it all."""
    paper = Paper(PAPER_ID, 1, "Sample", "en", (Section("s1", "All", QUESTIONS),))
    keys = AnswerKeys(PAPER_ID, 1, {one.id: ManualKey("") for one in QUESTIONS[1:]})
    return PaperDraft(paper, keys, PICTURES)
