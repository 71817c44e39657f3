"""One service under load: sends saves, measures their rate, and looks whether what was promised is stored."""

import itertools
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.service.plan import Line, Plan, Seen
from benchmarks.service.sending import log_in, send
from benchmarks.service.site import SERVE, make_site, serving, stored_events
from benchmarks.service.stations import Seat

RAMP = 0.1
"""This share of a trial at each of its ends does not count: there not all clients are at work."""


@dataclass(frozen=True, slots=True)
class Load:
    """One trial: what was seen, the service's processor time in seconds for it, and how many saves it had."""

    seen: Seen
    service_cpu: float
    saves: int

    @property
    def rate(self) -> float:
        """Saves a second while all clients were at work."""
        ends = sorted(end for line in self.seen.ends for end in line)
        first, last = int(len(ends) * RAMP), int(len(ends) * (1 - RAMP)) - 1
        return (last - first) / max(ends[last] - ends[first], 1e-9)

    @property
    def generator_share(self) -> float:
        """The part of one core that the load generator used."""
        return self.seen.cpu / self.seen.seconds

    @property
    def service_share(self) -> float:
        """The part of one core that the service used."""
        return self.service_cpu / self.seen.seconds

    @property
    def microseconds(self) -> float:
        """The service's processor time for each save."""
        return self.service_cpu / self.saves * 1e6


class BusySite:
    """A running service and its folder. Of its candidates the first `early` log in at the start, or all."""

    def __init__(self, folder: Path, seats: Sequence[Seat], early: int | None = None) -> None:
        self._folder = folder
        self._early = list(seats)[:early]
        self._names = itertools.count()
        self._stack = ExitStack()
        make_site(folder, seats)

    def start(self, environment: Mapping[str, str], module: Sequence[str] = SERVE) -> None:
        """Serve in this environment, and log in who is to be there before anything is measured."""
        self._service = self._stack.enter_context(serving(self._folder, environment, module))
        self._sessions = log_in(self._service, self._early)

    def stop(self) -> None:
        """End the service."""
        self._stack.close()

    @property
    def port(self) -> int:
        """Where the service listens."""
        return self._service.port

    def resident(self) -> float:
        """The service's resident memory in MB."""
        return self._service.resident()

    def saves(self, clients: int, events: int) -> Load:
        """So many events (rounded to as many for each client), each client's next when one is answered."""
        name, each = str(next(self._names)), max(1, events // clients)
        lines = [Line(session.saves(name, each)) for session in self._sessions[:clients]]
        return self.run(lines, clients * each)

    def steady(self, clients: int, seconds: int) -> Load:
        """One event of each client in every second, however long the service takes."""
        return self.run(self.steady_lines(clients, seconds), clients * seconds)

    def steady_lines(self, clients: int, seconds: int) -> list[Line]:
        """The lines of clients who save once in every second, each at a moment of its own."""
        name, dice = str(next(self._names)), Random(clients)
        moments = [dice.random() for _ in range(clients)]
        return [
            Line(session.saves(name, seconds), [moment + second for second in range(seconds)])
            for session, moment in zip(self._sessions, moments, strict=False)
        ]

    def login_lines(self, seats: Sequence[Seat], seconds: int) -> list[Line]:
        """Each seat's candidate logs in once, on a new connection, evenly spread but for chance."""
        dice = Random(len(seats))
        return [Line([seat.login_request()], [dice.random() * seconds], late=True) for seat in seats]

    def run(self, lines: list[Line], saves: int) -> Load:
        """Send; every save must be answered well and then be in the database."""
        before, cpu = stored_events(self._folder), self._service.cpu_seconds()
        seen = send(Plan(self._service.port, lines))
        used = self._service.cpu_seconds() - cpu
        assert not seen.refused, f"{seen.refused} requests were refused"
        assert stored_events(self._folder) == before + saves, "what was acknowledged is not stored"
        return Load(seen, used, saves)
