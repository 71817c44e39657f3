"""Small files, written so that a power cut leaves the old one or the new one, never half of either.

Source: temp name, flush, fsync, os.replace; on Windows a virus scanner may hold the file for a moment, so the
replace is tried again for about 2.5 s.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from examclient.storage.disk_gate import require_room

WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Seconds between tries while another program holds the file (Windows errors 5, 32, 33)."""


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file in one step; raises OSError. `mode` is what a new file may have before the umask."""
    require_room(path, len(data))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with open(temporary, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        patiently(lambda: temporary.replace(path))
    finally:
        temporary.unlink(missing_ok=True)


def read_if_there(path: Path) -> bytes | None:
    """The file's bytes, or None where there is none or it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def set_aside(path: Path) -> Path:
    """Give a file that cannot be used a dated name, under which it is kept; raises OSError."""
    import datetime  # noqa: PLC0415 - only on the rare day that a disk lies

    stamp = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%d-%H%M%S-%f")
    kept = path.with_name(f"{path.name}.unusable-{stamp}")
    path.replace(kept)
    return kept


def patiently(rename: Callable[[], object]) -> None:
    """Rename a file that another program may hold for a moment, such as one that looks for viruses."""
    for wait in WAITS:
        try:
            rename()
        except PermissionError:
            time.sleep(wait)
        else:
            return
    rename()
