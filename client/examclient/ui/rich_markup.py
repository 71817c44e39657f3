"""From the rich text of a paper to the HTML that QTextDocument draws rightly.

Rule: nothing in the HTML names anything outside. Pictures and gaps become `object:N`, N counting from 0.
White space is collapsed here, not by Qt, which would swallow the full-width spaces of Chinese texts.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from examprotocol.richtext import BLOCKS, TAGS, parse_rich

_ASCII_SPACE = re.compile(r"[ \t\n\r\f]+")
_OBJECT_MARK = "\ufffc"
"""What stands for a picture in the document; in a text it would be taken for one."""
_VOID = frozenset({"br", "hr"})
_KEPT_ATTRIBUTES = ("colspan", "rowspan", "start", "type", "style")


@dataclass(frozen=True, slots=True)
class Inline:
    """A picture or a gap in the text. Sizes in pixels, 0 where the paper gives none."""

    scheme: str
    id: str
    alt: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML for QTextDocument and what its `object:N` stand for; `is_latin` where no Chinese leads."""

    html: str
    inlines: tuple[Inline, ...]
    is_latin: bool


def to_markup(rich: str) -> Markup:
    """Translate rich text; raises UnreadableError where it is not well formed."""
    writer = _Writer()
    root = parse_rich(rich)
    writer.write_inside(root)
    return Markup("".join(writer.parts), tuple(writer.inlines), _is_latin("".join(root.itertext())))


class _Writer:
    """Walks the tree once; owns the HTML so far and whether a space is due before the next word."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.inlines: list[Inline] = []
        self._line_is_empty = True
        self._space_is_due = False
        self._keeps_space = False

    def write_inside(self, element: Element) -> None:
        self._write_text(element.text or "")
        for child in element:
            self._write(child)
            self._write_text(child.tail or "")

    def _write(self, element: Element) -> None:
        if element.tag == "img":
            self._write_inline(element)
        elif element.tag == "table":
            self._write_table(element)
        elif element.tag in TAGS and element.tag != "caption":
            self._write_element(element)

    def _write_element(self, element: Element) -> None:
        is_block = element.tag in BLOCKS or element.tag in ("td", "th")
        self._start_line(is_block)
        self._write_due_space()
        self.parts.append(f"<{element.tag}{_attributes(element)}>")
        if element.tag not in _VOID:
            self._write_within(element)
            self._start_line(is_block)
            self.parts.append(f"</{element.tag}>")
        self._start_line(is_block)

    def _write_within(self, element: Element) -> None:
        before, self._keeps_space = self._keeps_space, self._keeps_space or element.tag == "pre"
        self.write_inside(element)
        self._keeps_space = before

    def _write_table(self, element: Element) -> None:
        for caption in element.findall("caption"):
            self._start_line(True)
            self.parts.append("<p><b>")
            self.write_inside(caption)
            self.parts.append("</b></p>")
        self._write_element(element)

    def _write_inline(self, element: Element) -> None:
        scheme, _, name = element.get("src", "").partition(":")
        size = (_pixels(element.get("width")), _pixels(element.get("height")))
        self._write_due_space()
        self.parts.append(f'<img src="object:{len(self.inlines)}">')
        self.inlines.append(Inline(scheme, name, element.get("alt", ""), *size))
        self._line_is_empty = False

    def _write_text(self, text: str) -> None:
        text = text.replace(_OBJECT_MARK, "")
        if self._keeps_space:
            self.parts.append(html.escape(text, quote=False))
            return
        for index, word in enumerate(_ASCII_SPACE.split(text)):
            self._space_is_due = self._space_is_due or (index > 0 and not self._line_is_empty)
            if word:
                self._write_due_space()
                self.parts.append(html.escape(word, quote=False))
                self._line_is_empty = False

    def _write_due_space(self) -> None:
        if self._space_is_due:
            self.parts.append(" ")
        self._space_is_due = False

    def _start_line(self, is_block: bool) -> None:
        if is_block:
            self._line_is_empty, self._space_is_due = True, False


def _attributes(element: Element) -> str:
    kept = ((name, element.get(name)) for name in _KEPT_ATTRIBUTES)
    return "".join(f' {name}="{html.escape(value)}"' for name, value in kept if value is not None)


def _pixels(value: str | None) -> int:
    digits = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", value or "")
    return int(digits[1]) if digits else 0


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    ideographs = sum(unicodedata.east_asian_width(char) == "W" for char in letters)
    return len(letters) > 8 * ideographs
