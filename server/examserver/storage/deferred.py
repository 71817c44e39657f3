"""Statements that nobody waits for go to a server together with the next one whose answer is wanted.

Rule: each round trip to a server is paid by all who save, so the writer defers what gives no rows, and asks
beforehand what is known to be asked. A failure of what was deferred may show in another operation than its
own: then nothing of the whole group counts, and for a while nothing is deferred. SQLite defers nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, event

Arguments = Sequence[object] | Mapping[str, object]

INFO = "deferred"
"""Where it stands in a connection's `info`."""


class DeferredError(Exception):
    """Something that was deferred failed, and it cannot be said for which operation. Undo everything."""


class Deferred:
    """Owns the statements of one server connection that are still to go out. Any: rows of all kinds.

    It defers only where somebody says so for a transaction, and then settles before the commit.
    """

    def __init__(self) -> None:
        self.is_on = False
        self._waiting: list[tuple[str, Arguments]] = []
        self._asked: dict[Hashable, int] = {}
        self._answers: dict[Hashable, list[Any]] = {}
        self._is_broken = False

    def begin(self, *, is_on: bool) -> None:
        """A new transaction: nothing is left of the one before."""
        self.is_on, self._is_broken = is_on, False
        self._waiting.clear()
        self.forget()

    def later(self, text: str, arguments: Arguments) -> None:
        """Send it with what comes next. What was asked beforehand may be another answer after it."""
        self.forget()
        self._waiting.append((text, arguments))

    def ask(self, text: str, arguments: Mapping[str, object]) -> None:
        """Ask with what comes next, for somebody who will want the answer before anything is changed."""
        self._asked[_key(text, arguments)] = len(self._waiting)
        self._waiting.append((text, arguments))

    def answer(self, text: str, arguments: Arguments) -> list[Any] | None:
        """The rows that were asked for beforehand; None where none were, or something was changed since."""
        if not self._answers or not isinstance(arguments, Mapping):
            return None
        return self._answers.get(_key(text, arguments))

    def forget(self) -> None:
        """Count on no answer any more."""
        self._asked.clear()
        self._answers.clear()

    def run(self, connection: Connection, text: str = "", arguments: Arguments = ()) -> Any:
        """Send what waits, and with it this statement, in one round trip; returns its cursor.

        Raises DeferredError.
        """
        if self._is_broken:
            raise DeferredError
        waiting, self._waiting = self._waiting, []
        wanted = [*waiting, (text, arguments)] if text else waiting
        raw: Any = connection.connection.driver_connection
        cursors = [raw.cursor() for _ in wanted]
        try:
            with raw.pipeline():
                for cursor, (one, its) in zip(cursors, wanted, strict=True):
                    cursor.execute(one, its)
            self._answers |= {key: cursors[place].fetchall() for key, place in self._asked.items()}
        except Exception as error:
            self._is_broken = True
            raise DeferredError from error
        self._asked.clear()
        return cursors[-1] if text else None

    def settle(self, connection: Connection) -> None:
        """Send what waits; raises DeferredError."""
        if self._waiting or self._is_broken:
            self.run(connection)


def deferring(connection: Connection) -> Deferred | None:
    """What the connection defers by; None where it defers nothing now."""
    found: Deferred | None = connection.info.get(INFO)
    return found if found is not None and found.is_on else None


def begin_deferring(connection: Connection, *, is_on: bool) -> None:
    """Say for the transaction that begins whether it defers, where the connection is to a server."""
    found: Deferred | None = connection.info.get(INFO)
    if found is not None:
        found.begin(is_on=is_on)


def settle(connection: Connection) -> None:
    """Send what waits; raises DeferredError."""
    if (deferred := deferring(connection)) is not None:
        deferred.settle(connection)


def make_deferring(engine: Engine) -> None:
    """Let the connections of a server's engine defer; all else that is asked of them goes after it."""

    @event.listens_for(engine, "connect")
    def _connected(_raw: object, record: Any) -> None:
        record.info[INFO] = Deferred()

    @event.listens_for(engine, "before_cursor_execute")
    def _before(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        settle(connection)
        deferred = deferring(connection)
        if deferred is not None and not statement.startswith("SELECT"):
            deferred.forget()

    @event.listens_for(engine, "commit")
    def _committing(connection: Connection) -> None:
        settle(connection)

    @event.listens_for(engine, "rollback")
    def _rolled_back(connection: Connection) -> None:
        with suppress(Exception):  # it may be lost
            begin_deferring(connection, is_on=False)


def _key(text: str, arguments: Mapping[str, object]) -> Hashable:
    return text, frozenset(arguments.items())
