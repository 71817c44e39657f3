"""Operations that wait for the writer, and how those who wait for them hear what came of it."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from examserver.storage.asker import Asker

log = logging.getLogger(__name__)

Expect = Callable[[Connection], object]
"""Says what an operation will ask, by the `expect_..` functions beside the questions. The next of several may
look at the answers to the one before; it raises nothing of its own."""

PATIENCE_SECONDS = 4.0
"""What has waited longer is not stored any more: a station hangs up after 5 s and asks again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation that waits for its commit. Any: each future has the type of its own operation."""

    operation: Callable[[Connection], Any]
    future: Future[Any] | asyncio.Future[Any]
    asker: Asker | None = None
    expect: Sequence[Expect] = ()

    def is_too_late(self, now: float) -> bool:
        """Whether its asker has stopped waiting, or will have before the reply is there."""
        asker = self.asker
        return asker is not None and (now - asker.since > PATIENCE_SECONDS or asker.has_gone())

    def begins(self) -> bool:
        """Whether it is still wanted; what an event loop cancels is stored all the same."""
        return not isinstance(self.future, Future) or self.future.set_running_or_notify_cancel()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation gave, kept back until the commit."""

    waiting: Waiting
    result: Any = None
    error: Exception | None = None


def tell(outcomes: Sequence[Outcome]) -> None:
    """Answer everyone; an event loop hears of all its outcomes at once."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if isinstance(outcome.waiting.future, asyncio.Future):
            by_loop[outcome.waiting.future.get_loop()].append(outcome)
        else:
            _resolve(outcome)
    for loop, its_outcomes in by_loop.items():
        try:
            loop.call_soon_threadsafe(_resolve_all, its_outcomes)
        except RuntimeError:
            log.warning("%d outcomes had nobody left to hear of them", len(its_outcomes))


def _resolve_all(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        _resolve(outcome)


def _resolve(outcome: Outcome) -> None:
    future = outcome.waiting.future
    if future.done():
        return  # it was cancelled
    if outcome.error is not None:
        future.set_exception(outcome.error)
    else:
        future.set_result(outcome.result)
