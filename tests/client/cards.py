"""Signed cards of a room, for tests without a service."""

from jwcrypto import jwk

from examclient.domain.site import Membership
from examprotocol.room import RoomCard, sign_card
from examprotocol.room_password import hash_password, plain_password
from examprotocol.signing import new_signing_key

PASSWORD = "K7PQ-2M9X-RT4V"
OLD_PASSWORD = "AAAA-BBBB-CCCC"
SITE_KEY = new_signing_key()
OTHER_KEY = new_signing_key()
SITE, ROOM, EXAM = "5" * 32, "Room 1", "exam"
FOR_EVER = 1 << 60
HASHES = {typed: hash_password(plain_password(typed)) for typed in (PASSWORD, OLD_PASSWORD)}
"""Each hash takes a tenth of a second: they are made once."""


def membership(room: str = ROOM) -> Membership:
    """What a station of this site holds."""
    key = {name: str(value) for name, value in SITE_KEY.export_public(as_dict=True).items()}
    return Membership("Site", SITE, "http://127.0.0.1:1", key, {}, "", "a" * 32, "PC-01", room, "1")


def card(
    password: str = PASSWORD,
    *,
    site: str = SITE,
    room: str = ROOM,
    exam: str = EXAM,
    number: int = 1,
    until: int = FOR_EVER,
    key: jwk.JWK = SITE_KEY,
) -> str:
    """A signed card."""
    return sign_card(RoomCard(site, room, exam, number, HASHES[password], {}, "", until), key)
