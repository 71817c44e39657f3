"""Room on the disk: looked at when a candidate logs in, and a ballast that is thrown off when none is left.

Rule: want of room is told and turns nobody away, but whoever would begin where an attempt cannot be saved.
"""

import logging
import os
import shutil
from pathlib import Path

from examclient.storage.disk_gate import give_back, played_room, require_room
from examclient.storage.journal_errors import DiskError

log = logging.getLogger(__name__)

MB = 1_000_000
WANTED, LEAST = 200 * MB, 2 * MB
"""Bytes that should be free, and without which no attempt begins. One takes about a megabyte."""

BESIDE = 10
"""So many times the least is left free beside a new ballast."""

BALLAST = 16_000_000
"""Bytes: some 4,000 saves of 4 KB."""

FILE = "ballast.bin"


class DiskRoom:
    """The room in the folder of the journals. The sizes are in bytes."""

    def __init__(
        self, folder: Path, wanted: int = WANTED, least: int = LEAST, ballast: int | None = None
    ) -> None:
        self._folder = folder
        self._wanted = wanted
        self._least = least
        self._size = BALLAST if ballast is None else ballast

    def elsewhere(self, folder: Path) -> "DiskRoom":
        """The same demands on another folder, which may be on another disk; there is one ballast only."""
        return DiskRoom(folder, self._wanted, self._least, ballast=0)

    def require(self) -> None:
        """Raise DiskError where an attempt had better not begin on this disk."""
        free = self.left()
        if free < self._least:
            error = DiskError(
                f"The disk of {self._folder} has {free // MB} MB left; an exam needs {self._least // MB} MB.",
                "Make room on the disk, or take another machine.",
            )
            error.is_full = True
            raise error

    def is_scarce(self) -> bool:
        """Whether less is left than there should be."""
        return self.left() < self._wanted

    def left(self) -> int:
        """The bytes that answers can have here, the ballast's included."""
        return self._free() + self._ballast_bytes()

    def take_ballast(self) -> None:
        """Make the ballast where there is none and room enough beside it; a disk that refuses it has none."""
        path = self._folder / FILE
        if self.has_ballast() or self._free() < self._size + BESIDE * self._least:
            return
        try:
            path.unlink(missing_ok=True)
            _fill(path, self._size)
        except OSError as error:
            log.warning("no ballast on this disk: %s", error)
            _drop(path)

    def has_ballast(self) -> bool:
        """Whether the ballast is there, of its full size."""
        return self._ballast_bytes() >= self._size

    def drop_ballast(self) -> bool:
        """Give the ballast's room back; says whether there was any."""
        is_dropped = _drop(self._folder / FILE)
        if is_dropped:
            log.warning("the disk of %s is full: the ballast was thrown off", self._folder)
        return is_dropped

    def _ballast_bytes(self) -> int:
        try:
            return (self._folder / FILE).stat().st_size
        except OSError:
            return 0

    def _free(self) -> int:
        """Bytes free, of a folder that is still to be made those of the disk that it will be on.

        A disk that does not say counts as one with room, since saving will show.
        """
        played = played_room(self._folder)
        if played is not None:
            return played
        for folder in (self._folder, *self._folder.parents):
            try:
                return shutil.disk_usage(folder).free
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                break
        return self._wanted + self._size


def _drop(path: Path) -> bool:
    try:
        size = path.stat().st_size
        path.unlink()
    except OSError:
        return False
    give_back(path, size)
    return True


def _fill(path: Path, size: int) -> None:
    """Really take the room: on Windows a file that is made longer has it, elsewhere it is asked for."""
    require_room(path, size)
    with path.open("wb") as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, size)
        else:
            file.truncate(size)
