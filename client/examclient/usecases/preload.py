"""Takes the sealed papers of coming exams hours before, without a candidate: then only the key has to travel.

Rule: what is taken here is what a login would fetch, into the same place, so nothing is fetched twice. The
site is told once what lies here whole.
"""

import logging
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Protocol

from examclient.domain.piece import Piece
from examclient.errors import ExamError, SiteAnswerError, SiteUnreachableError
from examclient.usecases.fetching import Progress, fetch_parts, size_of
from examclient.usecases.mirrored import Mirror, mirrored
from examclient.usecases.paper import PartShelf, check_manifest
from examprotocol.bundle import Manifest, manifest_digest
from examprotocol.paper_messages import ComingPaper, PaperReport, PapersReply

log = logging.getLogger(__name__)


class ComingPapers(Protocol):
    """The site, as a station without a candidate asks it."""

    def coming_papers(self) -> PapersReply:
        """What this room will need."""

    def coming_part(self, sha256: str, start: int = 0) -> Generator[Piece]:
        """A sealed part of it."""

    def report_paper(self, report: PaperReport) -> object:
        """Tell how far this machine is with a paper."""


class TouchedShelves(Protocol):
    """The places of one paper."""

    def shelf(self) -> PartShelf:
        """The one in use."""

    def touch(self) -> None:
        """It is in use today."""


@dataclass(frozen=True, slots=True)
class PaperHere:
    """How much of a coming paper lies here, in bytes. `exam` is `""` where only the mirror names it."""

    paper: str
    exam: str
    here: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether all of it is here."""
        return self.here >= self.total


@dataclass(frozen=True, slots=True)
class Preloaded:
    """What is here of all coming papers."""

    papers: tuple[PaperHere, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing more has to come."""
        return all(paper.is_whole for paper in self.papers)

    @property
    def here(self) -> int:
        """Bytes of all papers."""
        return sum(paper.here for paper in self.papers)

    @property
    def total(self) -> int:
        """The same, of what is to come."""
        return sum(paper.total for paper in self.papers)


@dataclass(frozen=True, slots=True)
class PaperPlaces:
    """Where papers lie: `shelves` by a manifest; `sweep` takes old ones away, but not of these manifests."""

    shelves: Callable[[str], TouchedShelves]
    sweep: Callable[[Iterable[str]], int]


class Preload:
    """One round after the other, until all is here. Not for two threads at once."""

    def __init__(
        self, site: ComingPapers, mirror: Mirror | None, places: PaperPlaces, signing_key: dict[str, str]
    ) -> None:
        self._site = site
        self._mirror = mirror
        self._places = places
        self._signing_key = signing_key
        self._told: set[tuple[str, str]] = set()

    def __call__(self, progress: Progress) -> Preloaded:
        """Fetch what is missing of all coming papers; `progress` counts the bytes of all of them.

        Raises the site's errors and PaperDamagedError; what came before stays.
        """
        coming = self._coming()
        checked = [(one, check_manifest(one.manifest, self._signing_key)) for one in coming]
        total, before, papers = sum(size_of(manifest) for _, manifest in checked), 0, list[PaperHere]()
        for one, manifest in checked:
            papers.append(self._take(one, manifest, _within(progress, before, total)))
            before += papers[-1].here
        swept = self._places.sweep([one.manifest for one in coming])
        if swept:
            log.info("%d old papers were taken away", swept)
        return Preloaded(tuple(papers))

    def _coming(self) -> tuple[ComingPaper, ...]:
        """By the site's word; where it cannot be asked, what the mirror has."""
        try:
            return _each_once(self._site.coming_papers().papers)
        except SiteUnreachableError:
            tokens = self._mirror.manifests() if self._mirror is not None else ()
            ours = tuple(ComingPaper("", token, 0, 0) for token in tokens if self._is_ours(token))
            if not ours:
                raise
            return ours

    def _is_ours(self, token: str) -> bool:
        try:
            check_manifest(token, self._signing_key)
        except SiteAnswerError as error:
            log.warning("a manifest in the mirror folder is not this site's: %s", error)
            return False
        return True

    def _take(self, one: ComingPaper, manifest: Manifest, progress: Progress) -> PaperHere:
        shelves = self._places.shelves(one.manifest)
        shelf, source = shelves.shelf(), mirrored(self._mirror, self._site.coming_part)
        try:
            fetch_parts(manifest, shelf, source, progress)
        finally:
            lacking = sum(part.size for part in shelf.lacking(manifest))
        shelves.touch()
        total = size_of(manifest)
        self._tell(one, PaperReport(one.exam, manifest_digest(one.manifest), total - lacking, total))
        return PaperHere(manifest.paper_id, one.exam, total - lacking, total)

    def _tell(self, one: ComingPaper, report: PaperReport) -> None:
        """Nobody waits for it: what the site does not hear now, it hears with the next round."""
        known = (one.exam, report.manifest)
        if not one.exam or not report.is_sealed_here or known in self._told:
            return
        try:
            self._site.report_paper(report)
        except ExamError as error:
            log.info("the site has not heard that a paper is here: %s", error)
        else:
            self._told.add(known)


def _each_once(papers: tuple[ComingPaper, ...]) -> tuple[ComingPaper, ...]:
    """Two exams may have the same paper: each is told of, and its parts are fetched for the first."""
    return tuple(dict.fromkeys(papers))


def _within(progress: Progress, before: int, total: int) -> Progress:
    return lambda done, _of_one: progress(before + done, total)
