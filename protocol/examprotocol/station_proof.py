"""How a station proves that a request is its own: an Ed25519 signature over what is asked.

Rule: a session's token counts only in a request that the session's own station has signed, so a token that
somebody copied is worth nothing elsewhere. Sources: RFC 8032 (Ed25519), RFC 8037 (Ed25519 as a JWK).
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from jwcrypto import jwk

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import UnreadableError
from examprotocol.signing import read_key

STATION = "Exam-Station"
"""The header that names the station: its id."""

PROOF = "Exam-Proof"
"""The header with the signature, base64url without padding."""

PURPOSE = "exam-request"
"""Part of what is signed, so that no other signature of the station's key can pass for a request."""


class Asked(msgspec.Struct, frozen=True):
    """What is signed: method, path with its query as sent, token (or `""`), and the SHA-256 of the body."""

    method: str
    path: str
    token: str
    body: str
    purpose: str = PURPOSE


def asked(method: str, path: str, token: str, body: bytes) -> Asked:
    """What a request asks."""
    return Asked(method, path, token, hashlib.sha256(body).hexdigest())


def station_id_of(key: jwk.JWK) -> str:
    """The id of the station with this key: the first 32 hex digits of the SHA-256 of its public half."""
    return hashlib.sha256(_decoded(str(key["x"]))).hexdigest()[:32]


def prove(request: Asked, key: Ed25519PrivateKey) -> str:
    """The value of the PROOF header."""
    return urlsafe_b64encode(key.sign(canonical_bytes(request))).decode().rstrip("=")


def is_proven(request: Asked, proof: str, key: Ed25519PublicKey) -> bool:
    """Whether the holder of the key signed exactly this request. Takes about 0.1 ms."""
    try:
        key.verify(_decoded(proof), canonical_bytes(request))
    except (InvalidSignature, ValueError):
        return False
    return True


def private_half(key: jwk.JWK) -> Ed25519PrivateKey:
    """The key to prove with."""
    half = key.get_op_key("sign")
    assert isinstance(half, Ed25519PrivateKey), "a station's key is Ed25519"
    return half


def public_half(members: dict[str, str]) -> Ed25519PublicKey:
    """The key to verify with, from a station's public JWK; raises UnreadableError for any other key."""
    if members.get("crv") != "Ed25519":
        raise UnreadableError("a station's key is Ed25519")
    try:
        half = read_key(members).get_op_key("verify")
    except ValueError as error:
        raise UnreadableError("an Ed25519 key has 32 bytes") from error
    assert isinstance(half, Ed25519PublicKey), "Ed25519 was asked for"
    return half


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
