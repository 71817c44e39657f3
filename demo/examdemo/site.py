"""A whole exam site for the demo: made, filled and served by the service's own command line."""

import json
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examclient.places import resources_folder
from examdemo.cable import HOST

SAMPLES = resources_folder() / "samples"
SAMPLE_PAPER = SAMPLES / "sample-exam.xml"
CANDIDATES = SAMPLES / "candidates.csv"
PAPER_ID = "demo"
ROOM = "A"
CONTACT = "考点办公室 (exam office) 010-5550-0100"
ELSEWHERE = "192.0.2.0/24"
"""A network that no machine is in (RFC 5737): with it there is a list, and this machine can be outside."""

START_LIMIT = 60
"""Seconds that the service may take until it answers."""


class DemoError(Exception):
    """Something that the demo needs did not work; the text says what and what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the demo's exam is: the paper file, its length, and how long until it starts.

    `outside` leaves this machine's address unregistered until somebody registers it.
    """

    paper: Path = SAMPLE_PAPER
    title: str = ""
    minutes: int = 90
    seconds_to_start: int = 15
    outside: bool = False


class DemoSite:
    """Owns the service's folder and its process. `password` is the room's, once the exam is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.paper_name = ""
        self.outside = False
        self.password = ""
        self._process: subprocess.Popen[bytes] | None = None

    def set_up(self, plan: Plan) -> str:
        """Make the site with paper and candidates; returns what the paper's import said."""
        self.paper_name, self.outside = plan.paper.name, plan.outside
        shutil.rmtree(self.folder, ignore_errors=True)
        for backup in self.folder.parent.glob(f"{self.folder.name}-keys*.backup"):
            backup.unlink()
        address = f"https://{HOST}:{self.port}"
        self._command("init", str(self.folder), "--name", "ExamClient 演示考点", "--address", address)
        title = plan.title or _title_of(plan.paper)
        said = self._command(
            *("paper", "import", str(self.folder), str(plan.paper), "--id", PAPER_ID, "--title", title)
        )
        self._command("candidates", "import", str(self.folder), str(CANDIDATES))
        self._command("room", "add", str(self.folder), ROOM)
        self._command("site", "contact", str(self.folder), CONTACT)
        self.register(ELSEWHERE)
        if not plan.outside:
            self.register(HOST)
        return said

    def begin(self, plan: Plan) -> None:
        """Set the exam's times and serve it."""
        title = plan.title or _title_of(plan.paper)
        start = f"+{plan.seconds_to_start}s"
        self._command(
            *("exam", "create", str(self.folder), "--paper", PAPER_ID, "--title", title, "--start", start),
            *("--minutes", str(plan.minutes), "--show-seconds"),
        )
        self.password = _password_in(self._command("room", "password", str(self.folder), "--room", ROOM))
        command = [sys.executable, "-m", "examserver", "serve", str(self.folder), "--port", str(self.port)]
        with (self.folder / "demo-service.log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        self._wait_until_it_answers()

    def register(self, network: str) -> None:
        """Put a network on the site's list; also while the service runs."""
        self._command("site", "networks", str(self.folder), "add", network, "--note", "demo")

    def strike_off(self, network: str) -> None:
        """Take a network from the list again."""
        self._command("site", "networks", str(self.folder), "remove", network)

    def enrolment_file(self, file: Path, port: int) -> Path:
        """A file by which one machine may register, for a station that reaches the service at this port."""
        file.unlink(missing_ok=True)  # an earlier demo's
        address = f"https://{HOST}:{port}"
        self._command(
            *("enrol", str(self.folder), "--room", ROOM, "--out", str(file), "--address", address),
            *("--valid", "1d", "--machines", "1"),
        )
        return file

    def signing_key(self) -> dict[str, str]:
        """The service's public key, as its stations have it."""
        site = json.loads((self.folder / "public" / "site.json").read_text(encoding="utf-8"))
        key: dict[str, str] = site["signing_key"]
        return key

    def results(self) -> list[dict[str, Any]]:
        """The results as the service's own command writes them."""
        found: list[dict[str, Any]] = json.loads(self._command("results", str(self.folder), "--json"))
        return found

    def take_in(self, folder: Path) -> list[dict[str, Any]]:
        """Take in the answer packages that lie in a folder, while the service runs; what became of each.

        First as a dry run, as the site's people do; raises DemoError where it says something else.
        """
        words = ("packages", "import", str(self.folder), str(folder), "--by", "demo", "--json")
        expected: list[dict[str, Any]] = json.loads(self._command(*words, "--dry-run"))
        found: list[dict[str, Any]] = json.loads(self._command(*words))
        if [one["verdict"] for one in expected] != [one["verdict"] for one in found]:
            raise DemoError(f"The dry run promised {expected}, and the import did {found}.")
        return found

    def compared(self, exam: str, candidate: str) -> list[dict[str, Any]]:
        """Both sources of a candidate's answers, question by question."""
        whose = ("--exam", exam, "--candidate", candidate)
        found = json.loads(self._command("packages", "compare", str(self.folder), *whose, "--json"))
        questions: list[dict[str, Any]] = found["questions"]
        return questions

    def stop(self) -> None:
        """End the service."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(15)

    def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end:
            if self._process is not None and self._process.poll() is not None:
                break
            try:
                socket.create_connection((HOST, self.port), timeout=2).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise DemoError(f"The service did not start. Its log: {self.folder / 'demo-service.log'}")

    def _command(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "examserver", *words], capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode != 0:
            raise DemoError(done.stderr.strip() or f"examserver {words[0]} failed.")
        return done.stdout


def _password_in(printed: str) -> str:
    """The room password in what the command prints for the proctor's sheet: it stands alone, far indented."""
    return next(line.strip() for line in printed.splitlines() if line.startswith(" " * 8))


def _title_of(paper: Path) -> str:
    return "大学通识考试（样卷）" if paper == SAMPLE_PAPER else paper.stem


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])
