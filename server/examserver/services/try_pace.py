"""How often something may be tried in vain.

Rule: only what is wrong counts, so a room that logs in all at once is never slowed. Who guesses is: numbers
five times a minute for one candidate at one station, twenty for one candidate anywhere, twenty for a station;
room passwords five times a minute for a station.
"""

import hashlib
import logging
from collections import OrderedDict, deque
from dataclasses import dataclass

from examprotocol.messages import Refusal
from examserver.errors import RefusedError
from examserver.storage.candidates import comparable

log = logging.getLogger(__name__)

WINDOW = 60_000
"""Milliseconds of site time for which a wrong try counts."""

PAIR_LIMIT, CANDIDATE_LIMIT, STATION_LIMIT = 5, 20, 20
PASSWORD_LIMIT = 5

MOST_KEYS = 20_000
"""So many candidates and stations are remembered; beyond, those with the oldest tries are forgotten."""


@dataclass(frozen=True, slots=True)
class Trying:
    """Who tries, what, and how often in a minute it may be wrong: key to limit."""

    station: str
    what: str
    limits: dict[str, int]


def trying_numbers(station: str, admission_number: str) -> Trying:
    """A login. A hash stands for the number: what somebody types may be long, and somebody's number."""
    candidate = hashlib.sha256(comparable(admission_number).encode()).hexdigest()
    limits = {
        f"{candidate} {station}": PAIR_LIMIT,
        candidate: CANDIDATE_LIMIT,
        station: STATION_LIMIT,
    }
    return Trying(station, "numbers", limits)


def trying_password(station: str) -> Trying:
    """A room password. No limit for all stations together: one of them could lock the proctor out by it."""
    return Trying(station, "room passwords", {f"password {station}": PASSWORD_LIMIT})


def too_often(trying: Trying, until: int) -> RefusedError:
    """The refusal; `until` is the site time in milliseconds from which it may be tried again."""
    log.warning("%s tries wrong %s too often", trying.station, trying.what)
    return RefusedError(Refusal.TOO_OFTEN, f"Too many tries with wrong {trying.what}.", until=until)


class TryPace:
    """Remembers the wrong tries of the last minute. Times are site times in milliseconds."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, deque[int]] = OrderedDict()

    def require_free(self, trying: Trying, now: int) -> None:
        """Raise RefusedError with the time from which it may be tried again, where it may not now."""
        until = max(self._free_from(key, limit, now) for key, limit in trying.limits.items())
        if until:
            raise too_often(trying, until)

    def count_failure(self, trying: Trying, now: int) -> None:
        """Remember a wrong try."""
        for key, limit in trying.limits.items():
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
