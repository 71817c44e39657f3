"""Gives a sealed part out: whole or from where a download broke off, by threads or by a front server.

Rule: a part never changes, so its name is its entity tag. Sources: RFC 9110, sections 13.1.5 (If-Range) and
14 (range requests): one range is served, and what cannot be understood is answered with the whole.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import anyio
import anyio.to_thread
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

BINARY = "application/octet-stream"
FOR_EVER = "private, max-age=31536000, immutable"

BLOCK = 1 << 18
"""Bytes that are read and handed to the connection at once: in blocks of 64 kB the same gigabyte costs three
times as much of the processor (docs/delivery.md)."""

READING_AT_ONCE = 8
"""Threads: stations' other requests have theirs, so a slow disk holds up no save."""

ONE_RANGE = re.compile(r"bytes=\s*(\d{0,15})-(\d{0,15})\s*", re.ASCII)

_readers = anyio.CapacityLimiter(READING_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes from `start` to before `end` of a part with `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether it is the part from its first to its last byte."""
        return (self.start, self.end) == (0, self.size)


def part_reply(path: Path, headers: Mapping[str, str], front: str = "") -> Response:
    """The reply with a part, or with what was asked for of it; 416 where it has no such bytes.

    `headers` are the request's. With `front`, the address below which a front server finds `papers`, that one
    is told to send the file, and cares for ranges itself. Raises OSError where the file cannot be read.
    """
    tag = f'"{path.name}"'
    common = {"ETag": tag, "Cache-Control": FOR_EVER, "Accept-Ranges": "bytes"}
    if front:
        where = f"{front}{path.parent.parent.name}/parts/{path.name}"
        return Response(media_type=BINARY, headers={**common, "X-Accel-Redirect": where})
    size = path.stat().st_size
    span = _asked(headers, tag, size)
    if span is None:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}", "ETag": tag})
    return _FilePiece(path, span, common)


def _asked(headers: Mapping[str, str], tag: str, size: int) -> Span | None:
    """What of the part is wanted; None where it has nothing of that."""
    whole = Span(0, size, size)
    wanted = ONE_RANGE.fullmatch(headers.get("range", ""))
    if wanted is None or headers.get("if-range", tag) != tag or not any(wanted.groups()):
        return whole
    first, last = wanted.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if first and last and int(last) < int(first):
        return whole
    return Span(start, end, size) if start < end else None


class _FilePiece(Response):
    """Reads in large blocks on threads; the next one is read when the connection has taken the one before."""

    def __init__(self, path: Path, span: Span, headers: Mapping[str, str]) -> None:
        length = {"Content-Length": str(span.end - span.start)}
        if not span.is_whole:
            length["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{span.size}"
        super().__init__(
            status_code=200 if span.is_whole else 206, media_type=BINARY, headers={**headers, **length}
        )
        self._path = path
        self._span = span

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's shape
        """Send the head, then block after block."""
        file = await anyio.to_thread.run_sync(self._open, limiter=_readers)
        try:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            left = self._span.end - self._span.start
            while left:
                block = await anyio.to_thread.run_sync(file.read, min(left, BLOCK), limiter=_readers)
                if not block:  # it is shorter than it was: the connection ends, and the station asks again
                    raise OSError(f"part {self._path.name} has lost bytes on the disk")
                left -= len(block)
                await send({"type": "http.response.body", "body": block, "more_body": left > 0})
        finally:
            file.close()

    def _open(self) -> FileIO:
        file = FileIO(self._path)
        file.seek(self._span.start)
        return file
