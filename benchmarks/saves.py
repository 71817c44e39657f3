"""Events stored durably by the real service: how many a second, and how long each waits for its reply.

The references are a bare loop that writes the same rows in groups, the limit of this disk; the same loop when
it checks the proof of each event besides; and the service with a commit for each request. Then all of it with
8 ms added to each sync of the disk.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.measuring import Figure, Reference, at_least_one, figure, in_turn, new_parser, report, waiting
from benchmarks.service.disks import ADDED_MS, Disk, own_disk, slow_disk
from benchmarks.service.site import ROOT
from benchmarks.service.stations import Seat
from benchmarks.service.trial import BusySite, Load
from examserver.storage.pace import GROUP_LIMIT

LEAST, LONGEST_MS = 0.5, 100.0
"""The aims: of the bare loop's rate, and for p99 with one event a second from each client."""

SLOW_SINGLES = 400
"""So many events are enough where each waits for a slow sync of its own."""

BARE, PROVEN, SERVICE, SINGLE = "bare loop", "bare loop with proofs", "service", "commit each"
REFERENCES = (BARE, PROVEN, SINGLE)
SINGLE_COMMITS = ("-m", "benchmarks.service.single_commits", "serve")


class Trials:
    """All trials on one disk: two services, one of them with a commit for each request, and the bare loop."""

    def __init__(self, folder: Path, disk: Disk, options: argparse.Namespace) -> None:
        seats = [Seat(number) for number in range(1, max(options.clients) + 1)]
        self._folder, self._disk, self._options = folder, disk, options
        self._grouped = BusySite(folder / "grouped", seats)
        self._single = BusySite(folder / "single", seats)
        self.loads: list[Load] = []
        self.proven: list[float] = []
        """Microseconds of processor time for each event of the bare loop with proofs."""

    def __enter__(self) -> "Trials":
        self._grouped.start(self._disk.environment)
        self._single.start(self._disk.environment, SINGLE_COMMITS)
        return self

    def __exit__(self, *_: object) -> None:
        self._single.stop()
        self._grouped.stop()

    def compared(self, clients: int) -> list[Figure]:
        """The lines for so many clients, each of whom waits for one reply before the next event."""
        first = len(self.loads)
        subjects: dict[str, Callable[[], float]] = {
            BARE: lambda: self._bare(clients),
            PROVEN: lambda: self._bare(clients, "proofs"),
            SERVICE: lambda: self._kept(self._grouped.saves(clients, self._options.events)).rate,
            SINGLE: lambda: self._single.saves(clients, self._single_events(clients)).rate,
        }
        rates = in_turn(subjects, self._options.runs)
        title = f"{self._disk.name}{clients} clients"
        waits = [load.seen.all_waits() for load in self.loads[first:]]
        return [*_lines(title, rates), waiting(f"{title}: wait", waits)]

    def steady(self) -> Figure:
        """The line for all clients with one event a second each."""
        clients, seconds = max(self._options.clients), self._options.seconds
        loads = [self._kept(self._grouped.steady(clients, seconds)) for _ in range(self._options.runs)]
        title = f"{self._disk.name}{clients} clients, an event a second each: wait"
        return waiting(title, [load.seen.all_waits() for load in loads], LONGEST_MS)

    def _kept(self, load: Load) -> Load:
        self.loads.append(load)
        return load

    def _single_events(self, clients: int) -> int:
        return max(clients, SLOW_SINGLES) if self._disk.added_ms else self._options.events

    def _bare(self, clients: int, *proofs: str) -> float:
        """Events a second of the bare loop, in groups as large as those of the service can be."""
        events, group = self._options.events, min(clients, GROUP_LIMIT)
        words = [str(self._folder), str(clients), str(events), str(group), *proofs]
        command = [sys.executable, "-m", "benchmarks.service.bare_loop", *words]
        done = subprocess.run(
            command, check=True, cwd=ROOT, env=self._disk.environment, stdout=subprocess.PIPE, text=True
        )
        seconds, used = (float(word) for word in done.stdout.split())
        if proofs:
            self.proven.append(used / events * 1e6)
        assert seconds * 1_000 >= events // group * self._disk.added_ms, "nothing was added to the syncs"
        return float(events / seconds)


def main() -> None:
    """Measure on both disks."""
    options = _parse()
    figures: list[Figure] = []
    loads: list[Load] = []
    proven: list[float] = []
    with tempfile.TemporaryDirectory(prefix="bench-saves-", dir=options.dir) as place:
        slow = slow_disk(Path(place)) if options.slow else None
        for number, disk in enumerate(disk for disk in (own_disk(), slow) if disk):
            folder = Path(place) / str(number)
            folder.mkdir()
            with Trials(folder, disk, options) as trials:
                for clients in options.clients:
                    figures += trials.compared(clients)
                figures.append(trials.steady())
            loads += trials.loads
            proven += trials.proven
    figures += _processor_lines(proven, [load.microseconds for load in loads])
    report(figures, _notes(loads, options, is_slow=slow is not None), options.json)


def _lines(title: str, rates: dict[str, list[float]]) -> list[Figure]:
    """The service's rate stands there once against each of the others; the aim is against the bare loop."""
    unit = "events/s"
    plain = {name: figure(f"{title}: {name}", unit, values) for name, values in rates.items()}
    against = {name: Reference(name, plain[name].median) for name in plain}
    served = [figure(f"{title}: {SERVICE}", unit, rates[SERVICE], against[name]) for name in REFERENCES]
    served[0] = replace(served[0], aim=LEAST, by="least")
    return [*(plain[name] for name in REFERENCES), *served]


def _processor_lines(proven: list[float], served: list[float]) -> list[Figure]:
    """What an event costs the processor, which other programs of the machine change least."""
    reference = figure(f"processor time of an event: {PROVEN}", "µs", proven)
    return [
        reference,
        figure(f"processor time of an event: {SERVICE}", "µs", served, Reference(PROVEN, reference.median)),
    ]


def _notes(loads: list[Load], options: argparse.Namespace, *, is_slow: bool) -> list[str]:
    generator = max(load.generator_share for load in loads)
    notes = [
        f"{options.events} signed events a trial, one a request; plain HTTP on loopback, kept connections.",
        "p99 of a rate is the best run. Waits: medians of the runs' p50 and p99.",
        f"The load generator used at most {generator:.0%} of a core.",
        "Every acknowledged event was in the database afterwards.",
    ]
    if not is_slow:
        notes.append(f"NOT MEASURED: {ADDED_MS} ms a sync. No C compiler to build it with, or not wanted.")
    return notes


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=3)
    parser.add_argument("--dir", type=Path, default=Path(), help="the disk to measure (default: this folder)")
    parser.add_argument(
        "--events", type=at_least_one, default=6_000, help="in a trial (default: %(default)s)"
    )
    parser.add_argument("--seconds", type=at_least_one, default=10, help="of the steady trial (default: 10)")
    parser.add_argument("--clients", type=at_least_one, nargs="+", default=[50, 200, 1_000])
    parser.add_argument("--no-slow", dest="slow", action="store_false", help="this machine's own disk only")
    return parser.parse_args()


if __name__ == "__main__":
    main()
