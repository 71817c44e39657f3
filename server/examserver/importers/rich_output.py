"""Rich text as a tree, and the one way in which a tree is written: XHTML that QTextDocument reads rightly.

Rule: every element but `br`, `hr` and `img` has an end tag; Qt takes `<b/>` for an opening tag.
"""

import re
from html import escape
from xml.etree.ElementTree import Element

from examprotocol.richtext import parse_rich

_EMPTY = frozenset({"br", "hr", "img"})


def write_children(root: Element) -> str:
    """The rich text of what stands in `root`."""
    parts = [_escaped(root.text)]
    for child in root:
        _write(child, parts)
    return "".join(parts).strip(" \t\r\n")


def without_alternative_texts(rich: str, secrets: frozenset[str]) -> str:
    """Drop the alternative text of each picture that holds one of the secrets, which are in lower case."""
    if " alt=" not in rich or not secrets:
        return rich
    told = re.compile(
        "|".join(rf"(?<![0-9a-z]){re.escape(secret)}(?![0-9a-z])" for secret in sorted(secrets))
    )
    root = parse_rich(rich)
    for picture in root.iter("img"):
        # A formula's alternative text says nothing that the formula does not show.
        if not (picture.get("src") or "").startswith("formula:") and told.search(
            (picture.get("alt") or "").casefold()
        ):
            picture.attrib.pop("alt")
    return write_children(root)


def _write(element: Element, parts: list[str]) -> None:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items())
    if element.tag in _EMPTY:
        parts.append(f"<{element.tag}{attributes} />")
    else:
        parts += [f"<{element.tag}{attributes}>", _escaped(element.text)]
        for child in element:
            _write(child, parts)
        parts.append(f"</{element.tag}>")
    parts.append(_escaped(element.tail))


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)
