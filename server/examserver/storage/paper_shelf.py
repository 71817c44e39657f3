"""The sealed papers in the service's folder: manifest, parts, content key, and the answer keys apart.

Rule: a part is found only by a name that stands in the paper's manifest, so no request can name another file.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
from jwcrypto import jwk

from examprotocol.bundle import Bundle, Manifest, open_manifest, open_paper
from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ProtocolError
from examprotocol.paper import Paper
from examserver.scoring.keys import AnswerKeys
from examserver.storage.files import new_directory, write_file

CACHED = 32


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """All that is kept of a paper."""

    bundle: Bundle
    content_key: bytes
    keys: AnswerKeys


class PaperShelf:
    """Reads papers by id. They never change, so what was read once is kept."""

    def __init__(self, root: Path, key: jwk.JWK) -> None:
        self._root = root
        self._key = key
        self.manifest = lru_cache(CACHED)(self._read_manifest)
        self.paper = lru_cache(CACHED)(self._read_paper)
        self.answer_keys = lru_cache(CACHED)(self._read_answer_keys)

    def manifest_token(self, paper_id: str) -> str:
        """The signed manifest, as clients get it."""
        return (self._root / paper_id / "manifest.jws").read_text(encoding="ascii")

    def content_key(self, paper_id: str) -> bytes:
        """The key that opens the parts: 32 bytes."""
        return (self._root / paper_id / "content.key").read_bytes()

    def part(self, paper_id: str, name: str) -> Path | None:
        """The file of a part, or None where the manifest does not name it."""
        if all(part.sha256 != name for part in self.manifest(paper_id).parts):
            return None
        return self._root / paper_id / "parts" / name

    def is_whole(self, paper_id: str) -> bool:
        """Whether all files of a paper lie here; on a machine to which they are copied they may not."""
        place = self._root / paper_id
        try:
            parts = self.manifest(paper_id).parts
        except (OSError, ProtocolError):
            return False
        files = [place / "content.key", place / "keys.json", *(place / "parts" / one.sha256 for one in parts)]
        return all(file.is_file() for file in files)

    def _read_manifest(self, paper_id: str) -> Manifest:
        return open_manifest(self.manifest_token(paper_id), self._key)

    def _read_paper(self, paper_id: str) -> Paper:
        parts = self._root / paper_id / "parts"

        def read_part(name: str) -> bytes:
            return (parts / name).read_bytes()

        return open_paper(self.manifest(paper_id), read_part, self.content_key(paper_id))

    def _read_answer_keys(self, paper_id: str) -> AnswerKeys:
        return msgspec.json.decode((self._root / paper_id / "keys.json").read_bytes(), type=AnswerKeys)


def put_on_shelf(root: Path, paper_id: str, sealed: SealedPaper) -> None:
    """Write a paper into its directory, whole or not at all."""
    with new_directory(root / paper_id) as directory:
        (directory / "parts").mkdir(mode=0o700)
        for name, data in sealed.bundle.parts.items():
            write_file(directory / "parts" / name, data)
        write_file(directory / "manifest.jws", sealed.bundle.manifest.encode())
        write_file(directory / "content.key", sealed.content_key, secret=True)
        write_file(directory / "keys.json", canonical_bytes(sealed.keys), secret=True)
