"""A spare machine becomes the service: from the newest backup that can be read back, and the key backup.

Rule: the newest one that is whole, not simply the newest; what is left out on the way is named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from examserver.errors import BackupError, SiteError
from examserver.services.alive.backup_names import SUFFIX
from examserver.services.alive.backup_order import Found, strange_times
from examserver.services.alive.going_back import keys_of, stated_by
from examserver.services.backups import verify_backup
from examserver.services.restoring import Restored, restore
from examserver.services.setup import Service


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of it; `passed_over` are newer files that could not be read back, with the reason, and
    `strange` says which times cannot be.
    """

    file: Path
    restored: Restored
    passed_over: tuple[str, ...]
    strange: tuple[str, ...] = ()


def take_over(
    place: Path, root: Path, service: Service, now: int, say: Callable[[str], None] | None = None
) -> TakenOver:
    """Restore the newest backup in a folder that is whole; raises BackupError and FolderError."""
    passed_over: list[str] = []
    ordered = _newest_first(place, service, passed_over)
    strange = strange_times(ordered, now)
    for found in ordered:
        if say is not None:
            say(f"Reading {found.file} ...")
        try:
            verify_backup(found.file, keys_of(service), root.absolute().parent)
            restored = restore(found.file, root, service, now)
            return TakenOver(found.file, restored, tuple(passed_over), strange)
        except BackupError as error:
            passed_over.append(f"{found.file.name}: {error.title}")
    raise BackupError(
        f"No backup in {place} can be read back by these keys.{_told(passed_over)}",
        "Name the folder in which they are, and the key backup of the service that made them. Without any: "
        "examserver init NEWDIR --from-key-backup FILE, and stations bring what they have.",
    )


def _newest_first(place: Path, service: Service, passed_over: list[str]) -> Sequence[Found]:
    """All of this service; a later life of it first, and what counts on in it, whatever the clocks said."""
    found = []
    for file in _files(place):
        try:
            stated = stated_by(file, keys_of(service))
        except SiteError as error:
            passed_over.append(f"{file.name}: {error.title}")
            continue
        if stated.site_id == service.identity.id:
            found.append(Found(file, stated))
    return sorted(found, key=lambda one: one.order, reverse=True)


def _files(place: Path) -> list[Path]:
    try:
        return sorted(file for file in place.iterdir() if file.suffix == SUFFIX and file.is_file())
    except OSError as error:
        raise BackupError(
            f"The folder {place} cannot be read: {error.strerror}.",
            "Plug the disk in, or mount the machine, on which the backups are.",
        ) from error


def _told(passed_over: Sequence[str]) -> str:
    return f" Tried: {' '.join(passed_over)}" if passed_over else ""
