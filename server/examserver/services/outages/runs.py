"""That this process of the service runs, written down so that its silence can be told from the rooms'."""

import logging
from functools import partial

from examserver.clock import Clock
from examserver.errors import SiteError
from examserver.ids import new_id
from examserver.storage.outages import note_run
from examserver.storage.store import Store

log = logging.getLogger(__name__)

EVERY_SECONDS = 10.0


class Runs:
    """Owns the name of this run."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._process = new_id()

    def note(self) -> None:
        """It runs now; raises BusyError and StorageError."""
        self._store.write_now(partial(note_run, self._process, self._clock.now()))

    def stop(self) -> None:
        """It runs for the last time; what cannot be written stays as it was noted last."""
        try:
            self.note()
        except SiteError as error:
            log.warning("it is not noted when the service stopped: %s", error)
