"""What is here of the papers that the authority gives, and what is still to come."""

import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import partial

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.bundle import Part
from examprotocol.life import Life, sign_life
from examserver.clock import Clock
from examserver.errors import UpstreamError
from examserver.services.alive.lives import Lives
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import read_site
from examserver.storage.store import Store
from examserver.storage.upstream import (
    UpstreamPaper,
    find_upstream_paper,
    put_upstream_paper,
    upstream_papers,
)
from examserver.upstream.shelving import (
    CheckedPaper,
    make_room_for,
    place_of,
    register,
    require_no_other,
)

KEPT_FREE = 1 << 30
"""Bytes of the disk that papers never take: the answers of the stations need them."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the intake works with. `key` is the service's signing key, which also proves its requests.

    `lives` hears where the authority knows a newer life of this service; None where a command asks beside it.
    """

    store: Store
    folder: ServiceFolder
    shelf: PaperShelf
    key: jwk.JWK
    clock: Clock
    lives: Lives | None = None

    def word(self) -> str:
        """Which life of this service it is, in its own word."""
        site = self.store.read_now(read_site)
        return sign_life(Life(site.id, site.generation), self.key)


class Stock:
    """Owns the list of the authority's papers, and the places where their parts lie."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def papers(self) -> tuple[UpstreamPaper, ...]:
        """Those that are given and have their place, the one that is needed first before the others."""
        papers = self._ground.store.read_now(upstream_papers)
        here = (one for one in papers if one.given and self._ground.shelf.is_from_authority(one.paper))
        return tuple(sorted(here, key=lambda one: one.release or 1 << 62))

    def here(self) -> dict[str, int]:
        """How many bytes of each paper lie here whole."""
        return {paper.paper: self._ground.shelf.bytes_here(paper.paper) for paper in self.papers()}

    def without_key(self) -> Iterator[UpstreamPaper]:
        """Also those whose answer keys were given only after the key had come."""
        shelf = self._ground.shelf
        for paper in self.papers():
            lacks_answers = paper.answer_keys and not shelf.is_scored_here(paper.paper)
            if lacks_answers or not shelf.has_key(paper.paper):
                yield paper

    def missing(self, besides: Collection[str]) -> Iterator[tuple[UpstreamPaper, Part]]:
        """The parts that are not here, in the manifest's order, which is also that of stations.

        Nothing of the papers `besides`.
        """
        for paper in self.papers():
            if paper.paper not in besides:
                folder = place_of(self._ground.folder, paper.paper)
                for part in self._ground.shelf.manifest(paper.paper).parts:
                    if not (folder / part.sha256).is_file():
                        yield paper, part

    def accept(self, paper: CheckedPaper) -> None:
        """Make a place for a paper that is new, and keep what is said of it; raises UpstreamError."""
        ground = self._ground
        ground.store.read_now(partial(require_no_other, paper=paper))
        known = ground.store.read_now(partial(find_upstream_paper, paper=paper.id))
        if known is None:
            require_space(ground.folder, paper.id, paper.size)
        make_room_for(ground.folder, paper, ground.key)
        if paper.row(known) != known:
            ground.store.write_now(partial(register, paper=paper, key=ground.key))

    def keep_only(self, named: Collection[str]) -> None:
        """The others are not given any more; what is here of them stays."""
        for known in self._ground.store.read_now(upstream_papers):
            if known.given and known.paper not in named:
                self._ground.store.write_now(partial(_not_given, known))

    def tidy(self) -> None:
        """Where nothing is missing, what lies half-done is of papers that are not given any more."""
        for left in self._ground.folder.arriving.glob("*.part"):
            left.unlink(missing_ok=True)


def bytes_of(shelf: PaperShelf, papers: tuple[UpstreamPaper, ...]) -> tuple[int, int]:
    """How many bytes of these papers are here whole, of how many; of those that have their place here."""
    placed = [paper.paper for paper in papers if shelf.is_from_authority(paper.paper)]
    here = sum(shelf.bytes_here(paper) for paper in placed)
    return here, sum(part.size for paper in placed for part in shelf.manifest(paper).parts)


def _not_given(paper: UpstreamPaper, connection: Connection) -> None:
    put_upstream_paper(connection, replace(paper, given=False))


def require_space(folder: ServiceFolder, paper: str, size: int) -> None:
    """Raise UpstreamError where so many bytes more of the paper would take what the answers need."""
    free = shutil.disk_usage(folder.papers).free
    if free < size + KEPT_FREE:
        raise UpstreamError(
            f"The disk has no room for the paper {paper}: {size >> 20} MB are to come, "
            f"and {KEPT_FREE >> 20} MB stay free for answers.",
            "Make room; it is then fetched by itself.",
        )
