"""Typing, and choosing in the line of a text: textEntry, inlineChoice, extendedText, upload and slider."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    EssayItem,
    FileItem,
    NumberItem,
    SelectGapItem,
    ShortTextItem,
    TypedGapItem,
    WeightedChoice,
)
from examserver.importers.qti.asked import AskedGap
from examserver.importers.qti.choosing import right_words, shares_of
from examserver.importers.qti.item_source import ItemSource, count, flag
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import TypedWorth, Worth
from examserver.scoring.keys import NumberKey, TextKey

_LINES, _FEWEST, _MOST_LINES = 12, 3, 40
_SIGNS_IN_A_LINE = 72
_TYPED = {"string": SpaceKind.TEXT, "integer": SpaceKind.NUMBER, "float": SpaceKind.NUMBER}


@dataclass(frozen=True, slots=True)
class AskedText:
    """Type a text or a number, in the line or below it."""

    space: AnswerSpace
    html: str
    answer: str

    def gap(self, points: Decimal, worth: Worth | None) -> TypedGapItem:
        """In the line."""
        return TypedGapItem(points, self._key(worth))

    def item(self, stem: str, points: Decimal, worth: Worth | None) -> ShortTextItem | NumberItem:
        """Below the text."""
        key = self._key(worth)
        if isinstance(key, NumberKey):
            return NumberItem(stem, points, key)
        return ShortTextItem(stem, points, key)

    def _key(self, worth: Worth | None) -> TextKey | NumberKey:
        if isinstance(worth, TypedWorth):
            return worth.key
        return NumberKey(()) if self.space.kind is SpaceKind.NUMBER else TextKey(())


@dataclass(frozen=True, slots=True)
class AskedInlineChoice:
    """Choose a word in the line; bodies are plain text by identifier."""

    space: AnswerSpace
    answer: str
    bodies: Mapping[str, str]
    shuffle: bool

    def gap(self, points: Decimal, worth: Worth | None) -> SelectGapItem:
        """The gap; raises UnfitWorthError."""
        shares = shares_of(worth, self.bodies)
        choices = (WeightedChoice(body, shares[one]) for one, body in self.bodies.items())
        return SelectGapItem(points, tuple(choices), self.shuffle)


@dataclass(frozen=True, slots=True)
class AskedEssay:
    """Write a long text, for a person to score."""

    space: AnswerSpace
    html: str
    answer: str
    lines: int

    def item(self, stem: str, points: Decimal, worth: Worth | None) -> EssayItem:  # noqa: ARG002 - by hand
        """The question."""
        return EssayItem(stem, points, self.lines)


@dataclass(frozen=True, slots=True)
class AskedFile:
    """Hand in a file, for a person to score."""

    space: AnswerSpace
    html: str
    answer: str
    types: tuple[str, ...]

    def item(self, stem: str, points: Decimal, worth: Worth | None) -> FileItem:  # noqa: ARG002 - by hand
        """The question."""
        return FileItem(stem, points, types=self.types)


def read_gap(element: etree._Element, source: ItemSource) -> AskedGap:
    """An inline interaction."""
    return (
        _inline_choice(element, source)
        if element.tag == "inlineChoiceInteraction"
        else read_text(element, source)
    )


def read_text(element: etree._Element, source: ItemSource) -> AskedText:
    """A textEntryInteraction; its base type says whether it asks for a number.

    One that is declared as something else than one text or number, such as a record, is scored by people.
    """
    declared = source.declared(element.get("responseIdentifier") or "")
    kind = _TYPED.get(declared.base_type, SpaceKind.OPEN)
    if declared.cardinality not in ("single", "") or kind is SpaceKind.OPEN:
        kind, what = SpaceKind.OPEN, f"{declared.cardinality} {declared.base_type}".strip()
        source.texts.note("SCORING_UNSUPPORTED", f"A person must score it: it is answered as “{what}”.")
    if element.get("patternMask"):
        source.texts.note("PATTERN_MASK", "That only some texts can be typed is not asked for.")
    space = AnswerSpace(element.get("responseIdentifier") or "", kind)
    return AskedText(space, "", "; ".join(declared.correct))


def _inline_choice(element: etree._Element, source: ItemSource) -> AskedInlineChoice:
    bodies: dict[str, str] = {}
    for choice in element.iterchildren("inlineChoice"):
        identifier = (choice.get("identifier") or "").strip()
        if not identifier or identifier in bodies:
            raise QuestionRefusedError("KEY_INVALID", f"A choice in a gap is named “{identifier}”, not once.")
        bodies[identifier] = source.words(choice)
    response = element.get("responseIdentifier") or ""
    space = AnswerSpace(response, SpaceKind.ONE, tuple(bodies), most=1)
    escaped = {one: escape(body, quote=False) for one, body in bodies.items()}
    answer = right_words(source.declared(response).correct, escaped)
    return AskedInlineChoice(space, answer, bodies, flag(element.get("shuffle")))


def read_extended_text(element: etree._Element, source: ItemSource) -> AskedEssay:
    """An extendedTextInteraction: its expected length is advice for the height of the field."""
    response = element.get("responseIdentifier") or ""
    declared = source.declared_for_people(response)
    signs = count(element.get("expectedLength"))
    lines = count(element.get("expectedLines")) or -(-signs // _SIGNS_IN_A_LINE) or _LINES
    if count(element.get("maxStrings")) > 1:
        source.texts.note("SEVERAL_TEXTS", "It asks for several texts; they are written into one field.")
    if element.get("patternMask"):
        source.texts.note("PATTERN_MASK", "That only some texts can be typed is not asked for.")
    space = AnswerSpace(response, SpaceKind.OPEN)
    height = min(max(lines, _FEWEST), _MOST_LINES)
    return AskedEssay(space, source.prompt(element), "; ".join(declared.correct), height)


def read_upload(element: etree._Element, source: ItemSource) -> AskedFile:
    """An uploadInteraction: one file, of the kinds it names."""
    response = element.get("responseIdentifier") or ""
    source.declared_for_people(response)
    types = tuple(ending for kind in (element.get("type") or "").split() for ending in endings_of(kind))
    return AskedFile(AnswerSpace(response, SpaceKind.OPEN), source.prompt(element), "", types)


def read_slider(element: etree._Element, source: ItemSource) -> AskedText:
    """A sliderInteraction as a typed number; its bounds are told behind the text."""
    response = element.get("responseIdentifier") or ""
    declared = source.declared(response)
    low, high = element.get("lowerBound") or "", element.get("upperBound") or ""
    source.texts.note("SLIDER_TYPED", f"The number from {low} to {high} is typed, not set on a scale.")
    space = AnswerSpace(response, SpaceKind.NUMBER, low=low, high=high)
    bounds = f"<p>{escape(low)} … {escape(high)}</p>" if low and high else ""
    return AskedText(space, source.prompt(element) + bounds, "; ".join(declared.correct))


def endings_of(kind: str) -> tuple[str, ...]:
    """The endings of files of a media type; none where any file may come."""
    known = {
        "application/pdf": (".pdf",),
        "text/plain": (".txt",),
        "image/png": (".png",),
        "image/jpeg": (".jpg", ".jpeg"),
        "image/gif": (".gif",),
        "image/*": (".png", ".jpg", ".jpeg", ".gif"),
        "audio/mpeg": (".mp3",),
        "application/zip": (".zip",),
        "application/msword": (".doc",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
        "application/vnd.ms-excel": (".xls",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
        "text/html": (".html", ".htm"),
        "text/csv": (".csv",),
    }
    return known.get(kind.strip().casefold(), ())
