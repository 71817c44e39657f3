"""The connection that writes. One to a server is made anew where it was lost, at growing intervals.

Rule: SQLite's one connection stays for as long as the service runs, whatever fails.
"""

import logging
from collections.abc import Callable

from sqlalchemy import Connection, Engine, StaticPool
from sqlalchemy.exc import SQLAlchemyError

from examserver.errors import StorageError

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0
"""Seconds between two tries to reach a server; each wait is twice the one before."""


class WritingConnection:
    """Owns the connection. `clock` tells monotonic seconds. Used by one thread at a time."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock
        self._is_embedded = isinstance(engine.pool, StaticPool)
        self._current: Connection | None = engine.connect()
        self._wait, self._until = 0.0, 0.0

    @property
    def now(self) -> Connection:
        """The connection; raises StorageError where the server cannot be reached."""
        if self._current is None:
            self._connect()
        assert self._current is not None, "it is connected now"
        return self._current

    def undo(self) -> bool:
        """Undo by the driver: after a commit that failed, SQLAlchemy holds the transaction for ended.

        Says whether it is sure that nothing is stored: a server may have finished a commit that it did not
        answer any more.
        """
        if not self._is_embedded:
            self.close()
            return False
        try:
            self.now.connection.rollback()
        except Exception:  # the writer lives on: the next group will say what is wrong
            log.exception("the failed group could not be undone")
        return True

    def close(self) -> None:
        """Let go of it; a server undoes by itself what is not committed."""
        current, self._current = self._current, None
        if current is None:
            return
        try:
            if not self._is_embedded:
                current.invalidate()
            current.close()
        except Exception:  # noqa: BLE001 - it was lost already
            log.info("a connection that was lost could not be closed")

    def _connect(self) -> None:
        if self._clock() < self._until:
            raise _unreachable()
        try:
            self._current = self._engine.connect()
        except SQLAlchemyError as error:
            self._wait = min(max(2 * self._wait, FIRST_WAIT), LONGEST_WAIT)
            self._until = self._clock() + self._wait
            log.warning("the database cannot be reached: %s", type(error.__cause__ or error).__name__)
            raise _unreachable() from error
        if self._wait:
            log.info("the database is reached again")
        self._wait = 0.0


def in_doubt(error: Exception) -> StorageError:
    """Stations send again what they were not told of, and what is stored already is ignored then."""
    doubt = StorageError(
        "The database did not say any more whether this was stored.",
        "Look whether it was (list, show) before you do it again.",
    )
    doubt.__cause__ = error
    return doubt


def _unreachable() -> StorageError:
    return StorageError("The database cannot be reached.", "Look at its machine and the line to it.")
