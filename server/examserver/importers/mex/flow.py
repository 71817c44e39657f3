"""The text of an exam as HTML by an author: elements of the exam become the nearest that HTML has.

Rule: nothing for graders gets into it, neither keys nor grading instructions, transcripts or sources whose
titles would name what a picture shows. What is left out without a place is remarked on.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from examserver.importers.mex.attachments import source_of
from examserver.importers.mex.found import Found, FoundSound
from examserver.importers.mex.names import EXAM, FIELDS, child, children, name_of, words
from examserver.importers.mex.numbering import number_of, parent_number
from examserver.importers.rich_tree import gap_mark

Writer = Callable[[etree._Element, "Flow"], str]

_EMPTY_TAGS = frozenset("br hr img wbr col".split())
_KEPT_ATTRIBUTES = frozenset("src alt width height colspan rowspan start type style align".split())
_SPACES = re.compile("[ \t\r\n]+")
_CLOSING = (".", ",", ";", ":", "?", "!", ")")
_BOLD = frozenset("e-bold e-semibold".split())
_UNSEEN = frozenset("e-screen-reader-only".split())
_LEFT_OUT = frozenset(
    "answer-grading-instruction question-grading-instruction exam-grading-instruction "
    "section-grading-instruction accepted-answer audio-transcription video-transcription reference "
    "references translation table-of-contents audio-test external-material attachment-title exam-footer "
    "languages exam-versions audio-title image-title question-title question-instruction".split()
)


@dataclass(slots=True)
class Flow:
    """Writes texts, and keeps what it finds on the way.

    `mark_gaps`: answers inside the text become its gaps; `number_answers`: their numbers stand there instead.
    `in_line`: what is written stands in one line.
    """

    found: Found = field(default_factory=Found)
    mark_gaps: bool = False
    number_answers: bool = False
    in_line: bool = False

    def inside(self, element: etree._Element | None) -> str:
        """What stands in an element, as HTML. White space is folded but in `pre`."""
        if element is None:
            return ""
        keeps_spaces = name_of(element) == "x:pre"
        pieces = [text_as_html(element.text, keeps_spaces=keeps_spaces)]
        for one in element:
            tail = text_as_html(one.tail, keeps_spaces=keeps_spaces)
            is_field = name_of(one) in FIELDS and tail.lstrip().startswith(_CLOSING)
            pieces += [self.element(one), tail.lstrip() if is_field else tail]
        return "".join(pieces)

    def element(self, element: etree._Element) -> str:
        """One element as HTML."""
        name = name_of(element)
        if name in _LEFT_OUT or not name:
            return ""
        if name.startswith("x:"):
            return self._of_html(element, name.removeprefix("x:"))
        writer = _WRITERS.get(name)
        return writer(element, self) if writer else self.inside(element)

    def _of_html(self, element: etree._Element, tag: str) -> str:
        classes = set((element.get("class") or "").split())
        if classes & _UNSEEN:
            return ""
        attributes = "".join(
            f' {key}="{html.escape(str(value))}"' for key, value in element.items() if key in _KEPT_ATTRIBUTES
        )
        if tag in _EMPTY_TAGS:
            return f"<{tag}{attributes}>"
        inside = self.inside(element)
        return f"<{tag}{attributes}>{f'<b>{inside}</b>' if classes & _BOLD else inside}</{tag}>"


def titled(element: etree._Element, flow: Flow, tag: str) -> str:
    """Number and title of a question or material in one line, empty where it has neither."""
    title = child(element, "question-title")
    number, text = number_of(element), flow.inside(title).strip()
    shown = "" if number and text.startswith(number) else f"<b>{html.escape(number)}</b>"
    line = " ".join(part for part in (shown if number else "", text) if part)
    return f"<{tag}>{line}</{tag}>" if line else ""


def text_as_html(text: str | None, *, keeps_spaces: bool = False) -> str:
    """A text between tags, its white space folded."""
    folded = text or "" if keeps_spaces else _SPACES.sub(" ", text or "")
    return html.escape(folded, quote=False)


def _image(element: etree._Element, flow: Flow) -> str:
    sizes = "".join(
        f' {side}="{html.escape(element.get(side) or "")}"'
        for side in ("width", "height")
        if element.get(side)
    )
    caption = flow.inside(child(element, "image-title"))
    picture = f'<img src="{html.escape(source_of(element.get("src") or ""))}"{sizes}>'
    return picture + (f"<br>{caption}" if caption.strip() else "")


def _audio(element: etree._Element, flow: Flow) -> str:
    title = words(child(element, "audio-title"))
    times = element.get("times") or ""
    restricted = times.isdecimal() and int(times) > 0
    sound = FoundSound(element.get("src") or "", title, int(times) if restricted else 0, restricted)
    flow.found.sounds.append(sound)
    return ""


def _video(element: etree._Element, flow: Flow) -> str:
    name = element.get("src") or "?"
    flow.found.note("VIDEO_LEFT_OUT", f"The film “{name}” is not carried; its question came in without it.")
    return ""


def _file(element: etree._Element, flow: Flow) -> str:
    name = element.get("src") or "?"
    flow.found.note("FILE_LEFT_OUT", f"The file “{name}” for candidates to open is not carried.")
    return flow.inside(element)


def _formula(element: etree._Element, _flow: Flow) -> str:
    source = " ".join("".join(map(str, element.itertext())).split())
    begin, end = ("\\[", "\\]") if element.get("mode") == "display" else ("\\(", "\\)")
    return f"{begin}{text_as_html(source)}{end}" if source else ""


def _question_number(element: etree._Element, _flow: Flow) -> str:
    suffix = element.get("suffix") or ""
    number = parent_number(element)
    return f"{number}.{suffix}" if number and suffix else number or suffix


def _material_link(element: etree._Element, _flow: Flow) -> str:
    root = element.getroottree().getroot()
    wanted = (element.get("ref") or "").replace(",", " ").split()
    attachments = {one.get("name"): one for one in root.iter(f"{EXAM}attachment")}
    numbers = [number_of(attachments[name]) for name in wanted if name in attachments]
    shown = ", ".join(number for number in numbers if number)
    return f" <b>[{html.escape(shown)}]</b>" if shown else ""


def _gap(element: etree._Element, flow: Flow) -> str:
    if not flow.mark_gaps:
        return f" <b>[{html.escape(number_of(element))}]</b> " if flow.number_answers else ""
    flow.found.gaps.append(element)
    hints = "".join(flow.inside(one).strip() for one in children(element, "hint"))
    return gap_mark(len(flow.found.gaps)) + (f" <i>({hints})</i>" if hints else "")


def _attachment(element: etree._Element, flow: Flow) -> str:
    inside = flow.inside(element)
    return inside if flow.in_line else f"<div>{inside}</div>"


_WRITERS: dict[str, Writer] = {
    "image": _image,
    "audio": _audio,
    "video": _video,
    "file": _file,
    "formula": _formula,
    "question-number": _question_number,
    "attachment-link": _material_link,
    "attachment-links": _material_link,
    "attachment": _attachment,
    "dropdown-answer": _gap,
    "scored-text-answer": _gap,
    "text-answer": _gap,
    "choice-answer": lambda _element, _flow: "",
    "audio-answer": lambda _element, _flow: "",
    "dnd-answer-container": lambda _element, _flow: "",
}
