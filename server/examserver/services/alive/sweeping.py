"""What the running service deletes by itself: photos after their time, files that were looked at and never
confirmed, and parts of reports that nobody names any more.

Rule: what is to go was found so an hour before as well, in the same run of the service: a file that is just
being stored is named a moment later, and a clock that was wrong at the start is set right. Photos are past
their time only where the machine's clock says so too, for the site time stays as it was at the start. What
was deleted is logged, never whose it was.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import partial

from sqlalchemy import Connection

from examprotocol.result_seal import claimed_index
from examserver.clock import Clock, MachineClock
from examserver.services.audit import Deed, note_deed
from examserver.services.checkin.record_orders import KEPT_DAYS, exams_of_old_photos
from examserver.services.wrong_logins import THE_SERVICE
from examserver.storage.came_reports import index_of_came, indexed_reports
from examserver.storage.checkins import take_photos_out
from examserver.storage.entry_photos import remove_entry_photos, strays
from examserver.storage.folder import ServiceFolder
from examserver.storage.looked_at import forget_old
from examserver.storage.reports import index_of_made, made_reports
from examserver.storage.result_parts import content_here, remove_content
from examserver.storage.store import Store

log = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
"""So often it is looked; what is due in days is so on any day on which the service runs at all."""

HOUR = 3_600_000


class Found:
    """Owns since when something has been found that is to be deleted."""

    def __init__(self) -> None:
        self._since: dict[str, int] = {}

    def old(self, found: Iterable[str], now: int) -> frozenset[str]:
        """Of those that are found now, the ones that have been found for an hour."""
        self._since = {name: self._since.get(name, now) for name in found}
        return frozenset(name for name, since in self._since.items() if now - since >= HOUR)


class Sweeping:
    """Owns when what is due. Has no thread: somebody calls it."""

    def __init__(
        self, store: Store, folder: ServiceFolder, clock: Clock, machine: Clock | None = None
    ) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock
        self._machine = machine or MachineClock()
        self._exams, self._photos, self._parts = Found(), Found(), Found()

    def run_once(self) -> None:
        """Delete what is due. Raises SiteError."""
        now = self._clock.now()
        forget_old(self._folder)
        self._sweep_photos(now)
        self._sweep_parts(now)

    def _sweep_photos(self, now: int) -> None:
        certain = min(now, self._machine.now())
        found = self._store.read_now(partial(exams_of_old_photos, folder=self._folder, now=certain))
        if due := self._exams.old(found, now):
            count = self._store.write_now(partial(_take_photos_out, self._folder, certain, due))
            log.info("photos of %d check-ins and records are past their time", count)
        gone = self._photos.old(self._store.read_now(partial(strays, self._folder)), now)
        if gone:
            remove_entry_photos(self._folder, gone)
            log.info("photos deleted: %d", len(gone))

    def _sweep_parts(self, now: int) -> None:
        here = content_here(self._folder)
        if not here:
            return
        gone = self._parts.old(here - self._store.read_now(partial(_named_of, frozenset(here))), now)
        if gone:
            remove_content(self._folder, gone)
            log.info("parts of reports that nobody names deleted: %d", len(gone))


def _take_photos_out(folder: ServiceFolder, now: int, due: frozenset[str], connection: Connection) -> int:
    count = take_photos_out(connection, due.intersection(exams_of_old_photos(connection, folder, now)))
    if count:
        note_deed(connection, Deed("purge_photos", {"days": KEPT_DAYS}), THE_SERVICE, now)
    return count


def _named_of(here: frozenset[str], connection: Connection) -> frozenset[str]:
    """Which of these parts some index names, read until there is none left to be asked after."""
    left = set(here)
    for index in _indexes(connection):
        left.difference_update(part.sha256 for part in claimed_index(index.encode()).parts)
        if not left:
            break
    return here - left


def _indexes(connection: Connection) -> Iterator[str]:
    """One at a time, for each may have megabytes: those that this service made, and those that came."""
    for exam, number in made_reports(connection):
        yield index_of_made(connection, exam, number)
    for report in indexed_reports(connection):
        yield index_of_came(connection, report)
