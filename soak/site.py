"""A whole exam site on this machine, made by the service's own commands and served by its own program.

Rule: the service is a process that can be killed at any moment, and begins again in the same folder.
"""

import contextlib
import csv
import io
import random
import socket
import subprocess
import sys
import time
from pathlib import Path

from examprotocol.events import Head, WriterLog
from examprotocol.paper import answerable_questions
from examserver.cli import command_line
from examserver.services.key_backup import write_backup
from examserver.services.keys import signing_key
from examserver.services.old_folder import service_in
from examserver.services.recovery_code import new_recovery_code
from examserver.services.setup import SiteCard, read_card
from examserver.storage.attempts import find_attempt
from examserver.storage.events import heads_of, logs_of
from examserver.storage.exams import all_exams, exam_for
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.receipts import has_receipt, newest_receipt
from examserver.storage.store import reading

HOST = "127.0.0.1"
ROOM = "A"
PAPER_ID = "soak"
QUESTIONS, MINUTES = 12, 600
PASSWORD = "turnip velvet orbit lantern"  # noqa: S105 - of a room that is gone in two minutes
"""Of the room: by it a proctor lets an exam move."""

NEVER_GIVEN = range(20_000, 32_000)
"""Ports below those that Linux and Windows give to connections."""

START_LIMIT = 60.0
"""Seconds that the service may take until it answers."""


