"""Whether the service can write, shown by writing: a row of this process's own.

Rule: whoever asks how it is may ask as often as they like, and makes at most one such write in five seconds.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection, delete, insert, update

from examserver.clock import Clock
from examserver.errors import BusyError, SiteError
from examserver.ids import new_id
from examserver.storage import schema_alive
from examserver.storage.disk_room import DiskState, state_of
from examserver.storage.folder import ServiceFolder
from examserver.storage.store import Store

log = logging.getLogger(__name__)

EVERY_SECONDS, PATIENCE_SECONDS = 5.0, 2.0
DAY = 24 * 3_600_000

_TABLE = schema_alive.pulses


class Writing(StrEnum):
    """What is known of writing. `BUSY`: it was not stored in time, which proves nothing either way."""

    PROVEN = "proven"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Beat:
    """What the last try to write has shown."""

    writing: Writing
    at: float


class Pulse:
    """Owns the last try to write. `timer` tells monotonic seconds."""

    def __init__(
        self,
        store: Store,
        folder: ServiceFolder,
        clock: Clock,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock
        self._timer = timer
        self._process = new_id()
        self._last: Beat | None = None
        self._turn = asyncio.Lock()

    def disk(self) -> DiskState:
        """How it stands with the disk of the service's folder."""
        return state_of(self._folder.root)

    async def feel(self) -> Beat:
        """What the last try has shown, or a new one where that is older than five seconds."""
        async with self._turn:
            if self._last is None or self._timer() - self._last.at >= EVERY_SECONDS:
                self._last = Beat(await self._try(), self._timer())
            return self._last

    async def _try(self) -> Writing:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._store.write(partial(_beat, self._process, self._clock.now()))
        except (BusyError, TimeoutError):
            log.warning("it is not proven that the service can write: it is busy")
            return Writing.BUSY
        except SiteError as error:
            log.error("the service cannot write: %s", error)
            return Writing.FAILED
        return Writing.PROVEN


def _beat(process: str, now: int, connection: Connection) -> None:
    """Write the row, and take away those of processes that have ended long ago."""
    mine = _TABLE.c.process == process
    if connection.execute(update(_TABLE).where(mine).values(at=now)).rowcount == 0:
        connection.execute(delete(_TABLE).where(_TABLE.c.at < now - DAY))
        connection.execute(insert(_TABLE).values(process=process, at=now))
