"""Long texts as edits, so that an essay saved a thousand times stays small.

Rule: positions count Unicode code points, and an edit applies to the same writer's value just before it.
"""

from examprotocol.errors import ChainError
from examprotocol.events import Edited

FULL_COPY_EVERY = 50
"""After so many edits in a row the text is written in full again, so that one damaged event costs little."""

WORTH_AN_EDIT = 200
"""Shorter texts are always written in full: an edit would save nothing."""


def edit_between(question: str, old: str, new: str) -> Edited:
    """The smallest single replacement that makes `new` out of `old`."""
    start = _common_prefix(old, new)
    tail = _common_prefix(old[start:][::-1], new[start:][::-1])
    return Edited(question, start, len(old) - tail, new[start : len(new) - tail], len(new))


def apply_edit(old: str, edit: Edited) -> str:
    """The text after the edit; raises ChainError where they do not belong together."""
    new = old[: edit.start] + edit.text + old[edit.end :]
    if not 0 <= edit.start <= edit.end <= len(old) or len(new) != edit.length:
        raise ChainError(f"an edit of question {edit.question} does not fit the text before it")
    return new


def _common_prefix(left: str, right: str) -> int:
    """How many code points both begin with; found by halving, which compares slices at C speed."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
