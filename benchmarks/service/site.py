"""A service's folder with many stations and candidates, and the real service in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from subprocess import PIPE, Popen

import psutil
from sqlalchemy import func, select

from benchmarks.service.stations import QUESTIONS, ROOM, Seat
from examprotocol.paper import Paper, Section, Single
from examprotocol.paper_parts import Choice
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import AnswerKeys, ChoiceKey, Key
from examserver.services.candidates import import_candidates
from examserver.services.exams import ExamPlan, create_exam
from examserver.services.keys import signing_key
from examserver.services.papers import add_draft
from examserver.services.setup import set_up
from examserver.storage import schema
from examserver.storage.exams import all_exams
from examserver.storage.folder import open_folder
from examserver.storage.rooms import Room, add_room
from examserver.storage.stations import add_station
from examserver.storage.store import reading, writing

ROOT = Path(__file__).resolve().parents[2]
SERVE = ("-m", "examserver", "serve")
SERVING = "Serving at "
PAPER_ID = "benchmark"
HOURS = 12
MEGABYTE = 1 << 20


def make_site(folder: Path, seats: Sequence[Seat], address: str = "http://127.0.0.1:8460") -> None:
    """Set the service up: one paper, one exam that has begun, every seat enrolled and with a candidate."""
    set_up(folder, "Benchmark", address)
    place = open_folder(folder)
    now = time.time_ns() // 1_000_000
    with writing(place) as connection:
        import_candidates(connection, [seat.candidate for seat in seats])
        add_draft(connection, place.papers, _draft(), signing_key(place))
        create_exam(connection, ExamPlan("Benchmark", PAPER_ID, now - 60_000, HOURS * 60), now)
        add_room(connection, Room(ROOM, now))
        for seat in seats:
            add_station(connection, seat.station)


def stored_events(folder: Path) -> int:
    """How many events lie in the service's database."""
    with reading(open_folder(folder)) as connection:
        return connection.execute(select(func.count()).select_from(schema.events)).scalar_one()


def stored_attempts(folder: Path) -> int:
    """How many attempts have a receipt in the service's database."""
    with reading(open_folder(folder)) as connection:
        counted = select(func.count(schema.receipts.c.attempt.distinct()))
        return connection.execute(counted).scalar_one()


def exam_ids(folder: Path) -> list[str]:
    """The exams of the service."""
    with reading(open_folder(folder)) as connection:
        return [one.id for one in all_exams(connection)]


class Service:
    """The running process: where it listens, and what it uses."""

    def __init__(self, process: "Popen[str]", port: int) -> None:
        self.port = port
        self._process = psutil.Process(process.pid)

    def cpu_seconds(self) -> float:
        """Processor time used so far, by all its threads."""
        used = self._process.cpu_times()
        return float(used.user + used.system)

    def resident(self) -> float:
        """Resident memory in MB (2**20 bytes)."""
        return float(self._process.memory_info().rss) / MEGABYTE


@contextmanager
def serving(
    folder: Path,
    environment: Mapping[str, str] = os.environ,
    module: Sequence[str] = SERVE,
    *,
    before: Sequence[str] = (),
    host: str = "127.0.0.1",
) -> Iterator[Service]:
    """Run `examserver serve` on a free port, and stop it as a person does.

    `before` stands before the command: what runs it somewhere else and then becomes it.
    """
    command = [*before, sys.executable, *module, str(folder), "--port", "0", "--host", host]
    told = {**environment, "PYTHONUNBUFFERED": "1"}
    log = folder.with_suffix(".log")
    with (
        log.open("wb") as errors,
        Popen(command, stdout=PIPE, stderr=errors, text=True, env=told, cwd=ROOT) as process,
    ):
        try:
            yield Service(process, _port(process, log))
        finally:
            process.terminate()
            process.communicate()


def _port(process: "Popen[str]", log: Path) -> int:
    assert process.stdout is not None, "the service's output is a pipe"
    for line in process.stdout:
        if line.startswith(SERVING):
            return int(line.split(". ")[0].rpartition(":")[2])
    raise subprocess.CalledProcessError(process.wait(), process.args, stderr=log.read_text("utf-8"))


def _draft() -> PaperDraft:
    """A paper of single choices."""
    choices = tuple(Choice(letter, f"<p>{letter}</p>") for letter in "abcd")
    questions = tuple(
        Single(id=f"q{n}", stem=f"<p>{n}</p>", points=Decimal(1), choices=choices) for n in range(QUESTIONS)
    )
    paper = Paper(PAPER_ID, 1, "Benchmark", "en", (Section("s1", "1", questions),))
    keys: dict[str, Key] = {f"q{n}": ChoiceKey({"a": Decimal(1)}) for n in range(QUESTIONS)}
    return PaperDraft(paper, AnswerKeys(PAPER_ID, 1, keys))
