"""The sealed papers in the service's folder: manifest, parts, content key, and the answer keys apart.

Rule: a part is found only by a name that stands in the paper's manifest, so no request can name another file.
"""

import hashlib
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
from jwcrypto import jwk

from examprotocol.bundle import Bundle, Manifest, Part, open_manifest, open_paper
from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ProtocolError
from examprotocol.paper import Paper
from examserver.errors import PaperSealedError
from examserver.scoring.keys import AnswerKeys
from examserver.storage.files import new_directory, write_file

CACHED = 32
MANIFEST, CONTENT_KEY, ANSWER_KEYS, PARTS = "manifest.jws", "content.key", "keys.json", "parts"
AUTHORITYS_MANIFEST = "authority.jws"
"""What the authority's service signed of a paper that came from there; `manifest.jws` is our own."""


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
        return (self._root / paper_id / MANIFEST).read_text(encoding="ascii")

    def has_key(self, paper_id: str) -> bool:
        """Whether the paper can be opened: one from the authority comes sealed."""
        return (self._root / paper_id / CONTENT_KEY).is_file()

    def content_key(self, paper_id: str) -> bytes:
        """The key that opens the parts: 32 bytes. Raises PaperSealedError where it has not come yet."""
        try:
            return (self._root / paper_id / CONTENT_KEY).read_bytes()
        except FileNotFoundError as error:
            if not self.is_from_authority(paper_id):
                raise
            raise _awaited(f"The key of paper {paper_id} has") from error

    def is_from_authority(self, paper_id: str) -> bool:
        """Whether the paper comes from the authority's service, and so its parts one after the other."""
        return (self._root / paper_id / AUTHORITYS_MANIFEST).is_file()

    def is_scored_here(self, paper_id: str) -> bool:
        """Whether the answer keys are here; the authority may keep those of its papers for itself."""
        return (self._root / paper_id / ANSWER_KEYS).is_file() or not self.is_from_authority(paper_id)

    def bytes_here(self, paper_id: str) -> int:
        """How many bytes of the sealed parts lie here whole."""
        folder = self._root / paper_id / PARTS
        return sum(part.size for part in self.manifest(paper_id).parts if (folder / part.sha256).is_file())

    def part(self, paper_id: str, name: str) -> Path | None:
        """The file of a part, or None where the manifest does not name it."""
        if all(part.sha256 != name for part in self.manifest(paper_id).parts):
            return None
        return self._root / paper_id / PARTS / name

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
        parts = self._root / paper_id / PARTS

        def read_part(name: str) -> bytes:
            try:
                return (parts / name).read_bytes()
            except FileNotFoundError as error:
                if not self.is_from_authority(paper_id):
                    raise
                raise _awaited(f"A part of paper {paper_id} has") from error

        return open_paper(self.manifest(paper_id), read_part, self.content_key(paper_id))

    def _read_answer_keys(self, paper_id: str) -> AnswerKeys:
        if not self.is_scored_here(paper_id):
            raise _awaited(f"The answer keys of paper {paper_id} have")
        return msgspec.json.decode((self._root / paper_id / ANSWER_KEYS).read_bytes(), type=AnswerKeys)


def _awaited(what: str) -> PaperSealedError:
    return PaperSealedError(
        f"{what} not come from the authority yet.", "See when: examserver upstream DIR status"
    )


def put_on_shelf(root: Path, paper_id: str, sealed: SealedPaper) -> None:
    """Write a paper into its directory, whole or not at all."""
    with new_directory(root / paper_id) as directory:
        (directory / PARTS).mkdir(mode=0o700)
        for name, data in sealed.bundle.parts.items():
            write_file(directory / PARTS / name, data)
        write_file(directory / MANIFEST, sealed.bundle.manifest.encode())
        write_file(directory / CONTENT_KEY, sealed.content_key, secret=True)
        write_file(directory / ANSWER_KEYS, canonical_bytes(sealed.keys), secret=True)


def make_place(root: Path, paper_id: str, manifest: str, authoritys: str) -> None:
    """Make the directory of a paper whose parts are still to come: our manifest, and the authority's own."""
    with new_directory(root / paper_id) as directory:
        (directory / PARTS).mkdir(mode=0o700)
        write_file(directory / MANIFEST, manifest.encode())
        write_file(directory / AUTHORITYS_MANIFEST, authoritys.encode())


def clear_place(root: Path, paper_id: str) -> None:
    """Remove what a process that was killed left under the id of a paper that is not listed.

    Nothing else: beside it somebody may be writing another paper just now.
    """
    shutil.rmtree(root / paper_id, ignore_errors=True)


def put_keys(root: Path, paper_id: str, content_key: bytes, answer_keys: bytes) -> None:
    """Write the content key, and the answer keys where there are any, of a paper whose place is made."""
    if answer_keys:
        write_file(root / paper_id / ANSWER_KEYS, answer_keys, secret=True)
    write_file(root / paper_id / CONTENT_KEY, content_key, secret=True)


def holds(path: Path, part: Part) -> bool:
    """Whether a file has just the bytes of a part; raises OSError."""
    if not path.is_file() or path.stat().st_size != part.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == part.sha256
