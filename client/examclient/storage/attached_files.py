"""The sealed chunks of files that candidates hand in: beside the journals, each named by its hash.

Rule: a chunk is written, synced and read back before anybody hears of it; what is here is ciphertext only.
Its key stands in the journal, so whoever opens the journal opens the file, and nobody else.
"""

import hashlib
import shutil
from pathlib import Path

from examclient.errors import FileError, FileFault
from examclient.storage.files import read_if_there, write_whole
from examclient.storage.journal_safe import JOURNALS
from examclient.storage.medium import read_from_medium

ENDING = ".chunk"

NOTE = "file "
"""What the name of a note in the journal begins with that says how a file is sealed; its SHA-256 follows."""


class AttachedFiles:
    """Owns a folder for each attempt; may be called from any thread."""

    def __init__(self, data_folder: Path) -> None:
        self._journals = data_folder / JOURNALS

    def put(self, attempt: str, sha256: str, sealed: bytes) -> None:
        """Store a sealed chunk; it was read back from the medium when this returns. Raises FileError."""
        path = self._path(attempt, sha256)
        try:
            if self.read(attempt, sha256) is None:
                write_whole(path, sealed)
            is_same = read_from_medium(path) == sealed
        except OSError as error:
            raise FileError(FileFault.NOT_KEPT, f"{path.name}: {error.strerror}") from error
        if not is_same:
            raise FileError(FileFault.NOT_KEPT, f"{path.name}: the disk gives back something else")

    def read(self, attempt: str, sha256: str) -> bytes | None:
        """A sealed chunk; None where it is missing, or is not what its name says any more."""
        sealed = read_if_there(self._path(attempt, sha256))
        return sealed if sealed is not None and hashlib.sha256(sealed).hexdigest() == sha256 else None

    @property
    def folder(self) -> Path:
        """Where the attempts' folders lie."""
        return self._journals

    def sizes(self, attempt: str) -> dict[str, int]:
        """The chunks that lie here, by SHA-256, and their bytes; none where they cannot be listed."""
        try:
            return {path.stem: path.stat().st_size for path in self._folder(attempt).glob(f"*{ENDING}")}
        except OSError:
            return {}

    def remove(self, attempt: str) -> None:
        """Take away what an attempt has: its journal has gone."""
        shutil.rmtree(self._folder(attempt), ignore_errors=True)

    def _folder(self, attempt: str) -> Path:
        return self._journals / f"{attempt}.files"

    def _path(self, attempt: str, sha256: str) -> Path:
        return self._folder(attempt) / f"{sha256}{ENDING}"
