"""The one thread that writes: takes all that waits, stores it in one transaction, then answers.

Rule: nobody is told that something is stored before the commit that holds it. Measured on a disk with 8 ms
per sync: 104 saves/s with a commit each, 5,400/s grouped; no lingering is needed, groups form by themselves.
Nothing is stored for a station that has stopped waiting: it asks again, and both would come too late.
"""

import asyncio
import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from examserver.errors import BusyError, StorageError
from examserver.storage.asker import asking
from examserver.storage.deferred import DeferredError, begin_deferring, settle
from examserver.storage.pace import GROUP_SECONDS, Pace
from examserver.storage.prepared import begin_operation, end_operation, expect_all, undo_operation
from examserver.storage.waiting import Expect, Outcome, Waiting, tell
from examserver.storage.waiting_line import WaitingLine
from examserver.storage.writing_connection import WritingConnection, in_doubt

log = logging.getLogger(__name__)

T = TypeVar("T")

QUEUE_LIMIT = 2_000
SLOW_SECONDS = 2.0

ONE_BY_ONE_SECONDS = 30.0
"""After a failure that showed late each statement is waited for so long: then it is its own operation's."""

PROMISE_SECONDS = 2.5
"""What would wait longer is not taken in. Well below the patience of whoever asks: the pace may change."""


class GroupWriter:
    """Owns the writing connection and its thread. Does not know what the operations do. `clock`: seconds."""

    def __init__(
        self,
        engine: Engine,
        queue_limit: int = QUEUE_LIMIT,
        clock: Callable[[], float] = time.monotonic,
        on_failure: Callable[[Exception], object] | None = None,
    ) -> None:
        """`on_failure` hears, in the writer's thread, why a group was not stored."""
        self._connection = WritingConnection(engine, clock)
        self._queue_limit = queue_limit
        self._on_failure = on_failure
        self._clock = clock
        self._pace = Pace()
        self._line = WaitingLine()
        self._one_by_one_until = -math.inf
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, operation: Callable[[Connection], T]) -> "Future[T]":
        """Queue an operation; its future is resolved after the commit. Raises BusyError."""
        future: Future[T] = Future()
        self._enqueue(Waiting(operation, future))
        self._line.wake()
        return future

    async def write(self, operation: Callable[[Connection], T], expect: Sequence[Expect] = ()) -> T:
        """Run an operation; returns after the commit. Raises BusyError, and what the operation raises.

        `expect` asks beforehand, of a server, for what the operation will want to know.
        For an asker it is refused, with the time that it would take, where that is longer than they wait.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._enqueue(Waiting(operation, future, asking.get(), expect))
        self._line.wake_soon(loop)
        return await future

    def stop(self) -> None:
        """Store what is queued, then end the thread and close the connection."""
        self._line.end()
        self._thread.join()
        self._connection.close()

    def _enqueue(self, waiting: Waiting) -> None:
        self._line.join(waiting, lambda: self._require_room(waiting))

    def _require_room(self, waiting: Waiting) -> None:
        before = len(self._line)
        wait = self._pace.seconds_for(before)
        is_full = self._line.is_ended or before >= self._queue_limit
        if is_full or (waiting.asker and wait > PROMISE_SECONDS):
            raise _busy(before, wait)

    def _run(self) -> None:
        while group := self._take():
            self._store(group)

    def _take(self) -> list[Waiting]:
        """Wait for operations and take what is there and still wanted; nothing at the end."""
        while True:
            taken = self._line.take()
            with self._line.lock:
                wait = self._pace.seconds_for(len(self._line))
            group = self._still_wanted(taken, wait)
            if group or not taken:
                return group

    def _still_wanted(self, taken: list[Waiting], wait: float) -> list[Waiting]:
        """Turn away, with a hint how long to wait, whose asker cannot be answered in time."""
        now = self._clock()
        late = [waiting for waiting in taken if waiting.is_too_late(now)]
        if not late:
            return taken
        log.warning("%d operations waited too long and were not stored: the machine is busy", len(late))
        tell([Outcome(waiting, error=_busy(len(self._line), wait)) for waiting in late])
        turned_away = set(map(id, late))
        return [waiting for waiting in taken if id(waiting) not in turned_away]

    def _store(self, group: list[Waiting]) -> None:
        began, worked = self._clock(), None
        try:
            connection = self._connection.now
            with connection.begin():
                begin_deferring(connection, is_on=began >= self._one_by_one_until)
                outcomes = self._work(connection, group, self._clock() + GROUP_SECONDS)
                settle(connection)
                worked = self._clock()
        except Exception as error:  # noqa: BLE001 - whatever it was, everyone in the group must hear of it
            why = error.__cause__ if isinstance(error, DeferredError) else error
            log.error("a group of %d operations was not stored: %s", len(group), type(why).__name__)
            if isinstance(error, DeferredError):
                self._one_by_one_until = self._clock() + ONE_BY_ONE_SECONDS
            is_undone = self._connection.undo()
            if self._on_failure is not None:
                self._on_failure(error)
            self._fail(group, error if is_undone or worked is None else in_doubt(error))
        else:
            self._measure(len(outcomes), worked - began, self._clock() - worked)
            tell(outcomes)

    def _work(self, connection: Connection, group: list[Waiting], until: float) -> list[Outcome]:
        """Run the group's operations, at least one; what time does not allow leaves the group.

        It goes back to the head of the queue: the next group begins with it.
        """
        outcomes: list[Outcome] = []
        expect_all(connection, [waiting.expect for waiting in group])
        for place, waiting in enumerate(group):
            if outcomes and self._clock() >= until:
                self._line.put_back(group[place:])
                del group[place:]
                break
            if waiting.begins():
                outcomes.append(_attempt(connection, waiting))
        return outcomes

    def _measure(self, operations: int, work: float, commit: float) -> None:
        if operations:
            with self._line.lock:
                self._pace.note(operations, work, commit)
        if work + commit > SLOW_SECONDS:
            log.warning(
                "storing %d operations took %.1f s, their commit %.1f s: the disk is slow, or the machine "
                "busy with other work",
                operations,
                work,
                commit,
            )

    def _fail(self, group: list[Waiting], error: Exception) -> None:
        tell([Outcome(waiting, error=_translated(error)) for waiting in group])


def _attempt(connection: Connection, waiting: Waiting) -> Outcome:
    """Run one operation so that its failure undoes nothing of the others.

    What fails around it fails the whole group: a database whose disk is full has undone what the others did.
    """
    begin_operation(connection)
    try:
        result = waiting.operation(connection)
    except DeferredError:
        raise
    except Exception as error:  # noqa: BLE001 - the failure is the answer to the operation's own caller
        undo_operation(connection)
        return Outcome(waiting, error=_translated(error))
    end_operation(connection)
    return Outcome(waiting, result)


def _busy(waiting: int, seconds: float) -> BusyError:
    return BusyError(f"{waiting} requests wait to be stored.", "Ask again in a moment.", seconds)


def _translated(error: Exception) -> Exception:
    if not isinstance(error, SQLAlchemyError | DeferredError):
        return error
    refusal = StorageError(
        "The service could not store what came.", "Check the disk of the service's machine."
    )
    refusal.__cause__ = error
    return refusal
