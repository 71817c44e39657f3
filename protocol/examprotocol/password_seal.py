"""Secrets sealed by a password: flattened JWE with PBES2 and AES-256-GCM.

Rule: exactly one set of algorithms and rounds is written and opened; anything else is refused before a key is
derived. Sources: RFC 7516 (JWE), RFC 7518 section 4.8 (PBES2).
"""

import secrets

import msgspec
from jwcrypto import jwe, jwk
from jwcrypto.common import JWException, base64url_decode, base64url_encode

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.exact_base64 import exact_bytes, is_exact_base64
from examprotocol.key_wrapping import BY_PASSWORD, ENCRYPTION, ROUNDS, SALT_BYTES


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The members of the JWE, which has one recipient; each is base64url."""

    ciphertext: str
    encrypted_key: str
    iv: str
    protected: str
    tag: str


class SealKind(msgspec.Struct, frozen=True):
    """What a sealed secret says of itself, readable without the password."""

    typ: str
    version: int


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    p2s: str
    typ: str
    version: int
    alg: str = BY_PASSWORD
    enc: str = ENCRYPTION
    p2c: int = ROUNDS


def seal_by_password(secret: bytes, password: str, kind: SealKind) -> Sealed:
    """Encrypt a secret under a password. Takes about 0.1 s."""
    salt = base64url_encode(secrets.token_bytes(SALT_BYTES))
    header = canonical_bytes(_Header(salt, kind.typ, kind.version)).decode()
    token = jwe.JWE(secret, protected=header)
    token.add_recipient(jwk.JWK.from_password(password))
    return msgspec.json.decode(token.serialize(), type=Sealed)


def read_sealed(data: bytes) -> tuple[Sealed, SealKind]:
    """Read a sealed secret without opening it; raises UnreadableError."""
    try:
        sealed = msgspec.json.decode(data, type=Sealed)
        return sealed, msgspec.json.decode(base64url_decode(sealed.protected), type=SealKind)
    except (ValueError, msgspec.MsgspecError) as error:
        raise UnreadableError("not a sealed secret") from error


def is_exact(sealed: Sealed, data: bytes) -> bool:
    """Whether the bytes are what this program writes, to the last one.

    Base64 and JSON forgive much: a byte that they would overlook is damage all the same.
    """
    try:
        text = exact_bytes(sealed.protected)
        header = msgspec.json.decode(text, type=_Header)
        salt_fits = len(exact_bytes(header.p2s)) == SALT_BYTES
    except (ValueError, UnreadableError):
        return False
    members = (sealed.ciphertext, sealed.encrypted_key, sealed.iv, sealed.tag)
    ours = _Header(header.p2s, header.typ, header.version)
    return (
        salt_fits
        and all(is_exact_base64(member) for member in members)
        and canonical_bytes(ours) == text
        and canonical_bytes(sealed) == data
    )


def open_by_password(sealed: Sealed, password: str) -> bytes:
    """The secret; raises ForgedError where the password does not open it. Takes about 0.1 s.

    Check `is_exact` first: what is not written by this program is not worth a key derivation.
    """
    token = jwe.JWE(algs=[BY_PASSWORD, ENCRYPTION])
    try:
        token.deserialize(canonical_bytes(sealed).decode(), jwk.JWK.from_password(password))
    except (JWException, ValueError) as error:
        raise ForgedError("the password does not open this") from error
    return bytes(token.payload)
