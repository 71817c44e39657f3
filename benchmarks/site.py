"""A whole exam day of a thousand candidates in fast motion, on SQLite and on PostgreSQL.

Login storm, answering with more time for all in the middle, the bell; the monitor is open in some browsers
all the time. The reference is the same bytes at the same moments in bare storage, stored just before.
"""

import argparse
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.measuring import (
    MOST_USED,
    Figure,
    at_least_one,
    figure,
    new_parser,
    percentile,
    report,
    waiting,
)
from benchmarks.service.bare_storage import Rows, bare_waits
from benchmarks.service.databases import DATABASES, Database, opened_database
from benchmarks.service.exam_day import HEARTBEAT, SAVE, SUBMIT, Day, ExamDay, Tempo
from benchmarks.service.site import make_site, serving
from benchmarks.service.stations import Seat
from benchmarks.service.watching import add_watcher

SAVE_MS, LOGIN_MS, ALL_SECONDS, MEMORY_MB = 100.0, 1_000.0, 10.0, 300.0
"""The aims: p99 of a save and of a login, everybody handed in after the bell, resident memory."""


@dataclass
class Taken:
    """All runs on one database: what was seen at the service, and the waits in bare storage."""

    name: str
    days: list[Day] = field(default_factory=list)
    bare: list[list[float]] = field(default_factory=list)

    def waits(self, kind: str) -> list[list[float]]:
        """The milliseconds of all requests of a kind, by run."""
        return [day.waits[kind] for day in self.days]


def main() -> int:
    """Play the days, the databases in turn."""
    options = _parse()
    taken = {name: Taken(name) for name in options.database}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-site-", dir=options.dir)))
        try:
            databases = [stack.enter_context(opened_database(name)) for name in taken]
        except LookupError as error:
            print(f"{error}; without it: --database sqlite", file=sys.stderr)
            return 1
        for run in range(options.runs):
            for database in databases:
                _play(folder / f"{database.name}-{run}", database, options, taken[database.name])
    figures = [line for one in taken.values() for line in _figures(one, options)]
    report(figures, _notes(list(taken.values()), options), options.json, _named(list(taken.values())))
    return 0


def _play(folder: Path, database: Database, options: argparse.Namespace, taken: Taken) -> None:
    """One exam day, and then its bytes in bare storage."""
    seats = [Seat(number) for number in range(1, options.candidates + 1)]
    tempo = Tempo(options.logins, options.seconds, options.every, options.browsers)
    make_site(folder, seats)
    add_watcher(folder)
    database.take_over(folder)
    with serving(folder) as service:
        day, rows = ExamDay(folder, service, database, tempo).run(seats)
    taken.days.append(day)
    taken.bare.append(_bare(folder, database, rows))


def _bare(folder: Path, database: Database, rows: Rows) -> list[float]:
    cluster = database.cluster
    return bare_waits(cluster.url(cluster.new_database()) if cluster else str(folder), rows)


def _figures(taken: Taken, options: argparse.Namespace) -> list[Figure]:
    name, days = taken.name, taken.days
    storm = f"{name}: {options.candidates} logins in {options.logins:g} s"
    bare = waiting(f"{name}: the same bytes in bare storage", taken.bare)
    save = waiting(f"{name}: save", taken.waits(SAVE), SAVE_MS)
    changes = [one.waited for day in days for one in day.asked if not one.is_whole]
    lines = [
        waiting(storm, [day.logins.all_waits() for day in days], LOGIN_MS),
        bare,
        replace(save, reference="bare storage", ratio=save.median / bare.median),
        waiting(f"{name}: save just after more time for all", [day.after_extension for day in days], SAVE_MS),
        waiting(f"{name}: heartbeat", taken.waits(HEARTBEAT)),
        waiting(f"{name}: submit", taken.waits(SUBMIT)),
        figure(f"{name}: all handed in after", "s", [day.handed_in for day in days], aim=ALL_SECONDS),
        figure(f"{name}: more time for all, the order", "s", [day.extension for day in days]),
        *_processor(taken),
        figure(f"{name}: memory of the service, RSS", "MB", [day.resident for day in days], aim=MEMORY_MB),
    ]
    return [*lines, figure(f"{name}: monitor, what has changed", "ms", changes)] if changes else lines


