"""A question of the paper together with its key, before the two go separate ways."""

from dataclasses import dataclass

from examprotocol.paper import Question
from examserver.importers.notes import Note
from examserver.scoring.keys import Key


@dataclass(frozen=True, slots=True)
class KeyedQuestion:
    """A question and its key; pages that are only read have none."""

    question: Question
    key: Key | None
    notes: tuple[Note, ...] = ()
