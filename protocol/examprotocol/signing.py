"""Signed statements of the service: compact JWS with Ed25519.

Rule: `typ` says what kind of statement it is and is checked, so a receipt can never pass for a manifest.
Sources: RFC 7515 (JWS), RFC 8037 (EdDSA in JOSE).
"""

import re
from typing import TypeVar

import msgspec
from jwcrypto import jwk, jws
from jwcrypto.common import JWException

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.exact_base64 import exact_bytes, is_exact_base64

RECEIPT = "exam-receipt+jws"
MANIFEST = "exam-manifest+jws"

COMPACT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
"""The JSON forms of a JWS carry headers that nobody signed; `typ` must not be read from those."""

T = TypeVar("T")


def new_signing_key() -> jwk.JWK:
    """A new Ed25519 key; its `kid` is the RFC 7638 thumbprint."""
    key = jwk.JWK.generate(kty="OKP", crv="Ed25519")
    return jwk.JWK(**{**key.export(as_dict=True), "kid": key.thumbprint()})


def load_key(text: str) -> jwk.JWK:
    """Read a JWK; raises UnreadableError."""
    try:
        return jwk.JWK.from_json(text)
    except (JWException, ValueError, TypeError) as error:
        raise UnreadableError(f"not a key: {error}") from error


def read_key(members: dict[str, str]) -> jwk.JWK:
    """A JWK from its members, as a site file has them; raises UnreadableError."""
    return load_key(canonical_bytes(members).decode())


def sign(statement: object, key: jwk.JWK, typ: str) -> str:
    """Sign the canonical bytes of a statement; the result is ASCII."""
    token = jws.JWS(canonical_bytes(statement))
    header = canonical_bytes({"alg": "EdDSA", "kid": key["kid"], "typ": typ}).decode()
    token.add_signature(key, protected=header)
    return str(token.serialize(compact=True))


def verify(token: str, key: jwk.JWK, typ: str, kind: type[T]) -> T:
    """Return the signed statement; raises ForgedError or UnreadableError."""
    if COMPACT.fullmatch(token) is None:
        raise ForgedError("this is no compact JWS")
    opened = jws.JWS()
    opened.allowed_algs = ["EdDSA"]
    try:
        opened.deserialize(token, key)
    except (JWException, ValueError) as error:
        raise ForgedError(f"the signature does not fit: {error}") from error
    if opened.jose_header.get("typ") != typ:
        raise ForgedError(f"this is signed as {opened.jose_header.get('typ')!r}, not as {typ!r}")
    try:
        return msgspec.json.decode(opened.payload, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(f"a signed statement that cannot be read: {error}") from error


def claimed(token: str, kind: type[T]) -> T:
    """What a compact JWS says of itself, believed by nobody yet; raises UnreadableError."""
    if COMPACT.fullmatch(token) is None:
        raise UnreadableError("this is no compact JWS")
    try:
        return msgspec.json.decode(exact_bytes(token.split(".")[1]), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(f"a statement that cannot be read: {error}") from error


def is_exact_token(token: str) -> bool:
    """Whether this is a compact JWS in the one spelling that its bytes have: every bit of it counts."""
    return COMPACT.fullmatch(token) is not None and all(is_exact_base64(part) for part in token.split("."))
