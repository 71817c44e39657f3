"""Names of rooms, seats and machines: one written form of each, so that full-width typing finds the same.

Rule: what cannot be seen is no part of a name, else one name could look like another.
"""

import unicodedata

LONGEST_ROOM, LONGEST_SEAT, LONGEST_STATION = 40, 20, 80


def as_name(text: str) -> str:
    """A room's or machine's name as it is kept: NFKC, one space between words."""
    letters = unicodedata.normalize("NFKC", text)
    return " ".join("".join(letter for letter in letters if unicodedata.category(letter) != "Cf").split())


def as_seat(text: str) -> str:
    """A seat as it is kept: like a name, in capitals, so that `a1` and `A1` are one seat."""
    return as_name(text).upper()


def is_same(one: str, other: str) -> bool:
    """Whether two names are one: capitals do not count."""
    return as_name(one).casefold() == as_name(other).casefold()


def is_name(text: str, longest: int) -> bool:
    """Whether a text can be kept as a name of at most `longest` characters."""
    return 0 < len(text) <= longest and not any(
        unicodedata.category(letter) in ("Cc", "Cs") for letter in text
    )
