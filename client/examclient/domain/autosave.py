"""When typing is saved: after a pause, and never later than half a second after the first unsaved key."""

from dataclasses import dataclass

from examprotocol.responses import GapsResponse, Response, TextResponse

QUIET = 0.3
"""Seconds after the last key."""

LONGEST = 0.5
"""Seconds after the first unsaved key: a crash costs no more than that."""


@dataclass(frozen=True, slots=True)
class Typing:
    """Unsaved typing: monotonic seconds of its first and its last key."""

    first: float
    last: float

    def go_on(self, now: float) -> "Typing":
        """The same typing with one more key."""
        return Typing(self.first, now)


def seconds_until_save(typing: Typing, now: float) -> float:
    """How long this typing may still wait, 0 when it is due."""
    return max(0.0, min(typing.last + QUIET, typing.first + LONGEST) - now)


def is_typed(response: Response) -> bool:
    """Whether a response comes key by key; anything else is saved at once."""
    return isinstance(response, TextResponse | GapsResponse)
