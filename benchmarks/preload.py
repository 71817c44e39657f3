"""A room takes its sealed papers through one line, all stations at once: the time to the last of them.

The reference is the line's limit: the sealed bytes of all stations at the line's rate, without any header.
Before that the site's service takes the paper from the authority's through a wide-area line; after it a room
takes it from there itself, past the site's service. The bytes on that line are counted both times.
"""

import argparse
import signal
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from benchmarks.measuring import Figure, Reference, at_least_one, figure, new_parser, report
from benchmarks.one_line.line import NoLineError, line
from benchmarks.one_line.two_ways import Plan, Ways, both_ways
from benchmarks.one_line.wide import wide_area

MEGABYTE = 1_000_000
MOST = 1.1
"""The aim: so many times the line's limit until the last station has its paper."""

CANNOT, STOPPED = 3, 130


def main() -> int:
    """Fill the room with a paper of each size; returns the exit code."""
    options = _parse()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        ways = {size: [_taken(size, options) for _ in range(options.runs)] for size in options.sizes}
    except NoLineError as error:
        print(error, file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        print("Stopped. Namespaces, line and files are taken away.", file=sys.stderr)
        return STOPPED
    figures = [one for size, taken in ways.items() for one in figures_of(size, taken, options)]
    report(figures, _notes([one for taken in ways.values() for one in taken], options), options.json)
    return 0


def figures_of(size: int, ways: Sequence[Ways], options: argparse.Namespace) -> list[Figure]:
    """The lines of the table for one size."""
    title, rooms = title_of(size, options), [one.room for one in ways]
    payload = rooms[0].sealed * options.stations / MEGABYTE
    sealed = Reference("the sealed bytes", payload)
    limit = Reference("the line's limit", seconds_for(payload, options.rate))
    return [
        figure(f"{title}: {limit.name}", "s", [limit.median]),
        figure(f"{title}: median station", "s", [statistics.median(one.seconds) for one in rooms], limit),
        figure(f"{title}: last station", "s", [one.seconds[-1] for one in rooms], limit, MOST),
        figure(f"{title}: bytes on the line", "MB", [one.carried / MEGABYTE for one in rooms], sealed),
        *_wide_area(title, ways, options.wide_area),
    ]


def _wide_area(title: str, ways: Sequence[Ways], rate: int) -> list[Figure]:
    """What the wide-area line had to do: for the site's service once, and past it for each station."""
    paper = Reference("one sealed paper", ways[0].room.sealed / MEGABYTE)
    beforehand = [one.fetched for one in ways]
    once = Reference("the site's cache", statistics.median(beforehand))
    line = Reference("the line's limit", seconds_for(paper.median, rate))
    past = [one.past.seconds[-1] for one in ways]
    return [
        figure(f"{title}: wide area, {once.name}", "MB", [one.once / MEGABYTE for one in ways], paper, MOST),
        figure(f"{title}: wide area, no cache", "MB", [one.each / MEGABYTE for one in ways], paper),
        figure(f"{title}: time there, {once.name}", "s", beforehand, line),
        figure(f"{title}: time there, no cache", "s", past, once),
    ]


def title_of(size: int, options: argparse.Namespace) -> str:
    """Stations and size, and by how much the paper was made smaller where it was."""
    scaled = f" / {options.share}" if options.share > 1 else ""
    return f"{options.stations} x {size} MB{scaled}"


def seconds_for(megabytes: float, megabits: float) -> float:
    """How long a line of so many Mbit/s takes for these bytes."""
    return megabytes * 8 / megabits


def _taken(size: int, options: argparse.Namespace) -> Ways:
    with (
        tempfile.TemporaryDirectory(prefix="bench-preload-", dir=options.dir.resolve()) as place,
        line(options.rate) as made,
        wide_area(made, options.wide_area) as wide,
    ):
        plan = Plan(options.stations, size * MEGABYTE // options.share, options.processes)
        return both_ways(Path(place), plan, made, wide)


def _notes(ways: Sequence[Ways], options: argparse.Namespace) -> list[str]:
    rooms = [one.room for one in ways]
    failures = sum(one.failures for one in rooms)
    past = sum(one.past.failures for one in ways)
    share = max(one.service_cpu / one.seconds[-1] for one in rooms)
    notes = [
        f"One line of {options.rate} Mbit/s each way (tc tbf between two network namespaces), TLS, in",
        f"{options.processes} processes; all stations begin at once (the client spreads them over 20 s).",
        "The limit counts sealed bytes only; the line's bytes have all headers, Ethernet's to HTTP's.",
        f"Wide area: a second line, of {options.wide_area} Mbit/s, from a third namespace with the",
        "authority's service. With the site's cache that one fetches the paper once, beforehand, and then",
        "serves the room; without it the room fetches from the authority, through the site's machine.",
        f"{failures} rounds failed and were taken up again; {past} past the cache.",
        f"The site's service used at most {share:.0%} of a core.",
    ]
    if options.share > 1:
        notes.append(f"SCALED DOWN: each paper has only 1/{options.share} of the bytes that its line names.")
    return notes


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=1)
    sizes = [20, 50]
    parser.add_argument("--sizes", type=at_least_one, nargs="+", default=sizes, help="MB (default: 20 50)")
    parser.add_argument("--stations", type=at_least_one, default=50, help="(default: %(default)s)")
    parser.add_argument("--rate", type=at_least_one, default=100, help="Mbit/s (default: %(default)s)")
    parser.add_argument("--wide-area", type=at_least_one, default=100, help="Mbit/s (default: %(default)s)")
    parser.add_argument("--share", type=at_least_one, default=1, help="papers this many times smaller")
    parser.add_argument("--processes", type=at_least_one, default=5, help="for the stations (default: 5)")
    parser.add_argument("--dir", type=Path, default=Path(), help="where its files lie (default: here)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
