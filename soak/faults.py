"""A failing disk under the client's journal and the service's store: the N-th system call fails, for every N.

Rule: nothing that was called stored is missing or damaged afterwards, nothing is called stored that was not
synced, and whoever must be told is told by the error that is meant for it.
"""

import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from soak.reporting import Findings, Soak
from soak.system_calls import Fault, FaultInjector, why_not_here
from soak.trace import Reading, read_trace
from soak.writers.process import SUBJECTS, WritingProcess
from soak.writers.subject import Finished, Order, Refused, Saved
from soak.writing import is_as_written

CALLS = ("fdatasync", "fsync", "pwrite64", "ftruncate", "openat", "rename")
ERRORS = ("EIO", "ENOSPC")
EVENTS = {"journal": 90, "store": 24}
"""Events of each writer in a run. In the journal's the log is moved into the file and begun anew meanwhile;
the store, which has four writers, does that at the end.
"""

WITHOUT_A_HIT = 2
"""A sweep ends when so many runs in a row met no such call any more: threads do not always call alike."""

RUN_SECONDS = 60
LONG = 24 * 3600


@dataclass(slots=True)
class Tally:
    """What the faults came to. Mutable: it grows run by run.

    `told` counts runs in which an error was told, `silent` those in which one was swallowed or told by an
    error that is not meant for it, `stuck` those in which nothing could be stored after a single fault.
    """

    runs: int = 0
    hits: int = 0
    told: int = 0
    acknowledged: int = 0
    lost: int = 0
    corrupt: int = 0
    silent: int = 0
    stuck: int = 0


@dataclass(frozen=True, slots=True)
class Sweep:
    """All faults of one kind under one subject."""

    subject: str
    call: str
    error: str
    for_good: bool

    def faults(self) -> Iterator[Fault]:
        """The first, the second call, and on."""
        return (Fault(self.call, self.error, number, self.for_good) for number in itertools.count(1))


class FaultTrial:
    """Runs a writer again and again in fresh folders, each time with another fault."""

    def __init__(self, place: Path, findings: Findings) -> None:
        self._place = place
        self._findings = findings
        self.tallies = {name: Tally() for name in SUBJECTS}
        for name, subject in SUBJECTS.items():
            self._template(name).mkdir()
            subject.prepare(self._template(name))

    def run(self, name: str, fault: Fault) -> bool:
        """One run under one fault; returns whether the fault was met."""
        folder = self._place / "run"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._template(name), folder)
        with (
            WritingProcess(name, Order(folder, 1, EVENTS[name])) as process,
            FaultInjector(process.pid, fault, self._place / "trace") as injector,
        ):
            process.go()
            ended = process.wait(RUN_SECONDS)
            reading = read_trace(injector.finish()) if ended else Reading(0, 0)
        self._findings.require(ended, f"{name}, {fault}: it hangs.")
        self._judge(name, fault, process, reading)
        self._look(name, fault, process, folder)
        return reading.hits > 0

    def _judge(self, name: str, fault: Fault, process: WritingProcess, reading: Reading) -> None:
        """Hold what was told against what was called."""
        tally, told = self.tallies[name], process.told
        refusals = [word for word in told if isinstance(word, Refused)]
        leaks = [word.error for word in refusals if not word.plainly]
        stuck = not fault.for_good and not any(isinstance(word, Finished) for word in told)
        tally.runs += 1
        tally.hits += reading.hits > 0
        tally.told += bool(refusals)
        tally.silent += bool(leaks or reading.unsynced)
        tally.stuck += stuck
        here = f"{name}, {fault}"
        self._findings.problems += [f"{here}: told otherwise: {leak}" for leak in leaks]
        self._findings.require(not reading.unsynced, f"{here}: {reading.unsynced} called stored, not synced")
        self._findings.require(not stuck, f"{here}: nothing can be stored any more, though the fault is over")

    def _look(self, name: str, fault: Fault, process: WritingProcess, folder: Path) -> None:
        """Open what is left without any fault, and hold it against what was told."""
        tally, here = self.tallies[name], f"{name}, {fault}"
        saved = {word.writer: word.seq for word in process.told if isinstance(word, Saved)}
        held = SUBJECTS[name].read(folder, [1])
        there = {writer.id: len(events) for writer, events in held.logs}
        lost = sum(max(0, seq - there.get(writer, 0)) for writer, seq in saved.items())
        wrong = [writer.id for writer, events in held.logs if not is_as_written(writer, events)]
        tally.acknowledged += sum(saved.values())
        tally.lost += lost
        tally.corrupt += len(wrong) + len(held.damage)
        self._findings.require(not lost, f"{here}: {lost} acknowledged events are missing")
        self._findings.require(not wrong, f"{here}: not as written: {', '.join(wrong)}")
        self._findings.problems += [f"{here}: {damage}" for damage in held.damage]

    def _template(self, name: str) -> Path:
        return self._place / f"{name}-template"


def sweep_all(trial: FaultTrial, sweeps: Iterable[Sweep], seconds: float) -> list[str]:
    """Run sweeps side by side, the first calls first; returns which were not through in time.

    Each is tried once, however slow the machine is: what was never tried is not proven.
    """
    end = time.monotonic() + seconds
    waiting = {sweep: (sweep.faults(), WITHOUT_A_HIT) for sweep in sweeps}
    untried = len(waiting)
    while waiting:
        for sweep, (faults, patience) in tuple(waiting.items()):
            untried -= 1
            if untried < 0 and time.monotonic() > end:
                return [f"{one.subject} {one.call} {one.error}" for one in waiting]
            met = trial.run(sweep.subject, next(faults))
            waiting[sweep] = (faults, WITHOUT_A_HIT if met else patience - 1)
            if waiting[sweep][1] == 0:
                del waiting[sweep]
    return []


def _summed(trial: FaultTrial, findings: Findings, unfinished: int) -> Findings:
    each = {name: asdict(tally) for name, tally in trial.tallies.items() if tally.runs}
    totals = {name: sum(one[name] for one in each.values()) for name in asdict(Tally())}
    findings.figures = totals | {"unfinished_sweeps": unfinished} | each
    for name, one in each.items():
        nothing = f"{name}: no fault was met and told: nothing is proven."
        findings.require(one["hits"] > 0 and one["told"] > 0, nothing)
    return findings


def main() -> int:
    """Run the soak and return its exit code."""
    soak = Soak("faults", __doc__)
    soak.add_number("--seconds", LONG, "stop after so long, wherever the sweeps are then")
    soak.parser.add_argument("--subject", choices=SUBJECTS, action="append", help="only this one")
    soak.parser.add_argument("--call", choices=CALLS, action="append", help="only this system call")
    options = soak.begin()
    if reason := why_not_here():
        return soak.skip(reason)
    findings = Findings()
    with tempfile.TemporaryDirectory(prefix="exam-soak-faults-") as place:
        trial = FaultTrial(Path(place), findings)
        chosen = (options.subject or SUBJECTS, options.call or CALLS)
        sweeps = [Sweep(*one) for one in itertools.product(*chosen, ERRORS, (False, True))]
        unfinished = sweep_all(trial, sweeps, options.seconds)
    return soak.finish(_summed(trial, findings, len(unfinished)))


if __name__ == "__main__":
    sys.exit(main())
