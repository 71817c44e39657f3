"""The screen that Wine draws on, and the hands before it: keys as a keyboard sends them, and pictures."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.verify.table import TrialError

SIZE = "1366x768x24"
KEY_PAUSE_MS = 40
"""Milliseconds between two keys: as fast as a person types who types fast."""


class Desktop:
    """A screen in the Debian folder; pictures are numbered in the order in which they are taken."""

    def __init__(self, folder: Path, display: str, album: Path) -> None:
        self.display = display
        self._folder = folder
        self._album = album
        self._taken = 0
        album.mkdir(parents=True, exist_ok=True)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, by their names in X: `Return`, `alt+Right`, `b`."""
        self._do("xdotool", "key", "--clearmodifiers", "--delay", str(KEY_PAUSE_MS), *keys)

    def type_text(self, words: str) -> None:
        """Type what has keys."""
        self._do("xdotool", "type", "--delay", str(KEY_PAUSE_MS), words)

    def picture(self) -> bytes:
        """What the whole screen shows, as PNG."""
        return self._do("maim", "--hidecursor")

    def take(self, name: str) -> Path:
        """Keep a picture of the screen under a name."""
        self._taken += 1
        path = self._album / f"{self._taken:02d}-{name}.png"
        path.write_bytes(self.picture())
        return path

    def _do(self, *words: str) -> bytes:
        command = ["chroot", str(self._folder), "env", f"DISPLAY={self.display}", *words]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if done.returncode != 0:
            raise TrialError(f"{words[0]}: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout


@contextmanager
def screen(folder: Path, album: Path) -> Iterator[Desktop]:
    """The screen, while it is needed."""
    x = ["chroot", str(folder), "Xvfb", "-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp"]
    with subprocess.Popen(x, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None, "it is a pipe"
        number = server.stdout.readline().strip()
        try:
            yield Desktop(folder, f":{number}", album)
        finally:
            server.kill()  # asked politely, it waits for programs that are gone


def until(holds: Callable[[], object], what: str, limit: float = 60.0) -> None:
    """Wait until something is so; raises TrialError where it does not come in so many seconds."""
    end = time.monotonic() + limit
    while not holds():
        if time.monotonic() > end:
            raise TrialError(f"waited {limit:.0f} s for {what}")
        time.sleep(0.2)
