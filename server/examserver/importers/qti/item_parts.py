"""From what is asked, and the text around it, to a question: in the line of the text, or below it."""

import re
from collections.abc import Sequence

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ByHandItem, ClozeItem, PlainItem
from examserver.importers.qti.asked import Asked, AskedGap, UnfitWorthError
from examserver.importers.qti.item_scoring import ItemScoring
from examserver.importers.qti.item_source import ItemSource
from examserver.importers.qti.typing_in import AskedText
from examserver.importers.qti.worths import Worth
from examserver.importers.rich_tree import gap_mark

_BLOCK = r"</?(?:p|div|br|blockquote|section|article|h[1-6]|ul|ol|table)\b[^>]*>"
_ALONE_AT_END = re.compile(rf"(?:^|{_BLOCK})\s*{gap_mark(1)}(?:\s|&nbsp;|<[^>]*>)*$")


class Parts:
    """Builds the questions of one item."""

    def __init__(self, source: ItemSource, scoring: ItemScoring) -> None:
        self._source = source
        self._scoring = scoring

    def gapped(self, html: str, gaps: Sequence[AskedGap]) -> PlainItem | ByHandItem:
        """A text with gaps; one gap to type in, alone below the text, is a short answer."""
        first = gaps[0]
        if len(gaps) == 1 and isinstance(first, AskedText) and _ALONE_AT_END.search(html):
            return self.block(html.replace(gap_mark(1), ""), first, "")
        stem = self.rich(html)
        worths = [self._scoring.worth(gap) for gap in gaps]
        try:
            item = self._cloze(stem, gaps, worths)
        except UnfitWorthError as unfit:
            self._take_by_hand(unfit)
            worths = [None for _ in gaps]
            item = self._cloze(stem, gaps, worths)
        return item if all(worths) else self._scoring.by_hand(item, gaps)

    def block(self, before: str, asked: Asked, after: str) -> PlainItem | ByHandItem:
        """A question below its text."""
        stem = self.rich(before + asked.html + after)
        worth, points = self._scoring.worth(asked), self._scoring.points(asked)
        try:
            item = asked.item(stem, points, worth)
        except UnfitWorthError as unfit:
            self._take_by_hand(unfit)
            worth, item = None, asked.item(stem, points, None)
        return item if worth is not None else self._scoring.by_hand(item, [asked])

    def _cloze(self, stem: str, gaps: Sequence[AskedGap], worths: Sequence[Worth | None]) -> ClozeItem:
        made = [gap.gap(self._scoring.points(gap), worth) for gap, worth in zip(gaps, worths, strict=True)]
        return ClozeItem(stem, tuple(made), exact=self._scoring.joint)

    def _take_by_hand(self, unfit: UnfitWorthError) -> None:
        """Say why a person scores; what is joint with other questions cannot be a person's alone."""
        if self._scoring.joint or self._scoring.steps:
            raise QuestionRefusedError("SCORING_UNSUPPORTED", f"It cannot be scored: {unfit}.") from unfit
        self._scoring.note_by_hand(str(unfit))

    def rich(self, html: str) -> str:
        """HTML of the item as rich text."""
        return self._source.texts.rich(self._source.files.text(html))
