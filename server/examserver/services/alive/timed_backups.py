"""Backups on a timer: made beside the saves, read back, noted, and the oldest taken away.

Rule: one is taken away only after a newer one was read back whole, so a disk that fails keeps what it has.
"""

import logging
import time
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import BackupError, SiteError
from examserver.services.alive.backup_names import backup_file, too_many
from examserver.services.backups import Verified, make_backup, row_of
from examserver.storage.backup_tries import last_try, note_try
from examserver.storage.backups import add_backup, newest_backup, next_number, note_backed_up
from examserver.storage.disks import require_other_disk
from examserver.storage.files import TEMP_PREFIX
from examserver.storage.folder import ServiceFolder
from examserver.storage.settings import SiteSettings, read_settings
from examserver.storage.site import SiteIdentity, read_site
from examserver.storage.store import Store

log = logging.getLogger(__name__)

EVERY_SECONDS = 2.0
"""So often it is looked whether one is due."""

MINUTE = 60_000


class TimedBackups:
    """Owns when a backup is due. Has no thread: somebody calls it."""

    def __init__(self, store: Store, folder: ServiceFolder, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock

    def run_once(self) -> None:
        """Make one, if one is due."""
        now = self._clock.now()
        plan = self._store.read_now(partial(_due, now=now))
        if plan is not None:
            self._try(plan, now)

    def _try(self, plan: SiteSettings, now: int) -> None:
        directory = Path(plan.backup_to)
        try:
            file, verified = self._made(directory, plan, now)
        except (SiteError, OSError) as error:
            problem = error if isinstance(error, SiteError) else _refused(directory, error)
            log.error("no backup was made: %s", problem)
            self._store.write_now(partial(_note_failure, now, str(directory), problem))
            return
        self._store.write_now(partial(_note, now, str(file), verified, self._clock.now()))
        log.info("backup %s, %d bytes, read back", file, verified.size)
        self._rotate(directory, plan.backup_keep, file)

    def _made(self, directory: Path, plan: SiteSettings, now: int) -> tuple[Path, Verified]:
        if not plan.backup_beside:
            require_other_disk(self._folder.root, directory)
        identity, number = self._store.read_now(_place)
        file = backup_file(directory, identity, number, now)
        return file, make_backup(self._folder, identity, file, now)

    def _rotate(self, directory: Path, keep: int, newest: Path) -> None:
        identity, _ = self._store.read_now(_place)
        for old in (*too_many(directory, identity, keep, (newest,)), *_unfinished(directory)):
            try:
                old.unlink()
            except OSError as error:
                log.warning("the old backup %s could not be removed: %s", old, error.strerror)


def _unfinished(directory: Path) -> list[Path]:
    """What killed processes left; what is of this hour may be another service's that is being written."""
    hour_ago = time.time() - 3_600
    return [file for file in directory.glob(f"{TEMP_PREFIX}*") if file.stat().st_mtime < hour_ago]


def _refused(directory: Path, error: OSError) -> BackupError:
    return BackupError(f"The folder {directory} refuses: {error.strerror}.", "See to that disk or machine.")


def _due(connection: Connection, now: int) -> SiteSettings | None:
    """The plan, where a backup is due; after a failure it is tried again within a minute."""
    plan = read_settings(connection)
    if not plan.backup_to or not plan.backup_minutes:
        return None
    tried = last_try(connection)
    if tried is None:
        return plan
    wait = min(1, plan.backup_minutes) if tried.problem else plan.backup_minutes
    return None if 0 <= now - tried.at < wait * MINUTE else plan


def _place(connection: Connection) -> tuple[SiteIdentity, int]:
    """Whose backup the next is, in the generation that there is now, and its number."""
    return read_site(connection), next_number(connection)


def _note(at: int, file: str, made: Verified, verified: int, connection: Connection) -> None:
    add_backup(connection, row_of(made.stated, file, verified))
    newest = newest_backup(connection)
    if newest is not None and newest.id == made.stated.id:
        note_backed_up(connection, made.holdings)
    note_try(connection, at, file)


def _note_failure(at: int, directory: str, problem: SiteError, connection: Connection) -> None:
    note_try(connection, at, directory, problem.title, problem.advice)
