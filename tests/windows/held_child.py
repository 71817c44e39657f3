"""A window that is held at a level while a candidate sits, with all that is Windows'.

`python -m tests.windows.held_child LEVEL LOG` writes a line into LOG at each start, and then sits until
somebody ends it. Started again by its watchdog, it says so and ends in order.
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from examclient.domain.lockdown import LEVELS
from examclient.lockdown.companion import companion_of
from examclient.lockdown.own_command import own_command
from examclient.lockdown.watchdog import read_crashes
from examclient.ui.desktop_session import session_here
from examclient.ui.lock import Lock, Outside
from examclient.ui.main_window import MainWindow
from tests.ui.conftest import DrawnPictures
from tests.ui.pages.states import ANSWERING

HELD, AGAIN = "held", "again"


def main(level: int, log: Path, environment: dict[str, str]) -> int:
    """Sit, or say that the watchdog works."""
    if read_crashes(environment):
        _say(log, AGAIN)
        return 0
    app = QApplication(sys.argv[:1])
    window = MainWindow(DrawnPictures())
    window.setWindowTitle(log.stem)
    watchdog = companion_of("examclient.lockdown.watchdog", *own_command())
    hook = companion_of("examclient.lockdown.keyboard_hook")
    lock = Lock(window, LEVELS[level], Outside(session_here(), watchdog, hook, time.monotonic))
    window.show()
    window.show_state(ANSWERING)
    lock.show_state(ANSWERING)
    QTimer.singleShot(0, lambda: _say(log, HELD))
    code = app.exec()
    lock.close()
    return code


def _say(log: Path, word: str) -> None:
    with log.open("a", encoding="utf-8") as lines:
        lines.write(f"{word}\n")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]), dict(os.environ)))
