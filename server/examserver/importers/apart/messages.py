"""What the importing process and the one that waits for it say to each other: framed msgpack, nothing else.

Rule: the child gets one order and answers with any number of Progressed and one of Taken, Refused or Broke.
"""

import struct
from typing import IO, TypeVar

import msgspec

from examserver.importers.draft import PaperDraft, Verdict

M = TypeVar("M")
_LENGTH = struct.Struct(">Q")


class ImportOrder(msgspec.Struct, frozen=True):
    """What to import; `most_bytes` is the memory that the child may use, 0 as much as it likes.

    `fonts` and `wav` as in `MediaWishes`.
    """

    file: str
    paper_id: str
    title: str = ""
    language: str = ""
    most_bytes: int = 0
    fonts: tuple[str, ...] = ()
    wav: bool = False


class Progressed(msgspec.Struct, frozen=True, tag=True):
    """So many questions are done, of so many."""

    done: int
    total: int


class Taken(msgspec.Struct, frozen=True, tag=True):
    """The paper came in."""

    draft: PaperDraft


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The file is refused; `verdicts` where its questions were looked at."""

    title: str
    advice: str
    code: str
    verdicts: tuple[Verdict, ...] = ()


class Broke(msgspec.Struct, frozen=True, tag=True):
    """The importer itself failed; `trace` is for the log."""

    trace: str


Answer = Progressed | Taken | Refused | Broke


def send(stream: IO[bytes], message: object) -> None:
    """Write one message and flush it."""
    data = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes], kind: type[M]) -> M | None:
    """Read one message; None where the other side has closed. Raises msgspec.DecodeError."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return msgspec.msgpack.decode(data, type=kind) if len(data) == length else None
