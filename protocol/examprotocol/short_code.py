"""The short code that people read to each other by telephone, `ABCDE-FGHJK`, and how codes are written."""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U."""

LENGTH, GROUP = 10, 5


def letters_of(digest: bytes, length: int) -> str:
    """The first `length` Crockford base32 characters of a digest; it must have five bits for each."""
    number, bits = int.from_bytes(digest), 8 * len(digest)
    return "".join(ALPHABET[(number >> (bits - 5 * (place + 1))) & 31] for place in range(length))


def short_code(content: bytes) -> str:
    """The first 10 Crockford base32 characters of the content's SHA-256, as `XXXXX-XXXXX`."""
    letters = letters_of(hashlib.sha256(content).digest(), LENGTH)
    return grouped(letters, GROUP)


def grouped(letters: str, size: int) -> str:
    """A code as it is printed, in groups of `size` with dashes between, so that nobody loses the place."""
    return "-".join(letters[start : start + size] for start in range(0, len(letters), size))
