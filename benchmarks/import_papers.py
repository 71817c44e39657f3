"""Importing all real papers: questions per second and peak memory, against plain reading of the same bytes.

The reference reads every file, inflates every member and parses XML and JSON with the same libraries, in a
process of its own as the import is; it draws no formula, sanitises no text and decodes no picture or sound.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure, Reference, figure, in_turn, new_parser, report
from benchmarks.papers.corpora import Paper, corpora_folder, papers_of

PLAIN, IMPORT = "plain", "import"
MOST_MB = 1024
"""What an import may use (`examserver paper check --memory`)."""


@dataclass
class Readings:
    """Runs a reading in a process of its own, and keeps what each said, in the order of the runs."""

    listing: Path
    said: dict[str, list[dict[str, Any]]]

    def run(self, how: str) -> float:
        """Read everything once; gives the seconds that it took in all."""
        command = [sys.executable, "-m", "benchmarks.papers.reading", how, str(self.listing)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        said = json.loads(done.stdout)
        self.said.setdefault(how, []).append(said)
        return float(sum(one["seconds"] for one in said["sets"].values()))

    def values(self, how: str, name: str, field: str) -> list[float]:
        """One field of a set, of each run."""
        return [float(one["sets"][name][field]) for one in self.said[how]]

    def peaks(self, how: str) -> list[float]:
        """The peak memory of each run, in MB."""
        return [float(one["peak"]) for one in self.said[how]]


def main() -> int:
    """Measure and report."""
    parser = new_parser(__doc__, runs=3)
    parser.add_argument("--folder", type=Path, default=corpora_folder(), help="of the sets (%(default)s)")
    parser.add_argument("--sets", default="", metavar="A,B", help="only these sets")
    wanted = parser.parse_args()
    if not wanted.folder.is_dir():
        parser.error(f"there are no papers at {wanted.folder}: name their folder with --folder")
    with tempfile.TemporaryDirectory() as folder:
        papers = papers_of(wanted.folder, Path(folder) / "converted")
        chosen = [one for one in papers if not wanted.sets or one.set in wanted.sets.split(",")]
        readings = Readings(_listing(chosen, Path(folder)), {})
        subjects = {how: partial(readings.run, how) for how in (PLAIN, IMPORT)}
        seconds = in_turn(subjects, wanted.runs)
    names = list(dict.fromkeys(one.set for one in chosen))
    figures = [line for name in names for line in _of_set(readings, name)]
    report([*figures, *_of_all(readings, seconds)], _notes(readings, names, len(chosen)), wanted.json)
    return 0


def _listing(papers: list[Paper], folder: Path) -> Path:
    file = folder / "papers.txt"
    file.write_text("".join(f"{one.set}\t{one.path}\n" for one in papers), encoding="utf-8")
    return file


def _of_set(readings: Readings, name: str) -> list[Figure]:
    plain = figure(f"{name}: plain reading", "s", readings.values(PLAIN, name, "seconds"))
    took = readings.values(IMPORT, name, "seconds")
    return [plain, figure(f"{name}: import", "s", took, Reference(plain.name, plain.median))]


def _of_all(readings: Readings, seconds: dict[str, list[float]]) -> list[Figure]:
    plain = figure("all: plain reading", "s", seconds[PLAIN])
    peak = figure("all: peak memory of plain reading", "MB", readings.peaks(PLAIN))
    return [
        plain,
        figure("all: import", "s", seconds[IMPORT], Reference(plain.name, plain.median)),
        peak,
        figure("all: peak memory of import", "MB", readings.peaks(IMPORT), aim=MOST_MB),
    ]


def _notes(readings: Readings, names: list[str], papers: int) -> list[str]:
    rates = [
        f"{name} {questions / seconds:.0f}"
        for name in names
        for questions, seconds in [
            (readings.values(IMPORT, name, "questions")[0], readings.values(IMPORT, name, "seconds")[0])
        ]
        if questions and seconds
    ]
    total = sum(readings.values(IMPORT, name, "questions")[0] for name in names)
    time = sum(readings.values(IMPORT, name, "seconds")[0] for name in names)
    return [
        f"{papers} papers, {total:.0f} questions that take an answer: {total / time:.0f} in a second.",
        f"Questions in a second, by set: {', '.join(rates)}.",
    ]


if __name__ == "__main__":
    sys.exit(main())
