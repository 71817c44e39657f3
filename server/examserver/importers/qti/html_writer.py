"""The content of a body as HTML for the sanitiser, cut where questions stand in it.

Rule: only names that are known get through; what is for scorers, feedback and what would need a program stay
out, and an interaction that cannot be carried refuses the item.
"""

import copy
import re
from collections.abc import Callable, Mapping
from html import escape

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.qti.element_names import (
    BLOCK_INTERACTIONS,
    FEEDBACK,
    FOR_SCORERS,
    HTML,
    INLINE_INTERACTIONS,
    SILENT,
    TEMPLATES,
    TRANSPARENT,
    is_interaction,
    why_not_carried,
)
from examserver.importers.qti.package_files import FilesBeside
from examserver.importers.qti.pieces import Piece, plain_html
from examserver.importers.qti.sound_uses import PASSAGE, object_kind, shown_object, sound_of
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.rich_tree import gap_mark
from examserver.importers.stray_markup import VOID

Special = Callable[[etree._Element], str]
"""What stands in the text for an element that means something in its place, such as a gap."""

_BLANKS = re.compile(r"[ \t\r\n]+")
# The classes whose looks mean something. Source: QTI 3.0, shared vocabulary.
_LOOKS = {
    "qti-align-left": "text-align:left",
    "qti-align-center": "text-align:center",
    "qti-align-right": "text-align:right",
    "qti-align-justify": "text-align:justify",
    "qti-underline": "text-decoration:underline",
    "qti-italic": "font-style:italic",
    "qti-bold": "font-weight:bold",
}
_LEFT_OUT = frozenset({"class", "id", "lang", "dir", "label", "base", "space"})


