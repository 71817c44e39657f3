"""Who waits for what is stored: since when, and whether still.

Rule: only a request that its sender repeats until it is answered has an asker. What nobody repeats, such as
an order of the staff, is stored however long it waits.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """The sender of a request that came at `since`, in seconds of the monotonic clock."""

    since: float
    has_gone: Callable[[], bool]


asking: ContextVar[Asker | None] = ContextVar("asking", default=None)
"""For whom the running task asks."""
