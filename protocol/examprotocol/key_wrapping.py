"""The key of what is sealed, wrapped for whoever may open it: by a password, or for a public key.

Rule: one algorithm for each way, and one number of rounds. Sources: RFC 7518, sections 4.6 (ECDH-ES+A256KW)
and 4.8 (PBES2); RFC 8037 (X25519 in JOSE).
"""

import secrets
from typing import Any, Final, Literal, Protocol, cast

import msgspec
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from jwcrypto import jwa, jwk
from jwcrypto.common import JWException

from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.exact_base64 import exact_bytes, exact_text
from examprotocol.signing import read_key

BY_PASSWORD: Final = "PBES2-HS512+A256KW"  # noqa: S105  (an algorithm)
FOR_A_KEY: Final = "ECDH-ES+A256KW"
ENCRYPTION: Final = "A256GCM"
ROUNDS: Final = 210_000
SALT_BYTES, KEY_BITS = 32, 256

jwa.default_max_pbkdf2_iterations = ROUNDS  # the library's cap, raised to exactly what is used here


class Ephemeral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The public X25519 key that was made for one wrap only."""

    kty: Literal["OKP"]
    crv: Literal["X25519"]
    x: str


class PasswordHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a key was wrapped by a password; the salt is base64url."""

    alg: Literal["PBES2-HS512+A256KW"]
    p2c: Literal[210000]
    p2s: str


class KeyHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a key was wrapped for the public key that is called `kid`."""

    alg: Literal["ECDH-ES+A256KW"]
    epk: Ephemeral
    kid: str


class ForPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A JWE's recipient who knows the password."""

    encrypted_key: str
    header: PasswordHeader


class ForKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A JWE's recipient who holds the private key."""

    encrypted_key: str
    header: KeyHeader


class _Wrapping(Protocol):
    """What the library's algorithms can do, beyond what its types say of them."""

    def wrap(self, key: jwk.JWK, bitsize: int, cek: bytes, headers: dict[str, Any]) -> dict[str, Any]:
        """The wrapped key as `ek`, and what goes into the header."""

    def unwrap(self, key: jwk.JWK, bitsize: int, ek: bytes, headers: dict[str, Any]) -> bytes:
        """The key itself."""


def wrap_by_password(key: bytes, password: str) -> ForPassword:
    """Wrap a key of 32 bytes by a password. Takes about 0.1 s."""
    header = PasswordHeader(BY_PASSWORD, ROUNDS, exact_text(secrets.token_bytes(SALT_BYTES)))
    wrapped = _algorithm(BY_PASSWORD).wrap(
        jwk.JWK.from_password(password), KEY_BITS, key, msgspec.to_builtins(header)
    )
    return ForPassword(exact_text(wrapped["ek"]), header)


def wrap_for_key(key: bytes, recipient: dict[str, str]) -> ForKey:
    """Wrap a key of 32 bytes for a public X25519 JWK; raises UnreadableError for any other key."""
    public = require_x25519(read_key(recipient))
    wrapped = _algorithm(FOR_A_KEY).wrap(public, KEY_BITS, key, {"alg": FOR_A_KEY})
    ephemeral = msgspec.convert(wrapped["header"]["epk"], Ephemeral)
    return ForKey(exact_text(wrapped["ek"]), KeyHeader(FOR_A_KEY, ephemeral, key_id(recipient)))


def unwrap_by_password(wrapped: ForPassword, password: str) -> bytes:
    """The key of 32 bytes; raises ForgedError where the password is another. Takes about 0.1 s."""
    return _unwrap(jwk.JWK.from_password(password), wrapped)


def unwrap_by_key(wrapped: ForKey, private: jwk.JWK) -> bytes:
    """The key of 32 bytes; raises ForgedError where it was not wrapped for this one."""
    return _unwrap(require_x25519(private), wrapped)


def key_id(recipient: dict[str, str]) -> str:
    """What a recipient is called: its `kid`, else its RFC 7638 thumbprint."""
    return recipient.get("kid") or str(read_key(recipient).thumbprint())


def require_x25519(key: jwk.JWK) -> jwk.JWK:
    """The key, if it is one for which something can be wrapped; raises UnreadableError."""
    if key.get("kty") != "OKP" or key.get("crv") != "X25519":
        raise UnreadableError("keys are wrapped for X25519 keys")
    return key


def _unwrap(key: jwk.JWK, wrapped: ForPassword | ForKey) -> bytes:
    header = msgspec.to_builtins(wrapped.header)
    sealed = exact_bytes(wrapped.encrypted_key)
    try:
        return _algorithm(wrapped.header.alg).unwrap(key, KEY_BITS, sealed, header)
    except (InvalidUnwrap, JWException, ValueError) as error:
        raise ForgedError("this does not open the wrapped key") from error


def _algorithm(name: str) -> _Wrapping:
    return cast("_Wrapping", jwa.JWA.keymgmt_alg(name))