class HtmlWriter:
    """One walk through a body. Owns the pieces, the questions between them, and what is for scorers.

    `passages` are references to pages of the package that the body shows inside itself.
    """

    def __init__(
        self, files: FilesBeside, texts: QuestionTexts, special: Mapping[str, Special] | None = None
    ) -> None:
        self._files = files
        self._texts = texts
        self._special = special or {}
        self._open: list[tuple[str, str]] = []
        self.pieces = [Piece()]
        self.blocks: list[etree._Element] = []
        self.rubric: list[str] = []
        self.passages: list[str] = []
        self._by_name = {
            name: writes
            for names, writes in (
                (HTML, self._html),
                (TRANSPARENT, self.write),
                (SILENT, _leave_out),
                (INLINE_INTERACTIONS, self._gap),
                (BLOCK_INTERACTIONS, self._cut),
                (("mediaInteraction",), self._media),
                (TEMPLATES, _refuse_template),
                (FOR_SCORERS | {"rubricBlock"}, self._for_scorers),
                (FEEDBACK, self._feedback),
                (("math",), self._math),
                (("img", "object", "audio", "video", "embed"), self._figure),
                (("a",), self._link),
            )
            for name in names
        }

    def write(self, element: etree._Element) -> None:
        """Write what stands in the element, itself not."""
        self._text(element.text)
        for child in element.iterchildren(etree.Element):
            if not self._open:
                self.pieces[-1].starts.append(len(self.pieces[-1].parts))
            self._child(child)
            self._text(child.tail)

    def _child(self, child: etree._Element) -> None:
        name = str(child.tag)
        if name in self._special:
            self._put(self._special[name](child))
        elif name in self._by_name:
            self._by_name[name](child)
        elif is_interaction(name):
            raise QuestionRefusedError("TYPE_UNSUPPORTED", why_not_carried(name))
        elif "".join(map(str, child.itertext())).strip():
            self._texts.note("HTML_UNKNOWN", f"An element <{name}> that is not known was left out.")

    def _text(self, text: str | None) -> None:
        if text:
            kept = text if any(name == "pre" for name, _ in self._open) else _BLANKS.sub(" ", text)
            self._put(escape(kept, quote=False))

    def _put(self, html: str) -> None:
        self.pieces[-1].parts.append(html)

    def _html(self, child: etree._Element) -> None:
        name = str(child.tag)
        kept = {key: child.get(key, "") for key in map(str, child.keys()) if key not in _LEFT_OUT}
        if meant := [_LOOKS[one] for one in (child.get("class") or "").split() if one in _LOOKS]:
            kept["style"] = ";".join([kept.get("style", ""), *meant]).strip(";")
        attributes = "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
        start = f"<{name}{attributes}>"
        self._put(start)
        if name in VOID:
            return
        self._open.append((name, start))
        self.write(child)
        self._open.pop()
        self._put(f"</{name}>")

    def _gap(self, child: etree._Element) -> None:
        """The place of a gap; a prompt, which QTI allows no gap, stands before it."""
        for prompt in child.iterchildren("prompt"):
            self.write(prompt)
            self._put(" ")
        piece = self.pieces[-1]
        piece.gaps.append(child)
        self._put(gap_mark(len(piece.gaps)))

    def _cut(self, child: etree._Element) -> None:
        """End this piece at a question; what is open goes on in the next."""
        self._put("".join(f"</{name}>" for name, _ in reversed(self._open)))
        for prompt in child.iterchildren("prompt"):
            self._prompt_media(prompt)
        self.blocks.append(child)
        self.pieces.append(Piece())
        self._put("".join(start for _, start in self._open))

    def _prompt_media(self, prompt: etree._Element) -> None:
        """What a prompt plays or shows beside itself belongs to its question."""
        for medium in prompt.iter("object", "audio"):
            kind = object_kind(medium)
            if kind == "audio":
                self.pieces[-1].sounds.append(sound_of(medium, None, self._texts))
            elif kind == PASSAGE:
                self.passages.append(medium.get("data") or "")

    def _media(self, child: etree._Element) -> None:
        prompt = child.find("prompt")
        if prompt is not None:
            self._put("<div>")
            self.write(prompt)
            self._put("</div>")
        for medium in child.iterchildren("object", "audio", "video"):
            if object_kind(medium) == "image":
                self._figure(medium)
            else:
                self.pieces[-1].sounds.append(sound_of(medium, child, self._texts))

    def _figure(self, outer: etree._Element) -> None:
        child = shown_object(outer)
        kind = "image" if child.tag == "img" else object_kind(child)
        if kind == "image":
            self._put(self._picture(child))
        elif kind == "audio":
            self.pieces[-1].sounds.append(sound_of(child, None, self._texts))
        elif kind == PASSAGE:
            self.passages.append(child.get("data") or child.get("src") or "")
        else:
            raise QuestionRefusedError(
                "MEDIA_TYPE", f"It needs a {kind}, which no paper carries: only pictures and sounds."
            )

    def _picture(self, child: etree._Element) -> str:
        source = child.get("src") or child.get("data") or ""
        if not source.strip():
            raise QuestionRefusedError("MEDIA_BAD_REF", "A picture names no file.")
        alternative = child.get("alt") or " ".join("".join(map(str, child.itertext())).split())
        kept = "".join(f' {key}="{escape(child.get(key, ""))}"' for key in ("width", "height", "style"))
        return f'<img src="{escape(self._files.source(source))}" alt="{escape(alternative)}"{kept}>'

    def _link(self, child: etree._Element) -> None:
        href = (child.get("href") or "").strip()
        if not href or href.startswith("#"):
            self.write(child)
            return
        self._put(f'<a href="{escape(self._files.source(href))}">')
        self.write(child)
        self._put("</a>")

    def _for_scorers(self, child: etree._Element) -> None:
        views = (child.get("view") or "").split()
        if child.tag == "rubricBlock" and ("candidate" in views or not views):
            self._put("<div>")
            self.write(child)
            self._put("</div>")
        else:
            self.rubric.append(plain_html(child))

    def _feedback(self, child: etree._Element) -> None:
        if any(is_interaction(str(inner.tag)) for inner in child.iter(etree.Element)):
            raise QuestionRefusedError("TYPE_UNSUPPORTED", "It asks something within its feedback.")
        self._texts.note("FEEDBACK_LEFT_OUT", "Feedback in its text was left out: no exam shows any.")

    def _math(self, child: etree._Element) -> None:
        """MathML as it stands in HTML; its namespace was taken off with all the others."""
        bare = copy.copy(child)
        bare.tail = None
        self._put(etree.tostring(bare, encoding="unicode"))


def _leave_out(_: etree._Element) -> None:
    pass


def _refuse_template(_: etree._Element) -> None:
    raise QuestionRefusedError("TYPE_UNSUPPORTED", "Its text is made from a template with random values.")
