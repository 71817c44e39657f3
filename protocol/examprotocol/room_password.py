"""The room password as both sides handle it: what counts of what was typed, and the slow hash of it.

Rule: stations hold the hash only. Source: RFC 7914 (scrypt); one check takes 32 MiB and about 0.1 s.
"""

import hashlib
import hmac
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

from examprotocol.errors import UnreadableError
from examprotocol.short_code import ALPHABET, grouped

LENGTH, GROUP = 12, 4
COST, BLOCK, LANES = 1 << 15, 8, 1
MEMORY = 256 * COST * BLOCK
"""Bytes that OpenSSL may use; scrypt needs half of it."""

SALT_BYTES, HASH_BYTES = 32, 32
READ_AS = str.maketrans("OIL", "011")


class PasswordHash(msgspec.Struct, frozen=True):
    """A salted scrypt hash of a plain password; both fields are base64url."""

    salt: str
    hash: str
    cost: int = COST


def new_room_password() -> str:
    """A new password as it is printed: 12 Crockford base32 characters (60 bits), `XXXX-XXXX-XXXX`."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)), GROUP)


def plain_password(typed: str) -> str:
    """What counts of a typed password: case, spaces and dashes do not, O is 0, and I and L are 1."""
    letters = unicodedata.normalize("NFKC", typed)
    return "".join(letter for letter in letters if _counts(letter)).upper().translate(READ_AS)


def hash_password(plain: str) -> PasswordHash:
    """Hash a plain password with a new salt."""
    salt = secrets.token_bytes(SALT_BYTES)
    return PasswordHash(_text(salt), _text(_derived(plain, salt)))


def fits(plain: str, known: PasswordHash) -> bool:
    """Whether this is the password; raises UnreadableError for a hash that this program never makes."""
    if known.cost != COST:
        raise UnreadableError(f"a password hash of cost {known.cost}")
    try:
        salt, expected = urlsafe_b64decode(known.salt), urlsafe_b64decode(known.hash)
    except ValueError as error:
        raise UnreadableError("a password hash that is none") from error
    return hmac.compare_digest(_derived(plain, salt), expected)


def _counts(letter: str) -> bool:
    """Spaces, dashes and what cannot be seen are there to read by, or by mistake."""
    kind = unicodedata.category(letter)
    return kind != "Pd" and kind[0] not in "ZC"


def _derived(plain: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        plain.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, maxmem=MEMORY, dklen=HASH_BYTES
    )


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
