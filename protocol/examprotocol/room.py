"""The room's card: what stations know of the room password of one exam.

Rule: a card counts only with the service's signature: it lies where candidates can write.
"""

import msgspec
from jwcrypto import jwk

from examprotocol.password_seal import SealKind
from examprotocol.room_password import PasswordHash
from examprotocol.signing import sign, verify

ROOM = "exam-room+jws"

ROOM_KEY = SealKind("exam-room-key", 1)
"""What the sealed half of a room's key says of itself."""


class RoomCard(msgspec.Struct, frozen=True):
    """One room's password for one exam. `number` counts the room's passwords: the highest is in force.

    `key` is the room's public X25519 JWK, `sealed` its private half as a JWE that the plain password opens
    (`examprotocol.password_seal`), `until` the site time in milliseconds up to which the password counts.
    """

    site: str
    room: str
    exam: str
    number: int
    password: PasswordHash
    key: dict[str, str]
    sealed: str
    until: int


def sign_card(card: RoomCard, key: jwk.JWK) -> str:
    """The card as a compact JWS."""
    return sign(card, key, ROOM)


def open_card(token: str, key: jwk.JWK) -> RoomCard:
    """Verify and read a card; raises ForgedError or UnreadableError."""
    return verify(token, key, ROOM, RoomCard)
