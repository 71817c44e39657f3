"""Which disk a folder is on, and how much room is there."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from examserver.errors import BackupError


@dataclass(frozen=True, slots=True)
class Room:
    """The room of a disk, in bytes."""

    free: int
    total: int

    @property
    def percent(self) -> float:
        """The share that is free."""
        return 100 * self.free / self.total if self.total else 0.0


def room_of(folder: Path) -> Room:
    """The room of the disk that a folder is on; raises OSError."""
    usage = shutil.disk_usage(folder)
    return Room(usage.free, usage.total)


def is_same_disk(one: Path, other: Path) -> bool:
    """Whether both are on one file system (on Windows, one volume); raises OSError.

    Two partitions of one disk look like two disks: that they are not is for a person to know.
    """
    return one.stat().st_dev == other.stat().st_dev


def require_other_disk(service: Path, target: Path) -> None:
    """Raise BackupError where backups in `target` would die with the service's disk.

    Looked at before each backup: where a second disk is not mounted, its empty folder is on the first one.
    """
    try:
        is_beside = is_same_disk(service, target)
    except OSError as error:
        raise BackupError(
            f"The folder {target} cannot be reached: {error.strerror}.",
            "Plug the disk in, or mount the machine, on which backups are to be.",
        ) from error
    if is_beside:
        raise BackupError(
            f"{target} is on the same disk as the service: what takes the one takes the other.",
            "Name a folder on another disk or machine, and see that it is mounted; --same-disk takes it so.",
        )
