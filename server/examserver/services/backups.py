"""Makes a backup of the service's folder while it serves, and reads it back before it is called one.

Rule: the service's own keys are not in it: they are in the key backup, and without them nothing of a backup
can be read. Papers never change once they are there, so they are copied after the database that names them.
"""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from examprotocol.errors import UnreadableError
from examprotocol.signing import load_key
from examserver.errors import BackupError, FolderError
from examserver.ids import new_id
from examserver.services.backup_file import BackupKeys, BackupList, BackupReader, BackupWriter, open_backup
from examserver.services.keys import opening_key
from examserver.storage.files import TEMP_PREFIX, new_file
from examserver.storage.folder import ServiceFolder
from examserver.storage.site import SiteIdentity
from examserver.storage.snapshot import Counts, Holdings, check_database, copy_database, holdings_of

DATABASE = "data/site.db"
PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that was read back whole: what it states of itself, what it holds, its size in bytes."""

    stated: BackupList
    holdings: Holdings
    size: int


def make_backup(folder: ServiceFolder, identity: SiteIdentity, file: Path, now: int) -> Verified:
    """Write a backup of the folder and read it back; raises BackupError, and then there is no file.

    `now` is the site time in milliseconds: what was committed before is in it. Saves go on meanwhile.
    """
    _require_free(folder, file)
    keys = _keys(folder)
    try:
        with new_file(file) as building:
            _write(folder, identity, building, keys, now)
            _sync(building)
            return verify_backup(building, keys)
    except OSError as error:
        raise BackupError(
            f"The backup {file} could not be written: {error.strerror}.",
            "Name a file in a folder that is there, with room for it, that the service may write to.",
        ) from error


def verify_backup(file: Path, keys: BackupKeys) -> Verified:
    """Read a backup as a restore would, its database too; raises BackupError where anything is wrong."""
    with open_backup(file, keys) as backup, tempfile.TemporaryDirectory(dir=file.parent) as scratch:
        copies = Path(scratch)
        for member in backup.list.members:
            with (copies / "copy").open("wb") as copy:
                backup.copy(member, copy)
            if member.name == DATABASE:
                (copies / "copy").replace(copies / "site.db")
        check_counts(copies / "site.db", backup)
        return Verified(backup.list, holdings_of(copies / "site.db"), file.stat().st_size)


def check_counts(database: Path, backup: BackupReader) -> None:
    """Raise BackupError where a database out of a backup is not in order, or not the one that went in."""
    if not database.exists() or check_database(database) != backup.list.counts:
        raise BackupError("The database in this backup is not the one that went in.", "Use another backup.")


def _write(folder: ServiceFolder, identity: SiteIdentity, file: Path, keys: BackupKeys, now: int) -> None:
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
        tempfile.TemporaryDirectory(dir=folder.database.parent) as scratch,
    ):
        copy = Path(scratch) / "site.db"
        copy_database(folder.database, copy)
        writer = BackupWriter(archive, keys)
        writer.add(DATABASE, copy)
        for name, source in _papers(folder):
            writer.add(name, source)
        writer.finish(_stated(identity, _look_through(copy), now))


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


def _stated(identity: SiteIdentity, counts: Counts, now: int) -> BackupList:
    return BackupList(
        id=new_id(),
        site_id=identity.id,
        site=identity.name,
        generation=identity.generation,
        made=now,
        counts=counts,
        key="",
        members=(),
    )


def _papers(folder: ServiceFolder) -> Iterator[tuple[str, Path]]:
    """The files of all papers that are there whole, with their names in the folder."""
    for paper in sorted(folder.papers.iterdir()):
        if paper.is_dir() and not paper.name.startswith(TEMP_PREFIX):
            for file in sorted(paper.rglob("*")):
                if file.is_file():
                    yield file.relative_to(folder.root).as_posix(), file


def _keys(folder: ServiceFolder) -> BackupKeys:
    try:
        return BackupKeys(load_key(folder.signing_key.read_text(encoding="utf-8")), opening_key(folder))
    except (FolderError, UnreadableError) as error:
        raise BackupError(
            "The service has no opening key, by which a backup is sealed.",
            "Set the service up with this version, or copy its folder while it is stopped.",
        ) from error


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
