"""A room of a thousand seats saves answers while the monitor is open in some browsers, and while it is not.

The reference is the same saves with nobody watching, measured in turn.
"""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.measuring import Figure, Reference, at_least_one, figure, new_parser, report, waiting
from benchmarks.service.stations import Seat
from benchmarks.service.trial import BusySite, Load
from benchmarks.service.watching import Asked, Watchers, add_watcher

LONGEST_MS = 100.0
"""The aim for p99 of a save while somebody watches."""

UNSEEN = "nobody watching"


class Watched:
    """One running site of many seats, all logged in."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self._options = options
        self._site = BusySite(folder, [Seat(number) for number in range(1, options.seats + 1)])
        add_watcher(folder)
        self.asked: list[Asked] = []

    def __enter__(self) -> "Watched":
        self._site.start(os.environ)
        return self

    def __exit__(self, *_: object) -> None:
        self._site.stop()

    def unseen(self) -> Load:
        """The saves with nobody watching."""
        return self._site.steady(self._options.saves, self._options.seconds)

    def seen(self) -> Load:
        """The same saves with the monitor open in some browsers."""
        with Watchers(self._site.port, self._options.browsers) as watchers:
            load = self._site.steady(self._options.saves, self._options.seconds)
        self.asked += watchers.asked
        return load


def main() -> None:
    """Save with and without watchers, in turn."""
    options = _parse()
    unseen: list[Load] = []
    seen: list[Load] = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-monitor-", dir=options.dir) as place,
        Watched(Path(place) / "site", options) as site,
    ):
        for _ in range(options.runs):
            unseen.append(site.unseen())
            seen.append(site.seen())
    report(_figures(unseen, seen, site.asked, options), [], options.json)


def _figures(
    unseen: list[Load], seen: list[Load], asked: list[Asked], options: argparse.Namespace
) -> list[Figure]:
    title = f"{options.saves} saves/s of {options.seats} seats"
    whole, changes = ([one for one in asked if one.is_whole is is_whole] for is_whole in (True, False))
    shares = [load.service_share * 100 for load in unseen]
    return [
        waiting(f"{title}, {UNSEEN}", [load.seen.all_waits() for load in unseen], LONGEST_MS),
        waiting(
            f"{title}, {options.browsers} browsers", [load.seen.all_waits() for load in seen], LONGEST_MS
        ),
        figure(f"processor of the service, {UNSEEN}", "%", shares),
        figure(
            f"processor of the service, {options.browsers} browsers",
            "%",
            [load.service_share * 100 for load in seen],
            Reference(UNSEEN, sorted(shares)[len(shares) // 2]),
        ),
        figure("all tiles", "ms", [one.waited for one in whole]),
        figure("all tiles, size", "KB", [one.size / 1000 for one in whole]),
        figure("what has changed", "ms", [one.waited for one in changes]),
        figure("what has changed, size", "KB", [one.size / 1000 for one in changes]),
    ]


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=3)
    parser.add_argument("--seats", type=at_least_one, default=1_000, help="stations with a candidate each")
    parser.add_argument("--saves", type=at_least_one, default=300, help="saves in a second")
    parser.add_argument("--seconds", type=at_least_one, default=20, help="how long a trial takes")
    parser.add_argument("--browsers", type=at_least_one, default=5, help="who has the monitor open")
    parser.add_argument("--dir", type=Path, help="where the service's folder lies (default: the system's)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
