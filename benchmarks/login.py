"""A thousand candidates log in within a minute while others are working, and what the service holds then.

Each login comes over a new connection. The reference is the same number of logins while nobody else works.
"""

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.measuring import Figure, at_least_one, figure, new_parser, report, waiting
from benchmarks.service.plan import Line
from benchmarks.service.stations import Seat
from benchmarks.service.trial import BusySite, Load

MOST_MS, MOST_MB = 1_000.0, 300.0
"""The aims: p99 of a login, and resident memory with all attempts open."""

ALONE = "nobody else"


class Morning:
    """A site where some candidates are working already and all others are still to come."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self._options = options
        working = [Seat(number) for number in range(1, options.working + 1)]
        coming = range(options.working + 1, options.working + options.logins + 1)
        self._coming = [Seat(number) for number in coming]
        self._site = BusySite(folder, [*working, *self._coming], len(working))

    def run(self) -> tuple[Load, Load, float]:
        """The logins with nobody else, then with the others at work; and the memory in MB afterwards."""
        self._site.start(os.environ)
        try:
            alone = self._log_in([])
            busy = self._log_in(self._site.steady_lines(self._options.working, self._options.seconds))
            return alone, busy, self._site.resident()
        finally:
            self._site.stop()

    def _log_in(self, others: list[Line]) -> Load:
        lines = self._site.login_lines(self._coming, self._options.seconds)
        return self._site.run([*lines, *others], sum(len(line.requests) for line in others))


def main() -> None:
    """Let everybody log in, several times over."""
    options = _parse()
    alone: list[Load] = []
    busy: list[Load] = []
    memory: list[float] = []
    for _ in range(options.runs):
        with tempfile.TemporaryDirectory(prefix="bench-login-", dir=options.dir) as place:
            first, second, resident = Morning(Path(place) / "site", options).run()
        alone.append(first)
        busy.append(second)
        memory.append(resident)
    report(_figures(alone, busy, memory, options), _notes(busy, options), options.json)


def _figures(
    alone: list[Load], busy: list[Load], memory: list[float], options: argparse.Namespace
) -> list[Figure]:
    logins, title = options.logins, f"{options.logins} logins in {options.seconds} s"
    quiet = waiting(f"{title}, {ALONE}", [_waits(load, 0, logins) for load in alone], MOST_MS)
    others = f"{options.working} saves/s beside"
    crowded = waiting(f"{title}, {others}", [_waits(load, 0, logins) for load in busy], MOST_MS)
    ratio = crowded.median / quiet.median
    saves = waiting("the saves beside", [_waits(load, logins, None) for load in busy])
    held = figure(f"memory with {logins + options.working} attempts, RSS", "MB", memory, aim=MOST_MB)
    return [quiet, replace(crowded, reference=ALONE, ratio=ratio), saves, held]


def _waits(load: Load, first: int, last: int | None) -> list[float]:
    return [wait for line in load.seen.waits[first:last] for wait in line]


def _notes(busy: list[Load], options: argparse.Namespace) -> list[str]:
    generator, service = (max(shares) for shares in zip(*map(_shares, busy), strict=True))
    return [
        "Plain HTTP on loopback, each login on a new connection; waits from when the candidate logs in.",
        f"Those at work ({options.working}) send an event a second each. Medians of each run's figures.",
        f"The load generator used at most {generator:.0%} of a core, the service {service:.0%}.",
    ]


def _shares(load: Load) -> tuple[float, float]:
    return load.generator_share, load.service_share


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=3)
    parser.add_argument("--dir", type=Path, default=Path(), help="the disk to measure (default: this folder)")
    parser.add_argument("--logins", type=at_least_one, default=1_000, help="(default: %(default)s)")
    parser.add_argument("--working", type=at_least_one, default=200, help="saves a second (default: 200)")
    parser.add_argument("--seconds", type=at_least_one, default=60, help="for all logins (default: 60)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
