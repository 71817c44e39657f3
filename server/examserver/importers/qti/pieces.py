"""What stands in a body between its questions, as HTML written here."""

import re
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from examserver.importers.qti.sound_uses import SoundUse

_SEEN = re.compile(r"<(?:img|math|hr|table)\b|[^\s<>](?![^<>]*>)")


@dataclass
class Piece:
    """What stands before, between or after questions. It grows."""

    parts: list[str] = field(default_factory=list)
    gaps: list[etree._Element] = field(default_factory=list)
    sounds: list[SoundUse] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The HTML so far."""
        return "".join(self.parts)

    def without_last(self) -> tuple[str, str]:
        """The HTML in two: all but its last element, and that one. `starts` are those of its elements."""
        for start in reversed(self.starts):
            if not says_nothing("".join(self.parts[start:])):
                return "".join(self.parts[:start]), "".join(self.parts[start:])
        return "", self.html


def says_nothing(html: str) -> bool:
    """Whether there is nothing to see in HTML that was written here: neither words nor a picture."""
    return _SEEN.search(html) is None


def plain_html(element: etree._Element) -> str:
    """The words of an element as paragraphs, for a scorer."""
    words = " ".join("".join(map(str, element.itertext())).split())
    return f"<p>{escape(words, quote=False)}</p>" if words else ""
