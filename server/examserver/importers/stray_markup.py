"""Which `<` begins a tag and which is a sign in the text: "If 5 < 6 and 7 > 3" must survive whole.

Rule: a `<` is markup only where it begins a known HTML element with well-formed attributes, a comment, or
what a word processor leaves behind. Every other `<` is a character that the candidate must see.
"""

import re
from collections import Counter
from dataclasses import dataclass

REMOVED = frozenset("script style iframe object applet canvas select datalist noscript noframes".split())
DOCUMENT = frozenset("html head body title meta link base frame frameset".split())
VOID = frozenset("br hr img wbr input embed source track col area param meta link base".split())
_CLOSED_BY_THE_NEXT = frozenset("p li td th tr thead tbody tfoot dt dd option colgroup".split())
_MAY_STAY_OPEN = VOID | _CLOSED_BY_THE_NEXT | {"rt", "rp"}
KNOWN = (
    DOCUMENT
    | _MAY_STAY_OPEN
    | frozenset(
        (
            "a abbr acronym address article aside audio b bdi bdo big blink blockquote button caption "
            "center cite code data del details dfn dialog dir div dl em fieldset figcaption figure font "
            "footer form h1 h2 h3 h4 h5 h6 header hgroup i ins kbd label legend main map mark marquee "
            "math menu meter nav nobr ol optgroup output picture pre progress q ruby s samp section "
            "small span strike strong sub summary sup svg table template textarea time tt u ul var video"
        ).split()
    )
)
_BARE_ATTRIBUTES = frozenset(
    "allowfullscreen async autoplay checked compact controls defer disabled download hidden ismap loop "
    "multiple muted nohref noresize noshade nowrap open readonly required reversed selected".split()
)
_ATTRIBUTE = r"""\s*([A-Za-z_:@][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>`]+))?"""
_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*)((?:{_ATTRIBUTE})*+)\s*(/?)>")
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REMOVED_NAMES = "|".join(sorted(REMOVED | {"title"}))
_REMOVED_START = re.compile(rf"<({_REMOVED_NAMES})\b[^<>]*>", re.IGNORECASE)
_REMOVED_END = re.compile(rf"</({_REMOVED_NAMES})\s*>", re.IGNORECASE)
_WORD_JUNK = re.compile(
    r"</?(?:o|v|w|m|st1|x|asp):[A-Za-z][^<>]*>|<!\[(?:if|endif)[^<>]*>|<\?xml:[^<>]*>", re.I
)
_DECLARATION = re.compile(r"<!DOCTYPE[^<>]*>|<\?xml[^<>]*>", re.IGNORECASE)
_DOCUMENT_START = re.compile(r"\s*<(?:!DOCTYPE|\?xml|html|head|body|title|meta|link|style)\b", re.IGNORECASE)
_NAME = r"\s*([A-Za-z][A-Za-z0-9]*)"


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML in which every `<` begins a known tag, and the names of the elements and attributes found."""

    html: str
    elements: frozenset[str]
    attributes: frozenset[str]
    depth: int


def without_stray_markup(html: str, *, closed_only: bool) -> Markup:
    """Escape every `<` that begins no tag.

    `closed_only` also takes a tag that is never closed for text, as in "What does <b> mean?"; right where
    people write by hand, wrong where an editor wrote.
    """
    return _Scan(html, closed_only=closed_only).run()


class _Scan:
    """One walk through a text. Owns what was found on the way."""

    def __init__(self, html: str, *, closed_only: bool) -> None:
        self._html = html
        self._is_document = _DOCUMENT_START.match(html) is not None
        self._closed_only = closed_only
        opened = {name.casefold() for name in re.findall(f"<{_NAME}", html)}
        self._paired = opened & {name.casefold() for name in re.findall(f"</{_NAME}", html)}
        self._last_ends = {found.group(1).casefold(): found.start() for found in _REMOVED_END.finditer(html)}
        self._last_ends["--"] = html.rfind("-->")
        self._parts: list[str] = []
        self._elements: set[str] = set()
        self._attributes: set[str] = set()
        self._open: Counter[str] = Counter()
        self._deepest = 0

    def run(self) -> Markup:
        at = 0
        while (sign := self._html.find("<", at)) >= 0:
            self._parts.append(self._html[at:sign])
            at = self._take_markup(sign)
        self._parts.append(self._html[at:])
        names = frozenset(self._elements), frozenset(self._attributes)
        return Markup("".join(self._parts), *names, self._deepest)

    def _take_markup(self, sign: int) -> int:
        """Take what begins at this `<`; returns where it ends."""
        if end := self._end_of_dropped(sign):
            return end
        tag = _TAG.match(self._html, sign)
        if tag and self._is_markup(tag):
            self._note(tag)
            self._parts.append(tag.group())
            return tag.end()
        self._parts.append("&lt;")
        return sign + 1

    def _end_of_dropped(self, sign: int) -> int:
        """Where something ends that goes with all that is in it; 0 where nothing such begins."""
        if sign < self._last_ends["--"] and (comment := _COMMENT.match(self._html, sign)):
            return comment.end()
        if (start := _REMOVED_START.match(self._html, sign)) and (end := self._end_of_removed(start)):
            self._elements.add(start.group(1).casefold())
            return end
        declaration = _DECLARATION.match(self._html, sign) if self._is_document else None
        dropped = declaration or _WORD_JUNK.match(self._html, sign)
        return dropped.end() if dropped else 0

    def _end_of_removed(self, start: re.Match[str]) -> int:
        """Where a removed element ends; 0 where it never does, and so is text."""
        name = start.group(1).casefold()
        if self._last_ends.get(name, -1) < start.end() or (name == "title" and not self._is_document):
            return 0
        ends = _REMOVED_END.finditer(self._html, start.end())
        return next(end.end() for end in ends if end.group(1).casefold() == name)

    def _is_markup(self, tag: re.Match[str]) -> bool:
        name = tag.group(2).casefold()
        if name not in KNOWN or (name in DOCUMENT and not self._is_document):
            return False
        if self._closed_only and name not in _MAY_STAY_OPEN and name not in self._paired:
            return False
        bare = (found.group(1).casefold() for found in _attributes(tag) if found.group(2) is None)
        return all(attribute in _BARE_ATTRIBUTES for attribute in bare)

    def _note(self, tag: re.Match[str]) -> None:
        name = tag.group(2).casefold()
        self._elements.add(name)
        self._attributes.update(found.group(1).casefold() for found in _attributes(tag))
        if name not in VOID | _CLOSED_BY_THE_NEXT:
            is_end = bool(tag.group(1))
            self._open[name] = max(self._open[name] + (-1 if is_end else 1), 0)
            self._deepest = max(self._deepest, self._open.total())


def _attributes(tag: re.Match[str]) -> list[re.Match[str]]:
    return list(_ONE_ATTRIBUTE.finditer(tag.group(3)))
