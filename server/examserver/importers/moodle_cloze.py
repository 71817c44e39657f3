"""Moodle XML: cloze, a text with gaps in it."""

from dataclasses import replace
from decimal import Decimal

from lxml import etree

from examserver.importers.author_text import AuthorText, TextFormat
from examserver.importers.cloze_syntax import Alternative, ClozeField, GapKind, cloze_parts
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ClozeItem, Item, SelectGapItem, TypedGapItem, WeightedChoice
from examserver.importers.moodle_stem import author_stem, question_fields
from examserver.importers.number_keys import accepted_around
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.rich_tree import gap_mark
from examserver.importers.shares import points_of, share_of_percent
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey

_CHOICES = (GapKind.CHOICE, GapKind.SHUFFLED_CHOICE)


def read_cloze(question: etree._Element, texts: QuestionTexts) -> Item:
    """A cloze question; its points are the sum of the gaps' weights, as in Moodle."""
    written = author_stem(question)
    parts = cloze_parts(written.text)
    fields = [part for part in parts if isinstance(part, ClozeField)]
    if not fields:
        raise QuestionRefusedError("CLOZE_SYNTAX", "There is no gap in it.")
    gaps = tuple(_gap(field, texts, written) for field in fields)
    stem = texts.rich(replace(written, text=_with_marks(parts)))
    _compare_points(question_fields(question).word("defaultgrade"), gaps, texts)
    return ClozeItem(stem, gaps)


def _with_marks(parts: list[str | ClozeField]) -> str:
    numbers = iter(range(1, len(parts) + 1))
    return "".join(part if isinstance(part, str) else gap_mark(next(numbers)) for part in parts)


def _gap(field: ClozeField, texts: QuestionTexts, around: AuthorText) -> SelectGapItem | TypedGapItem:
    points = points_of(field.weight or "1")
    if field.kind is GapKind.SEVERAL_CHOICES:
        raise QuestionRefusedError("TYPE_UNSUPPORTED", "A gap with several choices is not taken.")
    if field.kind in _CHOICES:
        choices = tuple(
            WeightedChoice(_words(part, texts, around), share_of_percent(part.percent))
            for part in field.alternatives
        )
        return SelectGapItem(points, choices, shuffle=field.kind is GapKind.SHUFFLED_CHOICE)
    answers = [(_words(part, texts, around), share_of_percent(part.percent)) for part in field.alternatives]
    accepted = [(words, share) for words, share in answers if words]
    if field.kind is GapKind.NUMBER:
        return TypedGapItem(points, NumberKey(tuple(_number(words, share) for words, share in accepted)))
    texts_accepted = tuple(AcceptedText(words, share) for words, share in accepted)
    return TypedGapItem(points, TextKey(texts_accepted, field.kind is GapKind.TEXT_WITH_CASE))


def _words(part: Alternative, texts: QuestionTexts, around: AuthorText) -> str:
    return texts.words(replace(around, text=part.text, format=TextFormat.HTML))


def _number(words: str, share: Decimal) -> AcceptedNumber:
    value, _, tolerance = words.partition(":")
    return accepted_around(value, tolerance, share)


def _compare_points(
    default_grade: str, gaps: tuple[SelectGapItem | TypedGapItem, ...], texts: QuestionTexts
) -> None:
    total = sum((gap.points for gap in gaps), Decimal(0))
    if default_grade and points_of(default_grade) != total:
        texts.note(
            "SCORE_DIFFERS", f"Its gaps give {total} points, not the {points_of(default_grade)} it says."
        )
