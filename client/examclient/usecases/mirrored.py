"""A folder or stick beside the network: a part that is whole there is not fetched from the site."""

from collections.abc import Generator
from typing import Protocol

from examclient.domain.piece import Piece
from examclient.usecases.fetching import PartSource
from examclient.usecases.paper_keeper import PaperSource


class Mirror(Protocol):
    """Where sealed papers lie as well."""

    def manifests(self) -> tuple[str, ...]:
        """Signed manifests; believed by nobody yet."""

    def part(self, sha256: str) -> bytes | None:
        """A whole part, None where there is none."""


def mirrored(mirror: Mirror | None, source: PartSource) -> PartSource:
    """The same source of parts, after a look into the mirror."""
    if mirror is None:
        return source
    beside = mirror

    def part(sha256: str, start: int) -> Generator[Piece]:
        data = beside.part(sha256)
        if data is None:
            yield from source(sha256, start)
        else:
            yield Piece(0, data)

    return part


class MirroredPaper:
    """A source of papers whose parts may come from beside the network."""

    def __init__(self, site: PaperSource, mirror: Mirror | None) -> None:
        self._site = site
        self._part = mirrored(mirror, site.part)

    def manifest(self) -> str:
        """The signed manifest."""
        return self._site.manifest()

    def part(self, sha256: str, start: int = 0) -> Generator[Piece]:
        """A sealed part as it comes."""
        return self._part(sha256, start)

    def content_key(self) -> bytes:
        """The content key; refused before key release."""
        return self._site.content_key()
