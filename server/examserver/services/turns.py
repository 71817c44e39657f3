"""One after another by what they are about: two logins of one candidate, or from one station, but not of all.

Rule: who guesses beside each other is counted before the next one may; a room that logs in all at once waits
for nobody.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from weakref import WeakValueDictionary


class Turns:
    """Keeps a lock for each key while somebody has it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def alone(self, keys: Iterable[str]) -> AsyncIterator[None]:
        """Nobody else is inside who has one of the keys. All take them in one order: none waits for ever."""
        locks = [self._locks.setdefault(key, asyncio.Lock()) for key in sorted(keys)]
        async with AsyncExitStack() as stack:
            for lock in locks:
                await stack.enter_async_context(lock)
            yield
