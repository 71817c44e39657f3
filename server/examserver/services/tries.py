"""Who counts the wrong tries: a service on one machine in its memory, several machines in their database.

Rule: tries beside each other at several machines may exceed a limit by one each, and no more.
"""

from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from examserver.services.try_pace import WINDOW, Trying, TryPace, too_often
from examserver.storage.store import Store
from examserver.storage.wrong_tries import add_tries, forget_tries, time_of_try


class Tries(Protocol):
    """Counts wrong tries. Times are site times in milliseconds."""

    async def require_free(self, trying: Trying, now: int) -> None:
        """Raise RefusedError with the time from which it may be tried again, where it may not now."""

    async def count_failure(self, trying: Trying, now: int) -> None:
        """Remember a wrong try."""


def tries_for(store: Store) -> Tries:
    """Who counts for the services over this store."""
    return SharedTries(store) if store.is_shared else OwnTries()


class OwnTries:
    """Counts in memory."""

    def __init__(self) -> None:
        self._pace = TryPace()

    async def require_free(self, trying: Trying, now: int) -> None:
        """As in Tries."""
        self._pace.require_free(trying, now)

    async def count_failure(self, trying: Trying, now: int) -> None:
        """As in Tries."""
        self._pace.count_failure(trying, now)


class SharedTries:
    """Counts in a table. Only a wrong try writes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def require_free(self, trying: Trying, now: int) -> None:
        """As in Tries."""
        until = await self._store.read(partial(_free_from, trying, now))
        if until:
            raise too_often(trying, until)

    async def count_failure(self, trying: Trying, now: int) -> None:
        """As in Tries."""
        await self._store.write(partial(_note, trying, now))


def _free_from(trying: Trying, now: int, connection: Connection) -> int:
    """As with those in memory: the oldest of as many tries as the limit is decides."""
    decisive = [time_of_try(connection, key, limit) for key, limit in trying.limits.items()]
    return max((at + WINDOW for at in decisive if at + WINDOW > now), default=0)


def _note(trying: Trying, now: int, connection: Connection) -> None:
    forget_tries(connection, now - WINDOW)
    add_tries(connection, trying.limits, now)
