"""The candidate's paper without the site: what was given once is not asked for again.

Rule: only the manifest and the key are kept, sealed; the parts lie in the paper cache as they came.
"""

from collections.abc import Generator

from examclient.domain.piece import Piece
from examclient.usecases.paper import WHOLE
from examclient.usecases.paper_keeper import PaperSource
from examclient.usecases.session_keeping import SessionKeeping


class KeptPaper:
    """A source of papers that remembers what the site said, for the session that runs now.

    `form` is the candidate's own; it came with the login.
    """

    def __init__(self, site: PaperSource, keeping: SessionKeeping) -> None:
        self._site = site
        self._keeping = keeping
        kept = keeping.running()
        self._attempt = kept.attempt if kept else ""
        self._manifest = kept.manifest if kept else ""
        self._key = kept.key if kept else b""
        self.form = kept.login.form if kept else WHOLE

    def manifest(self) -> str:
        """The signed manifest."""
        if not self._manifest:
            self._manifest = self._site.manifest()
            self._keep(manifest=self._manifest)
        return self._manifest

    def part(self, sha256: str, start: int = 0) -> Generator[Piece]:
        """A sealed part as it comes."""
        return self._site.part(sha256, start)

    def content_key(self) -> bytes:
        """The content key; refused before key release."""
        if not self._key:
            self._key = self._site.content_key()
            self._keep(key=self._key)
        return self._key

    def take_key(self, key: bytes) -> None:
        """The content key came another way: the site need not be asked for it."""
        self._key = key
        self._keep(key=key)

    def _keep(self, **changes: str | bytes) -> None:
        self._keeping.change(self._attempt, **changes)
        self._keeping.save()
