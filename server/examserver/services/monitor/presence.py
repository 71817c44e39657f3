"""Who of the stations is there, and what they tell of themselves.

Rule: to be heard costs a station nothing: it is noted in memory. What is new is written down together now and
then, so that other web machines and a restarted service know it too. So is a gap, in which a station was not
heard for minutes, when it is heard again.
"""

import logging
import threading
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection

from examprotocol.here import HereReply, HereRequest
from examprotocol.site_orders import StationNews
from examserver.clock import Clock
from examserver.errors import SiteError
from examserver.services.caller import Caller
from examserver.services.client_version import SHAPE
from examserver.services.import_words import plain
from examserver.storage.outages import KEPT, WORTH_A_WORD, Gap, gaps_after, heard_of, keep_gaps
from examserver.storage.seen_stations import Seen, all_seen, keep_seen
from examserver.storage.stations import note_clients
from examserver.storage.store import Store

log = logging.getLogger(__name__)

WRITE_SECONDS, SHARED_SECONDS = 2.0, 0.5
"""Between two writings of what is new: for a restart, and for the monitors of other processes."""

SAME_FOR = 15_000
"""Milliseconds: a station that tells nothing new is written down again only after so long."""

LONGEST_WORD = 40
MOST = 1 << 31
LONGEST_SKEW = 10 * 365 * 86_400_000
"""What a station tells has a longest, a largest, and no text that could play with a page."""


class Presence:
    """Owns what was heard. Its methods may be called from any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, Seen] = store.read_now(all_seen)
        self._written = dict(self._seen)
        self._changed: set[str] = set()
        self._clients: dict[str, str] = {}
        self._new_clients: dict[str, str] = {}
        self._gaps = store.read_now(partial(gaps_after, since=clock.now() - KEPT))
        self._new_gaps: tuple[Gap, ...] = ()

    async def here(self, caller: Caller, request: HereRequest) -> HereReply:
        """A station at which nobody is logged in says that it is there."""
        self.tell(caller, "", request.news)
        if SHAPE.fullmatch(request.client):
            self._note_client(caller.station, request.client)
        return HereReply(self._clock.now())

    def hear(self, caller: Caller) -> None:
        """Note that a station has asked for something."""
        now = self._clock.now()
        with self._lock:
            self._note(self._heard(caller, now))

    def tell(self, caller: Caller, attempt: str, news: StationNews | None) -> None:
        """Note what a station tells of itself, in an attempt or, with `""`, while nobody is logged in."""
        now = self._clock.now()
        if news is None:
            return
        with self._lock:
            heard = self._heard(caller, now)
            skew = max(-LONGEST_SKEW, min(news.clock - now, LONGEST_SKEW)) if news.clock else 0
            self._note(replace(heard, told=now, attempt=attempt, skew=skew, news=_as_kept(news)))

    def write(self) -> None:
        """Write down what is new; raises BusyError and StorageError, and then tries again the next time."""
        with self._lock:
            due = [self._seen[station] for station in self._changed]
            clients, self._changed, self._new_clients = self._new_clients, set(), {}
            gaps = self._new_gaps
        if not due and not clients and not gaps:
            return
        try:
            self._store.write_now(partial(_keep, due, clients, gaps))
        except Exception:
            with self._lock:
                self._changed |= {one.station for one in due}
                self._new_clients = clients | self._new_clients
            raise
        with self._lock:
            self._written.update({one.station: one for one in due})
            self._new_gaps = self._new_gaps[len(gaps) :]

    def stop(self) -> None:
        """Write down also what is hardly new: it is the last that is known of before the service stopped."""
        with self._lock:
            self._changed |= {name for name, one in self._seen.items() if one != self._written.get(name)}
        try:
            self.write()
        except SiteError as error:
            log.warning("it is not noted when stations were heard last: %s", error)

    def all(self, connection: Connection) -> dict[str, Seen]:
        """All that is known, by station: what other processes have heard stands in the tables."""
        with self._lock:
            own = dict(self._seen)
        if not self._store.is_shared:
            return own
        told = all_seen(connection)
        return {station: one.joined(told.get(station)) for station, one in own.items()} | {
            station: one for station, one in told.items() if station not in own
        }

    def heard(self, connection: Connection) -> dict[str, int]:
        """When each station was heard last."""
        return {station: one.heard for station, one in self.all(connection).items()}

    def gaps(self, connection: Connection, since: int) -> tuple[Gap, ...]:
        """The gaps that ended after `since`, a site time in milliseconds. Where several processes hear,
        another one may have heard the station meanwhile: then only what is written down counts.
        """
        if self._store.is_shared:
            return gaps_after(connection, since)
        with self._lock:
            return tuple(one for one in self._gaps if one.ends > since)

    def _heard(self, caller: Caller, now: int) -> Seen:
        """The station as it is heard now, with its gap noted where there was one."""
        before = self._seen.get(caller.station)
        if before is None:
            return Seen(caller.station, now, caller.address, caller.is_inside)
        if now - before.heard >= WORTH_A_WORD:
            gap = Gap(caller.station, before.heard, now)
            self._gaps = (*(one for one in self._gaps if one.ends > now - KEPT), gap)
            self._new_gaps = (*self._new_gaps, gap)
        return replace(before, heard=now, address=caller.address, inside=caller.is_inside)

    def _note_client(self, station: str, client: str) -> None:
        with self._lock:
            if self._clients.get(station) != client:
                self._clients[station] = self._new_clients[station] = client

    def _note(self, seen: Seen) -> None:
        self._seen[seen.station] = seen
        if _is_new(seen, self._written.get(seen.station)):
            self._changed.add(seen.station)


def _keep(seen: list[Seen], clients: dict[str, str], gaps: tuple[Gap, ...], connection: Connection) -> None:
    if gaps:
        keep_gaps(connection, gaps, heard_of(connection))
    if seen:
        keep_seen(connection, seen)
    note_clients(connection, clients)


def _is_new(seen: Seen, written: Seen | None) -> bool:
    """Whether others should know it: the times alone only now and then."""
    if written is None or seen.heard - written.heard >= SAME_FOR:
        return True
    return _timeless(seen) != _timeless(written)


def _timeless(seen: Seen) -> Seen:
    return replace(seen, heard=0, told=0, skew=0)


def _as_kept(news: StationNews) -> StationNews:
    """What a station says, cut to what can be stored and shown; what it has carried out is not for here."""
    return StationNews(
        drawing=plain(news.drawing)[:LONGEST_WORD],
        events=_count(news.events),
        answered=_count(news.answered),
        questions=_count(news.questions),
        outside=_count(news.outside),
        trouble=plain(news.trouble)[:LONGEST_WORD],
        exported=news.exported,
    )


def _count(number: int) -> int:
    return max(0, min(number, MOST))
