"""What a power cut or a fault is tried on: something that stores events and says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from examprotocol.events import Event, Writer

MOST_TRIES = 3
"""So often a portion is offered that is refused; then the writer gives up, as a candidate would."""


@dataclass(frozen=True, slots=True)
class Trying:
    """The word that the next events of a writer are being stored; it is for a trace of system calls only."""

    writer: str


@dataclass(frozen=True, slots=True)
class Saved:
    """The word that a writer's events up to `seq` are stored."""

    writer: str
    seq: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The word that something was not stored; `plainly` means by the error that people are told by."""

    error: str
    plainly: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """The writer has stored all that it was to store."""


Told = Trying | Saved | Refused | Finished
Tell = Callable[[Told], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What a writing process is to do: as writer `number`, up to `events` events of each writer."""

    folder: Path
    number: int
    events: int


@dataclass(frozen=True, slots=True)
class Held:
    """What a reopened store has: whole writers, and a sentence on each thing that is damaged."""

    logs: tuple[tuple[Writer, tuple[Event, ...]], ...]
    damage: tuple[str, ...] = ()


class Subject(Protocol):
    """Something that stores events in a folder."""

    name: str

    def prepare(self, folder: Path) -> None:
        """Put there what must be there before the first start."""

    def write(self, order: Order, tell: Tell) -> None:
        """Store events and tell of each portion that is stored or refused; ends at the latest with all."""

    def read(self, folder: Path, numbers: Iterable[int]) -> Held:
        """Open it as the next start does, and read what the writers with these numbers had stored."""
