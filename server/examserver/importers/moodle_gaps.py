"""Moodle XML: gapselect and ddwtos, texts whose `[[n]]` is filled with the n-th of what stands below them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from examserver.importers.author_text import plain
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    ClozeItem,
    DragGapItem,
    Item,
    PoolItem,
    SelectGapItem,
    WeightedChoice,
)
from examserver.importers.moodle_fields import Fields, words_of
from examserver.importers.moodle_stem import author_stem, points_in, question_fields
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.rich_tree import gap_mark
from examserver.importers.shares import shared_out

_PLACE = re.compile(r"\[\[\s*([0-9]{1,3})\s*\]\]")


@dataclass(frozen=True, slots=True)
class _Filling:
    """One of the texts to fill in; only those of a gap's own group fit there."""

    body: str
    group: str
    is_endless: bool


def read_gapselect(question: etree._Element, texts: QuestionTexts) -> Item:
    """Gaps with lists: each gap offers the whole group of its right text."""
    fillings = [
        _Filling(texts.words(plain(words_of(one))), Fields(one).word("group", "1"), is_endless=True)
        for one in question.findall("selectoption")
    ]
    stem, right, points = _gaps(question, fillings, texts)
    shuffled = question_fields(question).flag("shuffleanswers", default=False)
    gaps = tuple(
        SelectGapItem(part, _offered(fillings, place), shuffled)
        for part, place in zip(points, right, strict=True)
    )
    return ClozeItem(stem, gaps)


def read_ddwtos(question: etree._Element, texts: QuestionTexts) -> Item:
    """Gaps to drag into. Texts that read alike are right in the same places."""
    fields = question_fields(question)
    fillings = [
        _Filling(
            texts.rich_line(fields.own_text(one)),
            Fields(one).word("group", "1"),
            is_endless=one.find("infinite") is not None,
        )
        for one in question.findall("dragbox")
    ]
    stem, right, points = _gaps(question, fillings, texts)
    if len({one.group for one in fillings}) > 1:
        texts.note("GROUPS_TOGETHER", "Its texts come in groups; here each of them is offered for every gap.")
    gaps = tuple(
        DragGapItem(part, _alike(fillings, place)) for part, place in zip(points, right, strict=True)
    )
    pool = tuple(PoolItem(one.body, 0 if one.is_endless else 1) for one in fillings)
    return ClozeItem(stem, gaps, pool, for_each=fields.flag("shuffleanswers", default=False))


def _gaps(
    question: etree._Element, fillings: Sequence[_Filling], texts: QuestionTexts
) -> tuple[str, list[int], tuple[Decimal, ...]]:
    """The stem with its gaps, the place of each gap's right text, and each gap's points."""
    written = author_stem(question)
    right = [int(number) - 1 for number in _PLACE.findall(written.text)]
    if not right:
        raise QuestionRefusedError("CLOZE_SYNTAX", "There is no gap like [[1]] in it.")
    missing = next((place for place in right if not 0 <= place < len(fillings)), None)
    if missing is not None:
        raise QuestionRefusedError("KEY_MISSING", f"There is no text to fill in for [[{missing + 1}]].")
    numbers = iter(range(1, len(right) + 1))
    marked = _PLACE.sub(lambda _: gap_mark(next(numbers)), written.text)
    points = shared_out(points_in(question_fields(question)), len(right))
    return texts.rich(replace(written, text=marked)), right, points


def _offered(fillings: Sequence[_Filling], right: int) -> tuple[WeightedChoice, ...]:
    wanted = fillings[right]
    bodies = dict.fromkeys(one.body for one in fillings if one.group == wanted.group)
    return tuple(WeightedChoice(body, Decimal(body == wanted.body)) for body in bodies)


def _alike(fillings: Sequence[_Filling], right: int) -> dict[int, Decimal]:
    wanted = fillings[right].body
    return {place: Decimal(1) for place, one in enumerate(fillings) if one.body == wanted}
