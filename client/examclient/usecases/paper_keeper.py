"""Keeps the candidate's paper on this machine, from the first part fetched to a cleared cache.

Rule: a shelf is used only when it holds every part whole; the one in use goes only when another takes over.
"""

from collections.abc import Callable, Generator
from threading import Lock
from typing import Protocol

from examclient.domain.piece import Piece
from examclient.errors import ExamError, PaperDamagedError, SiteAnswerError
from examclient.usecases.fetching import Progress, fetch_parts, size_of
from examclient.usecases.paper import WHOLE, OpenPaper, PartShelf, check_manifest
from examprotocol.bundle import Manifest, manifest_digest
from examprotocol.form import Form
from examprotocol.paper_messages import PaperReport


class PaperSource(Protocol):
    """Where papers come from."""

    def manifest(self) -> str:
        """The signed manifest."""

    def part(self, sha256: str, start: int = 0) -> Generator[Piece]:
        """A sealed part as it comes, from this byte on if it may be."""

    def content_key(self) -> bytes:
        """The content key; refused before key release."""


class Shelves(Protocol):
    """The places on this machine where one paper's parts can lie."""

    def shelf(self) -> PartShelf:
        """The one in use."""

    def new_shelf(self) -> PartShelf:
        """An empty one beside it."""

    def use(self, name: str) -> None:
        """Use the shelf of this name from now on."""

    def sweep(self) -> None:
        """Take away those that are not in use."""


class PaperKeeper:
    """Fetches, opens and mends the paper of one candidate. Not for two threads at once, but that one may load
    it afresh beside another: what is loaded takes over when nothing is being mended.

    `keep_key` keeps a key that came from a stick over a restart; `form` is the candidate's own.
    """

    def __init__(
        self,
        source: PaperSource,
        open_shelves: Callable[[str], Shelves],
        signing_key: dict[str, str],
        keep_key: Callable[[bytes], None] = lambda _key: None,
        form: Form = WHOLE,
    ) -> None:
        self._source = source
        self._open_shelves = open_shelves
        self._signing_key = signing_key
        self._keep_key = keep_key
        self._form = form
        self._shelves: Shelves | None = None
        self._manifest: Manifest | None = None
        self._digest = ""
        self._open: OpenPaper | None = None
        self._key = b""
        self._swapping = Lock()

    def fetch(self, progress: Progress) -> None:
        """Bring the sealed paper onto this machine; what is there already is not fetched again."""
        token = self._source.manifest()
        self._manifest = check_manifest(token, self._signing_key)
        self._digest = manifest_digest(token)
        self._shelves = self._open_shelves(token)
        fetch_parts(self._manifest, self._shelves.shelf(), self._source.part, progress)

    def open(self) -> OpenPaper:
        """Open the fetched paper with its key; SiteRefusedError `not_yet` before key release."""
        manifest, shelves = self._fetched()
        key = self._key or self._source.content_key()
        self._open = OpenPaper(manifest, shelves.shelf(), key, self._form)
        return self._open

    def take_key(self, key: bytes) -> None:
        """The content key from a stick: opening asks nobody else for it. Raises PaperDamagedError."""
        manifest, shelves = self._fetched()
        OpenPaper(manifest, shelves.shelf(), key)
        self._key = key
        self._keep_key(key)

    @property
    def manifest_digest(self) -> str:
        """By which a key file names the paper; `""` while its manifest is not here."""
        return self._digest

    def report(self) -> PaperReport:
        """How far this machine is with the paper; the exam is not known here, and what was drawn neither."""
        manifest, shelves = self._fetched()
        total = size_of(manifest)
        here = total - sum(part.size for part in shelves.shelf().lacking(manifest))
        return PaperReport("", self._digest, here, total, has_key=self._open is not None)

    def mend(self) -> int:
        """Fetch the parts that are missing or damaged; returns how many were mended."""
        manifest, shelves = self._fetched()
        with self._swapping:
            return fetch_parts(manifest, shelves.shelf(), self._source.part, _never_stop)

    def load_afresh(self, progress: Progress) -> OpenPaper:
        """Load the whole paper beside the one in use, verify it by opening it, then swap."""
        manifest, shelves = self._fetched()
        if self._open is None:
            raise PaperDamagedError("No paper is open that could be loaded afresh.")
        try:
            shelf = shelves.new_shelf()
            fetch_parts(manifest, shelf, self._source.part, progress)
            if shelf.lacking(manifest):
                raise SiteAnswerError("The paper did not arrive whole; the one on this machine stays in use.")
            fresh = self._open.on_shelf(shelf)
            with self._swapping:
                shelves.use(shelf.name)
        except ExamError:
            shelves.sweep()
            raise
        self._open = fresh
        return fresh

    def _fetched(self) -> tuple[Manifest, Shelves]:
        if self._manifest is None or self._shelves is None:
            raise PaperDamagedError(
                "The paper is not on this machine yet.", "Wait until it has been fetched."
            )
        return self._manifest, self._shelves


def _never_stop(_done: int, _total: int) -> bool:
    return True
