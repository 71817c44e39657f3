"""Moodle XML: cloze, a text with gaps in it."""

from dataclasses import replace
from decimal import Decimal
from itertools import count

from lxml import etree

from examserver.importers.author_text import AuthorText, TextFormat
from examserver.importers.cloze_syntax import Alternative, ClozeField, GapKind, cloze_parts
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    ChoiceItem,
    ClozeItem,
    CompositeItem,
    Item,
    SelectGapItem,
    TypedGapItem,
    WeightedChoice,
)
from examserver.importers.moodle_stem import author_stem, question_fields
from examserver.importers.number_keys import accepted_around
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.rich_tree import gap_mark
from examserver.importers.shares import points_of, share_of_percent
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey


def read_cloze(question: etree._Element, texts: QuestionTexts) -> Item:
    """A cloze question; its points are the sum of the gaps' weights, as in Moodle."""
    default_grade = question_fields(question).word("defaultgrade")
    return cloze_of(author_stem(question), texts, default_grade)


def cloze_of(written: AuthorText, texts: QuestionTexts, default_grade: str = "") -> Item:
    """A text with such gaps in it; `default_grade` are the points that the file says it gives."""
    parts = cloze_parts(written.text)
    fields = [part for part in parts if isinstance(part, ClozeField)]
    if not fields:
        raise QuestionRefusedError("CLOZE_SYNTAX", "There is no gap in it.")
    several = [field for field in fields if field.kind is GapKind.SEVERAL_CHOICES]
    gaps = tuple(_gap(field, texts, written) for field in fields if field not in several)
    lists = tuple(_several(number, field, texts, written) for number, field in enumerate(several, 1))
    stem = texts.rich(replace(written, text=_with_marks(parts)))
    total = sum((part.points for part in (*gaps, *lists)), Decimal(0))
    _compare_points(default_grade, total, texts)
    if not lists:
        return ClozeItem(stem, gaps)
    return CompositeItem("", (ClozeItem(stem, gaps), *lists)) if gaps else CompositeItem(stem, lists)


def _with_marks(parts: list[str | ClozeField]) -> str:
    """The text with a mark for each gap; where several can be chosen its place is named, and asked below."""
    gaps, lists = count(1), count(1)
    return "".join(
        part
        if isinstance(part, str)
        else (_named(next(lists)) if part.kind is GapKind.SEVERAL_CHOICES else gap_mark(next(gaps)))
        for part in parts
    )


def _named(number: int) -> str:
    return f"<b>[{number}]</b>"


def _several(number: int, field: ClozeField, texts: QuestionTexts, around: AuthorText) -> ChoiceItem:
    choices = _choices(field, texts, around)
    return ChoiceItem(
        f"<p>{_named(number)}</p>", points_of(field.weight or "1"), choices, True, field.is_shuffled
    )


def _choices(field: ClozeField, texts: QuestionTexts, around: AuthorText) -> tuple[WeightedChoice, ...]:
    return tuple(
        WeightedChoice(_words(part, texts, around), share_of_percent(part.percent))
        for part in field.alternatives
    )


def _gap(field: ClozeField, texts: QuestionTexts, around: AuthorText) -> SelectGapItem | TypedGapItem:
    points = points_of(field.weight or "1")
    if field.kind is GapKind.CHOICE:
        return SelectGapItem(points, _choices(field, texts, around), field.is_shuffled)
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


def _compare_points(default_grade: str, total: Decimal, texts: QuestionTexts) -> None:
    if default_grade and points_of(default_grade) != total:
        texts.note(
            "SCORE_DIFFERS", f"Its gaps give {total} points, not the {points_of(default_grade)} it says."
        )
