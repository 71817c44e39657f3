"""Real power cuts under the client's journal and the service's store: what was acknowledged must be there.

Rule: only what was read as acknowledged before the cut counts, since a sync that is under way may still say
yes while the file system is being shut down. A control run that forgets to sync must lose, or this soak
proves nothing.
"""

import random
import shutil
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from examprotocol.events import Event, Writer
from soak.disk import CuttableDisk, clear_leftovers, why_not_here
from soak.reporting import Findings, Soak
from soak.writers.process import SUBJECTS, WritingProcess
from soak.writers.subject import Order, Refused, Saved, Told
from soak.writing import is_as_written

ENDLESS = 1 << 30
START_SECONDS = 60.0
LONGEST_SECONDS = 0.2
"""A cut comes at a random moment within so long after the first word."""

EARLY = 8
"""Every so many cuts, one comes while the writer is still opening its files."""

CONTROL_SHARE = 15
"""One control cut for so many cuts."""

KILL_SECONDS = 0.01


@dataclass(slots=True)
class Tally:
    """What the cuts of one subject came to. Mutable: it grows cut by cut."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    corrupt: int = 0
    control_acknowledged: int = 0
    control_lost: int = 0


class CutTrial:
    """Cuts the power under one subject again and again, on one disk."""

    def __init__(self, subject: str, disk: CuttableDisk, template: Path, findings: Findings) -> None:
        self._subject = subject
        self._disk = disk
        self._template = template
        self._findings = findings
        self._chance = random.Random(f"{subject} 7")
        self._promised: dict[int, dict[str, int]] = {}
        self.tally = Tally()

    def run(self, cuts: int) -> None:
        """Cut and look, each time on what the cut before has left; at the end look at everything again."""
        self._begin()
        for number in range(1, cuts + 1):
            self._promised[number] = self._cut(number, forgetful=False)
            self.tally.cuts += 1
            self.tally.acknowledged += sum(self._promised[number].values())
            self._look([number])
        self._look(self._promised, again=True)

    def run_control(self, cuts: int) -> None:
        """The same without syncing, on an empty disk each time."""
        for number in range(1, cuts + 1):
            self._begin()
            promised = self._cut(number, forgetful=True)
            self.tally.control_acknowledged += sum(promised.values())
            with self._disk.mounted() as folder:
                held = SUBJECTS[self._subject].read(folder, [number])
            self.tally.control_lost += sum(_missing(promised, held.logs).values())

    def _begin(self) -> None:
        self._disk.format()
        with self._disk.mounted() as folder:
            shutil.copytree(self._template, folder, dirs_exist_ok=True)

    def _cut(self, number: int, *, forgetful: bool) -> dict[str, int]:
        """Cut under a new writer; returns how far each of its writers was told that it is stored."""
        early = number % EARLY == 0 and not forgetful
        with self._disk.mounted() as folder:
            order = Order(folder, number, ENDLESS)
            with WritingProcess(self._subject, order, forgetful=forgetful) as process:
                process.go()
                if not early and not _has_begun(process):
                    self._findings.problems.append(f"{self._subject}, cut {number}: it stores nothing.")
                time.sleep(self._chance.uniform(0, LONGEST_SECONDS))
                told = tuple(process.told)
                self._disk.cut()
                time.sleep(KILL_SECONDS)
        self._note_refusals(number, told)
        return _reached(told)

    def _note_refusals(self, number: int, told: Iterable[Told]) -> None:
        for word in told:
            if isinstance(word, Refused):
                self._findings.problems.append(f"{self._subject}, cut {number}: refused: {word.error}")

    def _look(self, numbers: Iterable[int], *, again: bool = False) -> None:
        numbers = list(numbers)
        with self._disk.mounted() as folder:
            held = SUBJECTS[self._subject].read(folder, numbers)
        promised = {writer: seq for number in numbers for writer, seq in self._promised[number].items()}
        missing = _missing(promised, held.logs)
        wrong = [writer.id for writer, events in held.logs if not is_as_written(writer, events)]
        where = f"{self._subject}, after {'all cuts' if again else f'cut {numbers[0]}'}"
        self._findings.problems += [f"{where}: {one} lacks {count}" for one, count in missing.items()]
        self._findings.problems += [f"{where}: {one} is not as it was written" for one in wrong]
        self._findings.problems += [f"{where}: {damage}" for damage in held.damage]
        self.tally.lost += sum(missing.values())
        self.tally.corrupt += len(wrong) + len(held.damage)


def _has_begun(process: WritingProcess) -> bool:
    end = time.monotonic() + START_SECONDS
    while not process.told and process.is_alive() and time.monotonic() < end:
        time.sleep(0.001)
    return bool(process.told)


def _reached(told: Iterable[Told]) -> dict[str, int]:
    reached: dict[str, int] = {}
    for word in told:
        if isinstance(word, Saved):
            reached[word.writer] = max(word.seq, reached.get(word.writer, 0))
    return reached


def _missing(promised: dict[str, int], logs: Iterable[tuple[Writer, tuple[Event, ...]]]) -> dict[str, int]:
    """How many events of each writer were promised and are not there."""
    held = {writer.id: len(events) for writer, events in logs}
    lacking = {one: seq - held.get(one, 0) for one, seq in promised.items()}
    return {one: count for one, count in lacking.items() if count > 0}


def main() -> int:
    """Run the soak and return its exit code."""
    soak = Soak("powercut", __doc__)
    soak.add_number("--cuts", 150, "power cuts for each of the two")
    options = soak.begin()
    clear_leftovers()
    if reason := why_not_here():
        return soak.skip(reason)
    findings, tallies = Findings(), {}
    with CuttableDisk() as disk:
        for name in SUBJECTS:
            tallies[name] = _tried(name, disk, options.cuts, findings)
    return soak.finish(_summed(findings, tallies))


def _tried(name: str, disk: CuttableDisk, cuts: int, findings: Findings) -> Tally:
    print(f"{name}: {cuts} cuts ...", flush=True)
    template = disk.new_folder(f"{name}-template")
    SUBJECTS[name].prepare(template)
    trial = CutTrial(name, disk, template, findings)
    trial.run(cuts)
    trial.run_control(max(2, cuts // CONTROL_SHARE))
    findings.require(trial.tally.acknowledged > 0, f"{name}: nothing was acknowledged before a cut.")
    findings.require(
        trial.tally.control_lost > 0, f"{name}: the control lost nothing: this soak itself is broken."
    )
    return trial.tally


def _summed(findings: Findings, tallies: dict[str, Tally]) -> Findings:
    each = {name: asdict(tally) for name, tally in tallies.items()}
    findings.figures = {name: sum(one[name] for one in each.values()) for name in asdict(Tally())} | each
    return findings


if __name__ == "__main__":
    sys.exit(main())
