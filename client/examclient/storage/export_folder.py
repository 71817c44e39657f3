"""Writes a file into a folder of a drive so that it is there whole, or not at all.

Rule: under its own name a file appears only when it lies on the medium, was read back from there, and was
found to be the same and good. Until then it has another name, and every failure takes it away again. A file
that is there is never written over.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from secrets import token_hex

from examclient.errors import DriveFailingError, DriveFullError, DriveGoneError, ExportStoppedError
from examclient.storage.disk_gate import require_room
from examclient.storage.drive_errors import free_in, require_folder, told_of
from examclient.storage.files import patiently
from examclient.storage.medium import read_from_medium

PIECE = 256 * 1024
"""Bytes between two looks whether somebody wants to stop; a slow stick takes some 50 ms for them."""

BESIDE = 64 * 1024
"""Bytes that a file may take on a drive besides its own: the entry in the folder, a last cluster. A small
file that is written last may use what the others have left free by it.
"""

NOT_YET = ".part"
"""What a file's name ends with until it is known to be good."""

NEVER_SYNCED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EISDIR}
"""What a file system says that has no way to sync a folder."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told how many bytes of how many are written, who may stop it, and who looks at what was read
    back; `found_good` raises an ExportError for what is not.
    """

    told: Callable[[int, int], None] = lambda _done, _total: None
    is_stopped: Callable[[], bool] = lambda: False
    found_good: Callable[[bytes], None] = lambda _data: None


def put_file(
    folder: Path, name: str, data: bytes, watcher: Watcher = Watcher(), *, beside: int = BESIDE
) -> Path:
    """Write a file; returns where it is, `NAME (2).ENDING` and so on where the name is taken. So many bytes
    `beside` have to be free as well.

    Raises ExportError; then there is nothing of it in the folder, as far as the drive can still be reached.
    """
    require_folder(folder)
    device = _device_of(folder)
    free, needs = free_in(folder), len(data) + beside
    if 0 < free < needs:
        raise DriveFullError(f"{folder} has too little room.", needs, free)
    part = folder / f"{name}.{token_hex(4)}{NOT_YET}"
    try:
        with told_of(folder, needs):
            _write(part, data, watcher)
            watcher.told(len(data), len(data))
            back = read_from_medium(part)
            _require_same(folder, data, back)
            watcher.found_good(back)
            if watcher.is_stopped():
                raise ExportStoppedError
            return _named(part, folder / name, device)
    except BaseException:
        take_away(part)
        raise


def _write(part: Path, data: bytes, watcher: Watcher) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(part, flags, 0o666)
    try:
        for start in range(0, len(data), PIECE):
            if watcher.is_stopped():
                raise ExportStoppedError
            watcher.told(start, len(data))
            piece = data[start : start + PIECE]
            require_room(part, len(piece))
            _write_all(file, piece)
        os.fsync(file)
    finally:
        os.close(file)


def _write_all(file: int, piece: bytes) -> None:
    while piece:
        piece = piece[os.write(file, piece) :]


def _require_same(folder: Path, data: bytes, back: bytes) -> None:
    if back != data:
        raise DriveFailingError(f"{folder} gives back something else than was written.")


def _named(part: Path, wanted: Path, device: int) -> Path:
    """Give the file the first name that is free. Where the folder is on another drive by now, as when a mount
    went away under it, the file is in the wrong place.
    """
    path = next(path for path in (_numbered(wanted, number) for number in count(1)) if not _is_there(path))
    patiently(lambda: part.rename(path))
    try:
        _sync_folder(path.parent)
        if _device_of(path.parent) != device:
            raise DriveGoneError(f"{path.parent} is on another drive than before.")
    except BaseException:
        take_away(path)
        raise
    return path


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{path.stem} ({number}){path.suffix}")


def _is_there(path: Path) -> bool:
    """A name is taken by anything, also by a link to nowhere."""
    return os.path.lexists(path)


def _device_of(folder: Path) -> int:
    with told_of(folder):
        return folder.stat().st_dev


def _sync_folder(folder: Path) -> None:
    """Bring the name onto the medium. Windows has no such thing: there the name is in the file's own journal,
    and on FAT it is written at once for drives that may be pulled out.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in NEVER_SYNCED:
            raise
    finally:
        os.close(descriptor)


def take_away(path: Path) -> None:
    """Take a file away, as far as the drive can still be reached."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
