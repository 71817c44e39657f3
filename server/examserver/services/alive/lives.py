"""The running service's own word, which goes with every reply, and what it hears of a newer life.

Rule: what is remembered here is only to be quick; before the service calls itself taken over the tables are
read, since another process of it may have begun a generation a moment ago.
"""

import logging
from functools import partial

from sqlalchemy import Connection

from examprotocol.life import Life, sign_life
from examprotocol.messages import Refusal
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.alive.newer_life import newer_life, note_newer, read_word, taken_over
from examserver.services.seal import Seal
from examserver.storage.lives import MetLife
from examserver.storage.site import read_site
from examserver.storage.store import Store

log = logging.getLogger(__name__)


class Lives:
    """Owns what is known of this life and of a newer one. Safe to be asked from any thread."""

    def __init__(self, store: Store, seal: Seal, clock: Clock) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock
        self._generation = 0
        self.word = ""
        self.newer: MetLife | None = None
        store.read_now(self.reload)

    def reload(self, connection: Connection) -> None:
        """Read anew which life this is, and whether a newer one was met."""
        generation = read_site(connection).generation
        if generation != self._generation:
            self.word = sign_life(Life(self._seal.identity.id, generation), self._seal.key)
            self._generation = generation
        self.newer = newer_life(connection)

    async def meet(self, token: str) -> None:
        """Look at the word that a station shows; raises RefusedError where another machine has taken over."""
        if self.newer is None and token not in ("", self.word):
            life = read_word(token, self._seal.identity, self._seal.key)
            if life is not None and life.generation > self._generation:
                self._note(await self._store.write(partial(self._meet, life, token)))
                await self._store.read(self.reload)
        self._require_newest()

    def hear(self, token: str) -> None:
        """The same of the word that the authority's service shows; on a thread that may wait."""
        life = read_word(token, self._seal.identity, self._seal.key)
        if life is not None and life.generation > self._generation:
            self._note(self._store.write_now(partial(self._meet, life, token)))
            self._store.read_now(self.reload)

    def _meet(self, life: Life, token: str, connection: Connection) -> MetLife | None:
        return note_newer(connection, life, token, self._clock.now())

    def _note(self, met: MetLife | None) -> None:
        if met is None:
            log.warning("alarm: a higher generation was shown; generation %d is ours", self._generation)
        else:
            log.error("alarm: generation %d has taken over; this one stops taking anything", met.generation)

    def _require_newest(self) -> None:
        if self.newer is not None:
            raise RefusedError(Refusal.SUPERSEDED, taken_over().title, about=self.newer.word)
