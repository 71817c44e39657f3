"""A part while it arrives: what has come lies beside the whole parts, so that a break costs nothing.

Rule: it takes the part's name only when its hash is right; a wrong one is thrown away.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from examclient.domain.piece import Piece
from examclient.storage.disk_gate import require_room
from examclient.storage.files import patiently
from examprotocol.bundle import Part

ARRIVING = ".part"
LOCK = "arriving.lock"
BLOCK = 1 << 20


class ArrivingPart:
    """Owns the unfinished file of one part. Every call may raise OSError."""

    def __init__(self, part: Part, path: Path, file: BinaryIO) -> None:
        self._part = part
        self._path = path
        self._file = file
        self.size = file.seek(0, os.SEEK_END)

    def take(self, piece: Piece) -> None:
        """Write what came to its place; what lay behind that is gone."""
        if piece.at != self.size:
            self._file.truncate(piece.at)
            self._file.seek(piece.at)
        require_room(self._path, len(piece.data))
        self._file.write(piece.data)
        self.size = piece.at + len(piece.data)

    def finish(self) -> bool:
        """Give it its name where it is what the manifest names, and else throw it away; says which."""
        self._file.flush()
        is_right = self.size == self._part.size and self._hash() == self._part.sha256
        if is_right:
            os.fsync(self._file.fileno())
        self._file.close()
        if is_right:
            patiently(lambda: self._path.replace(self._path.with_name(self._part.sha256)))
        else:
            self._path.unlink(missing_ok=True)
        return is_right

    def _hash(self) -> str:
        self._file.seek(0)
        digest = hashlib.sha256()
        while block := self._file.read(BLOCK):
            digest.update(block)
        return digest.hexdigest()


@contextmanager
def arriving_part(folder: Path, part: Part) -> Iterator[ArrivingPart]:
    """The unfinished file of a part in a folder; what came before is in it. Raises OSError.

    Where another process fills this folder just now, the file is one of our own, and goes if it stays
    unfinished: two that write into one would spoil it for both.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 40 ms that the first window need not wait for

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    path = folder / f"{part.sha256}{ARRIVING}"
    try:
        lock.acquire()
    except Timeout:
        path = folder / f"{part.sha256}.{token_hex(4)}{ARRIVING}"
    try:
        with path.open("r+b" if path.exists() else "w+b") as file:
            yield ArrivingPart(part, path, file)
    finally:
        if lock.is_locked:
            lock.release()
        else:
            with suppress(OSError):
                path.unlink(missing_ok=True)
