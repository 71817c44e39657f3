"""From the start of the process to the painted login page, and the memory that is held then.

The references are a bare window with a label, and the same page in a web view. The last lines are the memory
with a paper of 100 questions open, after each of them has been on the screen.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.big_paper import write_paper
from benchmarks.children import Start, can_drop_caches, drop_caches, start_window
from benchmarks.measuring import Figure, Reference, figure, new_parser, report
from examclient.domain.site import Membership
from examclient.storage.station_file import keep_membership
from examclient.storage.station_key import make_station_key
from examprotocol.signing import new_signing_key
from examprotocol.station_proof import station_id_of

BARE, CLIENT, WEB = "bare window", "client", "web view"
WINDOWS = {BARE: "bare", CLIENT: "client", WEB: "web"}
"""What is started, and its module in `benchmarks.windows`."""

TO_BARE, TO_WEB = 1.5, 0.5
MOST = 120.0
"""MB of memory with the whole paper visited."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of every start: what it is called in the table, and how it is read from a start."""

    name: str
    unit: str
    read: Callable[[Start], float]


SECONDS = Measured("painted", "s", lambda start: start.seconds)
RESIDENT = Measured("memory, RSS", "MB", lambda start: start.resident)
PROPORTIONAL = Measured("memory, PSS", "MB", lambda start: start.proportional)

Starts = dict[str, list[Start]]


def main() -> None:
    """Start all windows in turn, warm and cold."""
    options = _parse()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_station(folder)
        write_paper(folder)
        windows = [name for name in WINDOWS if name in options.windows]
        warm = _starts(windows, folder, options.runs, _leave)
        cold = _starts(windows, folder, options.cold_runs if can_drop_caches() else 0, drop_caches)
        exam = [start_window("exam", [str(folder)]) for _ in range(options.exam_runs)]
    figures = [
        *_compared(SECONDS, "warm", warm, (TO_BARE, TO_WEB)),
        *_compared(SECONDS, "cold", cold, (None, TO_WEB)),
        *_compared(RESIDENT, "", warm, (None, TO_WEB)),
        *_compared(PROPORTIONAL, "", warm, (None, TO_WEB)),
        *_exam_memory(exam),
    ]
    report(figures, _notes(warm, cold), options.json)


def _starts(windows: Sequence[str], folder: Path, runs: int, prepare: Callable[[], None]) -> Starts:
    """All windows `runs` times in turn; a first round, which fills the caches, does not count."""
    starts: Starts = {name: [] for name in windows}
    for turn in range(runs + 1 if runs else 0):
        for name in windows:
            prepare()
            start = start_window(WINDOWS[name], [str(folder)])
            if turn:
                starts[name].append(start)
    return starts


def _compared(
    what: Measured, caches: str, starts: Starts, aims: tuple[float | None, float | None]
) -> list[Figure]:
    """A line for each window that was started; the client's stands there once against each of the others."""
    values = {name: [what.read(one) for one in runs] for name, runs in starts.items() if runs}
    title = f"{what.name}, {caches}" if caches else what.name
    plain = {name: figure(f"{title}: {name}", what.unit, own) for name, own in values.items()}
    against = [(CLIENT, BARE, aims[0]), (CLIENT, WEB, aims[1]), (WEB, BARE, None)]
    compared = [
        figure(plain[name].name, what.unit, values[name], Reference(other, plain[other].median), aim)
        for name, other, aim in against
        if name in plain and other in plain
    ]
    return [plain[BARE], *compared] if BARE in plain else list(plain.values())


def _exam_memory(starts: Sequence[Start]) -> list[Figure]:
    """The aim is held against the whole of it, shared pages counted as well."""
    kinds = (RESIDENT, PROPORTIONAL) if starts else ()
    return [
        figure(f"100 questions visited: {kind.name}", kind.unit, [kind.read(one) for one in starts], aim=MOST)
        for kind in kinds
    ]


def _notes(warm: Starts, cold: Starts) -> list[str]:
    counts = ", ".join(f"{name} {runs[-1].processes}" for name, runs in warm.items())
    notes = [f"Processes: {counts}. Memory: the sum of all, one second after the first picture."]
    if WEB in warm:
        notes.append("The web view is taken when it is loaded and a script has answered: a little too early.")
    if not any(cold.values()):
        notes.append("No cold starts: none were asked for, or this user cannot empty the disk caches.")
    return notes


def write_station(folder: Path) -> None:
    """What a station has: settings, its key, and its place at a service that does not answer."""
    service = new_signing_key().export_public(as_dict=True)
    station = station_id_of(make_station_key(folder))
    place = Membership(
        site="Site",
        site_id="site",
        address="http://127.0.0.1:9",
        signing_key=service,
        opening_key=service,
        authority="",
        station=station,
        name="PC-07",
        room="A",
        seat="12",
    )
    keep_membership(folder, place)
    (folder / "user.ini").write_text("[Data]\nDir = .\n", encoding="utf-8")


def _leave() -> None:
    """Leave the disk caches as they are."""


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=11)
    names = list(WINDOWS)
    parser.add_argument("--windows", nargs="+", choices=names, default=names, help="only some of them")
    parser.add_argument("--cold-runs", type=int, default=5, help="with empty caches (default: %(default)s)")
    parser.add_argument("--exam-runs", type=int, default=3, help="of the whole paper (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
