"""How a look at all seats makes way for saves: both want the same interpreter.

Rule: a thread that only computes holds Python's lock for as long as it may, and each statement of a save has
to get that lock back. So the look rests now and then, and lasts a little longer.
"""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 40
"""So many seats are worked out in one go, in one to three milliseconds."""

REST = 0.001
"""Seconds."""


def making_way(each: Iterable[T]) -> Iterator[T]:
    """The same things, with a rest after each few. Not for the event loop."""
    for number, one in enumerate(each, 1):
        yield one
        if number % AT_ONCE == 0:
            time.sleep(REST)
