"""A real screen: an X server without a monitor, and a window manager that does what people know."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tests.client.real_screen import real_screen
from tests.journeys.station_process import PATIENCE, screen

OTHER_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("another program")
label.setWindowTitle("another program")
label.resize(300, 200)
label.show()
for line in sys.stdin:
    if line.startswith("copy "):
        app.clipboard().setText(line[5:].strip())
    for _ in range(20):
        app.processEvents()
    print(app.clipboard().text(), flush=True)
"""


class OtherProgram:
    """A window that is not ours, and its own clipboard."""

    def __init__(self, display: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", OTHER_WINDOW],
            env=screen(display),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def clipboard(self, words: str = "look") -> str:
        """What it finds in the clipboard, after it has copied something where the words say so."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        """Close it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class Desktop:
    """What a person does at this screen."""

    def __init__(self, display: str) -> None:
        self.display = display

    def do(self, *words: str) -> str:
        """One order to xdotool; what it prints."""
        done = subprocess.run(
            ["xdotool", *words],
            env=screen(self.display),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout.strip()

    def windows(self, title: str) -> list[str]:
        """The windows on the screen with this title, by their ids."""
        return self.do("search", "--onlyvisible", "--name", f"^{title}$").split()

    def window(self, title: str) -> str:
        """The one window with this title, once it is there."""
        until(lambda: len(self.windows(title)) == 1)
        return self.windows(title)[0]

    def states(self, window: str) -> str:
        """What the window manager says of a window."""
        command = ["xprop", "-id", window, "_NET_WM_STATE"]
        done = subprocess.run(command, env=screen(self.display), capture_output=True, check=True)
        return done.stdout.decode()

    def in_front(self) -> str:
        """The window that has the keyboard."""
        return self.do("getactivewindow")


@contextmanager
def desktop() -> Iterator[Desktop]:
    """The screen, while it is needed."""
    with real_screen() as variables, ExitStack() as ends:
        display = variables["DISPLAY"]
        until(lambda: managed(display, ends))
        yield Desktop(display)


def managed(display: str, ends: ExitStack) -> bool:
    """Start a window manager; false where it ended at once, as it may on a screen that has only just come."""
    manager = subprocess.Popen(["openbox"], env=screen(display), stderr=subprocess.DEVNULL)
    ends.callback(manager.wait)
    ends.callback(manager.kill)
    until(lambda: has_manager(display) or manager.poll() is not None)
    return manager.poll() is None


def has_manager(display: str) -> bool:
    """Whether a window manager has said that this screen is its own."""
    command = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
    done = subprocess.run(command, env=screen(display), capture_output=True, check=False)
    return b"window id" in done.stdout


def until(holds: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
