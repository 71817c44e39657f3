"""The photos of candidates, by admission number: beside the tables, or in one of them where several serve.

Rule: no name reaches the disk: a photo is called by the hash of the admission number that it belongs to. A
later photo replaces the one before.
"""

import hashlib

from examserver.errors import StorageError
from examserver.storage import kept_files
from examserver.storage.candidates import comparable
from examserver.storage.disk_room import Use, require_room
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder

SUFFIX = ".photo"


def photo_of(folder: ServiceFolder, admission_number: str) -> bytes | None:
    """The photo of a candidate as JPEG; None where there is none. The number need not be comparable yet."""
    name = _name(admission_number)
    if folder.server:
        return kept_files.content_of(folder.server, name)
    try:
        return (folder.photos / name).read_bytes()
    except FileNotFoundError:
        return None


def has_photo(folder: ServiceFolder, admission_number: str) -> bool:
    """Whether there is a photo of a candidate."""
    name = _name(admission_number)
    if folder.server:
        return bool(kept_files.present(folder.server, {name}))
    return (folder.photos / name).is_file()


def keep_photo(folder: ServiceFolder, admission_number: str, jpeg: bytes) -> None:
    """Store a photo instead of the one that was there; raises StorageError."""
    name = _name(admission_number)
    if folder.server:
        kept_files.replace(folder.server, name, jpeg)
        return
    try:
        folder.photos.mkdir(mode=0o700, exist_ok=True)
        require_room(folder.photos, Use.PHOTO, len(jpeg))
        write_file(folder.photos / name, jpeg, secret=True)
    except OSError as error:
        raise StorageError(f"A photo cannot be stored: {error.strerror}.", "See to the disk.") from error


def count_photos(folder: ServiceFolder) -> int:
    """How many photos there are, also of those who are no candidates any more."""
    if folder.server:
        return kept_files.count(folder.server, SUFFIX)
    return sum(1 for _ in folder.photos.glob(f"*{SUFFIX}")) if folder.photos.is_dir() else 0


def _name(admission_number: str) -> str:
    return hashlib.sha256(comparable(admission_number).encode()).hexdigest() + SUFFIX
