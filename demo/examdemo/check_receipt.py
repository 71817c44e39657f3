"""Verifies a receipt as anyone could, with the service's public key and nothing but `cryptography`."""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def read_receipt(token: str, signing_key: dict[str, str]) -> dict[str, Any]:
    """The receipt's statement; raises InvalidSignature where the key has not signed it."""
    header, payload, signature = token.split(".")
    key = Ed25519PublicKey.from_public_bytes(_bytes(signing_key["x"]))
    key.verify(_bytes(signature), f"{header}.{payload}".encode())
    statement: dict[str, Any] = json.loads(_bytes(payload))
    return statement


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
