"""How much room the next backup takes, asked before anything of it is written.

Rule: the copy of the database in clear lies on the service's disk, wherever the backup goes, and answers come
first there. On another disk a backup may have all that is free; the older ones stay where it does not fit.
"""

from pathlib import Path

from examserver.errors import BackupError
from examserver.services.backup_members import files_of
from examserver.storage.disk_room import MIB, Use, require_room
from examserver.storage.disks import is_same_disk, room_of
from examserver.storage.folder import ServiceFolder

OF_EACH, OF_ALL = 1024, MIB
"""Bytes that a member takes besides its content (seals, the ZIP's records, its row in the list), and what is
added to all."""


def size_of_next(folder: ServiceFolder) -> int:
    """About how many bytes the next backup has, from above."""
    sizes = [_size(file) for _, file in files_of(folder)]
    return size_of_database(folder) + sum(sizes) + OF_EACH * len(sizes) + OF_ALL


def size_of_database(folder: ServiceFolder) -> int:
    """The bytes of the database with what has not been put into its file yet."""
    wal = folder.database.with_name(f"{folder.database.name}-wal")
    return _size(folder.database) + _size(wal)


def require_room_for_backup(folder: ServiceFolder, place: Path) -> None:
    """Raise StorageError or BackupError where there is not enough room for a backup in `place`."""
    copy, size = size_of_database(folder), size_of_next(folder)
    if _is_beside(folder, place):
        require_room(place, Use.BACKUP, copy + size)
        return
    require_room(folder.database.parent, Use.BACKUP, copy)
    free = _free(place)
    if free is not None and free < size:
        raise BackupError(
            f"The disk of {place} has {free // MIB} MiB free, and the backup takes about {size // MIB} MiB.",
            "Make room there, or name another disk. The older backups stay as they are.",
        )


def _is_beside(folder: ServiceFolder, place: Path) -> bool:
    """A place that cannot be reached is told of by whoever writes there."""
    try:
        return is_same_disk(folder.root, place)
    except OSError:
        return False


def _free(place: Path) -> int | None:
    try:
        return room_of(place).free
    except OSError:
        return None


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
