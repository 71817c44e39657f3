"""What of a rich text Qt has no element for: blanks to fill in, readings over characters, frames."""

import re
from xml.etree.ElementTree import Element

from examclient.ui.rich_marks import IN_TEXTS

_WIDE = "\u00a0\u2000-\u200a\u3000"
_BLANK = re.compile(f"[ \t\r\n{_WIDE}]*[{_WIDE}][ \t\r\n{_WIDE}]*")
_PLAIN = frozenset("ruby rt b strong i em span".split())
_ASCII_SPACE = re.compile(r"[ \t\n\r\f]+")


def blank_of(underlined: Element) -> str:
    """The spaces of an underlined blank, `""` where words or pictures stand on the line.

    As text it would be lost at the end of a line, where Qt draws no spaces.
    """
    has_objects = any(part.tag in ("img", "br", "p", "div", "table") for part in underlined.iter())
    spaces = "".join(underlined.itertext())
    return "" if has_objects or not _BLANK.fullmatch(spaces) else spaces


def is_plain_ruby(ruby: Element) -> bool:
    """Whether it can be drawn as characters with their readings; else the readings stand in brackets."""
    within = [part.tag for part in ruby.iter()]
    are_own = within.count("ruby") == 1 and within.count("rt") == len(ruby.findall("rt")) > 0
    return are_own and all(tag in _PLAIN for tag in within)


def pairs_of_ruby(ruby: Element) -> list[tuple[str, str]]:
    """The characters and the reading over them, in order; the last reading may be `""`."""
    pairs, base = [], ruby.text or ""
    for child in ruby:
        inside = "".join(child.itertext())
        if child.tag == "rt":
            pairs.append((_words(base), _words(inside) if inside.strip() else ""))
            base = child.tail or ""
        else:
            base += inside + (child.tail or "")
    return [*pairs, (_words(base), "")] if _words(base) else pairs


def is_framed(element: Element) -> bool:
    """Whether the paper draws a frame around a paragraph."""
    return element.tag in ("p", "div") and element.get("class") == "framed"


def _words(text: str) -> str:
    return _ASCII_SPACE.sub(" ", text.translate(IN_TEXTS)).strip(" ")
