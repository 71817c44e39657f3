"""Where things lie on this machine: the program, its resources, its settings and its data."""

import os
import sys
from pathlib import Path


def program_folder() -> Path:
    """The folder that the program was installed into; in a checkout its root."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).parent
    return Path(__file__).resolve().parents[2]


def resources_folder() -> Path:
    """Fonts, translations and samples."""
    return program_folder() / "resources"


def settings_file(named: Path | None) -> Path | None:
    """The settings file: the one that was named, else `user.ini` beside the program, else none."""
    beside = program_folder() / "user.ini"
    return named or (beside if _is_there(beside) else None)


def hostname() -> str:
    """What this machine is called in the network, and its own folder in a mirror."""
    import socket  # noqa: PLC0415 - not needed by most starts

    return socket.gethostname() or "station"


def default_data_folder() -> Path:
    """Where journals and papers lie: for all users of the machine on Windows, else for this user."""
    import platformdirs  # noqa: PLC0415 - not needed where a folder is named

    place = platformdirs.site_data_dir if sys.platform == "win32" else platformdirs.user_data_dir
    return Path(place("ExamClient", appauthor=False))


def default_spare_folder() -> Path:
    """Where journals go on when the data folder fails: this user's own, another one on every system."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "ExamClient"


def _is_there(path: Path) -> bool:
    """Whether anything has this name, be it a file that may not be read."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True
