"""A question of the paper together with its key, before the two go separate ways."""

from dataclasses import dataclass, field

from examprotocol.paper import Part, Question
from examprotocol.paper_parts import Material
from examserver.importers.notes import Note
from examserver.scoring.keys import Key


@dataclass(frozen=True, slots=True)
class KeyedQuestion:
    """A question and its key; pages that are only read have none."""

    question: Part
    key: Key | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """What one page of the paper brings: its question, and the keys by id, those of its parts too.

    `materials` are those that the paper did not have, by the author's key.
    """

    question: Question
    keys: dict[str, Key]
    notes: tuple[Note, ...] = ()
    materials: dict[str, Material] = field(default_factory=dict)
