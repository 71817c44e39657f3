"""What is printed, and how it is to look. Knows nothing of PDF."""

from collections.abc import Callable
from dataclasses import dataclass

MM = 72 / 25.4
"""Points."""

WIDTH, HEIGHT = 210 * MM, 297 * MM
"""A page of A4."""

Show = Callable[[int, int], None]


def unwatched(done: int, total: int) -> None:
    """Nobody looks how far it is."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A document, and the characters that no font has: they are printed as their numbers."""

    content: bytes
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipStyle:
    """How slips look: the site's name, its own rules or `""`, the language (`zh` or `en`), two on a sheet."""

    site: str
    rules: str = ""
    language: str = "zh"
    two: bool = False

    @property
    def scale(self) -> float:
        """How large everything is."""
        return 1.0 if self.two else 1.3

    @property
    def height(self) -> float:
        """Points that a slip has."""
        return HEIGHT / 2 if self.two else HEIGHT

    @property
    def most_exams(self) -> int:
        """So many exams have room on one slip; the others stand on another."""
        return 3 if self.two else 8
