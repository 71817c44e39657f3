"""Where a file that somebody brought probably is: on a stick, before anywhere else."""

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

REMOVABLE = 2
"""DRIVE_REMOVABLE of GetDriveTypeW (fileapi.h)."""


def likely_folder(pattern: str) -> Path:
    """The stick with a file of this pattern in its top folder, else any stick, else the user's own folder."""
    sticks = list(removable_folders())
    return next((stick for stick in sticks if _has(stick, pattern)), next(iter(sticks), Path.home()))


def removable_folders() -> Iterable[Path]:
    """The top folders of what can be pulled out of this machine."""
    if sys.platform == "win32":
        return _removable_drives()
    user = os.environ.get("USER", "")
    mounts = [folder / user for folder in (Path("/media"), Path("/run/media"))]
    return [stick for mount in mounts for stick in _inside(mount)]


def _removable_drives() -> Iterable[Path]:
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        there = kernel.GetLogicalDrives()
        letters = [letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if there >> place & 1]
        return [Path(f"{one}:\\") for one in letters if kernel.GetDriveTypeW(f"{one}:\\") == REMOVABLE]
    return []


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []


def _has(folder: Path, pattern: str) -> bool:
    try:
        return any(True for _ in folder.glob(pattern))
    except OSError:
        return False
