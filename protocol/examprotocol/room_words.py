"""The room's word that an exam may go on at a station, given by a proctor while nobody could ask the service.

Rule: only who opens the room's key by its password, or holds the service's opening key, can write one: the
proof is an HMAC-SHA256 under what X25519 makes of either private half and the other's public one (RFC 7748).
It counts together with the station's own key, and with the room's card, which the service has signed.
"""

import hashlib
import hmac

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from jwcrypto import jwk
from jwcrypto.common import JWException, base64url_decode

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.grants import Grant

LABEL = b"exam-room-word"


class RoomWord(msgspec.Struct, frozen=True):
    """`grant` is what the room allows, `card` the room's signed card, `proof` 64 lower-case hex digits."""

    grant: Grant
    card: str
    proof: str


def word_key(private: jwk.JWK, public: jwk.JWK) -> bytes:
    """The key of a room's words to its service, 32 bytes, from the room's and the service's X25519 keys.

    Raises UnreadableError where these are no such keys.
    """
    try:
        own = X25519PrivateKey.from_private_bytes(base64url_decode(private.export_private(as_dict=True)["d"]))
        other = X25519PublicKey.from_public_bytes(base64url_decode(public.export_public(as_dict=True)["x"]))
        return hmac.digest(own.exchange(other), LABEL, hashlib.sha256)
    except (JWException, KeyError, ValueError, TypeError) as error:
        raise UnreadableError(f"not the keys of a room and a service: {error}") from error


def write_word(grant: Grant, card: str, key: bytes) -> str:
    """The room's word as a text."""
    return canonical_bytes(RoomWord(grant, card, _proof(grant, card, key))).decode()


def read_word(text: str) -> RoomWord:
    """A word as it was written; nothing of it is verified. Raises UnreadableError."""
    try:
        return msgspec.json.decode(text, type=RoomWord)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise UnreadableError(f"not a room's word: {error}") from error


def require_genuine(word: RoomWord, key: bytes) -> None:
    """Raise ForgedError where the word was not written under this key."""
    if not hmac.compare_digest(_proof(word.grant, word.card, key).encode(), word.proof.encode()):
        raise ForgedError("the word is not this room's")


def _proof(grant: Grant, card: str, key: bytes) -> str:
    return hmac.new(key, canonical_bytes((grant, card)), hashlib.sha256).hexdigest()
