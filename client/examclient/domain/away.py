"""When another window was in front of the exam: what is noted, and what it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass

from examprotocol.events import FocusLost, WriterLog

SHORTEST = 0.25
"""Seconds below which it was no person: a window that opens, an input method's list."""


@dataclass(frozen=True, slots=True)
class Away:
    """How often another window was in front, and for how many seconds in all."""

    times: int = 0
    seconds: int = 0


NEVER_AWAY = Away()


def noted_seconds(seconds: float) -> int:
    """Whole seconds for the journal, at least one; 0 for what is too short to be noted."""
    return max(1, round(seconds)) if seconds >= SHORTEST else 0


def away_in(logs: Iterable[WriterLog]) -> Away:
    """What the journal says, over all machines."""
    lost = [event.body.seconds for log in logs for event in log.events if isinstance(event.body, FocusLost)]
    return Away(len(lost), sum(lost))
