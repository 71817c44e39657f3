"""Brings the sealed parts of a paper onto this machine: only what is missing, and from where it broke off.

Rule: nothing is taken for a part before its hash is right.
"""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing
from typing import Protocol

from examclient.domain.piece import Piece
from examclient.errors import SiteAnswerError
from examprotocol.bundle import Manifest, Part

Progress = Callable[[int, int], bool]
"""Told how many of how many bytes are there, often; answers False to stop."""

PartSource = Callable[[str, int], Generator[Piece]]
"""Gives a part by its name as it comes, from a byte on, or from the beginning where that is not possible."""


class Arriving(Protocol):
    """A part of which not all has come."""

    size: int

    def take(self, piece: Piece) -> None:
        """Keep what came."""

    def finish(self) -> bool:
        """All has come: whether it is the part."""


class FillingShelf(Protocol):
    """A place that takes parts."""

    def arriving(self, part: Part) -> AbstractContextManager[Arriving]:
        """A part to go on with."""

    def lacking(self, manifest: Manifest) -> tuple[Part, ...]:
        """The parts that are missing or damaged."""


def size_of(manifest: Manifest) -> int:
    """The bytes of all parts."""
    return sum(part.size for part in manifest.parts)


def fetch_parts(manifest: Manifest, shelf: FillingShelf, source: PartSource, progress: Progress) -> int:
    """Fetch what the shelf lacks; returns how many parts came before it was done or stopped.

    Raises the site's errors, and SiteAnswerError where a part is not the one that was named.
    """
    lacking, total = shelf.lacking(manifest), size_of(manifest)
    done = total - sum(part.size for part in lacking)
    if not progress(done, total):
        return 0
    for count, part in enumerate(lacking):
        if not _bring(part, shelf, source, _counted(progress, done, total)):
            return count
        done += part.size
    return len(lacking)


def _counted(progress: Progress, before: int, total: int) -> Callable[[int], bool]:
    return lambda here: progress(before + here, total)


def _bring(part: Part, shelf: FillingShelf, source: PartSource, go_on: Callable[[int], bool]) -> bool:
    """Bring one part; returns whether it is there, and not stopped before."""
    with shelf.arriving(part) as arriving:
        if arriving.size < part.size:
            with closing(source(part.sha256, arriving.size)) as pieces:
                for piece in pieces:
                    arriving.take(piece)
                    if not go_on(min(arriving.size, part.size)):
                        return False
                    if arriving.size > part.size:
                        break
        if not arriving.finish():
            raise SiteAnswerError(f"Part {part.sha256[:12]} of the paper did not arrive whole.")
    return True
