"""Whether words can stand in a list or need letters, and which letters."""

from collections.abc import Sequence
from string import ascii_uppercase

from examprotocol.paper_parts import Choice, PoolChoice
from examprotocol.richtext import parse_rich, plain_text

_LONGEST_IN_A_LIST = 28
_PLAIN_TAGS = frozenset({"body", "p", "div", "span", "br"})


def letter_of(index: int) -> str:
    """What the n-th choice is called: A to Z, then numbers."""
    return ascii_uppercase[index] if index < len(ascii_uppercase) else str(index + 1)


def needs_letters(choices: Sequence[Choice | PoolChoice]) -> bool:
    """Whether a list cannot show one of them: it is long, or more than words (a picture, raised letters)."""
    return not all(_fits_in_a_list(choice.body) for choice in choices)


def names_in_lists(choices: Sequence[Choice | PoolChoice]) -> list[tuple[str, str]]:
    """Id and words of each, or id and letter where they need letters."""
    if needs_letters(choices):
        return [(choice.id, letter_of(index)) for index, choice in enumerate(choices)]
    return [(choice.id, plain_text(choice.body)) for choice in choices]


def _fits_in_a_list(body: str) -> bool:
    is_plain = all(element.tag in _PLAIN_TAGS for element in parse_rich(body).iter())
    return is_plain and len(plain_text(body)) <= _LONGEST_IN_A_LIST
