"""Takes in photos from a phone's camera: decoded, written anew and small, and kept by their hash.

Rule: no byte of what was sent is kept, nor where and when it was taken.
"""

from examserver.errors import CheckInError
from examserver.services.rosters.photos import PhotoFault, photo_made_safe
from examserver.storage.entry_photos import entry_photo, keep_entry_photo
from examserver.storage.folder import ServiceFolder

DOOR = (720, 960)
ROOM = (1600, 1600)
"""Pixels: a face beside the one of the roster, and a room in which seats and a clock can be seen."""


def kept_photo(folder: ServiceFolder, data: bytes, sides: tuple[int, int]) -> str:
    """Keep a photo; returns the SHA-256 of what is kept. Raises CheckInError and StorageError."""
    if not data:
        raise CheckInError("There is no photo.", "Take one, or choose one.")
    made = photo_made_safe(data, sides)
    if isinstance(made, PhotoFault):
        raise CheckInError(f"The photo was not taken: {made.value}.", "Take another one, as JPEG or PNG.")
    return keep_entry_photo(folder, made)


def require_kept(folder: ServiceFolder, sha256: str) -> None:
    """Raise CheckInError where a photo that was kept a moment ago was cleared away."""
    if entry_photo(folder, sha256) is None:
        raise CheckInError("The photo is not kept any more.", "Send it once more.")
