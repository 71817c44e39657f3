"""Files that somebody has looked at and not confirmed yet: named by their hash, kept for a day at most.

Rule: what is confirmed is exactly what was looked at, at whichever machine.
"""

import hashlib
import time
from pathlib import Path

from examserver.errors import StorageError
from examserver.storage import kept_files
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder

SUFFIX = ".looked"
KEPT_SECONDS = 24 * 3600


def keep_for_a_look(folder: ServiceFolder, data: bytes) -> str:
    """Keep a file; returns its SHA-256 in hexadecimal digits. Raises StorageError."""
    sha256 = hashlib.sha256(data).hexdigest()
    if folder.server:
        kept_files.put(folder.server, sha256 + SUFFIX, data)
        return sha256
    place = _place(folder)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_old(place)
        write_file(place / (sha256 + SUFFIX), data, secret=True)
    except OSError as error:
        raise StorageError(f"The file cannot be kept: {error.strerror}.", "See to the disk.") from error
    return sha256


def looked_at(folder: ServiceFolder, sha256: str) -> bytes | None:
    """The file of this hash, which has 64 hexadecimal digits; None where it is not kept any more."""
    if folder.server:
        return kept_files.content_of(folder.server, sha256 + SUFFIX)
    try:
        return (_place(folder) / (sha256 + SUFFIX)).read_bytes()
    except FileNotFoundError:
        return None


def forget(folder: ServiceFolder, sha256: str) -> None:
    """It was confirmed, or is not wanted."""
    if folder.server:
        kept_files.remove(folder.server, {sha256 + SUFFIX})
    else:
        (_place(folder) / (sha256 + SUFFIX)).unlink(missing_ok=True)


def _place(folder: ServiceFolder) -> Path:
    return folder.looked_at


def _forget_old(place: Path) -> None:
    """By the machine's own clock, which also gave the files their times."""
    for file in place.glob(f"*{SUFFIX}"):
        if file.stat().st_mtime < time.time() - KEPT_SECONDS:
            file.unlink(missing_ok=True)
