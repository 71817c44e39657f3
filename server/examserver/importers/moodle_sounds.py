"""Moodle XML: sounds in a question's text, which a candidate plays above it.

Rule: `<audio>` and `<video>` go out of the text with all that is in them; of a link to a sound, which Moodle
turns into a player, the words stay. Nothing is taken out of a gap: what is in there may be the answer.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from html import unescape

from lxml import etree

from examserver.importers.author_text import TextFormat
from examserver.importers.cloze_syntax import cloze_parts
from examserver.importers.items import SoundItem
from examserver.importers.moodle_stem import question_fields
from examserver.importers.picture_sources import embedded_bytes, embedded_name
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.sounds import read_sound

_ENDINGS = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".aac", ".flac", ".wma")
_PLAYER = re.compile(r"<(audio|video)\b([^<>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"<a\b([^<>]*)>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"<source\b([^<>]*)>", re.IGNORECASE)
_ADDRESS = re.compile(r"""\b(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)


def without_sounds(
    question: etree._Element, texts: QuestionTexts
) -> tuple[etree._Element, tuple[SoundItem, ...]]:
    """The question without the sounds of its text, and those; raises QuestionRefusedError."""
    written = question_fields(question).text("questiontext")
    if written.format is TextFormat.PLAIN or not _can_lose(question, written.text):
        return question, ()
    sources: list[str] = []
    text = _PLAYER.sub(lambda found: _nothing_of_player(found, sources), written.text)
    text = _LINK.sub(lambda found: _words_of_link(found, sources), text)
    if not sources:
        return question, ()
    return _with_text(question, text), tuple(_sounds(sources, written.files, texts))


def _can_lose(question: etree._Element, text: str) -> bool:
    """Whether every player and link stands outside of gaps."""
    if question.get("type") != "cloze":
        return True
    outside = "".join(part for part in cloze_parts(text) if isinstance(part, str))
    return all(len(kind.findall(outside)) == len(kind.findall(text)) for kind in (_PLAYER, _LINK))


def _nothing_of_player(player: re.Match[str], sources: list[str]) -> str:
    within = (_address(source.group(1)) for source in _SOURCE.finditer(player.group(3)))
    sources.append(_address(player.group(2)) or next((one for one in within if one), ""))
    return ""


def _words_of_link(link: re.Match[str], sources: list[str]) -> str:
    address = _address(link.group(1))
    name = embedded_name(address)
    if name is None or not name.casefold().endswith(_ENDINGS):
        return link.group()
    sources.append(address)
    return link.group(2)


def _address(attributes: str) -> str:
    found = _ADDRESS.search(attributes)
    return unescape(next((one for one in found.groups() if one), "")) if found else ""


def _with_text(question: etree._Element, text: str) -> etree._Element:
    changed = copy.deepcopy(question)
    words = changed.find("questiontext/text")
    assert words is not None  # the text was read from it
    for child in list(words):
        words.remove(child)
    words.text = text
    return changed


def _sounds(sources: list[str], files: Mapping[str, str], texts: QuestionTexts) -> Iterator[SoundItem]:
    for source in sources:
        name = embedded_name(source)
        called = f"“{name}”" if name else "in its text"
        data = embedded_bytes(source, files, "sound")
        yield SoundItem(texts.sound(read_sound(data, called, texts.note)))
