"""An item that asks several things: a passage with questions of its own, in the order of its text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from examserver.importers.items import (
    AccompaniedItem,
    ByHandItem,
    CompositeItem,
    InfoItem,
    PlainItem,
    SoundItem,
)
from examserver.importers.qti.asked import Asked, AskedGap
from examserver.importers.qti.item_parts import Parts
from examserver.importers.qti.item_scoring import ItemScoring
from examserver.importers.qti.item_source import ItemSource
from examserver.importers.qti.pieces import Piece, says_nothing
from examserver.importers.qti.sound_uses import read_sounds

Simple = PlainItem | ByHandItem


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text, the gaps in it, and the question that follows it."""

    piece: Piece
    gaps: tuple[AskedGap, ...]
    block: Asked | None

    @property
    def asked(self) -> tuple[Asked | AskedGap, ...]:
        """All that is asked, in the order of the text."""
        return self.gaps if self.block is None else (*self.gaps, self.block)


def composite(
    stretches: Sequence[Stretch], parts: Parts, scoring: ItemScoring, source: ItemSource
) -> CompositeItem:
    """The whole; what stands before the first question is the passage of all."""
    intro, before = _intro(stretches[0])
    made: list[Simple | AccompaniedItem] = [*_of_stretch(stretches[0], before, parts)]
    for stretch in stretches[1:]:
        sounds = sounds_in([stretch], source)
        of_stretch = _of_stretch(stretch, stretch.piece.html, parts, may_be_empty=not sounds)
        made += [AccompaniedItem(one, sounds=sounds) if sounds else one for one in of_stretch[:1]]
        made += of_stretch[1:]
    points = sum((scoring.points(one) for stretch in stretches for one in stretch.asked), Decimal(0))
    asked = [one.space.response for stretch in stretches for one in stretch.asked]
    steps = tuple(asked.index(name) for name in scoring.steps)
    return CompositeItem(parts.rich(intro), tuple(made), joint=points if scoring.joint else None, steps=steps)


def sounds_in(stretches: Iterable[Stretch], source: ItemSource) -> tuple[SoundItem, ...]:
    """The sounds of these stretches."""
    uses = [use for stretch in stretches for use in stretch.piece.sounds]
    return read_sounds(uses, source.files, source.texts)


def _of_stretch(stretch: Stretch, before: str, parts: Parts, *, may_be_empty: bool = True) -> list[Simple]:
    """The questions of a stretch; text that belongs to none is a part to read."""
    made: list[Simple] = []
    if stretch.gaps:
        made.append(parts.gapped(before, stretch.gaps))
        before = ""
    if stretch.block is not None:
        made.append(parts.block(before, stretch.block, ""))
    elif not stretch.gaps and not (may_be_empty and says_nothing(before)):
        made.append(InfoItem(parts.rich(before)))
    return made


def _intro(first: Stretch) -> tuple[str, str]:
    """What stands before the first question, and what of it is that question's own text."""
    if first.gaps or first.block is None:
        return "", first.piece.html
    if not says_nothing(first.block.html):
        return first.piece.html, ""
    return first.piece.without_last()
