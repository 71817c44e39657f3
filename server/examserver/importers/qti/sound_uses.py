"""Sounds in an item: which object is one, and how often and how it may be played.

Rule: the type comes from what the file says of it here, and from its bytes when it is read.
"""

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from examserver.importers.items import SoundItem
from examserver.importers.qti.package_files import FilesBeside, leads_elsewhere
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.sounds import read_sound

_FILM, _PROGRAM = "film", "page or program from elsewhere"
PASSAGE = "passage"
_NEVER_SHOWN = (
    "image/eps",
    "image/x-eps",
    "application/postscript",
    "image/tiff",
    "image/x-wmf",
    "image/x-emf",
)
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class SoundUse:
    """A sound by its reference, and how often it may be played: 0 is any number of times."""

    source: str
    max_plays: int = 0


def object_kind(element: etree._Element) -> str:
    """`image`, `audio`, `passage` for a page of the package, or in plain words what else it is."""
    if element.tag == "video":
        return _FILM
    if element.tag == "audio":
        return "audio"
    declared = (element.get("type") or "").strip().casefold()
    kind = declared or mimetypes.guess_type(_source(element))[0] or ""
    if kind in _PAGES and not leads_elsewhere(_source(element)):
        return PASSAGE
    return {"image": "image", "audio": "audio", "video": _FILM}.get(kind.partition("/")[0], _PROGRAM)


def shown_object(element: etree._Element) -> etree._Element:
    """The object itself, or where nothing here shows its type, the first inside it that is shown."""
    for one in element.iter("object", "img", "audio"):
        declared = (one.get("type") or "").strip().casefold()
        if one.tag == "img" or declared not in _NEVER_SHOWN:
            return one
    return element


def sound_of(element: etree._Element, interaction: etree._Element | None, texts: QuestionTexts) -> SoundUse:
    """How a sound is used; what cannot be kept of it is noted."""
    if interaction is None:
        return SoundUse(_source(element))
    if _number(interaction.get("minPlays")):
        texts.note(
            "MEDIA_MIN_PLAYS", "That a sound must be played is not asked for: only how often it may be."
        )
    return SoundUse(_source(element), _number(interaction.get("maxPlays")))


def read_sounds(uses: Iterable[SoundUse], files: FilesBeside, texts: QuestionTexts) -> tuple[SoundItem, ...]:
    """The sounds, decoded once; one that may be played a few times can be neither wound nor held."""
    return tuple(
        SoundItem(
            texts.sound(read_sound(files.read(use.source, "The sound"), f"“{use.source}”", texts.note)),
            max_plays=use.max_plays,
            may_seek=not use.max_plays,
            may_pause=not use.max_plays,
        )
        for use in uses
    )


def _source(element: etree._Element) -> str:
    own = element.get("src") or element.get("data")
    if own:
        return own
    inner = next((one.get("src") for one in element.iterchildren("source") if one.get("src")), None)
    return inner or ""


def _number(text: str | None) -> int:
    plain = (text or "").strip()
    return int(plain) if plain.isdecimal() and plain.isascii() else 0
