"""A small paper with every kind of key, whose keys are words that stand nowhere else in it."""

import io
from decimal import Decimal

from PIL import Image

from examprotocol.canonical import digest
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
from examprotocol.paper_parts import Choice, NumberGap, TextGap
from examserver.importers.draft import PaperDraft, Picture, Remark
from examserver.scoring.keys import (
    AcceptedNumber,
    AcceptedText,
    AnswerKeys,
    ChoiceKey,
    ChoicesKey,
    GapsKey,
    ManualKey,
    NumberKey,
    PairsKey,
    TextKey,
)

PAPER_ID = "sample"
SECRETS = ("Ouagadougou", "vermilion-17", "31.4159", "27182", "Rubrik der Korrektorin")
"""What only the keys hold: accepted texts, numbers, the scorer's note."""

ONE, HALF = Decimal(1), Decimal("0.5")


def choices(*bodies: str) -> tuple[Choice, ...]:
    """Choices `a`, `b` and on."""
    return tuple(Choice("abcdefgh"[place], body) for place, body in enumerate(bodies))


QUESTIONS = (
    Info(id="i1", stem="<p>读一读</p>", points=Decimal(0)),
    Single(id="q1", stem="<p>Choose one</p>", points=Decimal(2), choices=choices("one", "two")),
    Multiple(id="q2", stem="<p>Choose some</p>", points=Decimal(4), choices=choices("x", "y", "z")),
    TrueFalse(id="q3", stem="<p>5 &lt; 6</p>", points=Decimal(1)),
    ShortText(id="q4", stem="<p>The capital?</p>", points=Decimal(3)),
    Number(id="q5", stem="<p>How many?</p>", points=Decimal(2), unit="m"),
    Matching(
        id="q6", stem="<p>Match</p>", points=Decimal(2), left=choices("l", "m"), right=choices("r", "s")
    ),
    Cloze(
        id="q7",
        stem='<p>The <img src="gap:g1"/> is <img src="gap:g2"/></p>',
        points=Decimal(3),
        gaps=(TextGap(id="g1", points=Decimal(1)), NumberGap(id="g2", points=Decimal(2))),
    ),
    Essay(id="q8", stem="<p>作文</p>", points=Decimal(10)),
)

KEYS = AnswerKeys(
    PAPER_ID,
    1,
    {
        "q1": ChoiceKey({"a": ONE}),
        "q2": ChoicesKey({"a": HALF, "b": HALF, "c": Decimal(-1)}),
        "q3": ChoiceKey({"true": ONE}),
        "q4": TextKey((AcceptedText("Ouagadougou"),)),
        "q5": NumberKey((AcceptedNumber(Decimal("31.4159"), Decimal("31.4159")),)),
        "q6": PairsKey({"a": ("b",), "b": ("a",)}),
        "q7": GapsKey(
            {
                "g1": TextKey((AcceptedText("vermilion-17"),)),
                "g2": NumberKey((AcceptedNumber(Decimal(27182), Decimal(27182)),)),
            }
        ),
        "q8": ManualKey("Rubrik der Korrektorin"),
    },
)

TOTAL = Decimal(27)


def sample_draft(paper_id: str = PAPER_ID) -> PaperDraft:
    """The paper as an importer would hand it over, with one picture and one remark."""
    picture = _picture()
    asset = digest(picture.data)
    section = Section(
        id="s1", title="一", questions=QUESTIONS, instructions=f'<p><img src="asset:{asset}"/></p>'
    )
    paper = Paper(paper_id=paper_id, revision=1, title="样卷 Sample", lang="zh-CN", sections=(section,))
    remark = Remark("line 9, question 10", "TYPE_UNSUPPORTED", "Drag and drop cannot be taken.", taken=False)
    return PaperDraft(paper, KEYS, {asset: picture}, (remark,))


def _picture() -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(file, "PNG")
    return Picture(file.getvalue(), "image/png", 8, 6)
