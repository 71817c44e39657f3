"""Hears what the stations of a rehearsal tell: troubles that were carried out, and how much they hold.

Rule: written only when something is new, and of a rehearsal alone: saves of a real exam pay nothing for it.
"""

from functools import partial

from sqlalchemy import Connection

from examprotocol.messages import SyncReply, SyncRequest
from examserver.clock import Clock
from examserver.services.caller import Caller
from examserver.storage.store import Store
from examserver.storage.troubles import mark_done, note_events


class Hearing:
    """Owns what was heard last of each station, so that one process writes the same only once."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._events: dict[tuple[str, str], int] = {}

    async def hear(self, caller: Caller, request: SyncRequest, reply: SyncReply) -> None:
        """Keep what a station of a rehearsal tells with its heartbeat, or of the trouble it was ordered."""
        news, ordered = request.news, reply.orders.trouble
        if news is None or not reply.orders.rehearsal:
            return
        key = (request.writer.attempt, caller.station)
        is_done = ordered is not None and ordered.id in news.done
        is_new = not request.events and self._events.get(key) != news.events
        if is_done or is_new:
            await self._store.write(partial(self._note, key, request))
            self._events[key] = news.events

    def _note(self, key: tuple[str, str], request: SyncRequest, connection: Connection) -> None:
        attempt, station = key
        news, now = request.news, self._clock.now()
        assert news is not None
        mark_done(connection, attempt, news.done, now)
        note_events(connection, attempt, station, news.events, now)
