"""A part while it comes from the authority: what has come lies apart, so that a break costs nothing.

Rule: it goes to the paper's other parts only when its hash is right; a wrong one is thrown away. It is
written to the disk piece by piece: one great flush at the end would hold up the saves of the stations.
"""

import hashlib
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from examprotocol.bundle import Part
from examserver.storage.files import give_name, sync_directory
from examserver.upstream.line import Piece

SYNC_AFTER = 2 << 20
"""Bytes after which what came is synced."""

BLOCK = 1 << 20


class ArrivingPart:
    """Owns the unfinished file of one part. Every call may raise OSError."""

    def __init__(self, part: Part, path: Path, file: BinaryIO) -> None:
        self._part = part
        self._path = path
        self._file = file
        self._unsynced = 0
        self.size = file.seek(0, os.SEEK_END)

    @property
    def is_all(self) -> bool:
        """Whether nothing more has to come."""
        return self.size >= self._part.size

    def take(self, piece: Piece) -> None:
        """Write what came to its place; what lay behind that is gone."""
        if piece.at != self.size:
            self._file.truncate(piece.at)
            self._file.seek(piece.at)
        self._file.write(piece.data)
        self.size = piece.at + len(piece.data)
        self._unsynced += len(piece.data)
        if self._unsynced >= SYNC_AFTER:
            self._sync()

    def finish(self, folder: Path) -> bool:
        """Put it into the folder of parts where it is what the manifest names, else throw it away."""
        self._sync()
        is_right = self.size == self._part.size and self._hash() == self._part.sha256
        self._file.close()
        if is_right:
            give_name(self._path, folder / self._part.sha256)
            sync_directory(folder)
        else:
            self._path.unlink(missing_ok=True)
        return is_right

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._unsynced = 0

    def _hash(self) -> str:
        self._file.seek(0)
        digest = hashlib.sha256()
        while block := self._file.read(BLOCK):
            digest.update(block)
        return digest.hexdigest()


def pieces_of(file: Path, start: int) -> Generator[Piece, None, None]:
    """A part that lies in a mirror, from a byte on, as it would come over the line."""
    with file.open("rb") as source:
        at = source.seek(start)
        while data := source.read(BLOCK):
            yield Piece(at, data)
            at += len(data)


@contextmanager
def arriving_part(folder: Path, part: Part) -> Iterator[ArrivingPart]:
    """The unfinished file of a part; what came before is in it. Its writer is alone (`fetching_alone`)."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{part.sha256}.part"
    with path.open("r+b" if path.exists() else "w+b") as file:
        yield ArrivingPart(part, path, file)
