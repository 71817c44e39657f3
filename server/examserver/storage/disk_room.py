"""Room on the service's disk, and who gets the last of it: answers.

Rule: what can wait is refused while there is still room for events. First papers, packages that are taken in
and backups; then files that candidates hand in, which stay whole at their stations; an event never, as long
as the disk takes it. Where it does not, the ballast is given up.
"""

import errno
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from examserver.errors import StorageError
from examserver.storage.disks import Room, room_of

log = logging.getLogger(__name__)

MIB = 1 << 20
LOW_PERCENT = 20
RESERVE, RESERVE_SHARE = 1024 * MIB, 10
"""What papers, packages and backups leave free, or a tenth of the disk where that is less; what belongs to
the exam that is going on leaves half of it."""

BALLAST, BALLAST_BESIDE = 64 * MIB, 3
"""Bytes: room for some 50,000 saves of an answer. It is made only where three times as much stays free."""

LAST = 16 * MIB
"""With less than this free the ballast goes, before a commit finds the disk full."""

FILE = "ballast.bin"


class Use(StrEnum):
    """What somebody wants room for."""

    BUNDLE = "papers"
    PACKAGE = "packages"
    BACKUP = "backups"
    REPORT = "reports"
    PHOTO = "photos"
    ENTRY_PHOTO = "photos of the door"
    HANDED_FILE = "files that candidates hand in"


OF_THE_EXAM = (Use.HANDED_FILE, Use.ENTRY_PHOTO)
"""What cannot wait until the exam is over."""


class DiskLevel(StrEnum):
    """How it stands with the disk."""

    FINE = "fine"
    LOW = "low"
    RESERVED = "reserved"
    LAST = "last"


SAID = {
    DiskLevel.FINE: (logging.INFO, "the disk has room again: %d %% are free, %d MiB"),
    DiskLevel.LOW: (logging.WARNING, "the disk is filling up: %d %% are free, %d MiB. Make room in time"),
    DiskLevel.RESERVED: (
        logging.ERROR,
        "the disk is nearly full: %d %% are free, %d MiB, kept for answers. No papers and backups go there",
    ),
    DiskLevel.LAST: (
        logging.ERROR,
        "the disk is all but full: %d %% are free, %d MiB. Only answers are still taken. Make room now",
    ),
}
"""What the log says of each level, and how important it is."""


@dataclass(frozen=True, slots=True)
class DiskState:
    """How it stands, and what is free: the share in percent, and the bytes."""

    level: DiskLevel
    percent: float
    free: int = 0


def reserve_of(room: Room) -> int:
    """The bytes that are kept for answers."""
    return min(RESERVE, room.total // RESERVE_SHARE)


def state_of(folder: Path) -> DiskState:
    """How it stands with the disk of a folder; one that does not say counts as fine: saving will show."""
    try:
        room = room_of(folder)
    except OSError:
        return DiskState(DiskLevel.FINE, 100.0)
    reserve = reserve_of(room)
    if room.free < reserve // 2:
        return DiskState(DiskLevel.LAST, room.percent, room.free)
    if room.free < reserve:
        return DiskState(DiskLevel.RESERVED, room.percent, room.free)
    return DiskState(DiskLevel.LOW if room.percent < LOW_PERCENT else DiskLevel.FINE, room.percent, room.free)


def require_room(folder: Path, use: Use, size: int = 0) -> None:
    """Raise StorageError where `size` bytes more would take what is reserved for answers."""
    try:
        room = room_of(folder)
    except OSError:
        return
    reserve = reserve_of(room) // (2 if use in OF_THE_EXAM else 1)
    if room.free - size < reserve:
        raise StorageError(
            f"The service's disk has {room.free // MIB} MiB left: that is kept for answers, not for {use}.",
            "Make room on the disk of the service's machine.",
        )


class DiskWatch:
    """Says in the log when it stands otherwise with the disk than before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._level = DiskLevel.FINE

    def run_once(self) -> None:
        """Look once."""
        state = state_of(self._folder)
        if state.level is self._level:
            return
        self._level = state.level
        important, words = SAID[state.level]
        log.log(important, words, state.percent, state.free // MIB)


class Ballast:
    """A file that only takes room, given up for answers. `place` is where the database is."""

    def __init__(self, place: Path, size: int | None = None, last: int | None = None) -> None:
        self._file = place / FILE
        self._size = BALLAST if size is None else size
        self._last = LAST if last is None else last

    @property
    def is_there(self) -> bool:
        """Whether it can still be given up."""
        return self._file.is_file()

    def run_once(self) -> None:
        """Take it where there is room, give it up where there is hardly any."""
        with suppress(OSError):
            free = room_of(self._file.parent).free
            if self.is_there and free < self._last:
                self.give_up()
            elif not self.is_there and free > (1 + BALLAST_BESIDE) * self._size:
                self._take()

    def give_up(self) -> bool:
        """Give its room to the answers; says whether there was any."""
        try:
            self._file.unlink()
        except OSError:
            return False
        log.error("the disk is full: the ballast was given up, answers have %d MiB more", self._size // MIB)
        return True

    def give_up_for(self, error: Exception) -> None:
        """Give it up where something failed since the disk is full."""
        if is_full(error):
            self.give_up()

    def put_away(self) -> None:
        """Take it away at the end: a service that does not run needs none."""
        self._file.unlink(missing_ok=True)

    def _take(self) -> None:
        try:
            with self._file.open("xb") as file:
                _fill(file.fileno(), self._size)
        except OSError as error:
            log.warning("no ballast on this disk: %s", error.strerror)
            self._file.unlink(missing_ok=True)


def is_full(error: BaseException | None) -> bool:
    """Whether this, or what caused it, is a disk that has no room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", -1)):
            return True
        if "disk is full" in str(error):
            return True
        error = error.__cause__
    return False


def _fill(descriptor: int, size: int) -> None:
    """Really take the room: on Windows a file that is made longer has it, elsewhere it is asked for."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    else:
        os.ftruncate(descriptor, size)
