"""Makes a service's folder anew from a backup: the same service, in a generation of its own.

Rule: the new generation is above any that the backup, the keys or the old folder know of, so that nothing
which is granted from now on is ordered before what the backup has forgotten. The staff logs in again: a
session that was ended since the backup, by another password or a removal, does not come back with it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from examserver.errors import BackupError
from examserver.services.alive.newer_life import begin_above
from examserver.services.audit import AT_THE_CONSOLE, Deed, note_deed
from examserver.services.backup_file import BackupKeys, BackupList, BackupReader, open_backup
from examserver.services.backup_members import placed
from examserver.services.backups import check_counts, writing_into
from examserver.services.generations import next_generation
from examserver.services.setup import Service, lay_out, publish, require_room
from examserver.storage.files import new_directory
from examserver.storage.folder import ServiceFolder
from examserver.storage.lives import BegunLife, add_life
from examserver.storage.staff import end_all_sessions
from examserver.storage.store import writing


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: what the backup stated, and the generation that begins."""

    stated: BackupList
    generation: int


def restore(file: Path, root: Path, service: Service, now: int) -> Restored:
    """Set a folder up from a backup and the service's keys; raises BackupError and FolderError.

    Either the whole folder is there at the end, or nothing. `now` is the site time in milliseconds.
    """
    require_room(root)
    keys = BackupKeys(service.keys.signing, service.keys.opening)
    with open_backup(file, keys) as backup, writing_into(root):
        _require_ours(backup.list, service)
        root.parent.mkdir(parents=True, exist_ok=True)
        with new_directory(root) as building:
            folder = ServiceFolder(building)
            _put_back(backup, folder)
            generation = _begin_generation(folder, service.identity.generation, backup.list.made, now)
            publish(folder, service)
        return Restored(backup.list, generation)


def _require_ours(stated: BackupList, service: Service) -> None:
    if stated.site_id != service.identity.id:
        raise BackupError(
            f"This is a backup of {stated.site}, and the keys are those of {service.identity.name}.",
            "Give the keys of the service that wrote it.",
        )


def _put_back(backup: BackupReader, folder: ServiceFolder) -> None:
    """Write the files, each for the owner only, and look the database through."""
    lay_out(folder)
    for member in placed(backup.list):
        target = folder.root / member.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("xb") as opened:
            target.chmod(0o600)
            backup.copy(member, opened)
            opened.flush()
            os.fsync(opened.fileno())
    check_counts(folder.database, backup)


def _begin_generation(folder: ServiceFolder, known: int, made: int, now: int) -> int:
    with writing(folder) as connection:
        generation = begin_above(connection, next_generation(known, now))
        add_life(connection, BegunLife(generation, now, made))
        end_all_sessions(connection)
        note_deed(connection, Deed("restore", {"generation": generation}), AT_THE_CONSOLE, now)
    return generation
