"""Random names and tokens."""

import hashlib
import secrets
import uuid


def new_id() -> str:
    """A random id of 32 hex digits."""
    return uuid.uuid4().hex


def new_token() -> str:
    """A random session token of 256 bits, in letters that fit a header."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the service stores of a token: whoever reads the disk cannot act as a candidate."""
    return hashlib.sha256(token.encode()).hexdigest()
