"""One question of every kind, for the tests."""

from decimal import Decimal

from examprotocol.paper import (
    Cloze,
    Composite,
    Essay,
    FileUpload,
    Info,
    Matching,
    Multiple,
    Number,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from examprotocol.paper_parts import (
    Choice,
    DragGap,
    Material,
    Media,
    NumberGap,
    PoolChoice,
    SelectGap,
    TextGap,
)
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    FileRef,
    FilesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
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

LIMITED = Multiple(
    id="limited",
    stem="<p>Choose two.</p>",
    points=POINTS,
    choices=choices("a", "b", "c", "d"),
    min_choices=1,
    max_choices=2,
)
DRAG = Cloze(
    id="drag",
    stem='<p>The <img src="gap:first"/> eats the <img src="gap:second"/>.</p>',
    points=POINTS,
    gaps=(DragGap("first", POINTS), DragGap("second", POINTS)),
    pool=(PoolChoice("cat", "cat"), PoolChoice("fish", "<p>fish</p>"), PoolChoice("the", "the", 0)),
)
SENTENCES = Cloze(
    id="sentences",
    stem='<p>春天来了。<img src="gap:s1"/>大家都很高兴。<img src="gap:s2"/></p>',
    points=POINTS,
    gaps=(DragGap("s1", POINTS), DragGap("s2", POINTS)),
    pool=(
        PoolChoice("a", "<p>小草从土里探出头来，树枝上长满了嫩绿的叶子，河里的冰也化了。</p>"),
        PoolChoice("b", "x<sup>2</sup>"),
        PoolChoice("c", f'<img src="asset:{PICTURE}" alt="a field"/>'),
    ),
)
LINKS = Matching(
    id="links",
    stem="<p>Which belong to which?</p>",
    points=POINTS,
    left=(Choice("l1", "Li Bai"), Choice("l2", "<b>Du Fu</b>")),
    right=choices("静夜思", "春望", "春晓"),
    left_max=2,
    right_max=1,
)
LETTERED_LINKS = Matching(
    id="lettered-links",
    stem="<p>Which belong to which?</p>",
    points=POINTS,
    left=(Choice("l1", "a circle"), Choice("l2", f'<img src="asset:{PICTURE}" alt="a field"/>')),
    right=choices("x<sup>2</sup>", f'<img src="asset:{PICTURE}" alt="a field"/>', "none of them at all"),
    left_max=0,
)
ORDERING = Ordering(
    id="ordering",
    stem="<p>Bring into order.</p>",
    points=POINTS,
    choices=choices("first", "<b>second</b>", f'<img src="asset:{PICTURE}" alt="a field"/>', "四"),
)
FILE = FileUpload(
    id="file",
    stem="<p>Hand in your drawing.</p>",
    points=POINTS,
    max_files=2,
    max_bytes=5_000_000,
    types=(".pdf", ".png"),
)
COMPOSITE = Composite(
    id="composite",
    stem="<h4>Rivers</h4>" + "<p>A river carries stones, sand and mud from the hills to the sea. </p>" * 12,
    points=Decimal(6),
    parts=(
        Single(id="part-single", stem="<p>What is it about?</p>", points=POINTS, choices=choices("a", "b")),
        Info(id="part-info", stem="<p>Look at the second paragraph again.</p>", points=Decimal(0)),
        ShortText(id="part-short", stem="<p>Where does the mud go?</p>", points=POINTS),
        Ordering(
            id="part-order", stem="<p>Order.</p>", points=POINTS, choices=choices("hill", "sand", "sea")
        ),
    ),
    answer_limit=2,
)
LISTENING = Composite(
    id="listening",
    stem="<p>Listen, then answer.</p>",
    points=Decimal(2),
    media=(Media("heard", "d" * 64, "News", max_plays=2),),
    parts=(TrueFalse(id="part-true", stem="<p>It rains.</p>", points=POINTS),),
)
WITH_MATERIAL = Essay(id="with-material", stem="<p>Sum it up.</p>", points=POINTS, materials=("m1", "m2"))
MATERIALS = (
    Material("m1", "材料一", "<p>长江是中国第一长河，发源于青藏高原，注入东海。</p>" * 8),
    Material(
        "m2", "材料二", "<table><tr><th>河</th><th>公里</th></tr><tr><td>黄河</td><td>5464</td></tr></table>"
    ),
)
COMPOSED: tuple[Question, ...] = (COMPOSITE, LISTENING, WITH_MATERIAL)
"""What needs a page of its own kind: several questions on it, or something to read beside it."""

EVERY_KIND: tuple[Question, ...] = (
    SINGLE,
    MULTIPLE,
    TRUEFALSE,
    CLOZE,
    MATCHING,
    LETTERED,
    LIMITED,
    DRAG,
    SENTENCES,
    LINKS,
    LETTERED_LINKS,
    ORDERING,
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
    "limited": (ChoicesResponse(("c1", "c3")), ChoicesResponse(("c1", "c2", "c4"))),
    "drag": (
        GapsResponse({"first": "cat", "second": "fish"}),
        GapsResponse({"first": "the", "second": "the"}),
    ),
    "sentences": (GapsResponse({"s1": "a", "s2": "c"}), GapsResponse({})),
    "links": (LinksResponse((("l1", "c1"), ("l2", "c3"))), LinksResponse(())),
    "lettered-links": (LinksResponse((("l1", "c1"), ("l1", "c2"), ("l2", "c2"))), LinksResponse(())),
    "ordering": (
        OrderResponse(("c1", "c2", "c3", "c4")),
        OrderResponse(("c4", "c1", "c3", "c2")),
        OrderResponse(()),
    ),
    "file": (FilesResponse((FileRef("ab" * 32, "图.pdf", 1_200_000),)), FilesResponse(())),
    "short": (TextResponse("北京 "), TextResponse("")),
    "number": (TextResponse("−１２,5"), TextResponse("about 4")),
    "essay": (TextResponse("　　第一段。\n\nSecond\u00a0one.\n"), TextResponse("")),
    "info": (TextResponse(""),),
}
