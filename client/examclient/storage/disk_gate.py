"""The gate through which every file of this client goes to a disk: open, but where a rehearsal plays a disk
that has no room.

Rule: whoever writes a file asks here first, with the bytes that it takes; a test finds the writer that does
not. There is one gate in a process, as there is one disk under all of its parts: one that was handed from
part to part would miss those that write before they are built, the log and the keys.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock


class PlayedDisk:
    """A disk that is full from now on, for so many seconds: the one on which `folder` lies.

    What the ballast gives back is room for the first half of the time; then that is used up as well. Other
    disks, such as a stick, are as they are.
    """

    def __init__(self, folder: Path, seconds: float, monotonic: Callable[[], float]) -> None:
        self._device = _device_of(folder)
        self._monotonic = monotonic
        self._begun = monotonic()
        self._seconds = seconds
        self._room = 0
        self._lock = Lock()

    def has(self, path: Path) -> bool:
        """Whether it is full still, and this is on it."""
        return self._monotonic() < self._begun + self._seconds and _device_of(path) == self._device

    def take(self, size: int) -> bool:
        """Take so many bytes of what was given back; says whether there were so many."""
        with self._lock:
            if self.free() < size:
                return False
            self._room -= size
            return True

    def give_back(self, size: int) -> None:
        """So many bytes are free again."""
        with self._lock:
            self._room += size

    def free(self) -> int:
        """The bytes that are free on it."""
        return self._room if self._monotonic() < self._begun + self._seconds / 2 else 0


_played: list[PlayedDisk] = []
"""The disk that is full just now, if any: set by a rehearsal alone."""


def play(disk: PlayedDisk | None) -> None:
    """From now on this disk is full; None: every disk is as it is."""
    _played[:] = [disk] if disk is not None else []


def require_room(path: Path, size: int) -> None:
    """Ask before `size` bytes are written at `path`; raises OSError as the system does on a full disk."""
    for disk in _played:
        if disk.has(path) and not disk.take(size):
            raise OSError(errno.ENOSPC, f"{os.strerror(errno.ENOSPC)} (in a rehearsal)", str(path))


def give_back(path: Path, size: int) -> None:
    """Say that `size` bytes at `path` were removed, so that others have the room."""
    for disk in _played:
        if disk.has(path):
            disk.give_back(size)


def played_room(path: Path) -> int | None:
    """The bytes free where `path` is, on a disk that is played full; None where the system is to be asked."""
    return next((disk.free() for disk in _played if disk.has(path)), None)


def _device_of(path: Path) -> int:
    """Of a file that is still to be made, that of the folder in which it will be; -1 where nobody says."""
    for place in (path, *path.parents):
        try:
            return place.stat().st_dev
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            break
    return -1
