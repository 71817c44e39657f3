"""Gives out the record of a sitting, and shows at the authority what a site has reported of it.

Rule: reads only; the tables are read on one state, the photos beside it.
"""

from functools import partial
from typing import IO

import anyio
import anyio.to_thread

from examserver.services.checkin.record import Proceedings, proceedings_of
from examserver.services.checkin.record_files import record_zip
from examserver.storage.entry_photos import entry_photo
from examserver.storage.folder import ServiceFolder
from examserver.storage.store import Store


class RecordDesk:
    """Owns the turn in which photos are read and packed."""

    def __init__(self, store: Store, folder: ServiceFolder) -> None:
        self._store = store
        self._folder = folder
        self._turn = anyio.CapacityLimiter(1)

    async def proceedings(self, wanted: str) -> Proceedings:
        """The records of a sitting or of an exam's, by the id of either; raises SittingError."""
        return await self._store.read(partial(proceedings_of, wanted=wanted))

    async def file(self, told: Proceedings, *, chinese: bool) -> IO[bytes]:
        """All of it as a ZIP, open at its beginning; whoever asks closes it. Raises StorageError."""
        photos = partial(entry_photo, self._folder)
        pack = partial(record_zip, told, photos, chinese=chinese)
        return await anyio.to_thread.run_sync(pack, limiter=self._turn)

    async def photo(self, wanted: str, sha256: str) -> bytes | None:
        """A photo that the record of this exam or sitting names; None for any other. Raises SittingError."""
        told = await self.proceedings(wanted)
        if not any(sha256 in record.photos for record in told.records):
            return None
        return await anyio.to_thread.run_sync(entry_photo, self._folder, sha256, limiter=self._turn)