def _processor(taken: Taken) -> list[Figure]:
    """Shares of one core, by part of the day; PostgreSQL's beside the service's."""
    found = []
    for part, title in enumerate(("logins", "answering and the bell")):
        seconds = [(day.logins, day.answering)[part].seconds for day in taken.days]
        own = [day.cpu[part] / spent * 100 for day, spent in zip(taken.days, seconds, strict=True)]
        found.append(figure(f"{taken.name}: processor of the service, {title}", "%", own))
        beside = [
            day.database_cpu[part] / spent * 100 for day, spent in zip(taken.days, seconds, strict=True)
        ]
        if any(beside):
            found.append(figure(f"{taken.name}: processor of the database, {title}", "%", beside))
    return found


def _named(taken: list[Taken]) -> dict[str, object]:
    """The figures that programs look for, by database: medians of each run's own."""

    def p99(kind: str) -> dict[str, float]:
        return {one.name: _median([percentile(run, MOST_USED) for run in one.waits(kind)]) for one in taken}

    def p50(kind: str) -> dict[str, float]:
        return {one.name: _median([_median(run) for run in one.waits(kind)]) for one in taken}

    logins = {one.name: [day.logins.all_waits() for day in one.days] for one in taken}
    return {
        "save_p50_ms": p50(SAVE),
        "save_p99_ms": p99(SAVE),
        "submit_p50_ms": p50(SUBMIT),
        "submit_p99_ms": p99(SUBMIT),
        "login_p50_ms": {name: _median([_median(run) for run in runs]) for name, runs in logins.items()},
        "login_p99_ms": {
            name: _median([percentile(run, MOST_USED) for run in runs]) for name, runs in logins.items()
        },
        "all_handed_in_s": {one.name: _median([day.handed_in for day in one.days]) for one in taken},
    }


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 3)


def _notes(taken: list[Taken], options: argparse.Namespace) -> list[str]:
    days = [day for one in taken for day in one.days]
    generator = max(day.answering.cpu / day.answering.seconds for day in days)
    busy = max(day.logins.busy + day.answering.busy for day in days)
    each = f"a save in {options.every:g} s and a heartbeat in 10 s of each, for {options.seconds:g} s"
    return [
        f"{options.candidates} candidates; {each}; {options.browsers} browsers with the monitor.",
        "Plain HTTP on loopback. A submit counts from when its station hands in, within 3 s of the bell.",
        f"The load generator used at most {generator:.0%} of a core.",
        f"Told to ask again, since the service was busy: at most {busy} times a day.",
        "Every acknowledged event was in the database afterwards, and everybody had a receipt.",
    ]


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=3)
    parser.add_argument("--candidates", type=at_least_one, default=1_000, help="(default: %(default)s)")
    parser.add_argument("--database", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--logins", type=_seconds, default=20, help="seconds for all logins (default: 20)")
    parser.add_argument("--seconds", type=_seconds, default=30, help="of answering (default: 30)")
    parser.add_argument("--every", type=_seconds, default=5, help="seconds between two saves (default: 5)")
    parser.add_argument("--browsers", type=at_least_one, default=5, help="with the monitor (default: 5)")
    parser.add_argument("--dir", type=Path, default=Path(), help="the disk to measure (default: this folder)")
    return parser.parse_args()


def _seconds(text: str) -> float:
    """A time above zero, as argparse wants it read."""
    seconds = float(text)
    if not 0 < seconds < 3_600:
        raise argparse.ArgumentTypeError("must be more than 0 and less than 3600")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
