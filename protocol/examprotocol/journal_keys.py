"""The key of a journal, wrapped for somebody who may open it elsewhere: the service, or the room.

Rule: one set of algorithms is written and opened; anything else is refused before a key is derived. Sources:
RFC 7516 (JWE, compact form: all of its header is authenticated), RFC 7518 section 4.6 (ECDH-ES+A256KW),
RFC 8037 (X25519 in JOSE).
"""

import re
import secrets

import msgspec
from jwcrypto import jwe, jwk
from jwcrypto.common import JWException, base64url_decode

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.key_wrapping import ENCRYPTION, FOR_A_KEY, Ephemeral, key_id, require_x25519
from examprotocol.signing import read_key

TYP = "exam-journal-key+jwe"
KEY_BYTES = 32
LARGEST = 2_000
"""Characters: a wrapped key has about 500."""

COMPACT = re.compile(r"([\w-]+)\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alg: str
    enc: str
    epk: Ephemeral
    kid: str
    typ: str


def new_journal_key() -> bytes:
    """A new random key for the journal of one attempt."""
    return secrets.token_bytes(KEY_BYTES)


def wrap_journal_key(key: bytes, recipient: dict[str, str]) -> str:
    """The key as a compact JWE that only the private half of `recipient` opens.

    `recipient` is a public X25519 JWK with its `kid`; raises UnreadableError for any other key.
    """
    public = require_x25519(read_key(recipient))
    header = {"alg": FOR_A_KEY, "enc": ENCRYPTION, "kid": key_id(recipient), "typ": TYP}
    token = jwe.JWE(key, protected=canonical_bytes(header).decode())
    token.add_recipient(public)
    return str(token.serialize(compact=True))


def unwrap_journal_key(token: str, private: jwk.JWK) -> bytes:
    """The journal's key; raises ForgedError where this one does not open it, UnreadableError for no token."""
    _header(token)
    opened = jwe.JWE(algs=[FOR_A_KEY, ENCRYPTION])
    try:
        opened.deserialize(token, require_x25519(private))
    except (JWException, ValueError) as error:
        raise ForgedError("this key does not open the journal") from error
    key = bytes(opened.payload)
    if len(key) != KEY_BYTES:
        raise UnreadableError("a journal's key has 32 bytes")
    return key


def wrapped_for(token: str) -> str:
    """The `kid` of the key that a wrapped key is meant for; raises UnreadableError."""
    return _header(token).kid


def _header(token: str) -> _Header:
    parts = COMPACT.fullmatch(token) if len(token) <= LARGEST else None
    if parts is None:
        raise UnreadableError("no wrapped key of a journal")
    try:
        header = msgspec.json.decode(base64url_decode(parts[1]), type=_Header)
    except (ValueError, msgspec.MsgspecError) as error:
        raise UnreadableError("no wrapped key of a journal") from error
    ours = (header.typ, header.alg, header.enc, header.epk.kty, header.epk.crv)
    if ours != (TYP, FOR_A_KEY, ENCRYPTION, "OKP", "X25519"):
        raise UnreadableError(f"a wrapped key of another kind: {header.typ}, {header.alg}")
    return header
