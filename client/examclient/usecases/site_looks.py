"""The looks at the way to the site: whether it answers, how fast, from which address, and at what time.

Rule: where the site does not answer, that is said once, in red; the others then say that they could not ask.
"""

import time
from statistics import median
from typing import Protocol

from examclient.domain.clock import Clock, SiteClock
from examclient.domain.judging_seat import judge_clock, judge_place, judge_rate, judge_reach
from examclient.domain.machine_facts import Travel
from examclient.domain.self_check import Check, Reason, amber, red
from examclient.errors import SiteAnswerError, SiteRefusedError, SiteUnreachableError
from examclient.usecases.self_check import Look
from examprotocol.messages import Refusal, SelfCheckReply, StationReply, TimeReply
from examprotocol.place import Place
from examprotocol.self_check import CheckResult, SelfCheckReport

QUESTIONS, LONG_ENOUGH = 5, 3_000
"""How often the site is asked for the time, and the milliseconds after which that is often enough."""


class SiteDesk(Protocol):
    """The site, as far as a self-check asks it. Every call raises the site's three errors."""

    def time(self) -> TimeReply:
        """The site time."""

    def station(self) -> StationReply:
        """What the site knows of this machine."""

    def sample(self) -> bytes:
        """Bytes to measure by."""

    def self_check(self, report: SelfCheckReport) -> SelfCheckReply:
        """Hand the report in."""


class SiteLooks:
    """Asks the site; without a desk this machine belongs to none yet, or cannot prove that it does."""

    def __init__(
        self, desk: SiteDesk | None, clock: SiteClock, machine: Clock, *, is_damaged: bool = False
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._machine = machine
        self._is_damaged = is_damaged
        self._travel: Travel | None = None

    def looks(self) -> tuple[Look, ...]:
        """All four; the first one finds out whether there is anybody to ask."""
        return (
            Look(Check.REACH, self.reach),
            Look(Check.RATE, self.rate),
            Look(Check.ADDRESS, self.address),
            Look(Check.CLOCK, self.clock),
        )

    def reach(self) -> CheckResult:
        """How long the site takes to answer a small question."""
        if self._desk is None:
            return red(Check.REACH, Reason.REACH_DAMAGED if self._is_damaged else Reason.REACH_NOT_ENROLLED)
        try:
            self._travel = self._travelled(self._desk)
        except SiteUnreachableError:
            return red(Check.REACH, Reason.REACH_NONE)
        except (SiteAnswerError, SiteRefusedError):
            return red(Check.REACH, Reason.REACH_OTHER)
        return judge_reach(self._travel)

    def rate(self) -> CheckResult:
        """How fast a piece as large as some of a paper's comes."""
        if self._desk is None or self._travel is None:
            return amber(Check.RATE, Reason.SITE_NOT_ASKED)
        began = time.perf_counter()
        sample = self._desk.sample()
        return judge_rate(len(sample), time.perf_counter() - began)

    def address(self) -> CheckResult:
        """Where the site sees this machine, and whether it takes it."""
        if self._desk is None or self._travel is None:
            return amber(Check.ADDRESS, Reason.SITE_NOT_ASKED)
        try:
            place = self._desk.station().place
        except SiteRefusedError as refused:
            if refused.code != Refusal.OUTSIDE:
                return red(Check.ADDRESS, Reason.REACH_NOT_TAKEN, code=refused.code)
            place = Place(outside=refused.about)
        return judge_place(place)

    def clock(self) -> CheckResult:
        """This machine's clock beside the site's."""
        if self._travel is None:
            return amber(Check.CLOCK, Reason.SITE_NOT_ASKED)
        return judge_clock(self._travel)

    def _travelled(self, desk: SiteDesk) -> Travel:
        """The first answer is not counted: it waits for the connection."""
        desk.time()
        times = []
        for _ in range(QUESTIONS):
            began = time.perf_counter()
            desk.time()
            times.append((time.perf_counter() - began) * 1000)
            if sum(times) > LONG_ENOUGH:
                break
        ahead = round(self._machine.wall() * 1000) - self._clock.now()
        return Travel(median(times), ahead, self._clock.uncertainty())
