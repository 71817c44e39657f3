"""Files that a candidate attached: sealed in chunks that lie beside the package, named in its signed part.

Rule: each attachment has a random key of its own, which stands in the signed part and nowhere else; each
chunk has a nonce of its own and is bound to its place, so that none can be left out, exchanged or moved.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from examprotocol.attachments import Attachment, Chunk
from examprotocol.errors import ForgedError

LARGEST_CHUNK = 8 << 20
"""The most bytes that a sealed chunk may have."""

SHA256 = re.compile(r"[0-9a-f]{64}")

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
AROUND = NONCE_BYTES + TAG_BYTES
"""By how many bytes a sealed chunk is larger than what is in it."""


def seal_attachment(name: str, data: bytes, most: int = 0) -> tuple[Attachment, tuple[bytes, ...]]:
    """What is said of a file, and its sealed chunks; an empty file has one. Each has `most` bytes at most,
    LARGEST_CHUNK where nothing is said.
    """
    key, step = secrets.token_bytes(KEY_BYTES), (most or LARGEST_CHUNK) - AROUND
    pieces = [data[start : start + step] for start in range(0, max(len(data), 1), step)]
    sealed = tuple(_seal(piece, key, _place(number, len(pieces))) for number, piece in enumerate(pieces, 1))
    chunks = tuple(Chunk(hashlib.sha256(one).hexdigest(), len(one)) for one in sealed)
    return Attachment(name, len(data), key, chunks, hashlib.sha256(data).hexdigest()), sealed


def open_attachment(attachment: Attachment, sealed: Sequence[bytes]) -> bytes:
    """The file; raises ForgedError where a chunk is missing, changed, or another's.

    `sealed` are its chunks in order; which file is which chunk is said by `is_chunk`.
    """
    if len(sealed) != len(attachment.chunks):
        raise ForgedError(f"{len(sealed)} of {len(attachment.chunks)} chunks of an attachment")
    data = b"".join(open_chunk(attachment, number, one) for number, one in enumerate(sealed, 1))
    if len(data) != attachment.size:
        raise ForgedError("an attachment of another size than is signed")
    if attachment.sha256 not in ("", hashlib.sha256(data).hexdigest()):
        raise ForgedError("an attachment of other bytes than the answer names")
    return data


def open_chunk(attachment: Attachment, number: int, sealed: bytes) -> bytes:
    """What is in the `number`-th chunk, counted from 1; raises ForgedError."""
    try:
        place = _place(number, len(attachment.chunks))
        return AESGCM(attachment.key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as error:
        raise ForgedError("a chunk of an attachment was changed, or belongs elsewhere") from error


def is_chunk(chunk: Chunk, data: bytes) -> bool:
    """Whether these are the bytes of the chunk, whatever their file is called."""
    return len(data) == chunk.size and hashlib.sha256(data).hexdigest() == chunk.sha256


def is_consistent(attachment: Attachment) -> bool:
    """Whether key, hashes, sizes and number of chunks are such as can be."""
    inside = [chunk.size - AROUND for chunk in attachment.chunks]
    fits = all(0 <= size <= LARGEST_CHUNK - AROUND for size in inside)
    named = all(SHA256.fullmatch(chunk.sha256) for chunk in attachment.chunks)
    whole = bool(inside) and sum(inside) == attachment.size
    return whole and fits and named and len(attachment.key) == KEY_BYTES


def _seal(piece: bytes, key: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, piece, place)


def _place(number: int, of: int) -> bytes:
    """Associated data: a chunk opens only as the `number`-th of so many."""
    return f"exam-attachment/1\n{number}\n{of}".encode()
