"""The sessions of the staff at the web page.

Rule: a session is a random token, of which the service holds the hash. It ends after 30 minutes without use,
after 12 hours in any case, when its member logs out, is removed, or gets another password. Passwords are
checked one at a time, and ten wrong tries a minute from one address are the limit: no limit for a name from
everywhere, since anybody could lock a member out by it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import IPv6Address, ip_network

import anyio.to_thread
from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import BusyError
from examserver.ids import new_token, token_hash
from examserver.services import staff_passwords
from examserver.services.audit import Deed, note_deed, on_the_page
from examserver.services.site_check import read_address
from examserver.services.tries import tries_for
from examserver.services.try_pace import Trying
from examserver.services.wrong_logins import THE_SERVICE, WrongLogins
from examserver.storage.duties import rooms_on_duty
from examserver.storage.staff import (
    Member,
    Role,
    StaffSession,
    add_session,
    all_staff,
    end_old_sessions,
    end_session,
    find_member,
    find_session,
    note_use,
)
from examserver.storage.store import Store

log = logging.getLogger(__name__)

IDLE, LONGEST = 30 * 60_000, 12 * 3_600_000
"""Milliseconds of site time."""

NOTED_AFTER = 60_000
"""So long a use need not be written down again."""

WRONG_TRIES = 10
MOST_WAITING = 8
"""So many logins wait for the one check at a time; more are turned away."""

OF_ONE_MACHINE = 64
"""Bits of an IPv6 address that one network has; the others it chooses by itself."""


class StaffSessions:
    """Owns who is logged in at the web page. Knows nothing of pages."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tries = tries_for(store)
        self._wrong = WrongLogins()
        self._checking = asyncio.Lock()
        self._waiting = 0

    async def log_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session, `""` for a wrong name or password. `address` is where it comes from.

        Raises RefusedError where too many tries were wrong, and BusyError.
        """
        trying = _trying(address)
        async with self._alone():
            await self._tries.require_free(trying, self._clock.now())
            member = await self._store.read(partial(find_member, name=name))
            known = member.password if member else staff_passwords.nobodys()
            is_right = await anyio.to_thread.run_sync(staff_passwords.fits, password, known)
            if member is None or not is_right:
                await self._tries.count_failure(trying, self._clock.now())
                await self._note_wrong(member.name if member else "", address)
                return ""
        return await self._begin(member, address)

    async def member_of(self, token: str, *, is_use: bool = True) -> Member | None:
        """Whose session this is, None where it is none or has ended; without `is_use` it grows no younger."""
        if not token:
            return None
        hashed, now = token_hash(token), self._clock.now()
        found = await self._store.read(partial(_found, token_hash=hashed, now=now))
        if found is None or found.session.seen < now - IDLE or found.session.began < now - LONGEST:
            return None
        if is_use and found.session.seen < now - NOTED_AFTER:
            await self._store.write(partial(note_use, token_hash=hashed, now=now))
        return found.member

    async def log_out(self, token: str) -> None:
        """End a session."""
        await self._store.write(partial(_end, token_hash(token), self._clock.now()))

    async def has_staff(self) -> bool:
        """Whether anybody can log in at all."""
        return bool(await self._store.read(all_staff))

    async def _begin(self, member: Member, address: str) -> str:
        token, now = new_token(), self._clock.now()
        session = StaffSession(token_hash(token), member.name, now, now)
        began = await self._store.write(partial(_begin_for, member, session, address))
        log.info("somebody of the staff has logged in")
        return token if began else ""

    async def _note_wrong(self, name: str, address: str) -> None:
        now = self._clock.now()
        if (deed := self._wrong.deed(name, address, now)) is not None:
            await self._store.write(partial(note_deed, deed=deed, giver=THE_SERVICE, now=now))

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        if self._waiting >= MOST_WAITING:
            raise BusyError("Too many log in at this moment.", "Try again in a few seconds.")
        self._waiting += 1
        try:
            async with self._checking:
                yield
        finally:
            self._waiting -= 1


@dataclass(frozen=True, slots=True)
class _Found:
    """A session, and whose it is."""

    session: StaffSession
    member: Member


def _found(connection: Connection, token_hash: str, now: int) -> _Found | None:
    """A proctor has the rooms of the sittings of these hours besides the own ones."""
    session = find_session(connection, token_hash)
    member = find_member(connection, session.member) if session else None
    if session is None or member is None:
        return None
    if member.role is Role.PROCTOR and (rooms := rooms_on_duty(connection, member.name, now)):
        member = replace(member, rooms=tuple(sorted({*member.rooms, *rooms})))
    return _Found(session, member)


def _begin_for(member: Member, session: StaffSession, address: str, connection: Connection) -> bool:
    """Not for one who was removed, or got another password, while the old one was being checked."""
    known = find_member(connection, member.name)
    if known is None or known.password != member.password:
        return False
    end_old_sessions(connection, session.began - LONGEST, session.began - IDLE)
    add_session(connection, session)
    deed = Deed("log_in", {"address": address})
    note_deed(connection, deed, on_the_page(member.name), session.began)
    return True


def _end(token_hash: str, now: int, connection: Connection) -> None:
    session = find_session(connection, token_hash)
    if session is not None:
        end_session(connection, token_hash)
        note_deed(connection, Deed("log_out"), on_the_page(session.member), now)


def _trying(address: str) -> Trying:
    """An address of IPv6 counts with its whole network, which one machine has to itself."""
    found = read_address(address)
    if isinstance(found, IPv6Address):
        address = str(ip_network((found, OF_ONE_MACHINE), strict=False))
    return Trying(address, "staff passwords", {f"staff {address}": WRONG_TRIES})
