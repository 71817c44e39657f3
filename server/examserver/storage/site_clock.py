"""Whose clock tells the site time: this machine's, or where several machines serve that of their database.

Rule: two machines of one service never tell a station two times.
"""

import logging

from examserver.clock import SteadyClock
from examserver.storage.folder import ServiceFolder
from examserver.storage.store import reading

log = logging.getLogger(__name__)

WORTH_A_WORD = 2_000
"""Milliseconds by which a machine's clock may differ from the database's without being told."""


def site_clock(folder: ServiceFolder) -> SteadyClock:
    """The clock of this process; raises FolderError and StorageError."""
    own = SteadyClock()
    if not folder.server:
        return own
    from examserver.storage.postgres import server_time  # noqa: PLC0415 - loaded only where it is used

    with reading(folder) as connection:
        now = server_time(connection)
    off = own.now() - now
    if abs(off) > WORTH_A_WORD:
        log.warning("this machine's clock is %.1f s off the database's, which is taken", off / 1000)
    return SteadyClock(now)
