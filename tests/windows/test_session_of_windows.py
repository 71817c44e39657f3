"""What Windows is asked for while a candidate sits: no sleep, and no pictures of our windows."""

import os
import subprocess
import sys

from examclient.lockdown.windows_session import (
    ANYBODY,
    BLACK,
    CONTINUOUS,
    DISPLAY,
    EXCLUDED,
    SYSTEM,
    this_session,
)
from tests.client.loaded_modules import is_wine
from tests.windows.desktop_of_windows import PATIENCE, execution_state


def test_sleep_is_held_off_and_no_longer_afterwards() -> None:
    session = this_session()
    assert session.stay_awake(awake=True)
    assert execution_state() == CONTINUOUS | SYSTEM | DISPLAY
    assert session.stay_awake(awake=False)
    assert execution_state() == CONTINUOUS


HIDING = """
from PySide6.QtWidgets import QApplication, QWidget
from examclient.lockdown.windows_session import this_session
app, session = QApplication([]), this_session()
window = QWidget()
window.show()
app.processEvents()
for hidden in (True, False):
    said = session.hide_from_pictures(window.winId(), hidden=hidden)
    print(int(said), session.affinity(window.winId()))
"""


def test_a_window_is_not_in_pictures_and_then_is_again() -> None:
    """Wine refuses to hide it; then the exam goes on without."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "windows"}
    command = [sys.executable, "-c", HIDING]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=PATIENCE, check=True)
    (hidden, affinity), shown = (tuple(map(int, line.split())) for line in done.stdout.splitlines())
    assert (hidden, affinity) in ([(0, ANYBODY)] if is_wine() else [(1, EXCLUDED), (1, BLACK)])
    assert shown[1] == ANYBODY
