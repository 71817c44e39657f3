"""Sounds in an item: which object is one, and how often and how it may be played.

Rule: the type comes from what the file says of it here, and from its bytes when it is read.
"""

import mimetypes
from dataclasses import dataclass

from lxml import etree

from examserver.importers.question_texts import QuestionTexts

_FILM, _PAGE = "film", "page or program inside the page"


@dataclass(frozen=True, slots=True)
class SoundUse:
    """A sound by its reference, and how often it may be played: 0 is any number of times."""

    source: str
    max_plays: int = 0


def object_kind(element: etree._Element) -> str:
    """`image`, `audio`, or in plain words what else it is."""
    if element.tag == "video":
        return _FILM
    if element.tag == "audio":
        return "audio"
    declared = (element.get("type") or "").strip().casefold()
    kind = (declared or mimetypes.guess_type(_source(element))[0] or "").partition("/")[0]
    return {"image": "image", "audio": "audio", "video": _FILM}.get(kind, _PAGE)


def sound_of(element: etree._Element, interaction: etree._Element | None, texts: QuestionTexts) -> SoundUse:
    """How a sound is used; what cannot be kept of it is noted."""
    if interaction is None:
        return SoundUse(_source(element))
    if _number(interaction.get("minPlays")):
        texts.note(
            "MEDIA_MIN_PLAYS", "That a sound must be played is not asked for: only how often it may be."
        )
    return SoundUse(_source(element), _number(interaction.get("maxPlays")))


def _source(element: etree._Element) -> str:
    own = element.get("src") or element.get("data")
    if own:
        return own
    inner = next((one.get("src") for one in element.iterchildren("source") if one.get("src")), None)
    return inner or ""


def _number(text: str | None) -> int:
    plain = (text or "").strip()
    return int(plain) if plain.isdecimal() and plain.isascii() else 0
