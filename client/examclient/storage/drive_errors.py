"""What a drive says when it takes nothing, in the client's own errors.

Sources: errno(3); Windows' system error codes, which Python's errno loses (a drive without a medium is EACCES
there as well as one that is locked).
"""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examclient.errors import (
    DriveFailingError,
    DriveFullError,
    DriveGoneError,
    ExportError,
    NotAFolderError,
    ReadOnlyDriveError,
)

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_ALLOWED = {errno.EROFS, errno.EACCES, errno.EPERM}
AWAY = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN}

FULL_THERE = {39, 112}
"""ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL."""

PROTECTED_THERE = {5, 19}
"""ERROR_ACCESS_DENIED, ERROR_WRITE_PROTECT."""

AWAY_THERE = {2, 3, 15, 20, 21, 31, 53, 55, 64, 433, 1005, 1110, 1112, 1117, 1167}
"""File, path or drive not found, unit or drive not ready, a device that stopped working, a network path or
device that is gone, no such device, no volume, medium changed, no medium, an input or output error of the
device, a device that is not connected."""


@contextmanager
def told_of(folder: Path, needs: int = 0) -> Iterator[None]:
    """Turn an OSError in a folder into an ExportError; `needs` are the bytes that were to be written."""
    try:
        yield
    except OSError as error:
        raise _of(folder, error, needs) from error


def free_in(folder: Path) -> int:
    """Bytes free, 0 where the drive does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _of(folder: Path, error: OSError, needs: int) -> ExportError:
    there = getattr(error, "winerror", None)
    if there in FULL_THERE or error.errno in NO_ROOM:
        return DriveFullError(f"{folder} is full.", needs, free_in(folder))
    if there in AWAY_THERE or _is_away(folder):
        return DriveGoneError(f"{folder} is not there any more.")
    if there in PROTECTED_THERE or error.errno in NOT_ALLOWED:
        return ReadOnlyDriveError(f"{folder} may not be written to.")
    if error.errno in AWAY:
        return DriveGoneError(f"{folder} is not there any more.")
    return DriveFailingError(f"{folder} does not take the file: {error.strerror or error}.")


def require_folder(folder: Path) -> None:
    """Raise NotAFolderError for a file, DriveGoneError where there is nothing."""
    with told_of(folder):
        folder.stat()
    if not folder.is_dir():
        raise NotAFolderError(f"{folder} is no folder.")


def _is_away(folder: Path) -> bool:
    try:
        folder.stat()
    except PermissionError:
        return False
    except OSError:
        return True
    return False
