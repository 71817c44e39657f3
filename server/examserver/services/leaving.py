"""The candidate was somebody else: the station gives back what it was granted.

Rule: only what nobody has written under is given back. The session ends with it, so that nothing can be
written under it later; where something is there already nothing changes, and the session can still send.
"""

import logging
from functools import partial

from sqlalchemy import Connection

from examprotocol.messages import LeaveReply, LeaveRequest
from examserver.clock import Clock
from examserver.services.caller import Caller
from examserver.services.sessions import require_own, require_session
from examserver.storage.attempts import Session, end_session, free, session_epoch
from examserver.storage.events import has_written
from examserver.storage.store import Store

log = logging.getLogger(__name__)


class Leaving:
    """Owns the way out before anything was written."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def leave(self, caller: Caller, request: LeaveRequest) -> LeaveReply:
        """Free the session's grant; raises RefusedError, BusyError and StorageError."""
        await self._store.write(partial(_leave, caller, request))
        return LeaveReply(self._clock.now())


def _leave(caller: Caller, request: LeaveRequest, connection: Connection) -> None:
    session = require_session(connection, caller)
    require_own(session, request.attempt)
    if not _is_untouched(connection, session, caller):
        log.info("attempt %s: station %s leaves what stays taken", session.attempt.id, caller.station)
        return
    free(connection, session.attempt.id)
    end_session(connection, caller.station, caller.token)
    log.info("attempt %s: station %s leaves, the seat is free", session.attempt.id, caller.station)


def _is_untouched(connection: Connection, session: Session, caller: Caller) -> bool:
    """Whether the session's grant is the newest, its station holds it, and nobody has written under it."""
    epoch = session_epoch(connection, caller.station, caller.token)
    is_newest = session.attempt.epoch == epoch and session.attempt.holder == caller.station
    return is_newest and not has_written(connection, session.attempt.id, epoch)
