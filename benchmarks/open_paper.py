"""From the sealed paper on the disk to its first question, from question to question, and the memory for it.

The reference is a web view that shows the same words, pictures and formulas, decrypted from the same folder.
Both windows are there before the paper is opened; the memory is taken when every question has been shown.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.big_paper import put_sealed
from benchmarks.children import Start, start_window
from benchmarks.measuring import Figure, Reference, at_least_one, figure, new_parser, report
from benchmarks.papers.corpora import corpora_folder
from benchmarks.papers.formula_paper import formula_paper
from benchmarks.start import write_station
from benchmarks.windows.turning import ONLY_FIRST
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.services.papers import assets_of

CLIENT, WEB = "client", "web view"
WINDOWS = {WEB: "open_web", CLIENT: "open_client"}
"""What opens the paper, and its module in `benchmarks.windows`; the reference first."""

LISTENING, FORMULAS = "listening", "formulas"
LISTENING_PAPER = Path("digabi-mex") / "SC_fi-FI"
AIM = 1 / 3


@dataclass(frozen=True, slots=True)
class Opened:
    """One run of one window: milliseconds to the first question and to each other one; MB of memory.

    `from_start` is to the first question too, of a program that was only started for it.
    """

    from_start: float
    first: float
    turns: tuple[float, ...]
    memory: float
    processes: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of every run: its name in the table, its unit and how it is read."""

    name: str
    unit: str
    read: Callable[[Opened], float]


MEASURED = (
    Measured("start to first question", "ms", lambda run: run.from_start),
    Measured("sealed to first question", "ms", lambda run: run.first),
    Measured("question to question", "ms", lambda run: statistics.median(run.turns)),
    Measured("question to question, worst", "ms", lambda run: max(run.turns)),
    Measured("memory, PSS", "MB", lambda run: run.memory),
)

Runs = dict[str, list[Opened]]


def main() -> None:
    """Open each paper in each window, in turn."""
    options = _parse()
    makers: dict[str, Callable[[Path], PaperDraft]] = {
        LISTENING: lambda _folder: import_paper(options.corpora / LISTENING_PAPER, "listening"),
        FORMULAS: lambda folder: formula_paper(options.questions, folder),
    }
    figures: list[Figure] = []
    notes = list(NOTES)
    for name in options.papers:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            draft = makers[name](folder)
            put_sealed(draft.paper, assets_of(draft), folder)
            write_station(folder)
            runs = _runs(options.windows, folder, options.runs)
        figures += [line for kind in MEASURED for line in _compared(name, kind, runs)]
        notes.append(_what_was_shown(name, draft, runs))
    report(figures, notes, options.json)


NOTES = (
    "Each run is a new process; but for the first line its window has stood four seconds without a paper,",
    "and each question is left alone for half a second: the client builds its neighbours meanwhile.",
    "The web view has one page whose contents change, and no clock or map beside the question.",
)


def _runs(windows: Sequence[str], folder: Path, count: int) -> Runs:
    """All windows in turn; a first round, which fills the caches, does not count."""
    runs: Runs = {name: [] for name in windows}
    for turn in range(count + 1):
        for name in windows:
            started = start_window(WINDOWS[name], [str(folder), ONLY_FIRST])
            opened = _opened(started.seconds * 1e3, start_window(WINDOWS[name], [str(folder)]))
            if turn:
                runs[name].append(opened)
    return runs


def _opened(from_start: float, start: Start) -> Opened:
    first, *turns = map(float, start.said)
    return Opened(from_start, first, tuple(turns), start.proportional, start.processes)


def _compared(paper: str, what: Measured, runs: Runs) -> list[Figure]:
    """A line for each window, the client's against the web view's."""
    values = {name: [what.read(run) for run in own] for name, own in runs.items()}
    lines = {name: figure(f"{paper}, {what.name}: {name}", what.unit, own) for name, own in values.items()}
    if CLIENT in lines and WEB in lines:
        reference = Reference(WEB, lines[WEB].median)
        lines[CLIENT] = figure(lines[CLIENT].name, what.unit, values[CLIENT], reference, AIM)
    return list(lines.values())


def _what_was_shown(name: str, draft: PaperDraft, runs: Runs) -> str:
    pages = 1 + len(next(iter(runs.values()))[0].turns)
    processes = ", ".join(f"{window} {own[-1].processes}" for window, own in runs.items())
    counts = f"{len(draft.paper.formulas)} formulas, {len(draft.sounds)} sounds"
    pictures = len(draft.pictures.keys() - {formula.asset_id for formula in draft.paper.formulas})
    return f"{name}: {pages} pages, {pictures} pictures, {counts}. Processes: {processes}."


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=5)
    parser.add_argument("--windows", nargs="+", choices=WINDOWS, default=list(WINDOWS), help="only these")
    papers = (LISTENING, FORMULAS)
    parser.add_argument("--papers", nargs="+", choices=papers, default=papers, help="only these")
    parser.add_argument(
        "--questions", type=at_least_two, default=100, help="of the paper with formulas (100)"
    )
    parser.add_argument("--corpora", type=Path, default=corpora_folder(), help="real papers (%(default)s)")
    options = parser.parse_args()
    file = options.corpora / LISTENING_PAPER / "exam.xml"
    if LISTENING in options.papers and not file.is_file():
        parser.error(
            f"the listening paper is not at {file.parent}: name the folder of the real papers with --corpora "
            f"or in EXAM_CORPORA, or leave it out with --papers {FORMULAS}"
        )
    return options


def at_least_two(text: str) -> int:
    """There is no way from question to question in a paper of one."""
    return max(2, at_least_one(text))


if __name__ == "__main__":
    main()
