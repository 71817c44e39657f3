"""Which characters can be printed: those that one of the bundled fonts has, and that can be seen.

Rule: a character that is missing is named by its number, never left out or drawn as a box.
"""

from functools import cache
from unicodedata import category

BLANKS = ("Zs",)


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters that cannot be printed, each once: `𠮷 (U+20BB7)`, of an unseen one the number."""
    return tuple(named(one) for one in dict.fromkeys(text) if not is_printable(one))


def is_printable(character: str) -> bool:
    """Whether somebody would see the character on paper."""
    return category(character) in BLANKS or (character.isprintable() and ord(character) in _covered())


def named(character: str) -> str:
    """A character that cannot be printed, by its number."""
    number = f"U+{ord(character):04X}"
    return f"{character} ({number})" if character.isprintable() else number


@cache
def _covered() -> frozenset[int]:
    from examserver.importers.bundled_fonts import bundled_coverage  # noqa: PLC0415 - it reads the fonts

    return frozenset().union(*(one.code_points for one in bundled_coverage()))
