"""The banner of outages stands on many pages: it is worked out for all of them together."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from examserver.services.actions.desk import FRESH, ActionDesk
from examserver.services.monitor.presence import Presence
from examserver.storage.store import Store
from tests.server.conftest import FakeClock, Prepared

T = TypeVar("T")


class CountingStore(Store):
    """A real store that counts what is asked of it."""

    asked = 0

    async def read(self, query: Callable[[Connection], T]) -> T:
        self.asked += 1
        return await super().read(query)


def test_fifty_who_ask_within_five_seconds_make_it_be_read_once_and_an_order_once_more(
    prepared: Prepared, clock: FakeClock
) -> None:
    store = CountingStore(prepared.folder)
    desk = ActionDesk(store, clock, Presence(store, clock))

    async def ask() -> list[int]:
        counted = []
        await asyncio.gather(*(desk.outages() for _ in range(50)))
        counted.append(store.asked)
        clock.advance(FRESH - 1)
        await desk.outages()
        counted.append(store.asked)
        desk.forget()
        await desk.outages()
        counted.append(store.asked)
        clock.advance(FRESH)
        await desk.outages()
        return [*counted, store.asked]

    try:
        assert asyncio.run(ask()) == [1, 1, 2, 3]
    finally:
        store.close()
