"""Does what docs/exam-day.md says, in a real folder: commands, services, machines, and the people at them."""

import contextlib
import io
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from examclient.enrolling import enrol_without_hands
from examserver.cli import command_line
from soak.site import HOST, free_port, is_open
from tests.journeys.exam_day_guide import Kind, Step
from tests.journeys.station_process import PATIENCE, StationProcess

BEGINS_IN = timedelta(minutes=90)
"""Until the exam begins, where the guide says nine o'clock: the rehearsal before it is not of its hour."""

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}")
PAUSED = re.compile(r"^[0-9a-f]{8}(?=\tpause\t)", re.MULTILINE)


class GuideError(Exception):
    """Something that the guide says does not work."""


class ExamDay:
    """Owns the folder in which somebody follows the guide, and all that was started there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = "site"
        self.said: dict[str, str] = {}
        self.machines: dict[str, StationProcess] = {}
        self._services: dict[str, subprocess.Popen[bytes]] = {}
        now = datetime.now().astimezone()
        self.starts = now + BEGINS_IN
        self._instead = {
            "10.1.0.9:8470": f"{HOST}:{free_port()}",
            "10.12.0.5:8460": f"{HOST}:{free_port()}",
            "10.12.0.0/16": f"{HOST}/32",
            "0.0.0.0": HOST,  # noqa: S104 - the guide says it, nothing here binds to it
            "2026-12-05 09:00": f"{self.starts:%Y-%m-%d %H:%M:%S}",
            "2026-12-05 08:50": f"{now - BEGINS_IN:%Y-%m-%d %H:%M}",
            "2026-12-04 15:00": "+1s",
            "--minutes 90": "--minutes 90 --grace-minutes 0",
            "--to /mnt/exam-backups": f"--to {folder / 'backups'} --same-disk",
            "/mnt/exam-backups": str(folder / "backups"),
        }
        self._instead |= {f"--port {port}": f"--port {self.port(port)}" for port in ("8470", "8460")}

    def port(self, of_guide: str) -> int:
        """The port here for one of the guide."""
        address = next(here for there, here in self._instead.items() if there.endswith(f":{of_guide}"))
        return int(address.rpartition(":")[2])

    def do(self, step: Step, people: Mapping[str, Callable[[], None]]) -> None:
        """Do one step; what is for a person's hands alone is left out."""
        if step.kind is Kind.FILE:
            (self.folder / step.about).write_text("\n".join([*step.lines, ""]), encoding="utf-8")
        elif step.kind is Kind.PEOPLE:
            people[step.about]()
        elif step.kind is not Kind.BY_HAND:
            for line in step.lines:
                self._type(step, self._here(line))

    def run(self, *words: str) -> str:
        """Run a command of the service; returns what it said. Raises GuideError where it did not work."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = command_line.main(words)
        if code != 0:
            raise GuideError(f"examserver {shlex.join(words)}: {said.getvalue().strip()}")
        return said.getvalue()

    def kill(self, folder: str) -> None:
        """The machine on which this folder is served is gone."""
        self._services[folder].kill()
        self._services[folder].wait()

    def end(self) -> None:
        """Switch everything off."""
        for machine in self.machines.values():
            machine.kill()
        for folder in self._services:
            self.kill(folder)

    def _here(self, line: str) -> str:
        for there, here in self._instead.items():
            line = line.replace(there, here)
        if "PAUSE" in line:
            found = PAUSED.search(self.said["act list"])
            line = line.replace("PAUSE", found[0] if found else "no pause is listed")
        return re.sub(r"(?<=[ ])site(?=[ /]|$)", self.site, line)

    def _type(self, step: Step, line: str) -> None:
        program, *words = shlex.split(line, posix=True)
        if program == "examclient":
            self._enrol(*words)
        elif step.kind is Kind.RUNS_ON:
            self._begin(step.about, *words)
        else:
            self.said[" ".join(words[:2])] = self.run(*words)

    def _enrol(self, _enrol: str, file: str, _seat: str, seat: str) -> None:
        data = self.folder / f"machine{seat}"
        if enrol_without_hands(data, self.folder / file, seat) != 0:
            raise GuideError(f"The machine at seat {seat} could not be enrolled by {file}.")
        self.machines[seat] = StationProcess(data)
        self.machines[seat].start()

    def _begin(self, about: str, *words: str) -> None:
        if about == "the machine is gone":
            self.kill(self.site)
            code = CODE.search(self.said["init site"])
            (self.folder / "code").write_text(code[0] if code else "", encoding="utf-8")
            self.site, words = words[1], (*words, "--code-from", "code")
        with (self.folder / f"{words[1]}.log").open("ab") as log:
            self._services[words[1]] = subprocess.Popen(
                [sys.executable, "-m", "examserver", *words], stdout=log, stderr=log, start_new_session=True
            )
        self._wait_for(words[1], int(words[words.index("--port") + 1]))

    def _wait_for(self, folder: str, port: int) -> None:
        end = time.monotonic() + PATIENCE
        while not is_open(port):
            if self._services[folder].poll() is not None or time.monotonic() > end:
                raise GuideError((self.folder / f"{folder}.log").read_text(encoding="utf-8"))
            time.sleep(0.05)
