"""The exam site on this machine's loopback, and what its own commands say of candidates and stations."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from examdemo.cable import Cable
from examdemo.site import CANDIDATES, DemoSite, Plan
from installer.verify.candidate import Numbers

TO_THE_START = 60
"""Seconds from the service's start to the exam's: before that the client starts, enrols and is checked."""

A_MOMENT = 1.5
"""Seconds until a page that comes by itself has been painted."""


class ExamSite:
    """Owns a service and the cable to it."""

    def __init__(self, folder: Path) -> None:
        self._site = DemoSite(folder)
        self._plan = Plan(seconds_to_start=TO_THE_START)
        self.paper = self._plan.paper
        self.cable = Cable(self._site.port)
        self._start = float("inf")

    def set_up(self) -> None:
        """Make it, with paper and candidates; the exam is not there yet."""
        self._site.folder.parent.mkdir(parents=True, exist_ok=True)
        self._site.set_up(self._plan)
        self.cable.start()

    def begin(self) -> None:
        """The exam is planned, and the service begins to serve."""
        self._site.begin(self._plan)
        self._start = time.monotonic() + TO_THE_START + A_MOMENT

    def enrolment(self, file: Path) -> Path:
        """The file by which the machine enrols, at the cable's end."""
        return self._site.enrolment_file(file, self.cable.port)

    @property
    def has_begun(self) -> bool:
        """Whether the exam has begun, with a moment for the first question."""
        return time.monotonic() > self._start

    @property
    def password(self) -> str:
        """The room password."""
        return self._site.password

    def candidates(self) -> list[Numbers]:
        """Who takes the exam."""
        with CANDIDATES.open(encoding="utf-8-sig", newline="") as file:
            return [Numbers(row["admission_number"], row["identity_number"]) for row in csv.DictReader(file)]

    def result(self, numbers: Numbers) -> dict[str, Any]:
        """What the site has of a candidate."""
        return next(one for one in self._site.results() if one["admission_number"] == numbers.admission)

    def events(self) -> int:
        """How many events it has, of all candidates."""
        return sum(one["events"] for one in self._site.results())

    def stations(self) -> list[dict[str, Any]]:
        """The machines that are enrolled."""
        command = [sys.executable, "-m", "examserver", "stations", "list", str(self._site.folder), "--json"]
        done = subprocess.run(command, capture_output=True, check=True)
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    def take_in(self, folder: Path) -> dict[str, Any]:
        """Take in the one package that lies in a folder."""
        (became,) = self._site.take_in(folder)
        return became

    def stop(self) -> None:
        """End both, as far as they were begun."""
        self._site.stop()
        if self.cable.port:
            self.cable.stop()
