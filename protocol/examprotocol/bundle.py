"""The bundle: a paper and its pictures, each part sealed, so that it can be given out early.

Rule: a part is named by the SHA-256 of its ciphertext and the manifest of those names is signed, so a bundle
is verified without the content key; only the paper inside says which part is which picture.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwcrypto import jwk

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.paper import FORMAT_VERSION, Paper
from examprotocol.paper_check import check_paper
from examprotocol.paper_parts import Asset
from examprotocol.signing import MANIFEST, sign, verify

NONCE_BYTES = 12
KEY_BYTES = 32


class Part(msgspec.Struct, frozen=True):
    """A sealed part: the SHA-256 of its ciphertext (64 hex digits) and its size in bytes."""

    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """What a bundle consists of. `paper` names the part that holds the paper itself."""

    paper_id: str
    revision: int
    paper: str
    parts: tuple[Part, ...]
    format: int = FORMAT_VERSION


@dataclass(frozen=True, slots=True)
class Bundle:
    """A sealed paper: the signed manifest (compact JWS) and the parts by their SHA-256."""

    manifest: str
    parts: Mapping[str, bytes]


def seal_bundle(
    paper: Paper, assets: Mapping[Asset, bytes], content_key: bytes, signing_key: jwk.JWK
) -> Bundle:
    """Seal a paper and its assets (their `part` is filled in here) with a random content key of 32 bytes.

    Raises UnreadableError where the paper could not be shown.
    """
    label = _label(paper.paper_id, paper.revision)
    sealed = {asset: _seal(data, content_key, label) for asset, data in assets.items()}
    placed = tuple(msgspec.structs.replace(asset, part=_name(part)) for asset, part in sealed.items())
    whole = msgspec.structs.replace(paper, assets=placed)
    check_paper(whole)
    body = _seal(canonical_bytes(whole), content_key, label)
    parts = {_name(part): part for part in (body, *sealed.values())}
    manifest = Manifest(
        paper.paper_id,
        paper.revision,
        _name(body),
        tuple(Part(name, len(part)) for name, part in sorted(parts.items())),
    )
    return Bundle(sign(manifest, signing_key, MANIFEST), parts)


def open_manifest(token: str, key: jwk.JWK) -> Manifest:
    """Verify and read a manifest; raises ForgedError or UnreadableError."""
    manifest = verify(token, key, MANIFEST, Manifest)
    if manifest.format != FORMAT_VERSION:
        raise UnreadableError(f"this paper has format {manifest.format}; this program reads {FORMAT_VERSION}")
    return manifest


def manifest_digest(token: str) -> str:
    """SHA-256 of a signed manifest, by which receipts and journals name the paper."""
    return hashlib.sha256(token.encode()).hexdigest()


def part_is_whole(part: Part, data: bytes) -> bool:
    """Whether the bytes are those that the manifest names."""
    return len(data) == part.size and _name(data) == part.sha256


def open_paper(manifest: Manifest, read_part: Callable[[str], bytes], content_key: bytes) -> Paper:
    """Open the paper itself; `read_part` gives a part's bytes by its SHA-256.

    Raises ForgedError or UnreadableError; what comes back can be shown whole.
    """
    data = open_part(manifest, read_part(manifest.paper), content_key)
    try:
        paper = msgspec.json.decode(data, type=Paper)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableError(f"a paper that cannot be read: {error}") from error
    check_paper(paper)
    return paper


def open_part(manifest: Manifest, data: bytes, content_key: bytes) -> bytes:
    """The plain bytes of a part; raises ForgedError where key, paper or bytes do not belong together."""
    label = _label(manifest.paper_id, manifest.revision)
    try:
        return AESGCM(content_key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], label)
    except (InvalidTag, ValueError) as error:
        raise ForgedError("a part of the paper does not open with this key") from error


def _seal(data: bytes, content_key: bytes, label: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(content_key).encrypt(nonce, data, label)


def _label(paper_id: str, revision: int) -> bytes:
    """Associated data: a part opens only as a part of its own paper and revision."""
    return f"exam-bundle/{FORMAT_VERSION}\n{paper_id}\n{revision}".encode()


def _name(part: bytes) -> str:
    return hashlib.sha256(part).hexdigest()
