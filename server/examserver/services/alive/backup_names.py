"""The names of backups on a timer: whose they are, in which generation and when they were made.

Rule: only what has such a name, of this service and this generation, is ever taken away by rotation. What
another life of the service has written stays until a person removes it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from examserver.storage.site import SiteIdentity

SUFFIX = ".exambackup"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(
    r"site-([0-9a-f]{8})-g([0-9]{1,10})(?:-n([0-9]{1,10}))?-([0-9]{8}T[0-9]{6}Z)(?:-[0-9]{1,3})?\.exambackup"
)


@dataclass(frozen=True, slots=True)
class BackupName:
    """What a name says; the file says it again, signed. `number` is 0 in those of an earlier version."""

    site: str
    generation: int
    number: int
    stamp: str


def backup_file(directory: Path, identity: SiteIdentity, number: int, now: int) -> Path:
    """A free name in a folder for the backup of this number, made at `now` (site time in milliseconds)."""
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime(_STAMP)
    stem = f"site-{identity.id[:8]}-g{identity.generation}-n{number}-{stamp}"
    names = (f"{stem}{more}{SUFFIX}" for more in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(file for file in (directory / name for name in names) if not file.exists())


def read_name(file: Path) -> BackupName | None:
    """What a file's name says; None where it is not one of these."""
    found = _NAME.fullmatch(file.name)
    return BackupName(found[1], int(found[2]), int(found[3] or 0), found[4]) if found else None


def too_many(directory: Path, identity: SiteIdentity, keep: int, spared: Sequence[Path]) -> tuple[Path, ...]:
    """What this life of the service has beyond the newest `keep`, the oldest first, without the spared.

    By their numbers: a stamp may be that of a clock that was wrong.
    """
    mine = (identity.id[:8], identity.generation)
    named = [
        (name.number, name.stamp, file)
        for file in directory.glob(f"*{SUFFIX}")
        if (name := read_name(file)) and (name.site, name.generation) == mine
    ]
    ours = [file for *_, file in sorted(named)]
    names = {file.name for file in spared}
    return tuple(file for file in ours[: max(0, len(ours) - keep)] if file.name not in names)
