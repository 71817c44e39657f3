"""What other programs have left in the environment, and taking it away before Qt is imported.

Rule: exam machines carry other Qt and Python programs, whose installers set variables for everybody. Whatever
Qt or Python would heed is theirs, unless it is named in KEEP or the desktop sets it for all Qt programs.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

FOREIGN = ("QT", "QML", "QSG_", "QV4_", "PYTHON")
"""How their names begin: QT_PLUGIN_PATH, QTDIR, QTWEBENGINE_.., QML2_IMPORT_PATH, PYTHONHOME and so on."""

KEEP = "EXAMCLIENT_KEEP"
"""Names the variables that are meant for this client, with commas between them: for tests and trials."""

OF_THE_DESKTOP = (
    "QT_IM_MODULE",
    "QT_IM_MODULES",
    "QT_ACCESSIBILITY",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
)
"""How desktops other than Windows tell programs of the input method and the screen reader."""

PYTHON_PATH = "PYTHONPATH"


def clear_foreign() -> list[str]:
    """Returns the names of the variables that are gone; a second time there is nothing left to do.

    The folders of a foreign PYTHONPATH go as well, so that no other program's PySide6 is imported.
    """
    folders = [entry for entry in os.environ.get(PYTHON_PATH, "").split(os.pathsep) if entry]
    program = Path(__file__).resolve().parents[1]
    by_path = program in (Path(folder).resolve() for folder in folders)
    names = foreign_names(os.environ, sys.platform, by_path=by_path)
    for name in names:
        del os.environ[name]
    if PYTHON_PATH in names:
        sys.path[:] = [folder for folder in sys.path if folder not in folders]
    return names


def choose_platform(name: str) -> None:
    """The plugin by which Qt draws, here and in the processes that are started from here; `""`: its own."""
    if name:
        os.environ["QT_QPA_PLATFORM"] = name
        os.environ[KEEP] = ",".join(filter(None, [os.environ.get(KEEP), "QT_QPA_PLATFORM"]))


def keep_platform() -> None:
    """Whoever started this program meant the platform that it found: for the demo and for measurements."""
    choose_platform(os.environ.get("QT_QPA_PLATFORM", ""))


def foreign_names(environment: Mapping[str, str], platform: str, *, by_path: bool) -> list[str]:
    """The variables to take away. `by_path`: PYTHONPATH stays, since the client itself was found by it."""
    kept = {name.strip().upper() for name in environment.get(KEEP, "").split(",")}
    if platform != "win32":
        kept.update(OF_THE_DESKTOP)
    if by_path:
        kept.add(PYTHON_PATH)
    return [name for name in environment if name.upper().startswith(FOREIGN) and name.upper() not in kept]
