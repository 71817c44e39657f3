"""Texts with gaps, with their keys."""

import re
from collections import Counter
from decimal import Decimal

from examprotocol.paper import Cloze
from examprotocol.paper_parts import DragGap, Gap, NumberGap, SelectGap, TextGap
from examserver.importers.answer_words import words_of, words_of_choices
from examserver.importers.choice_questions import with_ids
from examserver.importers.drag_gaps import pool_of
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ClozeItem, DragGapItem, SelectGapItem, TypedGapItem
from examserver.importers.keyed_question import KeyedQuestion
from examserver.importers.rich_output import without_alternative_texts
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import ChoiceKey, GapsKey, NumberKey, TextKey

_WIDTHS = (12, 24, 40)
_GAP_PICTURE = re.compile(r'<img src="gap:(g[0-9]+)" />')


def cloze_question(item: ClozeItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """A cloze question; its points are the sum of its gaps'."""
    _check_gaps_are_in_the_text(item)
    width, pool = _width(item), pool_of(item, question_id, shuffler)
    gaps: list[Gap] = []
    keys: dict[str, ChoiceKey | TextKey | NumberKey] = {}
    for number, gap in enumerate(item.gaps, 1):
        gap_id = f"g{number}"
        if isinstance(gap, SelectGapItem):
            made, keys[gap_id] = _select_gap(gap, gap_id, question_id, shuffler)
            gaps.append(made)
        elif isinstance(gap, DragGapItem):
            keys[gap_id] = pool.key(gap)
            gaps.append(DragGap(gap_id, gap.points))
        else:
            keys[gap_id] = gap.key
            gaps.append(_typed_gap(gap, gap_id, width))
    question = Cloze(
        id=question_id,
        stem=without_alternative_texts(item.stem, _told(item)),
        points=sum((gap.points for gap in gaps), Decimal(0)),
        gaps=tuple(gaps),
        pool=pool.choices,
        shuffle=item.for_each and bool(pool.choices),
    )
    return KeyedQuestion(question, GapsKey(keys, item.exact))


def _told(item: ClozeItem) -> frozenset[str]:
    """The words that would tell an answer."""
    typed = (word for gap in item.gaps if isinstance(gap, TypedGapItem) for word in words_of(gap.key))
    return frozenset(typed) | words_of_choices(one.body for one in item.pool)


def _check_gaps_are_in_the_text(item: ClozeItem) -> None:
    found = Counter(_GAP_PICTURE.findall(item.stem))
    if found != Counter(f"g{number}" for number in range(1, len(item.gaps) + 1)):
        raise QuestionRefusedError("CLOZE_SYNTAX", "A gap stands where it cannot be shown.")


def _select_gap(
    gap: SelectGapItem, gap_id: str, question_id: str, shuffler: Shuffler
) -> tuple[SelectGap, ChoiceKey]:
    owner = f"{question_id}{gap_id}"
    meant = [choice for choice in gap.choices if choice.share or choice.body.strip()]
    if not all(choice.body.strip() for choice in meant):
        raise QuestionRefusedError("CHOICE_EMPTY", f"A choice of gap {gap_id[1:]} that counts is empty.")
    choices, shares = with_ids(shuffler.shuffled(owner, meant) if gap.shuffle else meant, owner)
    return SelectGap(gap_id, gap.points, choices), ChoiceKey(shares)


def _typed_gap(gap: TypedGapItem, gap_id: str, width: int) -> TextGap | NumberGap:
    if isinstance(gap.key, NumberKey):
        return NumberGap(gap_id, gap.points)
    return TextGap(gap_id, gap.points, width)


def _width(item: ClozeItem) -> int:
    """One width for all gaps of a question, so that none tells how long its answer is."""
    keys = [gap.key for gap in item.gaps if isinstance(gap, TypedGapItem)]
    lengths = [len(part.pattern) for key in keys if isinstance(key, TextKey) for part in key.accepted]
    longest = max(lengths, default=0)
    return next((width for width in _WIDTHS if width >= longest), _WIDTHS[-1])
