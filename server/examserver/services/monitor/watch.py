"""One look at all seats, shared by all who watch: none sooner than `PERIOD` after another, and none while
nobody watches.

Rule: a look is one read beside the saves, off the event loop. What a browser then gets is only what has
changed since it asked last, and when the next look is due: whoever asks just then sees every change before
it is two seconds old.
"""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

import msgspec
from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.ids import new_id
from examserver.services.monitor.facts import SeatFacts
from examserver.services.monitor.making_way import making_way
from examserver.services.monitor.notices import Notices, read_notices
from examserver.services.monitor.presence import Presence
from examserver.services.monitor.reading import Reader, View
from examserver.services.monitor.seat import SeatView, seat_view
from examserver.services.monitor.tiles import Tile, place_order, tile_of
from examserver.storage.exams import Exam
from examserver.storage.store import Store

PERIOD = 1_200
"""Milliseconds between two looks, and so between two questions of a page. What happened right after a look is
shown by the next one: the rest of two seconds is for the look, the line and the drawing.
"""


class Delta(msgspec.Struct, frozen=True, omit_defaults=True):
    """What has changed since the state that a browser has. `whole`: forget all that was shown before.

    `order` are the ids of all seats by room and seat, where `has_order`: what is not in it is no more.
    `as_of` is a site time in milliseconds.
    """

    state: str
    as_of: int
    tiles: tuple[Tile, ...] = ()
    whole: bool = False
    order: tuple[str, ...] = ()
    has_order: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One look. `changed` says in which look each tile became what it is, `moved` when seats came or went."""

    number: int
    now: int
    exams: tuple[Exam, ...] = ()
    tiles: dict[str, Tile] = field(default_factory=dict)
    facts: dict[str, SeatFacts] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    moved: int = 0

    def rooms(self) -> tuple[str, ...]:
        """The rooms of all seats, by name; `""` where somebody's room is not known."""
        return tuple(sorted({tile.room for tile in self.tiles.values()}))

    def exams_in(self, rooms: Collection[str]) -> tuple[Exam, ...]:
        """The exams that are sat in these rooms."""
        sat = {tile.exam for tile in self.tiles.values() if tile.room in rooms}
        return tuple(exam for exam in self.exams if exam.id in sat)


class Monitor:
    """Owns the newest look. Knows nothing of who may see which room."""

    def __init__(self, store: Store, clock: Clock, presence: Presence) -> None:
        self._store = store
        self._clock = clock
        self._presence = presence
        self._reader = Reader()
        self._own = new_id()[:12]
        self._newest = Snapshot(0, 0)
        self._looking = asyncio.Lock()
        self._said: dict[tuple[frozenset[str], int], bytes] = {}

    async def look(self) -> Snapshot:
        """All seats, as of less than `PERIOD` ago. Raises StorageError."""
        async with self._looking:
            now = self._clock.now()
            if not self._newest.number or now - self._newest.now >= PERIOD:
                self._newest = await self._store.read(partial(self._read, self._newest, now))
                self._said = {}
            return self._newest

    def until_next(self) -> int:
        """Milliseconds from now until whoever asks gets a new look."""
        return max(0, min(PERIOD, self._newest.now + PERIOD - self._clock.now()))

    async def changes(self, rooms: frozenset[str], state: str) -> bytes | None:
        """What has changed in these rooms since `state`, as JSON; None where that is nothing."""
        snapshot, own = await self.look(), f"{self._own}{_short(rooms)}"
        since = _number_of(state, own, snapshot)
        key = (rooms, since)
        if key not in self._said:
            delta = _delta(snapshot, rooms, since, f"{own}.{snapshot.number}")
            self._said[key] = msgspec.json.encode(delta) if delta is not None else b""
        return self._said[key] or None

    async def seat(self, room: str, wanted: str) -> SeatView | None:
        """All that is known of the seat with this id, if it is in this room."""
        snapshot = await self.look()
        tile = snapshot.tiles.get(wanted)
        if tile is None or tile.room != room:
            return None
        return await self._store.read(
            partial(seat_view, facts=snapshot.facts[wanted], tile=tile, now=snapshot.now)
        )

    async def notices(self, is_theirs: Callable[[str], bool]) -> Notices:
        """What stands above the tiles for whoever may see these rooms. Raises StorageError."""
        return await self._store.read(partial(read_notices, now=self._clock.now(), is_theirs=is_theirs))

    def _read(self, before: Snapshot, now: int, connection: Connection) -> Snapshot:
        """In the reading thread, judging included: meanwhile the event loop takes saves."""
        return _after(before, self._reader.read(connection, self._presence.all(connection), now), now)


def _number_of(state: str, own: str, snapshot: Snapshot) -> int:
    """The look that a browser has seen; 0 where it was another process's or of other rooms, or none."""
    whose, _, number = state.partition(".")
    if whose != own or not (number.isascii() and number.isdecimal()):
        return 0
    seen = int(number) if len(number) <= len(str(snapshot.number)) else 0
    return seen if seen <= snapshot.number else 0


def _short(rooms: frozenset[str]) -> str:
    """Which rooms these are, in a few letters: who is given another one, or loses one, gets everything."""
    return hashlib.sha256(msgspec.json.encode(sorted(rooms))).hexdigest()[:12]


def _after(before: Snapshot, view: View, now: int) -> Snapshot:
    number = before.number + 1
    sorted_tiles = sorted((tile_of(facts, now) for facts in making_way(view.seats)), key=place_order)
    tiles = {tile.id: tile for tile in sorted_tiles}
    return Snapshot(
        number,
        now,
        view.exams,
        tiles,
        {facts.id: facts for facts in view.seats},
        {
            name: before.changed[name] if before.tiles.get(name) == tile else number
            for name, tile in tiles.items()
        },
        before.moved if _places(tiles) == _places(before.tiles) else number,
    )


def _places(tiles: Mapping[str, Tile]) -> list[tuple[str, str]]:
    return [(tile.id, tile.room) for tile in tiles.values()]


def _delta(snapshot: Snapshot, rooms: frozenset[str], since: int, state: str) -> Delta | None:
    """What one who may see these rooms does not have yet; None where that is nothing."""
    own = [tile for tile in snapshot.tiles.values() if tile.room in rooms]
    tiles = tuple(tile for tile in own if snapshot.changed[tile.id] > since)
    is_moved = snapshot.moved > since
    if since and not tiles and not is_moved:
        return None
    order = tuple(tile.id for tile in own) if is_moved else ()
    return Delta(state, snapshot.now, tiles, not since, order, has_order=is_moved)
