"""The newest life of the exam site's service that this machine has heard of, in `life.jws`.

Rule: what is older is not believed any more: it is the machine that was taken over, and knows nothing of what
has come in since. A word counts only where the service's own key has signed it.
"""

import logging
import threading
from pathlib import Path

from examclient.domain.site import Membership
from examclient.errors import OlderServiceError
from examclient.storage.files import read_if_there, write_whole
from examprotocol.errors import ProtocolError
from examprotocol.life import LIFE, Life, open_life
from examprotocol.signing import read_key

log = logging.getLogger(__name__)

FILE = "life.jws"


class KeptLife:
    """Owns the word and its file. May be asked from any thread."""

    def __init__(self, data_folder: Path, site: Membership) -> None:
        self._file = data_folder / FILE
        self._site = site.site_id
        self._key = read_key(site.signing_key)
        self._turn = threading.Lock()
        self._word, self._generation = "", 0
        self._older = 0
        kept = read_if_there(self._file)
        self._take(kept.decode("ascii", "replace").strip() if kept else "")

    def headers(self) -> dict[str, str]:
        """What a request shows: the newest word that was heard."""
        return {LIFE: self._word} if self._word else {}

    def hear(self, word: str) -> None:
        """Take the word of an answer; raises OlderServiceError where an earlier life has answered.

        One without a word is of a program that has none yet.
        """
        if word in ("", self._word):
            return
        life = self._read(word)
        if life is None:
            return
        with self._turn:
            if life.generation > self._generation:
                self._take(word)
                self._keep()
        self.require_newest(life)

    def require_newest(self, life: Life) -> None:
        """Raise OlderServiceError where a newer life than this was heard of."""
        if life.generation < self._generation:
            if self._older != life.generation:
                self._older = life.generation
                log.error("generation %d answers, and %d was heard of", self._older, self._generation)
            raise OlderServiceError(
                f"What answers is an earlier life of the exam site's service: generation {life.generation}, "
                f"and {self._generation} was heard of."
            )

    def _take(self, word: str) -> None:
        life = self._read(word)
        if life is not None:
            self._word, self._generation = word, life.generation

    def _keep(self) -> None:
        """Without the file the word counts until this client ends; the next answer says it again."""
        try:
            write_whole(self._file, self._word.encode("ascii"))
        except OSError as error:
            log.warning("%s could not be written: %s", self._file.name, error.strerror)

    def _read(self, word: str) -> Life | None:
        try:
            life = open_life(word, self._key)
        except ProtocolError:
            return None
        return life if life.site == self._site else None
