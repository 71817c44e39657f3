"""The service's machine dies in mid-exam: stopped, without power, gone for good, the whole room dark; one of
two web machines dies, or their database.

Rule: nothing that was acknowledged and nothing that a screen showed as saved is missing at the end, and each
receipt is over the right answers. What it took is told, not judged: the limit is that everybody goes on.
"""

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from soak.disk import CuttableDisk, why_not_here
from soak.machines import SeveralMachines, why_no_machines
from soak.memory import judge
from soak.outages import HEALING_SECONDS, SITUATIONS, Exam, Situation
from soak.reporting import Findings, Soak
from soak.site import SoakSite


@dataclass(frozen=True, slots=True)
class Course:
    """How one went. `back`: seconds from the outage until every seat had something acknowledged anew."""

    saved: int
    acknowledged: int
    lost: int
    wrong: int
    receipts: int
    back: float


def play(situation: Situation, place: Path, options: argparse.Namespace, findings: Findings) -> Course:
    """Play one situation and hold the site's disk against what the seats have said."""
    with ExitStack() as stack:
        cuttable = situation.cuts_power and options.power
        disk = stack.enter_context(CuttableDisk()) if cuttable else None
        if disk is not None:
            disk.format()
        make = SeveralMachines if situation.has_several_machines else SoakSite
        exam = Exam(place, options.seats, disk, is_whole_room=situation.is_whole_room, make=make)
        stack.callback(exam.close)
        exam.begin()
        exam.site.back_up_by_timer()
        time.sleep(options.seconds)
        before, began = exam.heard(), time.monotonic()
        situation.play(exam)
        is_back = exam.wait_for(lambda one: exam.heard()[one.seat] > before[one.seat], HEALING_SECONDS)
        back = round(time.monotonic() - began, 1)
        findings.require(is_back, f"{situation.name}: not everybody went on.")
        time.sleep(options.seconds / 2)
        exam.room.end_exam()
        exam.wait_for(lambda one: one.done is not None, HEALING_SECONDS)
        return _judged(situation, exam, back, findings)


def _judged(situation: Situation, exam: Exam, back: float, findings: Findings) -> Course:
    judged = [judge(memory, exam.site, exam.questions) for memory in exam.memories.values()]
    for seat, one in enumerate(judged):
        findings.problems += [f"{situation.name}, seat {seat}: {problem}" for problem in one.wrong]
        findings.require(not one.lost, f"{situation.name}, seat {seat}: {one.lost} saved answers are lost.")
        findings.require(one.stored > 0, f"{situation.name}, seat {seat}: nothing was saved.")
    return Course(
        saved=sum(one.stored for one in judged),
        acknowledged=sum(one.acknowledged for one in judged),
        lost=sum(one.lost for one in judged),
        wrong=sum(len(one.wrong) for one in judged),
        receipts=sum(memory.done is not None for memory in exam.memories.values()),
        back=back,
    )


def _table(courses: dict[str, Course]) -> str:
    head = "what happens           saved   known  lost  wrong  receipts  back after"
    rows = [
        f"{name:<20}{one.saved:>8}{one.acknowledged:>8}{one.lost:>6}{one.wrong:>7}{one.receipts:>10}"
        f"{one.back:>10.1f} s"
        for name, one in courses.items()
    ]
    return "\n".join([head, *rows])


def main() -> int:
    """Run the soak and return its exit code."""
    soak = Soak("outage", __doc__)
    soak.add_number("--seats", 30, "candidates")
    soak.add_number("--seconds", 10, "seconds of writing before each outage")
    options, findings, courses = soak.begin(), Findings(), {}
    lacking = why_not_here()
    options.power = not lacking
    if lacking:
        print(f"No power is cut here, processes are killed only: {lacking}", flush=True)
    no_machines = why_no_machines()
    if no_machines:
        print(f"Nothing is proven here of several machines: {no_machines}", flush=True)
    chosen = [one for one in SITUATIONS if not (one.has_several_machines and no_machines)]
    with tempfile.TemporaryDirectory(prefix="exam-soak-outage-") as home:
        for number, situation in enumerate(chosen):
            place = Path(home) / str(number)
            place.mkdir()
            print(f"{situation.name} ...", flush=True)
            courses[situation.name] = play(situation, place, options, findings)
            shutil.rmtree(place)
    print(_table(courses), flush=True)
    findings.figures = {name.replace(" ", "_"): asdict(one) for name, one in courses.items()}
    findings.figures["power_cut"] = int(options.power)
    findings.figures["several_machines"] = int(not no_machines)
    return soak.finish(findings)


if __name__ == "__main__":
    sys.exit(main())
