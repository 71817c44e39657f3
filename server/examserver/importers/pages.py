"""From an author's question, alone or with passages, sounds and parts, to what one page of the paper brings.

Rule: each part has an id of its own (`q3p1`), and its key stands under it; a material that several questions
name is in the paper once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

import msgspec

from examprotocol.paper import Composite, Info, Part, Question
from examprotocol.paper_parts import Material, Media
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    AccompaniedItem,
    ByHandItem,
    CompositeItem,
    Item,
    MaterialItem,
    PlainItem,
    SoundItem,
)
from examserver.importers.keyed_question import BuiltPage
from examserver.importers.notes import Note
from examserver.importers.question_texts import is_blank
from examserver.importers.questions import build_part
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import JointKey, Key, StepsKey

Q = TypeVar("Q", bound=Question)


def build_page(
    item: Item, question_id: str, shuffler: Shuffler, known: Mapping[str, Material] | None = None
) -> BuiltPage:
    """Build a question; `known` are the paper's materials, by the author's key.

    Raises QuestionRefusedError.
    """
    page = _Page(shuffler, dict(known or {}))
    question = page.question(item, question_id)
    made = {key: material for key, material in page.materials.items() if key not in (known or {})}
    return BuiltPage(question, page.keys, tuple(page.notes), made)


@dataclass
class _Page:
    """Collects what a page brings while its parts are built. Mutable: it grows."""

    shuffler: Shuffler
    materials: dict[str, Material]
    keys: dict[str, Key] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def question(self, item: Item, question_id: str) -> Question:
        accompanied = item if isinstance(item, AccompaniedItem) else AccompaniedItem(item)
        inner = accompanied.item
        if is_blank(_stem(inner)) and not accompanied.materials and not accompanied.sounds:
            raise QuestionRefusedError("QUESTION_EMPTY", "There is nothing to read in it.")
        if isinstance(inner, CompositeItem):
            return self._accompany(self._composite(inner, question_id), accompanied)
        return self._accompany(self._simple(inner, question_id), accompanied)

    def _simple(self, item: PlainItem | ByHandItem, question_id: str) -> Part:
        built = build_part(item, question_id, self.shuffler)
        if built.key is not None:
            self.keys[question_id] = built.key
        self.notes += built.notes
        return built.question

    def _composite(self, item: CompositeItem, question_id: str) -> Composite:
        parts = tuple(
            self._part(part, f"{question_id}p{number}", number) for number, part in enumerate(item.parts, 1)
        )
        asked = [part for part in parts if not isinstance(part, Info)]
        if not asked:
            raise QuestionRefusedError("QUESTION_EMPTY", "None of its parts asks anything.")
        points = _points(asked, item.answer_limit)
        if item.joint is not None:
            self.keys[question_id] = JointKey(tuple(part.id for part in asked))
            points = item.joint
        if item.steps:
            self.keys[question_id] = StepsKey(tuple(asked[place].id for place in item.steps))
        limit = item.answer_limit if item.answer_limit < len(asked) else 0
        return Composite(id=question_id, stem=item.stem, points=points, parts=parts, answer_limit=limit)

    def _part(self, item: PlainItem | ByHandItem | AccompaniedItem, part_id: str, number: int) -> Part:
        """A part may do without a text of its own: the passage speaks for it."""
        accompanied = item if isinstance(item, AccompaniedItem) else AccompaniedItem(item)
        inner = accompanied.item
        if isinstance(inner, CompositeItem):
            raise QuestionRefusedError("TYPE_UNSUPPORTED", f"Part {number} has parts of its own.")
        try:
            return self._accompany(self._simple(inner, part_id), accompanied)
        except QuestionRefusedError as refused:
            raise QuestionRefusedError(refused.code, f"Part {number}: {refused.sentence}") from refused

    def _accompany(self, question: Q, item: AccompaniedItem) -> Q:
        materials = tuple(dict.fromkeys(self._material(material) for material in item.materials))
        media = _media(item.sounds, question.id)
        return msgspec.structs.replace(question, materials=materials, media=media)

    def _material(self, item: MaterialItem) -> str:
        """The id of this material, which is new to the paper or was there."""
        if item.key not in self.materials:
            material_id = f"m{len(self.materials) + 1}"
            self.materials[item.key] = Material(
                material_id, item.title, item.body, _media(item.sounds, material_id)
            )
        return self.materials[item.key].id


def _media(sounds: Sequence[SoundItem], owner: str) -> tuple[Media, ...]:
    return tuple(
        Media(f"{owner}a{number}", sound.asset, sound.title, sound.max_plays, sound.may_seek, sound.may_pause)
        for number, sound in enumerate(sounds, 1)
    )


def _stem(item: PlainItem | ByHandItem | CompositeItem) -> str:
    if isinstance(item, ByHandItem):
        return item.item.stem
    if isinstance(item, CompositeItem):
        return item.stem or "".join(_stem(_inner(part)) for part in item.parts)
    return item.stem


def _inner(part: PlainItem | ByHandItem | AccompaniedItem) -> PlainItem | ByHandItem | CompositeItem:
    return part.item if isinstance(part, AccompaniedItem) else part


def _points(parts: Sequence[Part], limit: int) -> Decimal:
    """What the parts can give together, where only the best ones count what those can."""
    points = sorted((part.points for part in parts), reverse=True)
    return sum(points[: limit or len(points)], Decimal(0))
