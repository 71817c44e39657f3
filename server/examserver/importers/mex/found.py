"""What was found in a part of an exam while its text was written: sounds, gaps and remarks."""

from dataclasses import dataclass, field

from lxml import etree

from examserver.importers.notes import Note


@dataclass(frozen=True, slots=True)
class FoundSound:
    """A sound as the exam names it. `times` 0 is any number; `restricted`: neither wound nor held."""

    name: str
    title: str
    times: int
    restricted: bool


@dataclass(slots=True)
class Found:
    """Sounds and answers in the order of the text, and what to tell the person who imports."""

    sounds: list[FoundSound] = field(default_factory=list)
    gaps: list[etree._Element] = field(default_factory=list)
    notes: dict[Note, None] = field(default_factory=dict)

    def note(self, code: str, sentence: str) -> None:
        """Keep a remark once."""
        self.notes[Note(code, sentence)] = None
