"""No boxes in the room: what the bundled fonts lack comes with the paper, and what no font has is named.

Rule: the check is made here and again by every client (`Paper.fonts` is what both have besides the bundled
fonts), so a character is missing in both or in neither.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from examserver.importers.bundled_fonts import bundled_coverage
from examserver.importers.draft import PaperDraft, Remark
from examserver.importers.paper_characters import characters_of, signs_of
from examserver.importers.paper_fonts import Donor, cut_fonts
from examserver.importers.svg import MEDIA_TYPE

_MOST_NAMED = 12
_TEXT_IN_DRAWING = re.compile(r">([^<>]+)<")


Donors = Callable[[], Sequence[Donor]]
"""Finds the fonts to take characters from; asked only where some are missing."""


def with_missing_characters(draft: PaperDraft, donors: Donors) -> PaperDraft:
    """The draft with fonts of its own for what the bundled fonts lack, and remarks on what none has."""
    places = characters_of(draft.paper)
    for sign in _signs_in_drawings(draft):
        places.setdefault(sign, []).append("a drawing")
    bundled = frozenset[int]().union(*(one.code_points for one in bundled_coverage()))
    wanted = {sign for sign in places if ord(sign) not in bundled}
    if not wanted:
        return draft
    fonts, left = cut_fonts(wanted, donors())
    return replace(
        draft,
        paper=msgspec.structs.replace(draft.paper, fonts=(*draft.paper.fonts, *fonts)),
        fonts=draft.fonts | fonts,
        remarks=(*draft.remarks, *_remarks({sign: places[sign] for sign in sorted(left)})),
    )


def _signs_in_drawings(draft: PaperDraft) -> set[str]:
    """The characters of the text in SVG drawings; formulas are drawn as paths and have none."""
    drawings = (
        picture.data.decode() for picture in draft.pictures.values() if picture.media_type == MEDIA_TYPE
    )
    texts = (text for drawing in drawings for text in _TEXT_IN_DRAWING.findall(drawing))
    return signs_of(html.unescape("".join(texts)))


def _remarks(places: dict[str, list[str]]) -> list[Remark]:
    """One remark for each place, with the characters that are missing there."""
    signs_at: dict[str, list[str]] = {}
    for sign, where in places.items():
        for place in where:
            signs_at.setdefault(place, []).append(sign)
    return [
        Remark(place, "GLYPH_MISSING", _sentence(place, signs), taken=True)
        for place, signs in signs_at.items()
    ]


def _sentence(place: str, signs: list[str]) -> str:
    named = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in signs[:_MOST_NAMED])
    more = f" and {len(signs) - _MOST_NAMED} more" if len(signs) > _MOST_NAMED else ""
    boxes = "so candidates would see a box. Name a font that has it with --font."
    return f"In {place}: no font has {named}{more}, {boxes}"
