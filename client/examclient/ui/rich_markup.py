"""From the rich text of a paper to the HTML that QTextDocument draws rightly.

Rule: nothing in the HTML names anything outside. Pictures, gaps and what Qt has no element for become
`object:N`, N counting from 0. White space is collapsed here, not by Qt, which would swallow the full-width
spaces of Chinese texts.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from examclient.ui.rich_marks import IN_TEXTS, MARKED
from examclient.ui.rich_special import blank_of, is_framed, is_plain_ruby, pairs_of_ruby
from examprotocol.richtext import BLOCKS, READING, TAGS, brackets_of, parse_rich

_ASCII_SPACE = re.compile(r"[ \t\n\r\f]+")
KEEPS_MARKS = frozenset({"formula", "ruby", "blank"})
OPENING, CLOSING = tuple("（“‘《〈【「『([{"), tuple("，。、；：？！）”’》〉】」』,.;:?!)]}")
_VOID = frozenset({"br", "hr"})
_PARAGRAPHS = BLOCKS - frozenset({"br", "tr", "caption"})
_MIXED = frozenset("body p div blockquote li td th".split())
_BOLD = frozenset({"b", "strong", "h3", "h4", "h5", "th"})
_KEPT_ATTRIBUTES = ("colspan", "rowspan", "start", "type")
_ALIGNED = re.compile(r"text-align: ?[a-z]+")
_INDENTED = re.compile(r"text-indent: ?([1-9])em")


@dataclass(frozen=True, slots=True)
class Inline:
    """What stands in the text and is drawn as a box.

    `scheme` is asset, formula or gap, whose `id` says which; `blank`, a line to fill in, `id` its spaces; or
    `ruby`, `id` the reading above the characters `base`. Sizes in pixels, 0 where the paper gives none.
    `before` and `after` are marks that no line may part from it, as Qt would: "（" and "，".
    """

    scheme: str
    id: str
    alt: str
    width: int = 0
    height: int = 0
    base: str = ""
    is_bold: bool = False
    before: str = ""
    after: str = ""


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
        self._bold = 0

    def write_inside(self, element: Element) -> None:
        """Write what stands in an element.

        Words beside paragraphs get one of their own: Qt would write them on the last line of the one before.
        """
        is_mixed = element.tag in _MIXED and any(child.tag in _PARAGRAPHS for child in element)
        is_open = self._write_loose(element.text or "", is_mixed=is_mixed, is_open=False)
        for child in element:
            if is_mixed and is_open is (child.tag in _PARAGRAPHS):
                self.parts.append("</div>" if is_open else "<div>")
                is_open = not is_open
            self._write(child)
            is_open = self._write_loose(child.tail or "", is_mixed=is_mixed, is_open=is_open)
        self.parts += ["</div>"] if is_open else []

    def _write_loose(self, text: str, *, is_mixed: bool, is_open: bool) -> bool:
        """Write words that may need a paragraph of their own; returns whether one is open."""
        if is_mixed and not is_open and text.strip(" \t\r\n\f"):
            self.parts.append("<div>")
            is_open = True
        self._write_text(text)
        return is_open

    def _write(self, element: Element) -> None:
        if element.tag == "img":
            self._write_picture(element)
        elif element.tag == "table":
            self._write_table(element)
        elif element.tag == "ruby" and is_plain_ruby(element):
            self._write_ruby(element)
        elif element.tag == "rt":
            before, after = brackets_of(element)
            self._write_text(before)
            self.write_inside(element)
            self._write_text(after)
        elif element.tag == "u" and (spaces := blank_of(element)):
            self._write_inline(Inline("blank", spaces, spaces))
        elif element.tag in TAGS and element.tag != "caption":
            self._write_element(element)

    def _write_element(self, element: Element) -> None:
        is_block = element.tag in BLOCKS or element.tag in ("td", "th")
        opening, closing = _tags_of(element)
        self._start_line(is_block)
        self._write_due_space()
        self.parts.append(opening)
        if element.tag not in _VOID:
            self._write_within(element)
            self._start_line(is_block)
            self.parts.append(closing)
        self._start_line(is_block)

    def _write_within(self, element: Element) -> None:
        before, self._keeps_space = self._keeps_space, self._keeps_space or element.tag == "pre"
        self._bold += element.tag in _BOLD
        self.write_inside(element)
        self._bold -= element.tag in _BOLD
        self._keeps_space = before

    def _write_table(self, element: Element) -> None:
        for caption in element.findall("caption"):
            self._start_line(True)
            self.parts.append("<p><b>")
            self.write_inside(caption)
            self.parts.append("</b></p>")
        self._write_element(element)

    def _write_picture(self, element: Element) -> None:
        scheme, _, name = element.get("src", "").partition(":")
        size = (_pixels(element.get("width")), _pixels(element.get("height")))
        self._write_inline(Inline(scheme, name, element.get("alt", ""), *size))

    def _write_ruby(self, element: Element) -> None:
        for base, reading in pairs_of_ruby(element):
            alt = f"{base}{READING[0]}{reading}{READING[1]}"
            if reading:
                self._write_inline(Inline("ruby", reading, alt, base=base, is_bold=self._bold > 0))
            else:
                self._write_text(base)

    def _write_inline(self, inline: Inline) -> None:
        self._write_due_space()
        if inline.scheme in KEEPS_MARKS:
            inline = replace(inline, before=self._take_opening_mark())
        self.parts.append(f'<img src="object:{len(self.inlines)}">')
        self.inlines.append(inline)
        self._line_is_empty = False

    def _write_text(self, text: str) -> None:
        text = self._give_closing_marks(text.translate(IN_TEXTS))
        if self._keeps_space:
            self.parts.append(html.escape(text, quote=False))
            return
        for index, word in enumerate(_ASCII_SPACE.split(text)):
            self._space_is_due = self._space_is_due or (index > 0 and not self._line_is_empty)
            if word:
                self._write_due_space()
                self.parts.append(html.escape(word, quote=False))
                self._line_is_empty = False

    def _take_opening_mark(self) -> str:
        """The mark right before a box goes into it: Qt would leave it at the end of the line above."""
        before = self.parts[-1] if self.parts else ""
        if not before.endswith(OPENING):
            return ""
        self.parts[-1] = before[:-1]
        return before[-1]

    def _give_closing_marks(self, text: str) -> str:
        """The marks right after a box go into it: Qt would begin a line with them. Returns the rest."""
        is_after_box = self.inlines and self.parts[-1] == f'<img src="object:{len(self.inlines) - 1}">'
        if not is_after_box or self._space_is_due or self.inlines[-1].scheme not in KEEPS_MARKS:
            return text
        rest = text.lstrip("".join(CLOSING))
        if len(rest) < len(text):
            marks = self.inlines[-1].after + text[: len(text) - len(rest)]
            self.inlines[-1] = replace(self.inlines[-1], after=marks)
        return rest

    def _write_due_space(self) -> None:
        if self._space_is_due:
            self.parts.append(" ")
        self._space_is_due = False

    def _start_line(self, is_block: bool) -> None:
        if is_block:
            self._line_is_empty, self._space_is_due = True, False


def _tags_of(element: Element) -> tuple[str, str]:
    """What opens and closes an element: Qt draws a frame around a cell only, and knows no dots at all."""
    if is_framed(element):
        within = f"<td{_attributes(element)}>"
        return f'<table class="framed" width="100%"><tr>{within}', "</td></tr></table>"
    if mark := MARKED.get((element.tag, element.get("class", ""))):
        return f"<span>{mark.start}", f"{mark.end}</span>"
    return f"<{element.tag}{_attributes(element)}>", f"</{element.tag}>"


def _attributes(element: Element) -> str:
    kept = ((name, element.get(name)) for name in _KEPT_ATTRIBUTES)
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in kept if value is not None)
    style = element.get("style", "")
    if aligned := _ALIGNED.search(style):
        written += f' style="{aligned[0]}"'
    if indented := _INDENTED.search(style):
        written += f' class="indent{indented[1]}"'
    return written


def _pixels(value: str | None) -> int:
    digits = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", value or "")
    return int(digits[1]) if digits else 0


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    ideographs = sum(unicodedata.east_asian_width(char) == "W" for char in letters)
    return len(letters) > 8 * ideographs
