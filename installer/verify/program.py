"""The installed client, from outside: its MSI, its files, its settings, and what lies in its data folder."""

import configparser
import hashlib
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

from examclient.usecases.sitting import RECEIPT
from installer.product import PROGRAM
from installer.verify.table import TrialError
from installer.verify.wine import Done, Wine

INSTALLING = 240.0
"""Seconds that Windows Installer may take."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is installed, and where its data lie, in Windows' words.

    No spaces: Wine's msiexec refuses a property with one (1639), however it is quoted; Windows' does not.
    """

    folder: str = r"C:\考试客户端"
    data: str = r"C:\考点数据\ExamClient"


class Program:
    """Owns nothing: asks Windows and the disk."""

    def __init__(self, wine: Wine, place: Place, out: Path) -> None:
        self._wine = wine
        self.place = place
        self._out = out
        self.exe = str(PureWindowsPath(place.folder, PROGRAM))

    @property
    def folder(self) -> Path:
        """The installation folder."""
        return self._wine.path(self.place.folder)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._wine.path(self.place.data)

    def msiexec(self, action: str, msi: str, **properties: str) -> int:
        """Windows Installer without questions, from a batch file as admins write it; its exit code.

        Its log is kept.
        """
        name = f"msiexec-{len([*self._out.glob('msiexec-*.cmd')]) + 1}"
        words = " ".join(f'{key}="{value}"' for key, value in properties.items())
        line = f'msiexec {action} "{msi}" /qn /norestart /l*v "C:\\{name}.log" {words}'.rstrip()
        script = self._out / f"{name}.cmd"
        script.write_text(f'@start /wait "" {line}\r\n@echo %ERRORLEVEL%\r\n', encoding="gbk", newline="")
        done = self._wine.run("cmd", "/c", self._wine.put(script), limit=INSTALLING)
        written = self._wine.path(f"C:\\{name}.log")
        if written.exists():
            shutil.copy(written, self._out)
        if not done.out.split():
            raise TrialError(f"the batch file said nothing: {done.err}")
        return int(done.out.split()[-1])

    def run(self, *words: str) -> Done:
        """Run it to its end, as for `--self-check`."""
        return self._wine.run(self.exe, *words)

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it as a person does."""
        return self._wine.start(self.exe, log=self._out / "client.log")

    def files(self) -> dict[str, int]:
        """Path below the installation folder to size, of all that is there."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.stat().st_size for path in found}

    def settings(self) -> dict[str, dict[str, str]]:
        """`user.ini` as it stands: sections to keys, in lower case, to values without quotation marks."""
        return read_ini((self.folder / "user.ini").read_bytes())

    def set(self, section: str, key: str, value: str) -> None:
        """Change a setting as an admin does, in the file."""
        path = self.folder / "user.ini"
        text = path.read_bytes().decode("utf-16")
        lines = [line for line in text.splitlines() if not _is_line_of(key, line)]
        if f"[{section}]" not in lines:
            lines.append(f"[{section}]")
        lines.insert(lines.index(f"[{section}]") + 1, f"{key} = {value}")
        path.write_bytes("\r\n".join([*lines, ""]).encode("utf-16"))

    def logged(self) -> str:
        """What the client has written into its log."""
        logs = sorted((self.data / "logs").glob("*.log"))
        return "\n".join(log.read_text(encoding="utf-8", errors="replace") for log in logs)

    def journals(self) -> dict[str, str]:
        """Name to digest of every journal, for a comparison while no client runs."""
        files = sorted((self.data / "journals").glob("*"))
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}

    def saved_events(self) -> int:
        """How many events are on the disk."""
        return self._count("SELECT count(*) FROM events")

    def receipts(self) -> int:
        """How many attempts have their receipt here."""
        return self._count("SELECT count(*) FROM notes WHERE name = ?", RECEIPT)

    def _count(self, query: str, *values: str) -> int:
        """Counted in copies of the journals: nothing is opened that the client has open."""
        with TemporaryDirectory() as copies:
            for file in (self.data / "journals").glob("*.journal*"):
                if not file.name.endswith("-shm"):
                    shutil.copy(file, copies)
            return sum(_count_in(journal, query, values) for journal in Path(copies).glob("*.journal"))


def read_ini(data: bytes) -> dict[str, dict[str, str]]:
    """Read `user.ini`, which is UTF-16 where an installer wrote into it."""
    parser = configparser.ConfigParser(
        interpolation=None, strict=False, inline_comment_prefixes=None, allow_no_value=True
    )
    parser.read_string(data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"))
    return {
        section.lower(): {key: (value or "").strip().strip('"') for key, value in parser[section].items()}
        for section in parser.sections()
    }


def packed_files(msi: Path) -> int:
    """How many files a package has, by its own table."""
    done = subprocess.run(["msiinfo", "export", str(msi), "File"], capture_output=True, check=False)
    if done.returncode != 0:
        raise TrialError(f"{msi.name} cannot be read: {done.stderr.decode(errors='replace')}")
    return len(done.stdout.strip().splitlines()) - 3  # the table's head has three lines


def _is_line_of(key: str, line: str) -> bool:
    return line.partition("=")[0].strip().lower() == key.lower()


def _count_in(journal: Path, query: str, values: tuple[str, ...]) -> int:
    with closing(sqlite3.connect(journal)) as connection:
        return int(connection.execute(query, values).fetchone()[0])
