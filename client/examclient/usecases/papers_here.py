"""The paper of a kept session, opened without the site, to count its questions."""

import logging
from collections.abc import Callable

from examclient.domain.kept_session import KeptSession
from examclient.errors import PaperDamagedError, SiteAnswerError
from examclient.usecases.paper import OpenPaper, as_seen, check_manifest
from examclient.usecases.paper_keeper import Shelves
from examprotocol.paper import Paper

log = logging.getLogger(__name__)


class PapersHere:
    """Opens what lies in the paper cache; keeps the last one, since a room sits the same paper."""

    def __init__(self, open_shelves: Callable[[str], Shelves], signing_key: dict[str, str]) -> None:
        self._open_shelves = open_shelves
        self._signing_key = signing_key
        self._last: tuple[str, Paper] | None = None

    def __call__(self, kept: KeptSession) -> Paper | None:
        """The paper as the candidate has it, None where it is not here, or its key was not given yet."""
        last = self._last
        if last is not None and last[0] == kept.manifest:
            return as_seen(last[1], kept.login.form)
        if not kept.manifest or not kept.key:
            return None
        try:
            manifest = check_manifest(kept.manifest, self._signing_key)
            paper = OpenPaper(manifest, self._open_shelves(kept.manifest).shelf(), kept.key).paper
        except (PaperDamagedError, SiteAnswerError) as error:
            log.warning("the questions cannot be counted: %s", error)
            return None
        self._last = (kept.manifest, paper)
        return as_seen(paper, kept.login.form)
