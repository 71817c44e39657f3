"""Dragging into gaps: gapMatchInteraction, a text with gaps and a pool."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ClozeItem, DragGapItem, PoolItem
from examserver.importers.qti.asked import UnfitWorthError
from examserver.importers.qti.choosing import identified
from examserver.importers.qti.connecting import right_pairs
from examserver.importers.qti.item_source import ItemSource, count, flag
from examserver.importers.qti.points import in_parts
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import ExactWorth, SharesWorth, Worth
from examserver.importers.rich_tree import gap_mark

_NONE, _ONE = Decimal(0), Decimal(1)
_ALMOST = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class AskedGaps:
    """Fill gaps, by identifier in the order of the text, from a pool of rich text by identifier."""

    space: AnswerSpace
    html: str
    answer: str
    gaps: tuple[str, ...]
    pool: Mapping[str, str]
    uses: Mapping[str, int]
    for_each: bool

    def item(self, stem: str, points: Decimal, worth: Worth | None) -> ClozeItem:
        """The question; the points of a gap are what its best choice gives."""
        shares = self._shares(worth)
        best = [max(one.values(), default=_NONE) for one in shares]
        if isinstance(worth, ExactWorth) and not all(best):
            raise UnfitWorthError("a gap must stay empty")
        if isinstance(worth, SharesWorth):
            each = _points_by_share(points, best, shares)
        else:
            each = in_parts(points, len(self.gaps))
        gaps = (
            DragGapItem(gap_points, {place: share / most for place, share in one.items()} if most else {})
            for gap_points, one, most in zip(each, shares, best, strict=True)
        )
        return ClozeItem(
            stem=stem,
            gaps=tuple(gaps),
            pool=tuple(PoolItem(body, self.uses[one]) for one, body in self.pool.items()),
            exact=isinstance(worth, ExactWorth),
            for_each=self.for_each,
            clipped=any(share < 0 for one in shares for share in one.values()),
        )

    def _shares(self, worth: Worth | None) -> list[dict[int, Decimal]]:
        """For each gap the place in the pool, and what it gives there."""
        if isinstance(worth, ExactWorth):
            return [self._of_gap(gap, dict.fromkeys(worth.right, _ONE), _NONE) for gap in self.gaps]
        if isinstance(worth, SharesWorth):
            return [self._of_gap(gap, worth.shares, worth.others) for gap in self.gaps]
        return [{} for _ in self.gaps]

    def _of_gap(self, gap: str, named: Mapping[str, Decimal], others: Decimal) -> dict[int, Decimal]:
        shares = {place: named.get(f"{one} {gap}", others) for place, one in enumerate(self.pool)}
        return {place: share for place, share in shares.items() if share}


def read_gap_match(element: etree._Element, source: ItemSource) -> AskedGaps:
    """A gapMatchInteraction; pictures to drag are taken like texts."""
    choices = [*element.iterchildren("gapText", "gapImg")]
    pool = identified(choices, source)
    html, gaps = _marked_text(element, source)
    response = element.get("responseIdentifier") or ""
    uses = {one: count(choice.get("matchMax"), 1) for one, choice in zip(pool, choices, strict=True)}
    space = AnswerSpace(
        response=response,
        kind=SpaceKind.PAIRS,
        values=tuple(pool),
        partners=tuple(gaps),
        value_most=uses,
        partner_most=dict.fromkeys(gaps, 1),
    )
    bodies = pool | {gap: str(number) for number, gap in enumerate(gaps, 1)}
    return AskedGaps(
        space=space,
        html=f"{source.prompt(element)}<div>{html}</div>",
        answer=right_pairs(source.declared(response).correct, bodies),
        gaps=tuple(gaps),
        pool=pool,
        uses=uses,
        for_each=flag(element.get("shuffle")),
    )


def _marked_text(element: etree._Element, source: ItemSource) -> tuple[str, list[str]]:
    """The text with a mark for each gap, and the identifiers of the gaps in their order."""
    gaps: list[str] = []

    def mark(gap: etree._Element) -> str:
        identifier = gap.get("identifier") or ""
        if not identifier or identifier in gaps:
            raise QuestionRefusedError("KEY_INVALID", f"A gap is named “{identifier}”, not once and clearly.")
        gaps.append(identifier)
        return gap_mark(len(gaps))

    nothing = dict.fromkeys(("prompt", "gapText", "gapImg"), lambda _: "")
    writer = source.writer({**nothing, "gap": mark})
    writer.write(element)
    piece = writer.pieces[0]
    if writer.blocks or piece.gaps or piece.sounds:
        raise QuestionRefusedError("TYPE_UNSUPPORTED", "Something else is asked between its gaps.")
    if not gaps:
        raise QuestionRefusedError("QUESTION_EMPTY", "It has no gap to drag anything into.")
    return piece.html, gaps


def _points_by_share(points: Decimal, best: list[Decimal], shares: list[dict[int, Decimal]]) -> list[Decimal]:
    """The points of each gap; raises UnfitWorthError where they do not add up to those of the whole."""
    if abs(sum(best, _NONE) - 1) > _ALMOST or any(share < 0 for share in best):
        raise UnfitWorthError("all gaps together give more or less than the whole question")
    if any(one and not most for one, most in zip(shares, best, strict=True)):
        raise UnfitWorthError("a gap must stay empty, or costs points")
    each = [(points * share).quantize(Decimal("0.0001")) for share in best]
    last = max(place for place, share in enumerate(best) if share)
    each[last] += points - sum(each, _NONE)
    return [one.normalize() for one in each]
