"""A room takes its sealed papers through one line, all stations at once: the time to the last of them.

The reference is the line's limit: the sealed bytes of all stations at the line's rate, without any header.
What would cross the wide-area line, with the site's service as the room's cache and without it, is worked out
from the bytes counted on the room's line.
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
from benchmarks.one_line.room import Filled, Site

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
        rooms = {size: [_filled(size, options) for _ in range(options.runs)] for size in options.sizes}
    except NoLineError as error:
        print(error, file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        print("Stopped. Namespaces, line and files are taken away.", file=sys.stderr)
        return STOPPED
    figures = [one for size, filled in rooms.items() for one in figures_of(size, filled, options)]
    report(figures, _notes([one for filled in rooms.values() for one in filled], options), options.json)
    return 0


def figures_of(size: int, rooms: Sequence[Filled], options: argparse.Namespace) -> list[Figure]:
    """The lines of the table for one size."""
    title = title_of(size, options)
    payload = [one.sealed * options.stations / MEGABYTE for one in rooms]
    sealed = Reference("the sealed bytes", payload[0])
    limit = Reference("the line's limit", seconds_for(payload[0], options.rate))
    lasts = [one.seconds[-1] for one in rooms]
    carried = [one.carried / MEGABYTE for one in rooms]
    once = Reference("the site's cache", statistics.median(carried) / options.stations)
    apart = Reference(once.name, seconds_for(once.median, options.wide_area))
    times = [seconds_for(one, options.wide_area) for one in carried]
    return [
        figure(f"{title}: {limit.name}", "s", [limit.median]),
        figure(f"{title}: median station", "s", [statistics.median(one.seconds) for one in rooms], limit),
        figure(f"{title}: last station", "s", lasts, limit, MOST),
        figure(f"{title}: bytes on the line", "MB", carried, sealed),
        figure(f"{title}: wide area, {once.name}", "MB", [once.median]),
        figure(f"{title}: wide area, no cache", "MB", carried, once),
        figure(f"{title}: time there, {once.name}", "s", [apart.median]),
        figure(f"{title}: time there, no cache", "s", times, apart),
    ]


def title_of(size: int, options: argparse.Namespace) -> str:
    """Stations and size, and by how much the paper was made smaller where it was."""
    scaled = f" / {options.share}" if options.share > 1 else ""
    return f"{options.stations} x {size} MB{scaled}"


def seconds_for(megabytes: float, megabits: float) -> float:
    """How long a line of so many Mbit/s takes for these bytes."""
    return megabytes * 8 / megabits


def _filled(size: int, options: argparse.Namespace) -> Filled:
    with (
        tempfile.TemporaryDirectory(prefix="bench-preload-", dir=options.dir.resolve()) as place,
        line(options.rate) as made,
    ):
        site = Site(Path(place), options.stations, size * MEGABYTE // options.share)
        return site.fill_room(made, options.processes)


def _notes(rooms: Sequence[Filled], options: argparse.Namespace) -> list[str]:
    failures = sum(one.failures for one in rooms)
    share = max(one.service_cpu / one.seconds[-1] for one in rooms)
    notes = [
        f"One line of {options.rate} Mbit/s each way (tc tbf between two network namespaces), TLS, in",
        f"{options.processes} processes; all stations begin at once (the client spreads them over 20 s).",
        "The limit counts sealed bytes only; the line's bytes have all headers, Ethernet's to HTTP's.",
        f"Wide area: worked out from these bytes, not waited for, with {options.wide_area} Mbit/s; with the",
        "site's cache it carries the paper once, beforehand, without it once for each station.",
        f"{failures} rounds failed and were taken up again. The service used at most {share:.0%} of a core.",
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
