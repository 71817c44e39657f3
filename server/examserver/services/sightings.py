"""Notes where stations are seen during their sessions, and raises the alarm for those outside.

Rule: only changes are written. Nothing is ever refused or delayed for long because of a sighting: where one
cannot be stored, the next request of the session brings it again.
"""

import logging
from collections import OrderedDict
from functools import partial

from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import SiteError
from examserver.services.caller import Caller
from examserver.storage.attempts import expect_standing, find_standing
from examserver.storage.sightings import Sighting, add_sighting, expect_sighting, last_sighting
from examserver.storage.store import Store

log = logging.getLogger(__name__)

MOST_SESSIONS = 10_000
"""So many sessions are remembered; one that was forgotten costs a look into the database."""


class Sightings:
    """Remembers where each session was seen last, so that a request that changes nothing costs nothing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._last: OrderedDict[str, tuple[str, bool]] = OrderedDict()

    async def note(self, caller: Caller) -> None:
        """Write down where a session is seen, if that is another place than before."""
        seen = (caller.address, caller.is_inside)
        if not caller.token or self._last.get(caller.token) == seen:
            return
        try:
            is_known = await self._store.write(
                partial(self._write, caller), partial(_expect, caller), partial(_expect_after, caller)
            )
        except SiteError as error:
            log.warning("where station %s was seen could not be stored: %s", caller.station, error.title)
            return
        if is_known:
            self._remember(caller.token, seen)

    def _write(self, caller: Caller, connection: Connection) -> bool:
        """Store the change, if it is one; says whether there is such a session."""
        standing = find_standing(connection, caller.station, caller.token)
        if standing is None or standing.session is None:
            return False
        attempt = standing.session.attempt.id
        last = last_sighting(connection, caller.station, attempt)
        if last is None or (last.address, last.inside) != (caller.address, caller.is_inside):
            now = self._clock.now()
            add_sighting(connection, Sighting(caller.station, attempt, now, caller.address, caller.is_inside))
            _log_change(caller, attempt)
        return True

    def _remember(self, token: str, seen: tuple[str, bool]) -> None:
        self._last[token] = seen
        self._last.move_to_end(token)
        if len(self._last) > MOST_SESSIONS:
            self._last.popitem(last=False)


def _expect(caller: Caller, connection: Connection) -> None:
    expect_standing(connection, caller.station, caller.token)


def _expect_after(caller: Caller, connection: Connection) -> None:
    standing = find_standing(connection, caller.station, caller.token)
    if standing is not None and standing.session is not None:
        expect_sighting(connection, caller.station, standing.session.attempt.id)


def _log_change(caller: Caller, attempt: str) -> None:
    if caller.is_inside:
        log.info("attempt %s: station %s is seen at %s", attempt, caller.station, caller.address)
    else:
        log.warning(
            "alarm: attempt %s: station %s is outside, at %s", attempt, caller.station, caller.address
        )
