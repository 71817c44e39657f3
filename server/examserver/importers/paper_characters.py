"""Which characters a paper shows, and in which questions; formulas have been drawn and do not count."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from examprotocol.paper import Paper, answerable_questions, questions_of

_TAG = re.compile(r"<[^<>]*>")
_SHOWN_NOWHERE = frozenset({"id", "type", "kind", "asset_id", "part", "src", "materials"})
_SILENT_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))

Places = dict[str, list[str]]
"""Each character to the places where it is shown, each once, in the order of the paper."""


def characters_of(paper: Paper) -> Places:
    """Every character that needs a glyph, to its places: "question 3", "the title of the paper"."""
    places: Places = {}
    for place, shown in _places(paper):
        for text in _texts(msgspec.to_builtins(shown)):
            for sign in sorted(signs_of(_plain(text))):
                if place not in places.setdefault(sign, []):
                    places[sign].append(place)
    return places


def signs_of(text: str) -> set[str]:
    """The characters of a text that need a glyph: no spaces, controls or selectors."""
    return {sign for sign in text if _needs_a_glyph(sign)}


def _places(paper: Paper) -> Iterator[tuple[str, object]]:
    yield "the title", paper.title
    yield "the instructions", paper.instructions
    for section in paper.sections:
        yield f"section “{section.title or section.id}”", [section.title, section.instructions]
    for number, material in enumerate(paper.materials, 1):
        yield f"material {number}", material
    numbers = {question.id: number for number, question in enumerate(answerable_questions(paper), 1)}
    for at, page in enumerate(questions_of(paper), 1):
        parts = getattr(page, "parts", ())
        counted = [numbers[one.id] for one in (page, *parts) if one.id in numbers]
        yield (f"question {counted[0]}" if counted else f"page {at}"), page


# The builtins of any struct of the paper: what they are is known only by walking them.
def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _SHOWN_NOWHERE:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _needs_a_glyph(sign: str) -> bool:
    if unicodedata.category(sign) in _SILENT_CATEGORIES:
        return False
    return not any(ord(sign) in selectors for selectors in _SELECTORS)
