"""Moves files of a journal out of the way, never away: a dated name says what they were.

Rule: a new file stands whole beside the old one before that is moved, so a power cut leaves either.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from examclient.storage.disk_gate import require_room

TAILS = ("", "-wal", "-shm")
"""A journal and what SQLite keeps beside it."""


def move_aside(path: Path, what: str) -> Path:
    """Give a journal's files a dated name that says what is with them; raises OSError."""
    aside = _dated(path, what)
    for part, kept in _parts(path, aside):
        part.replace(kept)
    return aside


def copy_aside(path: Path, what: str) -> Path:
    """Keep a copy of a journal's files under such a name; raises OSError."""
    aside = _dated(path, what)
    for part, kept in _parts(path, aside):
        require_room(kept, part.stat().st_size)
        shutil.copyfile(part, kept)
    return aside


def beside(path: Path) -> Path:
    """Where the file is written that takes the place of another."""
    return path.with_name(f"{path.name}.new")


def put_in_place(path: Path) -> None:
    """The file written beside takes the place of the one that was moved aside; raises OSError."""
    for part, kept in _parts(path, _dated(path, "left")):
        part.replace(kept)
    beside(path).replace(path)
    sync_folder(path.parent)


def finish_moving(path: Path) -> None:
    """After a power cut in the middle: a file beside counts only once the old one has been moved."""
    if not beside(path).exists():
        return
    if path.exists():
        remove(beside(path))
    else:
        put_in_place(path)


def remove(path: Path) -> None:
    """Take a journal's files away; raises OSError."""
    for tail in TAILS:
        path.with_name(path.name + tail).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable as well; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _dated(path: Path, what: str) -> Path:
    import datetime  # noqa: PLC0415 - only on the rare day that a disk lies

    stamp = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.stem}.{what}-{stamp}{path.suffix}")


def _parts(path: Path, aside: Path) -> Iterator[tuple[Path, Path]]:
    for tail in TAILS:
        part = path.with_name(path.name + tail)
        if part.exists():
            yield part, aside.with_name(aside.name + tail)
