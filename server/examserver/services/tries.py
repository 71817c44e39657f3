"""Who counts the wrong tries: a service on one machine in its memory, several machines in their database.

Rule: tries beside each other at several machines may exceed a limit by one each, and no more.
"""

from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from examserver.services.try_pace import WINDOW, Trying, TryPace, too_often
from examserver.storage.store import Store
from examserver.storage.wrong_tries import add_tries, expect_tries, forget_tries, times_of_tries


class Tries(Protocol):
    """Counts wrong tries. Times are site times in milliseconds."""

    def require_free_here(self, trying: Trying, now: int) -> None:
        """As `require_free`, by what this process knows: for those who need not wait to hear it."""

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

    def require_free_here(self, trying: Trying, now: int) -> None:
        """As in Tries."""
        self._pace.require_free(trying, now)

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
        self._pace = TryPace()

    def require_free_here(self, trying: Trying, now: int) -> None:
        """As in Tries."""
        self._pace.require_free(trying, now)

    async def require_free(self, trying: Trying, now: int) -> None:
        """As in Tries."""
        until = await self._store.look(partial(_free_from, trying, now), partial(_expect, trying, now))
        if until:
            raise too_often(trying, until)

    async def count_failure(self, trying: Trying, now: int) -> None:
        """As in Tries."""
        self._pace.count_failure(trying, now)
        await self._store.write(partial(_note, trying, now))


def _free_from(trying: Trying, now: int, connection: Connection) -> int:
    """As with those in memory: the oldest of as many tries as the limit is decides."""
    times = times_of_tries(connection, trying.limits, now - WINDOW)
    full = [(times[key], limit) for key, limit in trying.limits.items() if len(times[key]) >= limit]
    return max((made[limit - 1] + WINDOW for made, limit in full), default=0)


def _expect(trying: Trying, now: int, connection: Connection) -> None:
    expect_tries(connection, trying.limits, now - WINDOW)


def _note(trying: Trying, now: int, connection: Connection) -> None:
    forget_tries(connection, now - WINDOW)
    add_tries(connection, trying.limits, now)
