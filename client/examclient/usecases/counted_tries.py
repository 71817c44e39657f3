"""Wrong tries of one kind at this machine: counted on disk, and slowed down the more there are.

Rule: a try is counted on disk before it is judged, so whoever ends the program in the middle gains nothing.
"""

import logging
from typing import Protocol

from examclient.domain.clock import SiteClock
from examclient.domain.tries import Tries
from examclient.errors import JournalError

log = logging.getLogger(__name__)


class TriesShelf(Protocol):
    """Where the count of wrong tries lies over a restart."""

    def keep_wrong_tries(self, count: int) -> None:
        """Keep the count. Raises JournalError."""

    def kept_wrong_tries(self) -> int:
        """What was kept."""


class CountedTries:
    """Owns one count. Not for two threads at once, but `wait` may be asked from any."""

    def __init__(self, shelf: TriesShelf, clock: SiteClock) -> None:
        self._shelf = shelf
        self._clock = clock
        self._tries = Tries(shelf.kept_wrong_tries(), clock.monotonic())

    def wait(self) -> float:
        """Seconds until the next try counts."""
        return self._tries.wait(self._clock.monotonic())

    def begin(self) -> None:
        """One more try is about to be judged."""
        self._count(self._tries.wrong + 1)

    def was_wrong(self) -> None:
        """It was wrong: the next one has to wait."""
        self._tries = self._tries.once_more(self._clock.monotonic())

    def was_right(self) -> int:
        """It was right: nothing stands against anybody any more. Returns how many wrong ones stood before."""
        before, self._tries = self._tries.wrong, Tries()
        self._count(0)
        return before

    def _count(self, wrong: int) -> None:
        """A disk that does not take the count must keep nobody out: it then slows this start only."""
        try:
            self._shelf.keep_wrong_tries(wrong)
        except JournalError as error:
            log.warning("the count of wrong tries is not kept over a restart: %s", error)
