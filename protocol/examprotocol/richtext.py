"""The subset of HTML that a paper may use, written as well-formed XHTML.

Source: reference table of tags found in real Moodle and QTI papers, and what QTextDocument draws correctly.
"""

import re
from xml.etree import ElementTree

from examprotocol.errors import UnreadableError

TAGS = frozenset(
    "p br div span b strong i em u s sub sup h3 h4 h5 ul ol li table thead tbody tr td th caption "
    "pre code blockquote hr img ruby rt".split()
)
ATTRIBUTES: dict[str, frozenset[str]] = {
    "img": frozenset({"src", "alt", "width", "height"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
    "ol": frozenset({"start", "type"}),
}
READING = ("（", "）")
"""What stands around the reading of a character (ruby) where it cannot stand above it."""

BLOCKS = frozenset("p div h3 h4 h5 ul ol li table tr caption pre blockquote hr br".split())
CLASSES: dict[str, frozenset[str]] = {
    "em": frozenset({"dots"}),
    "u": frozenset({"wavy"}),
    "p": frozenset({"framed"}),
    "div": frozenset({"framed"}),
}
"""The looks that carry meaning: dots under characters (着重号), a wavy line under words, a frame."""

_DECLARATION = r"(?:text-align: ?(?:left|right|center|justify)|text-indent: ?[1-9]em)"
STYLE = re.compile(rf"{_DECLARATION}(?:; ?{_DECLARATION})?;?")
IMAGE_SOURCE = re.compile(r"(asset:[0-9a-f]{64}|(gap|formula):[A-Za-z0-9_-]{1,40})")


def parse_rich(rich: str) -> ElementTree.Element:
    """Parse rich text below one root element; raises UnreadableError where it is not well formed."""
    if "<!" in rich or "<?" in rich:
        raise UnreadableError("rich text holds a declaration, which no paper may have")
    try:
        return ElementTree.fromstring(f"<body>{rich}</body>")  # noqa: S314 - no declaration gets here
    except ElementTree.ParseError as error:
        raise UnreadableError(f"rich text is not well formed: {error}") from error


def check_rich(rich: str) -> None:
    """Raise UnreadableError, naming the element, where the text leaves the subset."""
    for element in parse_rich(rich).iter():
        if element.tag != "body":
            _check_element(element)


def plain_text(rich: str) -> str:
    """The words alone, blocks separated by a line feed, a picture or formula by its alternative text, the
    reading of a character behind it in brackets.
    """
    parts: list[str] = []
    _collect(parse_rich(rich), parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def brackets_of(element: ElementTree.Element) -> tuple[str, str]:
    """What stands before and after an element: brackets around a reading that has words."""
    has_words = bool("".join(element.itertext()).strip()) or element.find(".//img") is not None
    return READING if element.tag == "rt" and has_words else ("", "")


def _check_element(element: ElementTree.Element) -> None:
    if element.tag not in TAGS:
        raise UnreadableError(f"rich text may not hold <{element.tag}>")
    for name, value in element.attrib.items():
        if not _attribute_is_allowed(element.tag, name, value):
            raise UnreadableError(f"rich text may not hold <{element.tag} {name}={value!r}>")


def _attribute_is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "style":
        return STYLE.fullmatch(value.strip()) is not None
    if name == "class":
        return value in CLASSES.get(tag, frozenset())
    if name == "src":
        return IMAGE_SOURCE.fullmatch(value) is not None
    return name in ATTRIBUTES.get(tag, frozenset())


def _collect(element: ElementTree.Element, parts: list[str]) -> None:
    if element.tag in BLOCKS:
        parts.append("\n")
    before, after = brackets_of(element)
    parts.append(before)
    parts.append(element.get("alt", "") if element.tag == "img" else element.text or "")
    for child in element:
        _collect(child, parts)
        parts.append(child.tail or "")
    parts.append(after)
    if element.tag in BLOCKS:
        parts.append("\n")
    elif element.tag in ("td", "th"):
        parts.append(" ")
