"""What waits for a thread of the storage, in the order in which it came, and when that thread is woken.

Rule: it is woken when a whole group waits, or all that the event loop has at hand: two threads that take
Python's lock from each other at every statement need half as much time again.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence

from examserver.storage.pace import GROUP_LIMIT
from examserver.storage.waiting import Waiting


class WaitingLine:
    """Owns the line of one thread. `lock` is held while it changes; whoever holds it may ask its length."""

    def __init__(self) -> None:
        self._line: deque[Waiting] = deque()
        self.lock = threading.Condition()
        self.is_ended = False
        self._waking: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        return len(self._line)

    def join(self, waiting: Waiting, require_room: Callable[[], None]) -> None:
        """Wait from now on; raises what `require_room` raises, which is called while nobody else comes."""
        with self.lock:
            require_room()
            self._line.append(waiting)

    def wake(self) -> None:
        """Wake the thread."""
        self._waking = None
        with self.lock:
            self.lock.notify()

    def wake_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wake it once for all that comes in this turn of the event loop, or at once for a whole group."""
        if len(self._line) >= GROUP_LIMIT:
            self.wake()
        elif self._waking is not loop:
            self._waking = loop
            loop.call_soon(self.wake)

    def end(self) -> None:
        """Nothing comes any more; the thread takes what waits, and then nothing."""
        with self.lock:
            self.is_ended = True
            self.lock.notify()

    def take(self) -> list[Waiting]:
        """For the thread: wait until there is something, and take a group; nothing at the end."""
        with self.lock:
            self.lock.wait_for(lambda: self._line or self.is_ended)
            return [self._line.popleft() for _ in range(min(GROUP_LIMIT, len(self._line)))]

    def put_back(self, rest: Sequence[Waiting]) -> None:
        """For the thread: the next group begins with what it has no time for now."""
        with self.lock:
            self._line.extendleft(reversed(rest))
