"""Windows programs in the Debian folder with Wine: how they are started, what they print, where files are.

The folder is seen by Windows as drive Z:, and this process sees the same files below `folder`.
"""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from installer.verify.table import TrialError

HOME = "verify"
"""The folder, in the one with Debian, that a trial has for itself."""
PATIENCE = 180.0
"""Seconds that a program may take that ends by itself; the first start of Wine is slow."""
POWER_OFF = 20.0
"""Seconds until no process of it is left."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended, and what it wrote: standard output, and whatever else."""

    code: int
    out: str
    err: str


class Wine:
    """Owns a Windows of its own in the folder, new each time, below `home` there. `display` is the screen's
    name, `""` where nothing is to be seen.
    """

    def __init__(self, folder: Path, display: str, home: str = HOME) -> None:
        self.folder = folder.resolve()
        self.display = display
        self._home = home
        self._mark = f"WINEPREFIX=/{home}/prefix".encode()

    @property
    def prefix(self) -> Path:
        """Where its drive C: and its registry are."""
        return self.folder / self._home / "prefix"

    @property
    def scratch(self) -> Path:
        """Where files for it are put."""
        return self.folder / self._home / "files"

    @property
    def stick(self) -> Path:
        """The proctor's stick, drive E:."""
        return self.scratch / "stick"

    def make(self) -> str:
        """Make a new Windows, with one desktop of the screen's size; returns Wine's version."""
        self.stop()
        for place in (self.prefix, self.scratch):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
        self.run("wineboot", "--init")
        self.registry(r"HKCU\Software\Wine\Explorer", "Desktop", "exam")
        self.registry(r"HKCU\Software\Wine\Explorer\Desktops", "exam", "1366x768")
        self._plug_in()
        self.shut_down()
        return self._inside(["wine", "--version"]).out.splitlines()[-1]

    def run(self, *words: str, limit: float = PATIENCE) -> Done:
        """Run a Windows program to its end."""
        return self._inside(["wine", *words], limit)

    def start(self, *words: str, log: Path) -> "subprocess.Popen[bytes]":
        """Start a Windows program that stays; what it writes goes into the log."""
        with log.open("ab") as file:
            return subprocess.Popen(self._command(["wine", *words]), stdout=file, stderr=file)

    def registry(self, key: str, name: str, value: str) -> None:
        """Set a text in Windows' registry."""
        done = self.run("reg", "add", key, "/v", name, "/d", value, "/f")
        if done.code != 0:
            raise TrialError(f"reg add {key} ended with {done.code}")

    def shut_down(self) -> None:
        """End Windows in good order, so that its registry is on the disk."""
        self._inside(["wineserver", "--kill"])
        self._inside(["wineserver", "--wait"])
        self.power_off()

    def power_off(self) -> None:
        """Every Windows program is gone at once, as in a power cut; the disk stays as it is."""
        end = time.monotonic() + POWER_OFF
        while found := self._processes():
            if time.monotonic() > end:
                raise TrialError(f"{len(found)} processes of Wine do not end")
            for process in found:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.1)

    def stop(self) -> None:
        """End Windows, where there is one."""
        if self.prefix.exists():
            self.power_off()

    def put(self, file: Path, name: str = "") -> str:
        """Copy a file to where Windows sees it; returns its path there."""
        target = self.scratch / (name or file.name)
        shutil.copy2(file, target)
        return self.windows_path(target)

    def windows_path(self, path: Path) -> str:
        """The name that Windows has for a file in the folder."""
        return str(PureWindowsPath("Z:/", *path.relative_to(self.folder).parts))

    def path(self, windows_path: str) -> Path:
        """Where a file of drive C: or Z: is."""
        parts = PureWindowsPath(windows_path)
        if parts.drive.upper() == "Z:":
            return self.folder.joinpath(*parts.parts[1:])
        return (self.prefix / "drive_c").joinpath(*parts.parts[1:])

    def _plug_in(self) -> None:
        """An empty stick as drive E:, a floppy in Wine's words; seen from the next start of Windows on."""
        self.stick.mkdir()
        (self.prefix / "dosdevices" / "e:").symlink_to(f"/{self._home}/files/{self.stick.name}")
        self.registry(r"HKLM\Software\Wine\Drives", "e:", "floppy")

    def _processes(self) -> list[int]:
        """The processes of this Windows: those that have the folder as their root, and its prefix."""
        return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if self._is_own(entry)]

    def _is_own(self, entry: Path) -> bool:
        try:
            root = (entry / "root").readlink()
            return root == self.folder and self._mark in (entry / "environ").read_bytes().split(b"\0")
        except OSError:  # it has ended meanwhile
            return False

    def _inside(self, words: list[str], limit: float = PATIENCE) -> Done:
        try:
            done = subprocess.run(self._command(words), capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            raise TrialError(f"{words[1]} did not end within {limit:.0f} s") from None
        return Done(done.returncode, _text(done.stdout), _text(done.stderr))

    def _command(self, words: list[str]) -> list[str]:
        """In the folder, in Chinese Windows, and with nothing of this process's own environment."""
        variables = {
            "HOME": "/root",
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/wine",
            "LC_ALL": "zh_CN.UTF-8",
            "DISPLAY": self.display,
            "WINEPREFIX": f"/{self._home}/prefix",
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
        }
        settings = [f"{name}={value}" for name, value in variables.items()]
        return ["chroot", str(self.folder), "env", "-i", *settings, *words]


def _text(written: bytes) -> str:
    """The client writes UTF-8 into pipes; Windows' own programs write the code page of Chinese Windows.

    Line by line: a program of ours may write after one of theirs.
    """
    return "".join(_line(line) for line in written.splitlines(keepends=True))


def _line(written: bytes) -> str:
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("gbk", "replace")
