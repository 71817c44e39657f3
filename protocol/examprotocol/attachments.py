"""What is said of a file that a candidate attached. How it is sealed: `package_attachments`.

Rule: no cipher is loaded for these: messages name them, and the client's first window waits for messages.
"""

import msgspec


class Chunk(msgspec.Struct, frozen=True):
    """A sealed chunk: SHA-256 (64 hex digits) and size of its bytes as they lie beside the package."""

    sha256: str
    size: int


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as the candidate called it, its size in bytes, its key (32 bytes), its chunks in order.

    `sha256` is that of its bytes (64 hex digits), by which an answer names it; `""` where nobody said it.
    """

    name: str
    size: int
    key: bytes
    chunks: tuple[Chunk, ...]
    sha256: str = ""
