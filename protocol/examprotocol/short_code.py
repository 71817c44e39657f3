"""The short code that people read to each other on the telephone: `ABCDE-FGHJK`."""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U."""

LENGTH = 10


def short_code(content: bytes) -> str:
    """The first 10 Crockford base32 characters of the content's SHA-256, as `XXXXX-XXXXX`."""
    number = int.from_bytes(hashlib.sha256(content).digest())
    letters = "".join(ALPHABET[(number >> (256 - 5 * (place + 1))) & 31] for place in range(LENGTH))
    return f"{letters[:5]}-{letters[5:]}"
