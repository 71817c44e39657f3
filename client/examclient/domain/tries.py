"""How wrong passwords are slowed down: 1 s, 2 s, 4 s .. 60 s between two tries.

Rule: only the count is kept over a restart. The wait for that count then begins anew in full, so starting the
program again gains nobody a try.
"""

from dataclasses import dataclass

LONGEST = 60.0
"""Seconds."""

MOST_DOUBLINGS = 6
"""Beyond so many the wait is the longest anyway."""


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong passwords in a row, and the monotonic seconds of the last one, or of the start."""

    wrong: int = 0
    last: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next try counts, 0 when it may be made."""
        return max(0.0, self.last + pause_after(self.wrong) - now)

    def once_more(self, now: float) -> "Tries":
        """One more wrong password."""
        return Tries(self.wrong + 1, now)


def pause_after(wrong: int) -> float:
    """Seconds between the last of so many wrong passwords and the next try."""
    return min(LONGEST, 2.0 ** min(wrong - 1, MOST_DOUBLINGS)) if wrong > 0 else 0.0
