"""What texts bring along into the paper besides their words: pictures, sounds and formulas.

Rule: each is named by its content (the SHA-256 of its bytes, a formula's id made of its own), so two
questions that bring the same bring it once, and none has to be numbered.
"""

from dataclasses import dataclass, field

from examprotocol.paper_parts import Formula
from examserver.importers.draft import Picture, Sound


@dataclass
class Collected:
    """Pictures and sounds by SHA-256, formulas by id; a formula's SVG is among the pictures. It grows."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    sounds: dict[str, Sound] = field(default_factory=dict)
    formulas: dict[str, Formula] = field(default_factory=dict)

    def add(self, other: "Collected") -> None:
        """Take what another collection has."""
        self.pictures |= other.pictures
        self.sounds |= other.sounds
        self.formulas |= other.formulas
