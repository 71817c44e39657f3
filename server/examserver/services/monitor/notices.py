"""What stands above the monitor's tiles: that the service began anew from a backup, and refused logins."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.services.alive.after_restore import AfterRestore, after_restore
from examserver.services.refused_logins import RefusedThere, still_refused


@dataclass(frozen=True, slots=True)
class Notices:
    """`restored` until somebody has looked after it, and the refused logins of the last half hour."""

    restored: AfterRestore | None
    refused: tuple[RefusedThere, ...]


def read_notices(connection: Connection, now: int, is_theirs: Callable[[str], bool]) -> Notices:
    """The notices for whoever may see these rooms, at a site time in milliseconds."""
    return Notices(after_restore(connection), still_refused(connection, now, is_theirs))
