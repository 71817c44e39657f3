"""What all benchmarks share: subjects measured in turn, medians, the table on the terminal, the JSON file.

Rule: a figure is worth something only beside its reference, measured in the same run and in turn with it
(A B A B), so that what else the machine does hits both.
"""

import argparse
import json
import math
import os
import platform
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

MOST_USED = 0.99
"""The share of values that lie at or below what the tables call p99."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a table: `median` and `p99` of `runs` values in `unit`, and its ratio to a reference.

    `aim` is the greatest ratio that is asked for, without a reference the greatest median; None: no aim.
    `by` says where it is otherwise: the least ratio that is asked for, or the greatest p99.
    """

    name: str
    unit: str
    runs: int
    median: float
    p99: float
    reference: str = ""
    ratio: float | None = None
    aim: float | None = None
    by: Literal["", "least", "p99"] = ""

    @property
    def verdict(self) -> str:
        """Whether the aim is reached, in a word; nothing where there is none."""
        if self.aim is None:
            return ""
        value = self.median if self.ratio is None else self.ratio
        if self.by == "p99":
            value = self.p99
        is_reached = value >= self.aim if self.by == "least" else value <= self.aim
        return f"aim {self.by or ''} {self.aim:g} {'reached' if is_reached else 'MISSED'}".replace("  ", " ")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a figure is compared with: its name and the median of its values, in the figure's unit."""

    name: str
    median: float


def in_turn(subjects: Mapping[str, Callable[[], float]], runs: int) -> dict[str, list[float]]:
    """Measure all subjects one after the other, `runs` times over; the values of each in the order taken."""
    values: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(runs):
        for name, measure in subjects.items():
            values[name].append(measure())
    return values


def figure(
    name: str,
    unit: str,
    values: Sequence[float],
    reference: Reference | None = None,
    aim: float | None = None,
) -> Figure:
    """The line of a table for these values."""
    median = statistics.median(values)
    ratio = median / reference.median if reference else None
    named = reference.name if reference else ""
    return Figure(name, unit, len(values), median, percentile(values, MOST_USED), named, ratio, aim)


def waiting(name: str, runs: Sequence[Sequence[float]], aim: float | None = None) -> Figure:
    """The line for how long something was waited for, in ms: of several runs the median of each's figures.

    The aim is the greatest p99 that is asked for.
    """
    median = statistics.median(statistics.median(waits) for waits in runs)
    p99 = statistics.median(percentile(waits, MOST_USED) for waits in runs)
    return Figure(name, "ms", len(runs), median, p99, aim=aim, by="p99")


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def new_parser(description: str | None, runs: int) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    text = (description or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog=Path(sys.argv[0]).stem, description=text)
    parser.add_argument("--runs", type=at_least_one, default=runs, help="how often (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    return parser


def report(
    figures: Sequence[Figure],
    notes: Sequence[str],
    json_file: Path | None,
    named: Mapping[str, object] | None = None,
) -> None:
    """Print machine, table and notes, and write the same as JSON where a file is named.

    `named` are members of that file besides, for programs that look for one figure by its name.
    """
    here = machine()
    print(", ".join(f"{key}: {value}" for key, value in here.items()))
    print(table(figures))
    for note in notes:
        print(note)
    if json_file is not None:
        lines = [{**asdict(one), "verdict": one.verdict} for one in figures]
        command = [Path(sys.argv[0]).stem, *sys.argv[1:]]
        told = {"command": command, "machine": here, "figures": lines, "notes": list(notes)}
        whole = {**told, **(named or {})}
        json_file.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of equal columns."""
    head = ("", "unit", "runs", "median", "p99", "ratio", "to", "")
    rows = [head, *(_cells(one) for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def machine() -> dict[str, str]:
    """What the figures were taken on: processor, cores, system, Python, and how busy it is already."""
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": load,
    }


def _processor() -> str:
    """Linux says it in a file, the other systems by `platform`."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _cells(one: Figure) -> tuple[str, ...]:
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    values = (f"{one.median:.3f}", f"{one.p99:.3f}", ratio)
    return (one.name, one.unit, str(one.runs), *values, one.reference, one.verdict)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    cells = [
        cell.rjust(width) if 2 <= column <= 5 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def at_least_one(text: str) -> int:
    """A whole number from 1 on, as argparse wants it read."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
