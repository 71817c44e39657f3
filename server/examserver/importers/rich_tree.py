"""From the tree of an author's clean HTML to the tree of the paper's subset.

Rule: every letter of the text is kept; what has no place in the subset is put in the nearest that has.
Source: `examprotocol.richtext`, and what QTextDocument draws wrongly.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from lxml.html import HtmlElement

from examprotocol.richtext import TAGS
from examserver.importers.notes import Note
from examserver.importers.rich_styles import (
    alignment,
    indent,
    inline_looks,
    is_framed,
    is_hidden,
    pixels,
    style_of,
)

# Noncharacters, taken out of every file that is read: no author can forge a gap.
GAP_MARK = re.compile("\ufdd0([a-z0-9]+)\ufdd1")
_RENAMED = {
    old: new
    for new, names in {
        "h3": "h1 h2",
        "h5": "h6",
        "div": "center figure section article header footer main nav aside address fieldset details dl "
        "hgroup form dialog",
        "p": "figcaption legend summary dt",
        "blockquote": "dd",
        "ul": "dir menu",
        "tbody": "tfoot",
        "u": "ins mark",
        "s": "del strike",
        "i": "cite dfn var",
        "code": "tt kbd samp",
    }.items()
    for old in names.split()
}
_DROPPED = frozenset("wbr col colgroup input".split())
_AROUND = {"q": ("“", "”")}
_OUTER = frozenset({"table", "tbody", "thead", "tr", "ul", "ol"})
_FRAMED = frozenset({"p", "div"})
_ALIGNED = frozenset("p div h3 h4 h5 td th li".split())
_BLOCKS = _ALIGNED | {"blockquote"}
_COUNT = re.compile(r"[1-9][0-9]?")
_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|bmp|webp|svg|tiff?)", re.IGNORECASE)
_LIST_TYPES = frozenset("1aAiI")


@dataclass(slots=True)
class Found:
    """What the walk came across that the person who imports should hear of."""

    notes: set[Note] = field(default_factory=set)
    hidden: bool = False


def gap_mark(number: int) -> str:
    """What stands in an author's text for the gap of that number, from 1."""
    return f"\ufdd0g{number}\ufdd1"


def formula_mark(formula_id: str) -> str:
    """What stands in an author's text for a formula; its id begins with an `f`, which no gap's does."""
    return f"\ufdd0{formula_id}\ufdd1"


def subset_tree(
    root: HtmlElement, asset_of: Callable[[str], str], found: Found, formulas: Mapping[str, str]
) -> Element:
    """The subset of a tree below one new root.

    `asset_of` gives a picture's asset id for its `src`, `formulas` the alternative text of each formula's id.
    """
    walk = _Walk(asset_of, found, formulas)
    body = Element("body")
    walk.fill(body, root)
    _drop_last_break(body)
    return body


class _Walk:
    """One walk through a tree; writes into elements of the subset."""

    def __init__(self, asset_of: Callable[[str], str], found: Found, formulas: Mapping[str, str]) -> None:
        self._asset_of = asset_of
        self._found = found
        self._formulas = formulas

    def fill(self, target: Element, source: HtmlElement) -> None:
        """Add what stands in `source` to `target`."""
        self._add_text(target, source.text)
        for child in source:
            if isinstance(child.tag, str):
                self._add(target, child)
            self._add_text(target, child.tail)

    def _add(self, target: Element, source: HtmlElement) -> None:
        style = style_of(source.get("style"))
        if is_hidden(style) or source.get("hidden") is not None:
            self._found.hidden = True
        elif source.tag == "img":
            self._add_picture(target, source, style)
        elif source.tag in ("br", "hr"):
            SubElement(target, source.tag)
        elif source.tag not in _DROPPED and not _is_ruby_bracket(source):
            self._add_element(target, source, style)

    def _add_element(self, target: Element, source: HtmlElement, style: dict[str, str]) -> None:
        tag = _RENAMED.get(source.tag, source.tag)
        inner = SubElement(target, tag) if tag in TAGS and tag != "span" else target
        if inner is not target:
            _add_attributes(inner, source, style)
        for wrapper, look in (
            [] if tag in ("table", "tbody", "thead", "tr", "ul", "ol") else inline_looks(style)
        ):
            inner = SubElement(inner, wrapper, {"class": look} if look else {})
        before, after = _AROUND.get(source.tag, ("", ""))
        self._add_text(inner, before)
        self.fill(inner, source)
        self._add_text(inner, after)
        if tag in _BLOCKS:
            _drop_last_break(inner)

    def _add_picture(self, target: Element, source: HtmlElement, style: dict[str, str]) -> None:
        picture = SubElement(target, "img", {"src": f"asset:{self._asset_of(source.get('src') or '')}"})
        alt = " ".join((source.get("alt") or "").split())
        values = {
            "alt": "" if _FILE_NAME.fullmatch(alt) else alt,
            "width": pixels(source.get("width"), style.get("width")),
            "height": pixels(source.get("height"), style.get("height")),
        }
        picture.attrib.update({name: value for name, value in values.items() if value})

    def _add_text(self, target: Element, text: str | None) -> None:
        """Append text, with the mark of each gap and formula as its picture."""
        if not text:
            return
        pieces = GAP_MARK.split(text)
        for words, name in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            if len(target):
                target[-1].tail = (target[-1].tail or "") + words
            else:
                target.text = (target.text or "") + words
            if name in self._formulas:
                SubElement(target, "img", {"src": f"formula:{name}", "alt": self._formulas[name]})
            elif name:
                SubElement(target, "img", {"src": f"gap:{name}"})


def _drop_last_break(block: Element) -> None:
    """A break that ends the last line of a block begins no new one; Qt would show an empty line below."""
    last = block[-1] if len(block) else None
    has_more = len(block) > 1 or bool((block.text or "").strip())
    if last is not None and last.tag == "br" and has_more and not (last.tail or "").strip():
        block.remove(last)


def _is_ruby_bracket(source: HtmlElement) -> bool:
    return source.tag == "rp" and not any(sign.isalnum() for sign in source.text_content())


def _add_attributes(target: Element, source: HtmlElement, style: dict[str, str]) -> None:
    asked = "center" if source.tag == "center" else source.get("align")
    aligned, ems = alignment(style, asked), indent(style) if target.tag in _FRAMED else 0
    looks = [f"text-align:{aligned}"] if aligned else []
    looks += [f"text-indent:{ems}em"] if ems else []
    if looks and target.tag in _ALIGNED:
        target.set("style", ";".join(looks))
    if target.tag in _FRAMED and is_framed(style):
        target.set("class", "framed")
    _add_numbers(target, source)


def _add_numbers(target: Element, source: HtmlElement) -> None:
    """How many cells one spans, and where a list begins."""
    for name in ("colspan", "rowspan") if target.tag in ("td", "th") else ():
        if _COUNT.fullmatch(source.get(name) or ""):
            target.set(name, source.get(name) or "")
    if target.tag == "ol":
        if source.get("type") in _LIST_TYPES:
            target.set("type", source.get("type") or "")
        if re.fullmatch(r"[0-9]{1,4}", source.get("start") or ""):
            target.set("start", source.get("start") or "")
