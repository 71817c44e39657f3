"""A folder that stands in for the network: sealed papers as `examserver paper mirror` writes them.

Rule: nothing in it is believed. A part counts by its hash, a manifest by the service's signature, which
whoever uses it checks; a folder that does not answer is as one that is empty.
"""

import hashlib
import logging
from pathlib import Path

log = logging.getLogger(__name__)

MANIFEST, PARTS = "manifest.jws", "parts"
LARGEST_MANIFEST = 4 << 20


class PaperMirror:
    """Reads from one folder, which may come and go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifests(self) -> tuple[str, ...]:
        """The signed manifests that lie there."""
        read = (self._read(path, LARGEST_MANIFEST) for path in self._found(f"*/{MANIFEST}"))
        return tuple(data.decode("ascii", "replace").strip() for data in read if data)

    def part(self, sha256: str) -> bytes | None:
        """A part that is whole there; None where there is none."""
        for path in self._found(f"*/{PARTS}/{sha256}"):
            data = self._read(path)
            if data is not None and hashlib.sha256(data).hexdigest() == sha256:
                return data
            log.warning("a part in the mirror folder is damaged: %s", path)
        return None

    def _found(self, pattern: str) -> tuple[Path, ...]:
        try:
            return tuple(sorted(self.folder.glob(pattern)))
        except OSError as error:
            log.warning("the mirror folder %s cannot be read: %s", self.folder, error)
            return ()

    def _read(self, path: Path, most: int = -1) -> bytes | None:
        try:
            with path.open("rb") as file:
                return file.read(most)
        except OSError as error:
            log.warning("%s cannot be read: %s", path, error)
            return None
