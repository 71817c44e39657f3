"""Counts the logins that are refused, for whoever watches the rooms: why, where, how many, the last time.

Rule: nothing is kept of who wanted to log in. A refusal is counted in memory and written down with the others
every second or two, so that many cost no more than one; what is over a fixed number of rows is not kept.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from examprotocol.messages import Refusal
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.caller import Caller
from examserver.services.gate import read_rules
from examserver.services.site_check import Network, inside, read_address
from examserver.storage.refused_logins import (
    RefusedAt,
    RefusedLogin,
    count_refused_logins,
    forget_refused_logins,
    refused_logins_since,
)
from examserver.storage.store import Store

KEPT_FOR = 24 * 3_600_000
"""Milliseconds after the last time."""

RECENT = 30 * 60_000
"""Milliseconds for which it is worth a look in the room."""

MOST = 500
"""So many rows are kept, and so many wait to be written: ten rooms of fifty machines."""

MOST_PLACES = 6
"""So many machines are named in a line."""

REASONS: dict[str, str] = {
    Refusal.OUTSIDE: "outside the exam site",
    Refusal.CLIENT_TOO_OLD: "client is too old",
    Refusal.UNKNOWN_CANDIDATE: "number is not on the roster",
    Refusal.WRONG_IDENTITY: "identity number does not fit",
    Refusal.NO_EXAM: "no exam to be sat now",
    Refusal.NOT_CHECKED_IN: "not checked in",
    Refusal.ENTRY_REFUSED: "entry refused",
    Refusal.ELSEWHERE: "exam is open at another machine",
    Refusal.WRONG_CONSENT: "wrong room password",
    Refusal.TOO_OFTEN: "too many wrong tries",
    "": "another reason",
}


class RefusedLogins:
    """Owns what was counted and is not written yet. Its methods may be called from any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, str, str], RefusedLogin] = {}

    @contextmanager
    def noting(self, caller: Caller) -> Iterator[None]:
        """Count it where what is done inside is refused."""
        try:
            yield
        except RefusedError as refused:
            self._count(RefusedLogin(caller.station, refused.code, caller.address, 1, self._clock.now()))
            raise

    def write(self) -> None:
        """Write down what is new; raises BusyError and StorageError, and then tries again the next time."""
        with self._lock:
            due, self._waiting = tuple(self._waiting.values()), {}
        if not due:
            return
        try:
            self._store.write_now(partial(_write, due, self._clock.now()))
        except Exception:
            for one in due:
                self._count(one)
            raise

    def _count(self, new: RefusedLogin) -> None:
        key = (new.station, new.reason, new.address)
        with self._lock:
            known = self._waiting.get(key)
            if known is not None:
                self._waiting[key] = replace(
                    known, times=known.times + new.times, last=max(known.last, new.last)
                )
            elif len(self._waiting) < MOST:
                self._waiting[key] = new


@dataclass(frozen=True, slots=True)
class MachinePlace:
    """A machine at which it happened; each `""` where it is not known."""

    name: str
    room: str
    seat: str


@dataclass(frozen=True, slots=True)
class RefusedThere:
    """Logins that were refused for one reason at one address: `why` in English, at these machines and `more`.

    `times` counts all tries that are kept, also those from before the time that was asked for.
    `stations` is each machine once; one that nobody knows counts as its address.
    `can_register`: a login from there is refused for the address alone, which nobody has registered since.
    """

    reason: str
    why: str
    address: str
    times: int
    last: int
    places: tuple[MachinePlace, ...]
    more: int
    stations: tuple[str, ...]
    can_register: bool

    @property
    def is_outside(self) -> bool:
        """Whether the address was the reason."""
        return self.reason == Refusal.OUTSIDE


def refused_there(
    connection: Connection, since: int, is_theirs: Callable[[str], bool] = lambda _: True
) -> tuple[RefusedThere, ...]:
    """What was refused after a site time at machines of their rooms, the newest first."""
    networks = read_rules(connection).networks
    found: dict[tuple[str, str], list[RefusedAt]] = {}
    for one in refused_logins_since(connection, since):
        if is_theirs(one.room):
            found.setdefault((one.login.reason, one.login.address), []).append(one)
    return tuple(_together(each, networks) for each in found.values())


def still_refused(
    connection: Connection, now: int, is_theirs: Callable[[str], bool]
) -> tuple[RefusedThere, ...]:
    """Those of the last half hour, first whose address can be registered; none whose address is by now."""
    found = refused_there(connection, now - RECENT, is_theirs)
    left = (one for one in found if one.can_register or not one.is_outside)
    return tuple(sorted(left, key=lambda one: not one.can_register))


def _together(each: Sequence[RefusedAt], networks: Sequence[Network]) -> RefusedThere:
    login = each[0].login
    address = read_address(login.address)
    is_outside = login.reason == Refusal.OUTSIDE
    return RefusedThere(
        login.reason,
        REASONS.get(login.reason, REASONS[""]),
        login.address,
        sum(one.login.times for one in each),
        login.last,
        tuple(MachinePlace(one.name, one.room, one.seat) for one in each[:MOST_PLACES]),
        max(0, len(each) - MOST_PLACES),
        tuple(one.login.station or one.login.address for one in each),
        is_outside and address is not None and not inside(address, networks),
    )


def _write(due: Iterable[RefusedLogin], now: int, connection: Connection) -> None:
    count_refused_logins(connection, due)
    forget_refused_logins(connection, now - KEPT_FOR, MOST)
