"""Whether restoring a backup would go back unnoticed: behind a newer one, or behind the folder that is there.

Rule: what was acknowledged after a backup is at the stations only where they still have it. So nobody goes
further back than need be without having said so; nor where the folder of before cannot say what it has.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec.structs import astuple

from examserver.errors import BackupError, SiteError
from examserver.services.alive.backup_order import Found
from examserver.services.backup_file import BackupKeys, BackupList, open_backup
from examserver.services.setup import Service
from examserver.site_times import shown
from examserver.storage.backups import BackupRow, find_backup, newest_backup
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.snapshot import Counts, counts_now
from examserver.storage.store import reading

WORD = "--go-back"


def keys_of(service: Service) -> BackupKeys:
    """What opens the backups of a service."""
    return BackupKeys(service.keys.signing, service.keys.opening)


def stated_by(file: Path, keys: BackupKeys) -> BackupList:
    """What a backup states of itself, without reading the rest; raises BackupError."""
    with open_backup(file, keys) as backup:
        return backup.list


def require_newest(file: Path, service: Service, old: Path | None) -> None:
    """Raise BackupError where something newer than this backup is there; `old` is the folder of before.

    Looked at are the files beside it whose names end as its own does, the folder, and the backup that the
    folder noted last.
    """
    stated = stated_by(file, keys_of(service))
    newer = [*_newer_files(file, stated, service), *(_newer_folder(old, stated) if old else ())]
    if newer:
        raise BackupError(
            f"{file} was made at {shown(stated.made)}, and there is something newer: {'; '.join(newer)}.",
            f"Restore that, or say {WORD} to go back behind it: what only it holds then counts as lost.",
        )


def _newer_files(file: Path, stated: BackupList, service: Service) -> Iterator[str]:
    for other in sorted(file.parent.glob(f"*{file.suffix}")):
        if other == file or not other.is_file():
            continue
        with suppress(BackupError):
            about = stated_by(other, keys_of(service))
            if about.site_id == stated.site_id and Found(other, about).order > Found(file, stated).order:
                yield f"the backup {other}, made at {shown(about.made)}"


def _newer_folder(old: Path, stated: BackupList) -> Iterator[str]:
    try:
        folder = open_folder(old)
        if not folder.server and _is_ahead(_counts(folder), stated.counts):
            yield f"the folder {old} itself, which has more than this backup"
        with reading(folder) as connection:
            noted, this = newest_backup(connection), find_backup(connection, stated.id)
    except SiteError:
        yield f"perhaps the folder {old}: its database cannot be read, so nobody knows what came in last"
        return
    if noted is not None and _is_newer(noted, this, stated):
        yield f"the backup {noted.file}, made at {shown(noted.made)}, as {old} has noted"


def _is_newer(noted: BackupRow, this: BackupRow | None, stated: BackupList) -> bool:
    """By the numbers, where the folder knows this backup or both have one; else by the time."""
    mine = this.number if this is not None else stated.number
    if mine and noted.number:
        return noted.number > mine
    return noted.made > stated.made


def _counts(folder: ServiceFolder) -> Counts:
    with reading(folder) as connection:
        return counts_now(connection)


def _is_ahead(now: Counts, stated: Counts) -> bool:
    """Nothing of these is ever removed."""
    return any(here > there for here, there in zip(astuple(now), astuple(stated), strict=True))
