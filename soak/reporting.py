"""What all soaks share: their options, the verdict on the terminal and as JSON, and the exit code.

Rule: a soak that cannot be run here says so aloud and ends with SKIPPED: neither passed nor failed.
"""

import argparse
import json
import logging
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from benchmarks.measuring import at_least_one, machine

PASSED, FAILED, SKIPPED = 0, 1, 77
"""Exit codes; 77 is what test harnesses understand as skipped."""

STOPPED = 128
"""With the number of the signal added: the exit code of a soak that was told to stop."""

MOST_SHOWN = 20

Figure = int | float | str | Mapping[str, int | float]


@dataclass(slots=True)
class Findings:
    """The figures of a soak and every sentence on what went wrong. Mutable: it grows while the soak runs."""

    figures: dict[str, Figure] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def require(self, is_so: bool, problem: str) -> None:
        """Note a problem unless something is so."""
        if not is_so:
            self.problems.append(problem)


class Soak:
    """One run: options, start time and name. Knows nothing of what is tried."""

    def __init__(self, name: str, description: str | None) -> None:
        self.name = name
        first = (description or "").splitlines()[0]
        self.parser = argparse.ArgumentParser(prog=f"soak {name}", description=first)
        self.parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
        self._json: Path | None = None
        self._began = time.monotonic()

    def add_number(self, option: str, default: int, what: str) -> None:
        """An option with a whole number from 1 on."""
        self.parser.add_argument(
            option, type=at_least_one, default=default, metavar="N", help=f"{what} (default: %(default)s)"
        )

    def begin(self, arguments: Sequence[str] | None = None) -> argparse.Namespace:
        """Read the options; from now on a request to stop lets everything be cleaned up first."""
        options = self.parser.parse_args(arguments)
        self._json = options.json
        logging.disable()  # what a soak has to say are figures and problems
        for request in (signal.SIGTERM, signal.SIGINT):
            signal.signal(request, _stop)
        return options

    def finish(self, findings: Findings) -> int:
        """Print and write what was found; returns the exit code."""
        for name, value in findings.figures.items():
            print(f"{name:>20}: {_shown(value)}")
        for problem in findings.problems[:MOST_SHOWN]:
            print(f"PROBLEM: {problem}", file=sys.stderr)
        passed = not findings.problems
        print(f"soak {self.name}: {'passed' if passed else 'FAILED'} in {self._seconds():.0f} s", flush=True)
        self._write({"passed": passed, **findings.figures, "problems": findings.problems})
        return PASSED if passed else FAILED

    def skip(self, reason: str) -> int:
        """Say why the soak cannot be run here; returns the exit code."""
        print(f"SKIPPED, NOTHING WAS PROVEN: soak {self.name}: {reason}", file=sys.stderr, flush=True)
        self._write({"passed": False, "skipped": reason})
        return SKIPPED

    def _seconds(self) -> float:
        return round(time.monotonic() - self._began, 1)

    def _write(self, content: Mapping[str, object]) -> None:
        if self._json is None:
            return
        command = ["soak", self.name, *sys.argv[1:]]
        whole = {"command": command, "machine": machine(), "took_seconds": self._seconds(), **content}
        self._json.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _shown(value: Figure) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number:,}" for name, number in value.items())
    return f"{value:,}" if isinstance(value, int | float) else value


def _stop(number: int, _frame: FrameType | None) -> None:
    sys.exit(STOPPED + number)
