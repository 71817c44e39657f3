"""Small reads of the same moment go to the database together, in one thread and on one state of the tables.

Rule: only for what is small, asked often, and asked by many at once. Most of a heartbeat's time would go into
handing it to a thread of its own and back and, with a server, into the round trips of its transaction. What
is over the bound is refused at once: whoever asks will ask again.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from examserver.errors import BusyError, StorageError
from examserver.storage.asker import asking
from examserver.storage.deferred import DeferredError, begin_deferring
from examserver.storage.prepared import expect_all
from examserver.storage.waiting import Expect, Outcome, Waiting, tell
from examserver.storage.waiting_line import WaitingLine

log = logging.getLogger(__name__)

T = TypeVar("T")

QUEUE_LIMIT = 2_000
"""As many may wait as for the writer: more than a site of a thousand asks in one moment."""

Read = Callable[[Callable[[Connection], Any]], Any]  # each query gives something else


class GroupReader:
    """Owns the thread that reads for many. Does not know what the queries ask. `read` runs one of them."""

    def __init__(
        self, read: Read, queue_limit: int = QUEUE_LIMIT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._queue_limit = queue_limit
        self._clock = clock
        self._line = WaitingLine()
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)
        self._thread.start()

    async def look(self, query: Callable[[Connection], T], expect: Sequence[Expect] = ()) -> T:
        """Run a query; raises what it raises, and BusyError where too many wait or nobody waits any more."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._line.join(Waiting(query, future, asking.get(), expect), self._require_room)
        self._line.wake_soon(loop)
        return await future

    def stop(self) -> None:
        """Answer what is queued, then end the thread."""
        self._line.end()
        self._thread.join()

    def _require_room(self) -> None:
        if self._line.is_ended:
            raise BusyError("The service ends.", "Ask again in a moment.", 1.0)
        if len(self._line) >= self._queue_limit:
            raise _busy()

    def _run(self) -> None:
        while group := self._line.take():
            try:
                outcomes = self._answered(group)
            except Exception as error:  # noqa: BLE001 - the thread lives on, and whoever asked hears of it
                outcomes = [Outcome(one, error=error) for one in group]
            tell(outcomes)

    def _answered(self, group: list[Waiting]) -> list[Outcome]:
        now = self._clock()
        late: list[Waiting] = []
        wanted: list[Waiting] = []
        for one in group:
            (late if one.is_too_late(now) else wanted).append(one)
        return [*(Outcome(one, error=_busy()) for one in late), *(self._together(wanted) if wanted else [])]

    def _together(self, group: list[Waiting]) -> list[Outcome]:
        """All of them on one state; where the database fails each for itself, so that each hears its own."""
        try:
            outcomes: list[Outcome] = self._read(lambda connection: _each(connection, group))
        except StorageError as error:
            return [Outcome(waiting, error=error) for waiting in group]
        except Exception as error:  # noqa: BLE001 - each is asked once more, and hears then what is wrong
            why = error.__cause__ if isinstance(error, DeferredError) else error
            log.warning("%d queries could not be answered together: %s", len(group), type(why).__name__)
            return self._one_after_another(group)
        return outcomes

    def _one_after_another(self, group: list[Waiting]) -> list[Outcome]:
        """Where no database answers, that is not waited for by each in turn: it can take seconds."""
        outcomes: list[Outcome] = []
        for place, waiting in enumerate(group):
            try:
                outcomes.append(self._read(partial(_one, waiting=waiting)))
            except StorageError as error:
                return [*outcomes, *(Outcome(one, error=error) for one in group[place:])]
            except Exception as error:  # noqa: BLE001 - the failure is the answer to the query's own caller
                outcomes.append(Outcome(waiting, error=error))
        return outcomes


def _each(connection: Connection, group: list[Waiting]) -> list[Outcome]:
    begin_deferring(connection, is_on=True)
    expect_all(connection, [waiting.expect for waiting in group])
    return [_one(connection, waiting) for waiting in group]


def _one(connection: Connection, waiting: Waiting) -> Outcome:
    try:
        return Outcome(waiting, waiting.operation(connection))
    except (SQLAlchemyError, DeferredError):
        raise
    except Exception as error:  # noqa: BLE001 - the failure is the answer to the query's own caller
        return Outcome(waiting, error=error)


def _busy() -> BusyError:
    return BusyError("More is asked than can be answered.", "Ask again in a moment.", 1.0)
