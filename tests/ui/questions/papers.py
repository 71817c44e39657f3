"""One question of every kind, for the tests."""

from decimal import Decimal

from examprotocol.paper import (
    Cloze,
    Essay,
    Info,
    Matching,
    Multiple,
    Number,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from examprotocol.paper_parts import Choice, NumberGap, SelectGap, TextGap
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    PairsResponse,
    Response,
    TextResponse,
)

PICTURE = "c" * 64
POINTS = Decimal(2)


def choices(*bodies: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{index}", body) for index, body in enumerate(bodies, start=1))


SINGLE = Single(
    id="single",
    stem="<p>Which is the largest?</p>",
    points=POINTS,
    choices=choices("<p>one</p>", "x<sup>2</sup>", f'<img src="asset:{PICTURE}" alt="a field"/>'),
)
MULTIPLE = Multiple(
    id="multiple", stem="<p>Choose all.</p>", points=POINTS, choices=choices("a", "b", "c", "d")
)
TRUEFALSE = TrueFalse(id="truefalse", stem="<p>太阳从东方升起。</p>", points=POINTS)
CLOZE = Cloze(
    id="cloze",
    stem='<p>One <img src="gap:later"/> and <img src="gap:pick"/>, then <img src="gap:count"/>.</p>',
    points=POINTS,
    gaps=(
        SelectGap("pick", POINTS, choices("is", "are")),
        TextGap("later", POINTS),
        NumberGap("count", POINTS),
    ),
)
MATCHING = Matching(
    id="matching",
    stem="<p>Match.</p>",
    points=POINTS,
    left=(Choice("l1", "Li Bai"), Choice("l2", "<b>Du Fu</b>")),
    right=choices("静夜思", "春望", "春晓"),
)
LETTERED = Matching(
    id="lettered",
    stem="<p>Match.</p>",
    points=POINTS,
    left=(Choice("l1", "a circle"), Choice("l2", f'<img src="asset:{PICTURE}" alt="a field"/>')),
    right=choices("x<sup>2</sup>", f'<img src="asset:{PICTURE}" alt="a field"/>'),
)
SHORT = ShortText(id="short", stem="<p>The capital?</p>", points=POINTS, max_chars=10)
NUMBER = Number(id="number", stem="<p>How fast?</p>", points=POINTS, unit="m/s")
ESSAY = Essay(id="essay", stem="<p>Write.</p>", points=POINTS, min_words=3, max_words=5)
INFO = Info(id="info", stem="<p>Read this.</p>", points=Decimal(0))

EVERY_KIND: tuple[Question, ...] = (
    SINGLE,
    MULTIPLE,
    TRUEFALSE,
    CLOZE,
    MATCHING,
    LETTERED,
    SHORT,
    NUMBER,
    ESSAY,
    INFO,
)
RESPONSES: dict[str, tuple[Response, ...]] = {
    "single": (ChoiceResponse("c2"), ChoiceResponse("")),
    "multiple": (ChoicesResponse(("c1", "c3")), ChoicesResponse(())),
    "truefalse": (ChoiceResponse("false"), ChoiceResponse("true"), ChoiceResponse("")),
    "cloze": (
        GapsResponse({"pick": "c2", "later": " was ", "count": "３．５"}),
        GapsResponse({"later": "x"}),
    ),
    "matching": (PairsResponse({"l1": "c1", "l2": "c1"}), PairsResponse({"l2": "c3"}), PairsResponse({})),
    "lettered": (PairsResponse({"l1": "c2"}), PairsResponse({})),
    "short": (TextResponse("北京 "), TextResponse("")),
    "number": (TextResponse("−１２,5"), TextResponse("about 4")),
    "essay": (TextResponse("　　第一段。\n\nSecond\u00a0one.\n"), TextResponse("")),
    "info": (TextResponse(""),),
}
