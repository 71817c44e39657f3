"""How many proctors a room needs, and until when who they are can be changed: the rules of practice.

Rule: up to 30 candidates need one, each further 30 two more. Until 48 hours before the start all is free,
then a change needs an approval, and in the last two hours only a site admin changes anything, with a reason.
"""

from enum import StrEnum

HOUR = 3_600_000
APPROVED_FROM, CLOSED_FROM = 48 * HOUR, 2 * HOUR
"""Milliseconds before the start."""

EACH = 30


class Window(StrEnum):
    """What a change of proctors takes at a moment."""

    FREE = "free"
    APPROVAL = "approval"
    CLOSED = "closed"


def needed_for(candidates: int) -> int:
    """How many proctors a room with so many candidates needs."""
    if candidates <= 0:
        return 0
    return 1 + 2 * max(0, -(-(candidates - EACH) // EACH))


def window_at(starts: int, now: int) -> Window:
    """What a change takes; both are site times in milliseconds, `starts` 0 for a sitting without exams."""
    if not starts or now < starts - APPROVED_FROM:
        return Window.FREE
    return Window.APPROVAL if now < starts - CLOSED_FROM else Window.CLOSED
