"""The key of a paper as a file: on a stick, where no network carries it at its release.

Rule: it opens nothing without the room password: the key is wrapped for the key of the room, whose private
half the stations hold sealed by that password. It counts only with the service's signature, and only for the
exam and the very paper that it names.
"""

from typing import Annotated

import msgspec
from jwcrypto import jwk

from examprotocol.bundle import KEY_BYTES
from examprotocol.errors import ForgedError
from examprotocol.key_wrapping import ForKey, unwrap_by_key, wrap_for_key
from examprotocol.package_name import name_part
from examprotocol.package_seal import Label
from examprotocol.room import RoomCard, open_card
from examprotocol.signed_file import SignedFile

KEY_FILE = "exam-paper-key+jws"
VERSION = 1
KEY_SUFFIX = ".examkey"
LARGEST_KEY_FILE = 64 << 10
"""The most bytes that a key file may have: about 20 rooms."""

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class RoomShare(msgspec.Struct, frozen=True):
    """The key for one room: wrapped for its signed card (`examprotocol.room`)."""

    card: str
    key: ForKey


class KeyFile(msgspec.Struct, frozen=True):
    """The content key of an exam's paper, for the rooms that sit it.

    `site` is the site's id, `manifest` the digest of the paper's signed manifest, `release` the key's release
    and `at` the site time at which the file was made, both in milliseconds.
    """

    site: Label
    exam: Label
    title: str
    manifest: Digest
    release: int
    at: int
    rooms: tuple[RoomShare, ...]
    version: int = VERSION


_FILE = SignedFile(KEY_FILE, KeyFile, VERSION, LARGEST_KEY_FILE, "a key file")


def share_for(card: str, service: jwk.JWK, content_key: bytes) -> RoomShare:
    """The share of the room whose card the service has signed; raises ForgedError or UnreadableError."""
    return RoomShare(card, wrap_for_key(content_key, open_card(card, service).key))


def sign_key_file(file: KeyFile, key: jwk.JWK) -> bytes:
    """The content of the file, signed by the service; raises UnreadableError: too many rooms."""
    return _FILE.sign(file, key)


def open_key_file(data: bytes, key: jwk.JWK) -> KeyFile:
    """Read a key file, and check by the service's public key that it is the service's.

    Raises UnreadableError, ForgedError and VersionError as SignedFile does. Whether it is of this site, exam
    and paper the caller has to see.
    """
    return _FILE.open(data, key)


def cards_in(file: KeyFile, service: jwk.JWK) -> tuple[tuple[RoomShare, RoomCard], ...]:
    """The shares with the cards that the service has signed for this exam."""
    found = []
    for share in file.rooms:
        card = open_card(share.card, service)
        if card.exam == file.exam and card.site == file.site:
            found.append((share, card))
    return tuple(found)


def open_share(share: RoomShare, room: jwk.JWK) -> bytes:
    """The content key, by the private half of the room's key; raises ForgedError where it is not for it."""
    content_key = unwrap_by_key(share.key, room)
    if len(content_key) != KEY_BYTES:
        raise ForgedError("what the file holds is no content key")
    return content_key


def key_file_name(site: str, exam: str) -> str:
    """What the file is called: `SITE-EXAM.examkey`, by the site's name as people know it."""
    return f"{name_part(site)}-{name_part(exam)}{KEY_SUFFIX}"


def is_key_file_name(name: str) -> bool:
    """Whether a file may be a key file by its name."""
    return name.lower().endswith(KEY_SUFFIX)
