"""How it stands with what keeps the service alive: its disk, and the backups on a timer."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from examserver.services.alive.backup_order import AHEAD
from examserver.storage.backup_tries import BackupTry, last_try
from examserver.storage.backups import newest_backup
from examserver.storage.disk_room import DiskState, state_of
from examserver.storage.settings import read_settings

MINUTE = 60_000
LATE = 2
"""A backup is late after so many of its intervals, and a minute."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How it stands. `minutes` between two backups are 0 without a timer; `failure` is the last try, where
    it failed; `is_late` says that none was made for too long. `ahead` is the stamp of the newest backup where
    that is still to come, else 0: a clock was wrong then, or is now.
    """

    disk: DiskState
    minutes: int
    failure: BackupTry | None
    is_late: bool
    is_on_server: bool = False
    ahead: int = 0


def condition_of(connection: Connection, now: int, folder: Path) -> Condition:
    """How it stands at a site time in milliseconds."""
    minutes, tried, newest = read_settings(connection).backup_minutes, last_try(connection), None
    if minutes:
        newest = newest_backup(connection)
    ahead = newest.made if newest and newest.made > now + AHEAD else 0
    since = max(newest.verified if newest else 0, tried.at if tried else 0)
    return Condition(
        disk=state_of(folder),
        minutes=minutes,
        failure=tried if minutes and tried is not None and tried.problem else None,
        is_late=bool(minutes and since and now - since > (LATE * minutes + 1) * MINUTE),
        ahead=ahead,
        is_on_server=connection.dialect.name != "sqlite",
    )
