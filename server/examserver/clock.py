"""The site time: milliseconds since 1970-01-01 UTC, by which every deadline is meant.

Rule: while the service runs nothing makes the site time jump, not even somebody who sets the machine's clock.
"""

import time
from typing import Protocol


class Clock(Protocol):
    """Tells the site time."""

    def now(self) -> int:
        """The site time in milliseconds."""


class SteadyClock:
    """The machine's clock as it was at the start, carried on by the monotonic one."""

    def __init__(self, now: int | None = None) -> None:
        """`now` is the site time in milliseconds where another machine's clock tells it."""
        start = time.time_ns() if now is None else now * 1_000_000
        self._offset = start - time.monotonic_ns()

    def now(self) -> int:
        """The site time in milliseconds."""
        return (self._offset + time.monotonic_ns()) // 1_000_000


class MachineClock:
    """The machine's clock as it is now, which somebody may set: only for what must not be done too early."""

    def now(self) -> int:
        """That time in milliseconds."""
        return time.time_ns() // 1_000_000
