"""Makes a backup of the service's folder while it serves, and reads it back before it is called one.

Rule: the service's own keys are not in it: they are in the key backup, and without them nothing of a backup
can be read. What is read in clear on the way stays in the service's own folder, where a start clears it away.
Papers never change once they are there, so they are copied after the database that names them.
"""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from examserver.errors import BackupError
from examserver.ids import new_id
from examserver.services.backup_file import BackupKeys, BackupList, BackupReader, BackupWriter, open_backup
from examserver.services.backup_members import DATABASE, files_of, placed
from examserver.services.backup_room import require_room_for_backup
from examserver.services.keys import opening_key, signing_key
from examserver.storage.backups import BackupRow
from examserver.storage.files import new_file, scratch_directory
from examserver.storage.folder import ServiceFolder, not_allowed
from examserver.storage.site import SiteIdentity
from examserver.storage.snapshot import (
    Counts,
    Holdings,
    audit_head_of,
    check_database,
    copy_database,
    holdings_of,
    place_of,
)


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that was read back whole: what it states of itself, what it holds, its size in bytes."""

    stated: BackupList
    holdings: Holdings
    size: int


def make_backup(folder: ServiceFolder, identity: SiteIdentity, file: Path, now: int) -> Verified:
    """Write a backup of the folder and read it back; raises BackupError, FolderError and StorageError.

    `now` is the site time in milliseconds: what was committed before is in it. Saves go on meanwhile.
    Where it fails there is no file.
    """
    _require_file(folder)
    _require_free(folder, file)
    require_room_for_backup(folder, file.parent)
    keys = BackupKeys(signing_key(folder), opening_key(folder))
    try:
        with new_file(file) as building:
            _write(folder, identity, building, keys, now)
            _sync(building)
            return verify_backup(building, keys, folder.database.parent)
    except OSError as error:
        raise BackupError(
            f"The backup {file} could not be written: {error.strerror}.",
            "Name a file in a folder that is there, with room for it, that the service may write to.",
        ) from error


def verify_backup(file: Path, keys: BackupKeys, private: Path) -> Verified:
    """Read a backup as a restore would, its database too; raises BackupError where anything is wrong.

    The database lies open meanwhile: in a directory of its own in `private`, never beside the backup.
    """
    with open_backup(file, keys) as backup, writing_into(private), scratch_directory(private) as scratch:
        database = scratch / "site.db"
        for member in placed(backup.list):
            if member.name == DATABASE:
                with database.open("wb") as copy:
                    backup.copy(member, copy)
            else:
                backup.check(member)
        check_counts(database, backup)
        return Verified(backup.list, holdings_of(database), file.stat().st_size)


def row_of(stated: BackupList, file: str, verified: int) -> BackupRow:
    """What the service notes of a backup that was read back at `verified` (site time in milliseconds)."""
    return BackupRow(stated.id, stated.made, verified, file, stated.number)


@contextmanager
def writing_into(place: Path) -> Iterator[None]:
    """What the system refuses inside is told of `place`: raises FolderError and BackupError."""
    try:
        yield
    except PermissionError as error:
        raise not_allowed(place) from error
    except OSError as error:
        raise BackupError(
            f"{place} cannot be written: {error.strerror}.", "Look at its disk: it may be full, or failing."
        ) from error


def check_counts(database: Path, backup: BackupReader) -> None:
    """Raise BackupError where a database out of a backup is not in order, or not the one that went in."""
    stated = backup.list
    if check_database(database) != stated.counts or _is_another_log(database, stated):
        raise BackupError("The database in this backup is not the one that went in.", "Use another backup.")


def _is_another_log(database: Path, stated: BackupList) -> bool:
    """Whether the audit log is not the one that the list has signed."""
    return stated.audit is not None and audit_head_of(database) != stated.audit


def _write(folder: ServiceFolder, identity: SiteIdentity, file: Path, keys: BackupKeys, now: int) -> None:
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
        scratch_directory(folder.database.parent) as scratch,
    ):
        copy = scratch / "site.db"
        copy_database(folder.database, copy)
        writer = BackupWriter(archive, keys)
        writer.add(DATABASE, copy)
        for name, source in files_of(folder):
            with suppress(FileNotFoundError):  # a photo or a report that was cleared away since it was listed
                writer.add(name, source)
        writer.finish(_stated(identity, copy, now))


def _look_through(copy: Path) -> Counts:
    """What is in the copy that was just made; raises BackupError where the database itself is damaged."""
    try:
        return check_database(copy)
    except BackupError as error:
        raise BackupError(
            f"The service's own database is damaged, so no backup was made of it. {error.title}",
            "Keep a copy of the whole folder, then restore the last good backup: stations send again what "
            "came in since.",
        ) from error


def _stated(identity: SiteIdentity, copy: Path, now: int) -> BackupList:
    """The generation is that of the tables: it may have been raised since the service was started."""
    counts = _look_through(copy)
    generation, number = place_of(copy)
    return BackupList(
        id=new_id(),
        site_id=identity.id,
        site=identity.name,
        made=now,
        counts=counts,
        key="",
        members=(),
        audit=audit_head_of(copy),
        generation=generation,
        number=number,
    )


def _require_file(folder: ServiceFolder) -> None:
    if folder.server:
        raise BackupError(
            "The tables are on a PostgreSQL server, which makes its own backups.",
            "Have it make them there: pg_basebackup for all of it, pg_dump --format=custom for this service. "
            f"Copy {folder.root} besides: keys and papers are in it.",
        )


def _require_free(folder: ServiceFolder, file: Path) -> None:
    if file.exists():
        raise BackupError(f"{file} exists already, and a backup is never written over.", "Name another file.")
    if folder.root.resolve() in file.resolve().parents:
        raise BackupError(
            f"{file} lies in the service's own folder.", "Name a file outside of it, best on another disk."
        )


def _sync(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())
