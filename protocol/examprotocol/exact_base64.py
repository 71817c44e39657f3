"""Base64url without padding, in the one spelling that the bytes have.

Rule: decoders forgive letters that do not belong and bits that count for nothing; what is sealed forgives no
changed bit. Source: RFC 7515, section 2.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from examprotocol.errors import UnreadableError


def exact_text(data: bytes) -> str:
    """The bytes as base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def exact_bytes(text: str) -> bytes:
    """The bytes; raises UnreadableError for any other spelling than `exact_text` gives."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise UnreadableError("not base64url") from error
    if exact_text(data) != text:
        raise UnreadableError("base64url in another spelling than its bytes have")
    return data


def is_exact_base64(text: str) -> bool:
    """Whether this is base64url, in the one spelling that its bytes have."""
    try:
        exact_bytes(text)
    except UnreadableError:
        return False
    return True
