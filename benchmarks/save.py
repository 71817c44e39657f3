"""From the key to the disk: what a durable save costs through the real journal.

The reference appends the very bytes that the journal stored to a plain file in the same folder and syncs it.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop

from benchmarks.exam_attempt import QUESTIONS, ExamAttempt
from benchmarks.measuring import Figure, Reference, at_least_one, figure, new_parser, report
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.ui.saver import Saved, Saver
from examclient.usecases.attempt import Attempt
from examprotocol.responses import ChoiceResponse, Response, TextResponse

AIM = 2.0
ESSAY = "考试时认真审题，想好再写；写完通读一遍，改正错字，检查标点。" * 60


@dataclass(frozen=True, slots=True)
class Kind:
    """What is saved: the question that the n-th save goes to, and the response."""

    name: str
    question: Callable[[int], str]
    response: Callable[[int], Response]


KINDS = (
    Kind("choice", lambda n: f"q{n % 80}", lambda n: ChoiceResponse("abcd"[n // 80 % 4])),
    Kind("short text", lambda n: f"q{80 + n % 19}", lambda n: TextResponse(f"a short answer, {n}")),
    Kind("essay", lambda _: "q99", lambda n: TextResponse(ESSAY[: 1_400 + 3 * n % 201])),
)
"""The essay grows by three characters a save about its 1,500 (4,500 bytes), then loses what was added."""


class Screen:
    """The path that a key takes in the client: saver, disk lane, and back to the thread of the screen."""

    def __init__(self, attempt: Attempt) -> None:
        self._lane = Background("disk")
        self._saver = Saver(self._lane, time.monotonic)
        self._saver.open(attempt)
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._on_failed)
        self._loop = QEventLoop()
        self._saved_at = 0.0

    def save(self, question: str, response: Response) -> None:
        """Save without the pause that typing waits for, as on leaving the question."""
        self._saved_at = 0.0
        self._saver.take(question, response)
        self._saver.flush()
        self._loop.exec()
        assert self._saved_at, "the journal could not be written"

    def close(self) -> None:
        """Stop the lane."""
        self._lane.close()

    def _on_saved(self, _saved: Saved) -> None:
        self._saved_at = time.perf_counter()
        self._loop.quit()

    def _on_failed(self, error: ExamError) -> None:
        print(error.title)
        self._loop.quit()


class Trial:
    """The three ways to save, each in a file of its own in one folder."""

    def __init__(self, folder: Path, events: int) -> None:
        self._direct = ExamAttempt(folder / "direct.journal", events)
        self._queued = ExamAttempt(folder / "queued.journal", events)
        self._screen = Screen(self._queued.attempt)
        self._bare = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def save(self, kind: Kind, number: int) -> tuple[float, float, float]:
        """Milliseconds of the attempt called directly, of the bare append, and of the whole way."""
        question, response = kind.question(number), kind.response(number)
        direct = _milliseconds(lambda: self._direct.attempt.answer(question, response))
        data = self._direct.last_bytes()
        bare = _milliseconds(lambda: self._append(data))
        return direct, bare, _milliseconds(lambda: self._screen.save(question, response))

    def check(self, events: int) -> None:
        """Every save was an event of its own in either journal."""
        for exam in (self._direct, self._queued):
            (log,) = exam.journal.logs()
            assert len(log.events) == exam.seq() == events, "a save left no event"

    def close(self) -> None:
        """Close what is open."""
        self._screen.close()
        os.close(self._bare)
        for exam in (self._direct, self._queued):
            exam.journal.close()

    def _append(self, data: bytes) -> None:
        written = os.write(self._bare, data)
        os.fsync(self._bare)
        assert written == len(data)


def measure(kind: Kind, options: argparse.Namespace) -> list[Figure]:
    """The three lines for one kind of response."""
    with _trial(options.dir, options.events) as trial:
        warm_up = min(options.runs, 50)
        times = [trial.save(kind, number) for number in range(warm_up + options.runs)][warm_up:]
        trial.check(options.events + warm_up + options.runs)
    direct, bare, queued = zip(*times, strict=True)
    lines = [figure(f"{kind.name}: append and fsync", "ms", bare)]
    reference = Reference("append and fsync", lines[0].median)
    lines.append(figure(f"{kind.name}: attempt and journal", "ms", direct, reference, AIM))
    lines.append(figure(f"{kind.name}: key to screen", "ms", queued, reference, AIM))
    return lines


def main() -> None:
    """Measure all kinds."""
    options = _parse()
    _app = QCoreApplication([])  # signals between threads need one
    figures = [line for kind in KINDS for line in measure(kind, options)]
    report(figures, _notes(options), options.json)


def _notes(options: argparse.Namespace) -> list[str]:
    return [
        f"{QUESTIONS} questions, {options.events} events before; SQLite in WAL, synchronous=FULL.",
        "Key to screen: saver, disk lane, attempt and journal, and the signal back to the screen's thread.",
    ]


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=1_000)
    parser.add_argument("--dir", type=Path, default=Path(), help="the disk to measure (default: this folder)")
    parser.add_argument("--events", type=at_least_one, default=1_000, help="saved before (default: 1000)")
    return parser.parse_args()


@contextmanager
def _trial(folder: Path, events: int) -> Iterator[Trial]:
    with tempfile.TemporaryDirectory(prefix="bench-save-", dir=folder) as place:
        trial = Trial(Path(place), events)
        try:
            yield trial
        finally:
            trial.close()


def _milliseconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    main()
