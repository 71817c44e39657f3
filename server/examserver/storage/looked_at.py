"""Files that somebody has looked at and not confirmed yet: named by their hash, kept for a day or so.

Rule: what is confirmed is exactly what was looked at, at whichever machine. Where several machines serve, a
name says besides in which sixth of a day it was looked at: the table of files has no times.
"""

import hashlib
import time
from contextlib import suppress
from pathlib import Path

from examserver.errors import StorageError
from examserver.storage import kept_files
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder

SUFFIX = ".looked"
KEPT_SECONDS = 24 * 3600
STEPS = 6
STEP_SECONDS = KEPT_SECONDS // STEPS


def keep_for_a_look(folder: ServiceFolder, data: bytes) -> str:
    """Keep a file; returns its SHA-256 in hexadecimal digits. Raises StorageError."""
    sha256 = hashlib.sha256(data).hexdigest()
    if folder.server:
        forget_old(folder)
        kept_files.put(folder.server, _name(sha256, _step()), data)
        return sha256
    place = _place(folder)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        forget_old(folder)
        write_file(place / (sha256 + SUFFIX), data, secret=True)
    except OSError as error:
        raise StorageError(f"The file cannot be kept: {error.strerror}.", "See to the disk.") from error
    return sha256


def looked_at(folder: ServiceFolder, sha256: str) -> bytes | None:
    """The file of this hash, which has 64 hexadecimal digits; None where it is not kept any more."""
    if folder.server:
        here = sorted(kept_files.present(folder.server, _names(sha256)))
        return kept_files.content_of(folder.server, here[-1]) if here else None
    try:
        return (_place(folder) / (sha256 + SUFFIX)).read_bytes()
    except FileNotFoundError:
        return None


def forget(folder: ServiceFolder, sha256: str) -> None:
    """It was confirmed, or is not wanted."""
    if folder.server:
        kept_files.remove(folder.server, _names(sha256))
    else:
        (_place(folder) / (sha256 + SUFFIX)).unlink(missing_ok=True)


def forget_old(folder: ServiceFolder) -> None:
    """Forget what nobody has confirmed within a day, by the machine's clock, which also gave the times."""
    if not folder.server:
        for file in _place(folder).glob(f"*{SUFFIX}"):
            with suppress(OSError):  # another request has just done the same, or somebody has it open
                _forget_if_old(file)
        return
    names, last = kept_files.names(folder.server, SUFFIX), _step()
    if old := {name for name in names if not last - STEPS <= _step_of(name) <= last + 1}:
        kept_files.remove(folder.server, old)


def _forget_if_old(file: Path) -> None:
    if file.stat().st_mtime < time.time() - KEPT_SECONDS:
        file.unlink(missing_ok=True)


def _step() -> int:
    return int(time.time() // STEP_SECONDS)


def _step_of(name: str) -> int:
    """In which step it was looked at; of one without, in the first of all."""
    step = name.removesuffix(SUFFIX).partition(".")[2]
    return int(step) if step.isdecimal() else 0


def _name(sha256: str, step: int) -> str:
    return f"{sha256}.{step}{SUFFIX}"


def _names(sha256: str) -> set[str]:
    """All that one file may have: also of a machine whose clock is a little ahead."""
    last = _step()
    return {_name(sha256, step) for step in range(last - STEPS, last + 2)}


def _place(folder: ServiceFolder) -> Path:
    return folder.looked_at
