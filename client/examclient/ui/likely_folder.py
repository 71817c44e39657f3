"""Where a dialog for files opens: on a stick, before anywhere else."""

from pathlib import Path

from examclient.storage.drives import drives


def likely_folder(pattern: str) -> Path:
    """Where a file that somebody brought probably is: a stick that has one like it in its top folder,
    else any stick, else the user's own folder.
    """
    sticks = [drive.path for drive in drives() if drive.is_removable]
    return next((stick for stick in sticks if _has(stick, pattern)), next(iter(sticks), Path.home()))


def _has(folder: Path, pattern: str) -> bool:
    try:
        return any(True for _ in folder.glob(pattern))
    except OSError:
        return False
