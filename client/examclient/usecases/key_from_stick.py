"""The key of the paper from a file on a stick, where no network brings it.

Rule: a file counts only with the service's signature, for this exam and this very paper, and opens only by
the room password. What is wrong with one is said; another one that fits is taken all the same.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from examclient.domain.site import Membership
from examclient.errors import KeyFault, KeyFileError
from examclient.storage.drives import key_files
from examclient.usecases.room_password import room_key
from examprotocol.errors import ForgedError, ProtocolError
from examprotocol.key_file import LARGEST_KEY_FILE, KeyFile, cards_in, open_key_file, open_share
from examprotocol.signing import read_key

log = logging.getLogger(__name__)

NEARER = tuple(KeyFault)
"""The later in this order, the nearer a file came: of several that open nothing, the nearest is named."""


@dataclass(frozen=True, slots=True)
class KeyWanted:
    """Which key opens the paper here: the exam's id and title, and the digest of the paper's manifest."""

    exam: str
    title: str
    manifest: str


@dataclass(frozen=True, slots=True)
class KeyTaken:
    """A content key of 32 bytes, and the name of the file that it came from."""

    key: bytes = field(repr=False)
    file: str


class KeyFromStick:
    """Looks for the file in one folder after the other."""

    def __init__(self, site: Membership) -> None:
        self._site = site

    def __call__(self, folders: Sequence[Path], wanted: KeyWanted, password: str) -> KeyTaken:
        """The key that opens the paper; raises KeyFileError. Takes about 0.1 s for each file that fits."""
        nearest = KeyFileError(KeyFault.NONE, "There is no key file on any drive.")
        for path in (path for folder in folders for path in key_files(folder)):
            try:
                return KeyTaken(self._key_in(path, wanted, password), path.name)
            except KeyFileError as error:
                log.warning("%s opens nothing here: %s", path.name, error.title)
                if NEARER.index(error.fault) > NEARER.index(nearest.fault):
                    nearest = error
        raise nearest

    def _key_in(self, path: Path, wanted: KeyWanted, password: str) -> bytes:
        file = self._read(path)
        if file.site != self._site.site_id:
            raise KeyFileError(KeyFault.FORGED, "The key file is another site's.", path.name)
        if file.exam != wanted.exam:
            raise KeyFileError(
                KeyFault.OTHER_EXAM, f"The key file is for {file.exam}: {file.title}.", path.name, file.title
            )
        if file.manifest != wanted.manifest:
            raise KeyFileError(
                KeyFault.OTHER_PAPER, "The key file is for another paper of this exam.", path.name, file.title
            )
        try:
            return self._opened(file, path.name, password)
        except ProtocolError as error:
            raise KeyFileError(
                KeyFault.FORGED, f"What is in the key file does not open: {error}.", path.name
            ) from error

    def _opened(self, file: KeyFile, name: str, password: str) -> bytes:
        shares = cards_in(file, read_key(self._site.signing_key))
        mine = [(share, card) for share, card in shares if card.room == self._site.room]
        if not mine:
            rooms = ", ".join(card.room for _, card in shares)
            raise KeyFileError(KeyFault.OTHER_ROOM, f"The key file is for room {rooms}.", name, rooms)
        for share, card in mine:
            private = room_key(card, password)
            if private is not None:
                return open_share(share, private)
        raise KeyFileError(KeyFault.OTHER_PASSWORD, "The key file is for another room password.", name)

    def _read(self, path: Path) -> KeyFile:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_KEY_FILE + 1)
            return open_key_file(data, read_key(self._site.signing_key))
        except ForgedError as error:
            raise KeyFileError(
                KeyFault.FORGED, f"The key file is not this site's: {error}.", path.name
            ) from error
        except (OSError, ProtocolError) as error:
            raise KeyFileError(
                KeyFault.NOT_READ, f"The key file cannot be read: {error}.", path.name
            ) from error