class SoakSite:
    """Owns the folder of a service and, while it serves, its process."""

    def __init__(
        self, root: Path, candidates: int, questions: int = QUESTIONS, minutes: int = MINUTES
    ) -> None:
        self.root = root
        self.port = free_port()
        self.candidates = [(f"SOAK{number:05}", f"{110101 * 10**5 + number}") for number in range(candidates)]
        self._process: subprocess.Popen[bytes] | None = None
        self._set_up(questions, minutes)

    @property
    def folder(self) -> ServiceFolder:
        """The service's folder."""
        return open_folder(self.root)

    @property
    def card(self) -> SiteCard:
        """What the service has published of itself."""
        return read_card(self.folder)

    @property
    def log(self) -> Path:
        """What the service's processes have said."""
        return self.root.with_name(f"{self.root.name}.log")

    def questions(self) -> list[str]:
        """The ids of the questions that can be answered."""
        folder = self.folder
        paper = PaperShelf(folder.papers, signing_key(folder)).paper(PAPER_ID)
        return [question.id for question in answerable_questions(paper)]

    def enrolment(self, file: Path, port: int, machines: int) -> Path:
        """An enrolment file for stations that reach the service at this port of this machine."""
        words = ("--room", ROOM, "--out", str(file), "--machines", str(machines))
        command("enrol", str(self.root), *words, "--address", f"https://{HOST}:{port}")
        return file

    def start(self) -> None:
        """Begin to serve; returns at once."""
        self._begin("serve", str(self.root), "--port", str(self.port))

    def wait_until_it_answers(self) -> None:
        """Return when stations can connect; raises RuntimeError where the service has ended."""
        wait_for_port(self.port, self._process, self.log)

    def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Let it store what waits and end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def back_up(self, file: Path) -> None:
        """Make a backup while the service serves."""
        command("backup", str(self.root), "--out", str(file))

    def restore(self, file: Path) -> None:
        """Make the service anew from a backup and its keys; the old folder is served no more."""
        old, self.root = self.root, self.root.with_name(f"{self.root.name}-restored")
        command("restore", str(file), str(self.root), "--from", str(old), "--go-back")

    def back_up_by_timer(self) -> None:
        """Have the running service make backups on a timer, and keep its keys elsewhere; returns when the
        first one is there. Here all is on one disk, which the command has to be told.
        """
        place = self._beside("backups")
        place.mkdir()
        code = new_recovery_code()
        self._beside("code").write_text(code, encoding="utf-8")
        write_backup(self._beside("keys"), service_in(self.root), code)
        command("backup", str(self.root), "--every", "1", "--to", str(place), "--same-disk")
        end = time.monotonic() + START_LIMIT
        while not list(place.glob("*.exambackup")):
            if time.monotonic() > end:
                raise RuntimeError(f"No backup was made; {self.log} says why.")
            time.sleep(0.02)

    def take_over(self) -> None:
        """A spare machine becomes the service, by one command; returns at once."""
        self.root = self.root.with_name(f"{self.root.name}-spare")
        kept = [self._beside(name, "site") for name in ("backups", "keys", "code")]
        words = ("--backups", str(kept[0]), "--key-backup", str(kept[1]), "--code-from", str(kept[2]))
        self._begin("take-over", str(self.root), *words, "--host", HOST, "--port", str(self.port))

    def extend(self, minutes: int) -> None:
        """Give all more time while the service serves."""
        words = ("--minutes", str(minutes), "--reason", "The network was away.")
        command("exam", "extend", str(self.root), self.exam_id(), *words)

    def ends(self) -> int:
        """The end of the exam with all extensions for everybody (site time in milliseconds)."""
        with reading(self.folder) as connection:
            exam = exam_for(connection, all_exams(connection)[0].id, self.candidates[0][0])
        return exam.ends if exam else 0

    def exam_id(self) -> str:
        """The id of the one exam."""
        with reading(self.folder) as connection:
            return all_exams(connection)[0].id

    def attempt(self, candidate: str) -> str:
        """The id of a candidate's attempt, or `""` where there is none."""
        with reading(self.folder) as connection:
            found = find_attempt(connection, all_exams(connection)[0].id, candidate)
        return found.id if found else ""

    def held(self, attempt: str) -> tuple[WriterLog, ...]:
        """What the disk has of an attempt."""
        with reading(self.folder) as connection:
            return logs_of(connection, attempt)

    def heads(self, attempt: str) -> dict[str, Head]:
        """How far each writer has come on the disk."""
        with reading(self.folder) as connection:
            return heads_of(connection, attempt)

    def receipt(self, attempt: str) -> str:
        """The newest receipt on the disk, or `""`."""
        with reading(self.folder) as connection:
            signed = newest_receipt(connection, attempt)
        return signed.token if signed else ""

    def has_receipt(self, attempt: str, token: str) -> bool:
        """Whether the disk has this very receipt."""
        with reading(self.folder) as connection:
            return has_receipt(connection, attempt, token)

    def _begin(self, *words: str) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "examserver", *words], stdout=log, stderr=log, start_new_session=True
            )

    def _beside(self, name: str, root: str = "") -> Path:
        """What lies beside the service's folder, also after another one has taken its place."""
        return self.root.with_name(f"{root or self.root.name}.{name}")

    def _set_up(self, questions: int, minutes: int) -> None:
        root = str(self.root)
        command("init", root, "--name", "Soak", "--address", f"https://{HOST}:{self.port}")
        command(
            "paper", "import", root, str(self._paper_file(questions)), "--id", PAPER_ID, "--title", "Soak"
        )
        command("candidates", "import", root, str(self._roster()))
        command("room", "add", root, ROOM)
        command("site", "networks", root, "add", f"{HOST}/32")
        words = ("--paper", PAPER_ID, "--title", "Soak", "--start", "+1s", "--minutes", str(minutes))
        command("exam", "create", root, *words)
        password = self.root.with_name(f"{self.root.name}.password")
        password.write_text(PASSWORD, encoding="utf-8")
        command("room", "password", root, "--room", ROOM, "--own-from", str(password))

    def _paper_file(self, questions: int) -> Path:
        file = self.root.with_name(f"{self.root.name}.gift")
        lines = [f"::Q{number}:: Write {number}. {{=right}}\n" for number in range(questions - 1)]
        file.write_text("\n".join([*lines, "::Essay:: Write much. {}\n"]), encoding="utf-8")
        return file

    def _roster(self) -> Path:
        file = self.root.with_name(f"{self.root.name}.csv")
        with file.open("w", encoding="utf-8", newline="") as opened:
            table = csv.writer(opened)
            table.writerow(("admission_number", "name", "identity_number", "seat"))
            for number, (admission, identity) in enumerate(self.candidates):
                table.writerow((admission, f"Candidate {number}", identity, str(number + 1)))
        return file


def command(*words: str) -> None:
    """Run one of the service's commands; raises RuntimeError where it did not work."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = command_line.main(words)
        except SystemExit as ended:  # words that the command does not take
            code = int(ended.code or 0)
    if code != 0:
        raise RuntimeError(f"examserver {words[0]}: {said.getvalue().strip()}")


def free_port() -> int:
    """A port that nobody listens on, and that no connection is given while the service is down."""
    while True:
        port = random.choice(NEVER_GIVEN)
        with contextlib.suppress(OSError), socket.create_server((HOST, port)):
            return port


def wait_for_port(port: int, process: "subprocess.Popen[bytes] | None", log: Path) -> None:
    """Return when somebody listens; raises RuntimeError where the process that should has ended."""
    end = time.monotonic() + START_LIMIT
    while not is_open(port):
        if process is None or process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"The service does not answer; {log} says why.")
        time.sleep(0.02)


def is_open(port: int) -> bool:
    """Whether somebody listens."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=2):
        return True
    return False
