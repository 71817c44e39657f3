"""Photos that were taken at the door or of a room: beside the tables, or in one of them where several serve.

Rule: apart from those of the roster, named by the SHA-256 of their content; no name reaches the disk.
"""

import hashlib
from collections.abc import Collection

from sqlalchemy import Connection

from examserver.errors import StorageError
from examserver.storage import kept_files
from examserver.storage.checkins import named_photos
from examserver.storage.disk_room import Use, require_room
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder

SUFFIX = ".entry"


def keep_entry_photo(folder: ServiceFolder, jpeg: bytes, use: Use = Use.ENTRY_PHOTO) -> str:
    """Store a photo; returns its SHA-256 in hexadecimal digits. Raises StorageError."""
    sha256 = hashlib.sha256(jpeg).hexdigest()
    if folder.server:
        kept_files.put(folder.server, sha256 + SUFFIX, jpeg)
        return sha256
    try:
        folder.entry_photos.mkdir(mode=0o700, exist_ok=True)
        require_room(folder.entry_photos, use, len(jpeg))
        write_file(folder.entry_photos / (sha256 + SUFFIX), jpeg, secret=True)
    except OSError as error:
        raise StorageError(f"A photo cannot be stored: {error.strerror}.", "See to the disk.") from error
    return sha256


def entry_photo(folder: ServiceFolder, sha256: str) -> bytes | None:
    """The photo of this hash, which has 64 hexadecimal digits; None where it is not there any more."""
    if folder.server:
        return kept_files.content_of(folder.server, sha256 + SUFFIX)
    try:
        return (folder.entry_photos / (sha256 + SUFFIX)).read_bytes()
    except FileNotFoundError:
        return None


def photos_there(folder: ServiceFolder, photos: Collection[str]) -> frozenset[str]:
    """Those of them that are stored."""
    if folder.server:
        names = kept_files.present(folder.server, {photo + SUFFIX for photo in photos})
        return frozenset(name.removesuffix(SUFFIX) for name in names)
    return frozenset(photo for photo in photos if (folder.entry_photos / (photo + SUFFIX)).is_file())


def remove_entry_photos(folder: ServiceFolder, photos: frozenset[str]) -> None:
    """Delete photos that nobody names any more."""
    names = {photo + SUFFIX for photo in photos}
    if folder.server:
        kept_files.remove(folder.server, names)
        return
    for name in names:
        (folder.entry_photos / name).unlink(missing_ok=True)


def strays(folder: ServiceFolder, connection: Connection) -> frozenset[str]:
    """The photos that are stored, and that no row names."""
    if folder.server:
        names = kept_files.names(folder.server, SUFFIX)
    elif folder.entry_photos.is_dir():
        names = {file.name for file in folder.entry_photos.glob(f"*{SUFFIX}")}
    else:
        names = set()
    return frozenset(name.removesuffix(SUFFIX) for name in names) - named_photos(connection)
