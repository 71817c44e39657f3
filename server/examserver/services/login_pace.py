"""How often a login may be tried in vain.

Rule: only wrong numbers count, so a room that logs in all at once is never slowed. Who guesses is: five tries
a minute for one candidate at one station, twenty for one candidate anywhere, twenty at one station.
"""

import hashlib
from collections import OrderedDict, deque

from examserver.storage.candidates import comparable

WINDOW = 60_000
"""Milliseconds of site time for which a wrong try counts."""

PAIR_LIMIT, CANDIDATE_LIMIT, STATION_LIMIT = 5, 20, 20

MOST_KEYS = 20_000
"""So many candidates and stations are remembered; beyond, those with the oldest tries are forgotten."""


class LoginPace:
    """Remembers the wrong tries of the last minute. Times are site times in milliseconds."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, deque[int]] = OrderedDict()

    def free_from(self, station: str, admission_number: str, now: int) -> int:
        """When a try for this candidate at this station may be made again; 0 where it may now."""
        limits = _limits(station, admission_number)
        return max(self._free_from(key, limit, now) for key, limit in limits.items())

    def count_failure(self, station: str, admission_number: str, now: int) -> None:
        """Remember a try with wrong numbers."""
        for key, limit in _limits(station, admission_number).items():
            tries = self._tries.setdefault(key, deque())
            tries.append(now)
            if len(tries) > limit:
                tries.popleft()
            self._tries.move_to_end(key)
        self._forget_the_oldest(now)

    def _free_from(self, key: str, limit: int, now: int) -> int:
        """The oldest of as many tries as the limit is decides: where it lies a minute back, there is room."""
        tries = self._tries.get(key)
        if tries is None or len(tries) < limit or tries[0] + WINDOW <= now:
            return 0
        return tries[0] + WINDOW

    def _forget_the_oldest(self, now: int) -> None:
        """Keys stand in the order of their last tries."""
        while self._tries:
            key, tries = next(iter(self._tries.items()))
            if tries[-1] + WINDOW > now and len(self._tries) <= MOST_KEYS:
                return
            del self._tries[key]


def _limits(station: str, admission_number: str) -> dict[str, int]:
    """A hash stands for the number: what somebody types may be long, and may be somebody's number."""
    candidate = hashlib.sha256(comparable(admission_number).encode()).hexdigest()
    return {
        f"{candidate} {station}": PAIR_LIMIT,
        candidate: CANDIDATE_LIMIT,
        station: STATION_LIMIT,
    }
