"""A question as a page of the web: the same words, pictures and formulas, and something to answer with.

The client's page has clock, question map and lights besides; this one has none of them.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from examprotocol.paper import (
    Cloze,
    Composite,
    Essay,
    Matching,
    Multiple,
    Number,
    Ordering,
    Paper,
    Part,
    Question,
    ShortText,
    Single,
    TrueFalse,
    parts_of,
)
from examprotocol.paper_parts import Choice, DragGap, Formula, Gap, Media, PoolChoice, SelectGap
from examprotocol.richtext import parse_rich, plain_text

SCHEME = "exam"
"""Of the addresses of pictures: `exam:ID`."""

EM = 1000
"""The unit of a formula's sizes, in an em."""


def question_html(paper: Paper, question: Question) -> str:
    """The whole page of a question: its material at the left, itself at the right."""
    formulas = {formula.id: formula for formula in paper.formulas}
    materials = {material.id: material for material in paper.materials}
    page = _Page(formulas)
    own = [page.part(part) for part in parts_of(question)]
    if isinstance(question, Composite):
        own = [page.rich(question.stem), _sounds(question.media), *own]
    used = dict.fromkeys(chain(question.materials, *(part.materials for part in parts_of(question))))
    beside = [
        f"<h3>{escape(one.title)}</h3>{page.rich(one.body)}{_sounds(one.media)}"
        for one in (materials[name] for name in used)
    ]
    columns = [f"<div>{''.join(column)}</div>" for column in (beside, own) if column]
    return f"<section>{''.join(columns)}</section>"


class _Page:
    """Writes the parts of a page. Knows the paper's formulas."""

    def __init__(self, formulas: dict[str, Formula]) -> None:
        self._formulas = formulas

    def part(self, part: Part) -> str:
        """A question, or a part of one, with its fields."""
        gaps = (part.gaps, part.pool) if isinstance(part, Cloze) else ((), ())
        return f"{self.rich(part.stem, *gaps)}{_sounds(part.media)}{self._fields(part)}"

    def rich(self, text: str, gaps: Sequence[Gap] = (), pool: Sequence[PoolChoice] = ()) -> str:
        """Rich text as HTML: pictures by their addresses, formulas in their size, gaps as fields."""
        body = parse_rich(text)
        named = {gap.id: gap for gap in gaps}
        for image in list(body.iter("img")):
            kind, _, name = image.get("src", "").partition(":")
            if kind == "asset":
                image.set("src", f"{SCHEME}:{name}")
            elif kind == "formula":
                self._draw(image, self._formulas[name])
            else:
                _ask(image, named[name], pool)
        inner = "".join(ElementTree.tostring(child, "unicode", "html") for child in body)
        return escape(body.text or "") + inner

    def _draw(self, image: Element, formula: Formula) -> None:
        height = (formula.ascent + formula.descent) / EM
        image.set("src", f"{SCHEME}:{formula.asset_id}")
        image.set("alt", formula.alt)
        sizes = f"width: {formula.width / EM}em; height: {height}em"
        image.set("style", f"{sizes}; vertical-align: {-formula.descent / EM}em")

    def _fields(self, part: Part) -> str:  # noqa: PLR0911 - one line for each kind
        match part:
            case Single(choices=choices):
                return self._choices("radio", part.id, choices)
            case Multiple(choices=choices) | Ordering(choices=choices):
                return self._choices("checkbox", part.id, choices)
            case TrueFalse():
                return self._choices("radio", part.id, (Choice("true", "正确"), Choice("false", "错误")))
            case Matching(left=left, right=right):
                options = _options(right)
                return "".join(
                    f"<label>{self.rich(item.body)}<select>{options}</select></label>" for item in left
                )
            case ShortText() | Number():
                return "<label><input></label>"
            case Essay(lines=lines):
                return f'<textarea rows="{lines}"></textarea>'
            case _:
                return ""

    def _choices(self, kind: str, name: str, choices: Iterable[Choice]) -> str:
        field = f'<input type="{kind}" name="{name}">'
        return "".join(f"<label>{field} {self.rich(choice.body)}</label>" for choice in choices)


def _options(choices: Iterable[Choice | PoolChoice]) -> str:
    return "".join(f"<option>{escape(plain_text(choice.body))}</option>" for choice in choices)


def _ask(image: Element, gap: Gap, pool: Sequence[PoolChoice]) -> None:
    """Make a field of the picture that stands for a gap."""
    image.attrib.clear()
    image.tag = "input"
    if isinstance(gap, SelectGap | DragGap):
        image.tag = "select"
        offered = gap.choices if isinstance(gap, SelectGap) else pool
        for choice in offered:
            SubElement(image, "option").text = plain_text(choice.body)


def _sounds(media: Iterable[Media]) -> str:
    """Nothing is loaded before it is to be heard, as in the client."""
    return "".join(
        f'<p>{escape(one.title)}<audio controls preload="none" src="{SCHEME}:{one.asset_id}"></audio></p>'
        for one in media
    )
