"""The sessions of admins at the web page.

Rule: a session is a random token, of which the service holds the hash. It ends after 30 minutes without use,
after 12 hours in any case, when its admin logs out, is removed, or gets another password. Passwords are
checked one at a time, and ten wrong tries a minute from one address are the limit: no limit for a name from
everywhere, since anybody could lock an admin out by it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from ipaddress import IPv6Address, ip_network

import anyio.to_thread
from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import BusyError
from examserver.ids import new_token, token_hash
from examserver.services import admin_passwords
from examserver.services.site_check import read_address
from examserver.services.tries import tries_for
from examserver.services.try_pace import Trying
from examserver.storage.admins import (
    Admin,
    AdminSession,
    add_session,
    all_admins,
    end_old_sessions,
    end_session,
    find_admin,
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


class AdminSessions:
    """Owns who is logged in at the web page. Knows nothing of pages."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tries = tries_for(store)
        self._checking = asyncio.Lock()
        self._waiting = 0

    async def log_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session, `""` for a wrong name or password. `address` is where it comes from.

        Raises RefusedError where too many tries were wrong, and BusyError.
        """
        trying = _trying(address)
        async with self._alone():
            await self._tries.require_free(trying, self._clock.now())
            admin = await self._store.read(partial(find_admin, name=name))
            known = admin.password if admin else admin_passwords.nobodys()
            is_right = await anyio.to_thread.run_sync(admin_passwords.fits, password, known)
            if admin is None or not is_right:
                await self._tries.count_failure(trying, self._clock.now())
                return ""
        return await self._begin(admin)

    async def admin_of(self, token: str) -> str:
        """The name of the admin whose session this is, `""` where it is none or has ended."""
        if not token:
            return ""
        hashed, now = token_hash(token), self._clock.now()
        session = await self._store.read(partial(find_session, token_hash=hashed))
        if session is None or session.seen < now - IDLE or session.began < now - LONGEST:
            return ""
        if session.seen < now - NOTED_AFTER:
            await self._store.write(partial(note_use, token_hash=hashed, now=now))
        return session.admin

    async def log_out(self, token: str) -> None:
        """End a session."""
        await self._store.write(partial(end_session, token_hash=token_hash(token)))

    async def has_admins(self) -> bool:
        """Whether anybody can log in at all."""
        return bool(await self._store.read(all_admins))

    async def _begin(self, admin: Admin) -> str:
        token, now = new_token(), self._clock.now()
        session = AdminSession(token_hash(token), admin.name, now, now)
        began = await self._store.write(partial(_begin_for, admin, session))
        log.info("an admin has logged in")
        return token if began else ""

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


def _begin_for(admin: Admin, session: AdminSession, connection: Connection) -> bool:
    """Not for one who was removed, or got another password, while the old one was being checked."""
    if find_admin(connection, admin.name) != admin:
        return False
    end_old_sessions(connection, session.began - LONGEST, session.began - IDLE)
    add_session(connection, session)
    return True


def _trying(address: str) -> Trying:
    """An address of IPv6 counts with its whole network, which one machine has to itself."""
    found = read_address(address)
    if isinstance(found, IPv6Address):
        address = str(ip_network((found, OF_ONE_MACHINE), strict=False))
    return Trying(address, "admin passwords", {f"admin {address}": WRONG_TRIES})
