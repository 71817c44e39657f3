"""Site time, worked out from the service's replies and a clock that nobody can set.

Rule: site time = monotonic clock + offset, the offset from the round trip with the least delay. The wall
clock may jump by a day and nothing changes. No single reply makes anything over: the first word of all, and
what contradicts the clock so far, as after the machine slept, takes BELIEVED replies in a row that agree.
"""

from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import msgspec

UNKNOWN_UNCERTAINTY = 24 * 3600 * 1000
"""Milliseconds: how far the machine's own clock may be wrong before the site has been heard."""

BELIEVED = 3
"""Replies in a row."""

DRIFT = 1000
"""Milliseconds that two good clocks may part in the length of an exam."""


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

    @property
    def least(self) -> float:
        """The least that the offset can be."""
        return self.offset - self.uncertainty

    def contradicts(self, other: "Offset") -> bool:
        """Whether both cannot be true, even of clocks that part a little."""
        return abs(self.offset - other.offset) > self.uncertainty + other.uncertainty + DRIFT


class Moment(msgspec.Struct, frozen=True):
    """Site time and its uncertainty, in ms, beside the machine's two clocks, in seconds, at that moment.

    `least` is the least that site time could be then, 0 where nobody knew.
    """

    site: int
    uncertainty: int
    monotonic: float
    wall: float
    least: int = 0


class SiteClock:
    """Tells site time. Knows nothing of how replies arrive; safe to use from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._best = Offset((clock.wall() - clock.monotonic()) * 1000, UNKNOWN_UNCERTAINTY)
        self._agreed = 0
        self._least = float("-inf")
        self._rival: Offset | None = None
        self._rivals = 0

    def learn(self, sent: float, received: float, site_now: int) -> None:
        """Take a reply: asked and answered at these monotonic seconds, with this site time in ms."""
        offset = Offset(site_now - (sent + received) / 2 * 1000, (received - sent) / 2 * 1000)
        with self._lock:
            if self._is_unheard():
                self._best, self._agreed = offset, 1
            elif offset.contradicts(self._best):
                self._dispute(offset)
            else:
                self._agree(offset)

    def moment(self) -> Moment:
        """This moment on all clocks, to be kept over a restart."""
        with self._lock:
            monotonic, best = self._clock.monotonic(), self._best
            site, least = round(monotonic * 1000 + best.offset), self._least_now()
            return Moment(site, round(best.uncertainty), monotonic, self._clock.wall(), least)

    def go_on_from(self, kept: Moment, *, same_boot: bool) -> None:
        """Go on from a moment before the restart, unless the site was heard since.

        Within one boot the monotonic clock has gone on. After another the machine's own clock says how long
        it was off, and may be wrong by all of that; one that went back says nothing.
        """
        with self._lock:
            if self._is_unheard():
                self._best = _same_boot(kept) if same_boot else self._after_boot(kept)
                monotonic = kept.monotonic if same_boot else self._clock.monotonic()
                self._least = kept.least - monotonic * 1000

    def is_in_doubt(self) -> bool:
        """Whether more replies are needed before the site's time is believed."""
        with self._lock:
            return self._rival is not None or self._agreed < BELIEVED

    def _is_unheard(self) -> bool:
        return self._best.uncertainty >= UNKNOWN_UNCERTAINTY

    def _least_now(self) -> int:
        least = self._best.least if self._agreed >= BELIEVED else self._least
        if self._rival is not None:
            least = min(least, self._rival.least)
        return round(max(self._clock.monotonic() * 1000 + least, 0))

    def _agree(self, offset: Offset) -> None:
        self._rival = None
        self._agreed += 1
        if offset.uncertainty <= self._best.uncertainty:
            self._best = offset

    def _dispute(self, offset: Offset) -> None:
        """The clock so far goes on until as many replies say otherwise."""
        is_new = self._rival is None or offset.contradicts(self._rival)
        if is_new or self._rival is None or offset.uncertainty <= self._rival.uncertainty:
            self._rival = offset
        self._rivals = 1 if is_new else self._rivals + 1
        if self._rivals >= BELIEVED:
            self._best, self._agreed, self._rival = self._rival, self._rivals, None

    def _after_boot(self, kept: Moment) -> Offset:
        off = (self._clock.wall() - kept.wall) * 1000
        offset = kept.site + max(off, 0.0) - self._clock.monotonic() * 1000
        return Offset(offset, kept.uncertainty + off if off >= 0 else UNKNOWN_UNCERTAINTY)

    def monotonic(self) -> float:
        """The machine's monotonic seconds, for `learn`."""
        return self._clock.monotonic()

    def now(self) -> int:
        """Site time in milliseconds since 1970-01-01 UTC."""
        return round(self._clock.monotonic() * 1000 + self._best.offset)

    def now_in(self, start: int, end: int) -> int:
        """`now` for a person in an exam: it says that it is over only where that is certain."""
        now, certain = self.now(), self.certain()
        return max(start, certain) if now >= end > certain else now

    def certain(self) -> int:
        """The least that site time can be now: what is over by it is over."""
        with self._lock:
            return self._least_now()

    def uncertainty(self) -> int:
        """The most by which `now` can be wrong, in milliseconds."""
        return round(self._best.uncertainty)


def _same_boot(kept: Moment) -> Offset:
    return Offset(kept.site - kept.monotonic * 1000, kept.uncertainty)
