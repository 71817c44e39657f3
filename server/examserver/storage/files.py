"""Files that are there whole or not at all.

Rule: temp name, flush, fsync, replace, fsync of the directory.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TEMP_PREFIX = ".new-"

WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0) if sys.platform == "win32" else ()
"""Seconds between tries while a virus scanner holds what was just written; only Windows refuses then."""


def write_file(path: Path, data: bytes, *, secret: bool = False) -> None:
    """Write a file in one step; a secret one can be read by its owner only."""
    descriptor, name = tempfile.mkstemp(prefix=TEMP_PREFIX, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o600 if secret else 0o644)
        give_name(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a file (owner only) to write and look at, which takes its name `path` at the end, or vanishes."""
    descriptor, name = tempfile.mkstemp(prefix=TEMP_PREFIX, dir=path.parent)
    os.close(descriptor)
    try:
        yield Path(name)
        give_name(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


@contextmanager
def new_directory(path: Path) -> Iterator[Path]:
    """Give a directory (owner only) to fill, which takes its name `path` at the end, or vanishes.

    An empty directory that has the name already is replaced.
    """
    building = Path(tempfile.mkdtemp(prefix=TEMP_PREFIX, dir=path.parent))
    try:
        yield building
        if path.is_dir():
            path.rmdir()
        give_name(building, path)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    sync_directory(path.parent)


@contextmanager
def scratch_directory(parent: Path) -> Iterator[Path]:
    """Give a directory (owner only) for what is not kept; it vanishes at the end, or as a leftover."""
    with tempfile.TemporaryDirectory(prefix=TEMP_PREFIX, dir=parent) as name:
        yield Path(name)


def remove_leftovers(directory: Path, *names: str) -> None:
    """Remove what a killed process left unfinished: its temporary files, and what is called `names`."""
    for leftover in (*directory.glob(f"{TEMP_PREFIX}*"), *(directory / name for name in names)):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def give_name(made: Path, path: Path) -> None:
    """Have a file or directory that is whole take its name, where need be after a scanner has let go."""
    for wait in WAITS:
        try:
            made.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    made.replace(path)


def sync_directory(directory: Path) -> None:
    """Make a new name in a directory durable; Windows has no such call and needs none."""
    with suppress(PermissionError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
