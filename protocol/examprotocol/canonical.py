"""The one byte form in which both sides hash and sign a value.

Rule: sorted keys, no spaces. Structs that are hashed set `omit_defaults`, so that a field added later with a
default changes no old hash.
"""

import hashlib

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical_bytes(value: object) -> bytes:
    """Encode a protocol value as canonical JSON (UTF-8)."""
    return _ENCODER.encode(value)


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, as 64 lower-case hex digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
