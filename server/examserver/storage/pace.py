"""How quickly the writer stores, measured as it works, and how long it will take for what waits.

Rule: times come in as seconds that somebody measured; nothing here looks at a clock.
"""

import math

GROUP_LIMIT = 256
GROUP_SECONDS = 0.25
"""A group ends with so many operations, or after so much work: a station waits 5 s for its reply, and on a
busy machine 256 submits take longer than that."""

MEMORY = 32
"""So many operations weigh as much as all that was measured before them."""


class Pace:
    """Remembers the seconds that an operation takes, and those that each commit takes besides."""

    def __init__(self) -> None:
        self._work = 0.0
        self._commit = 0.0

    def note(self, operations: int, work: float, commit: float) -> None:
        """A group of operations took so many seconds of work, and then so many for its commit."""
        weight = operations / (operations + MEMORY)
        self._work += weight * (work / operations - self._work)
        self._commit += weight * (commit - self._commit)

    def seconds_for(self, operations: int) -> float:
        """How long it will be until so many operations are stored. 0 until something was measured."""
        return operations * self._work + self._groups_of(operations) * self._commit

    def _groups_of(self, operations: int) -> int:
        fits = GROUP_SECONDS / self._work if self._work else GROUP_LIMIT
        return math.ceil(operations / min(max(fits, 1.0), GROUP_LIMIT))
