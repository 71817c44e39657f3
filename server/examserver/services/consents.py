"""Checks a proctor's consent: the room password of the room in which the exam is to go on.

Rule: the hash is slow and takes 32 MiB, so one is made at a time, in a thread of its own and in no
transaction; who guesses waits. What was typed is kept nowhere and stands in no log.
"""

import asyncio
import logging

import anyio.to_thread
from jwcrypto import jwk

from examprotocol.messages import Refusal
from examprotocol.room import RoomCard
from examprotocol.room_password import fits, plain_password
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.room_passwords import card_in_force
from examserver.services.tries import tries_for
from examserver.services.try_pace import trying_password
from examserver.storage.stations import Station
from examserver.storage.store import Store

log = logging.getLogger(__name__)

LONGEST_TYPED = 200
"""Characters; nobody types more."""


class Consents:
    """Owns the check, and how often it may fail. `key` is the service's, which signs the rooms' cards."""

    def __init__(self, store: Store, key: jwk.JWK, clock: Clock) -> None:
        self._store = store
        self._key = key
        self._clock = clock
        self._tries = tries_for(store)
        self._checking = asyncio.Lock()

    async def require(self, station: Station, exam: str, typed: str) -> None:
        """Raise RefusedError where this is not the password of the station's room for the exam."""
        trying = trying_password(station.id)
        self._tries.require_free_here(trying, self._clock.now())
        async with self._checking:
            await self._tries.require_free(trying, self._clock.now())
            card = await self._card(station.room, exam)
            if await anyio.to_thread.run_sync(_is_right, typed, card):
                return
            await self._tries.count_failure(trying, self._clock.now())
        log.warning("station %s: a wrong room password for %s", station.id, exam)
        raise RefusedError(Refusal.WRONG_CONSENT, "This is not the room password.")

    async def _card(self, room: str, exam: str) -> RoomCard:
        now = self._clock.now()
        card = await self._store.read(lambda connection: card_in_force(connection, room, exam, self._key))
        if card is None or card.until <= now:
            log.warning("room %s has no password for %s, so nobody can consent there", room, exam)
            raise RefusedError(
                Refusal.WRONG_CONSENT, "The room has no password for this exam: make one.", about=room
            )
        return card


def _is_right(typed: str, card: RoomCard) -> bool:
    return len(typed) <= LONGEST_TYPED and fits(plain_password(typed), card.password)
