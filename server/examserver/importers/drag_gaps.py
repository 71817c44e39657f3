"""The pool that drag gaps are filled from, and the keys of those gaps.

Rule: equal texts of a pool are one choice, since nobody could tell which of them was meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from examprotocol.paper_parts import PoolChoice
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ClozeItem, DragGapItem, PoolItem
from examserver.importers.link_questions import tells_the_key
from examserver.importers.question_texts import is_blank
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import ChoiceKey


@dataclass(frozen=True, slots=True)
class Pool:
    """The pool of a question, and the id that each place of the author's pool has in it."""

    choices: tuple[PoolChoice, ...]
    id_of: dict[int, str]

    def key(self, gap: DragGapItem) -> ChoiceKey:
        """The key of a gap; of equal texts the best share counts."""
        if not all(0 <= place < len(self.id_of) for place in gap.shares):
            raise QuestionRefusedError("KEY_INVALID", "A gap's key names something that is not in the pool.")
        by_share = sorted(gap.shares.items(), key=lambda one: one[1])
        return ChoiceKey({self.id_of[place]: share for place, share in by_share})


def pool_of(item: ClozeItem, question_id: str, shuffler: Shuffler) -> Pool:
    """The pool of a cloze question; empty where it has no gap to drag into."""
    dragged = [gap for gap in item.gaps if isinstance(gap, DragGapItem)]
    if not dragged:
        return Pool((), {})
    if any(is_blank(one.body) for one in item.pool):
        raise QuestionRefusedError("CHOICE_EMPTY", "Something that is to be put into gaps is empty.")
    merged = _merged(item.pool)
    if len(merged) < 2:
        raise QuestionRefusedError("CHOICE_MISSING", "It has fewer than two things to put into gaps.")
    if item.for_each or tells_the_key(_best_places(dragged)):
        merged = shuffler.shuffled(question_id, merged)
    choices = tuple(
        PoolChoice(f"{question_id}d{number}", one.body, one.uses) for number, one in enumerate(merged, 1)
    )
    ids = {choice.body: choice.id for choice in choices}
    return Pool(choices, {place: ids[one.body] for place, one in enumerate(item.pool)})


def _merged(pool: Sequence[PoolItem]) -> list[PoolItem]:
    """Equal texts as one, to be used as often as all of them together."""
    uses: dict[str, list[int]] = {}
    for one in pool:
        uses.setdefault(one.body, []).append(one.uses)
    return [PoolItem(body, sum(each) if all(each) else 0) for body, each in uses.items()]


def _best_places(gaps: Sequence[DragGapItem]) -> list[int]:
    return [max(gap.shares, key=lambda place: gap.shares[place]) for gap in gaps if gap.shares]
