"""Copies sealed papers into a folder that stands in for the network: a share, or a stick that goes round.

Rule: manifests and sealed parts, never a key. What is there and whole is not written again, so a copy that
broke off goes on; a manifest is written last, when all of its parts are there.

    FOLDER/ID/manifest.jws
    FOLDER/ID/parts/SHA256
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from examprotocol.bundle import Part, part_is_whole
from examserver.errors import PaperFileError, StorageError
from examserver.services.delivery import AHEAD
from examserver.storage.exams import coming_exams
from examserver.storage.files import write_file
from examserver.storage.paper_rows import all_papers
from examserver.storage.paper_shelf import PaperShelf, holds

MANIFEST, PARTS = "manifest.jws", "parts"
Told = Callable[[int, int], None]
"""Told how many of how many bytes are there."""


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A paper in the mirror: how many bytes its parts have, and how many of them were written now."""

    paper: str
    size: int
    written: int


def papers_to_mirror(connection: Connection, named: Sequence[str], now: int) -> tuple[str, ...]:
    """The ids of the papers that are named, or of those of the exams to come; raises PaperFileError."""
    known = {row.id for row in all_papers(connection)}
    if unknown := sorted(set(named) - known):
        raise PaperFileError(
            f"There is no paper {', '.join(unknown)}.",
            "See which there are: examserver paper list DIR",
            "NO_PAPER",
        )
    coming = tuple(exam.paper for exam in coming_exams(connection, now, now + AHEAD))
    papers = tuple(dict.fromkeys(named or coming))
    if not papers:
        raise PaperFileError(
            "No exam begins within a week: there is no paper to mirror.",
            "Name papers with --paper.",
            "NO_PAPER",
        )
    return papers


def mirror(shelf: PaperShelf, papers: Sequence[str], folder: Path, told: Told) -> tuple[Mirrored, ...]:
    """Write papers into a folder. Raises OSError, StorageError where the service's own part is damaged."""
    total, done, made = sum(_size(shelf, paper) for paper in papers), 0, list[Mirrored]()
    for paper in papers:
        written, parts = 0, folder / paper / PARTS
        parts.mkdir(parents=True, exist_ok=True)
        for part in shelf.manifest(paper).parts:
            written += _copy(shelf, paper, part, parts / part.sha256)
            done += part.size
            told(done, total)
        write_file(folder / paper / MANIFEST, shelf.manifest_token(paper).encode())
        made.append(Mirrored(paper, _size(shelf, paper), written))
    return tuple(made)


def _copy(shelf: PaperShelf, paper: str, part: Part, file: Path) -> int:
    """Write a part that is not there whole; returns how many bytes were written. It is read back."""
    if holds(file, part):
        return 0
    source = shelf.part(paper, part.sha256)
    data = source.read_bytes() if source is not None and source.is_file() else b""
    if not part_is_whole(part, data):
        raise StorageError(
            f"A part of paper {paper} is damaged on the service's disk: {part.sha256[:12]}.",
            "Import it again; one from the authority comes by itself: examserver upstream DIR status",
        )
    write_file(file, data)
    if not holds(file, part):
        raise StorageError(f"{file} is not what was written.", "Take another drive.")
    return part.size


def _size(shelf: PaperShelf, paper: str) -> int:
    return sum(part.size for part in shelf.manifest(paper).parts)
