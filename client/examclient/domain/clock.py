"""Site time, worked out from the service's replies and a clock that nobody can set.

Rule: site time = monotonic clock + offset, the offset from the round trip with the least delay.
The wall clock may jump by a day and nothing changes.
"""

from dataclasses import dataclass
from threading import Lock
from typing import Protocol

UNKNOWN_UNCERTAINTY = 24 * 3600 * 1000
"""Milliseconds: how far the machine's own clock may be wrong before the site has been heard."""


class Clock(Protocol):
    """The machine's two clocks."""

    def monotonic(self) -> float:
        """Seconds that only go forward."""

    def wall(self) -> float:
        """Seconds since 1970-01-01 UTC as the machine believes."""


@dataclass(frozen=True, slots=True)
class Offset:
    """Site time minus monotonic time, and the most by which it can be wrong; both in milliseconds."""

    offset: float
    uncertainty: float


class SiteClock:
    """Tells site time. Knows nothing of how replies arrive; safe to use from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._best = Offset((clock.wall() - clock.monotonic()) * 1000, UNKNOWN_UNCERTAINTY)

    def learn(self, sent: float, received: float, site_now: int) -> None:
        """Take a reply: asked and answered at these monotonic seconds, with this site time in ms.

        A reply that contradicts the best one so far, as after the machine slept, replaces it.
        """
        offset = Offset(site_now - (sent + received) / 2 * 1000, (received - sent) / 2 * 1000)
        with self._lock:
            if offset.uncertainty <= self._best.uncertainty or _contradict(offset, self._best):
                self._best = offset

    def monotonic(self) -> float:
        """The machine's monotonic seconds, for `learn`."""
        return self._clock.monotonic()

    def now(self) -> int:
        """Site time in milliseconds since 1970-01-01 UTC."""
        return round(self._clock.monotonic() * 1000 + self._best.offset)

    def uncertainty(self) -> int:
        """The most by which `now` can be wrong, in milliseconds."""
        return round(self._best.uncertainty)


DRIFT = 1000
"""Milliseconds that two good clocks may part in the length of an exam."""


def _contradict(one: Offset, other: Offset) -> bool:
    return abs(one.offset - other.offset) > one.uncertainty + other.uncertainty + DRIFT
