"""Statements that nobody waits for go to a server together with the next one whose answer is wanted.

Rule: each round trip to a server is paid by all who save, so the writer defers what gives no rows, and asks
beforehand, for all operations of a group at once, what is known to be asked. What an operation changes is
believed of no answer any more. A failure of what was deferred may show in another operation than its own:
then nothing of the whole group counts, and for a while nothing is deferred. SQLite defers nothing.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event

from examserver.storage.at_once import AtOnce, rows_of_each

Arguments = Sequence[object] | Mapping[str, object]
Named = Mapping[str, object]

INFO = "deferred"
"""Where it stands in a connection's `info`."""

SAVEPOINT = "SAVEPOINT operation"
UNDO, RELEASE = "ROLLBACK TO SAVEPOINT operation", "RELEASE SAVEPOINT operation"


class DeferredError(Exception):
    """Something that was deferred failed, and it cannot be said for which operation. Undo everything."""


@dataclass(frozen=True, eq=False)
class Form:
    """A statement as a server takes it: its text, and that for many sets of parameters where there is one.

    `fixed` are the parameters that it always has, `tables` what it reads or changes, `attempt_at` the column
    of its rows that says of which attempt they are. Of what goes out together lower ranks go first.
    """

    text: str
    fixed: Named = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    at_once: AtOnce | None = None
    attempt_at: int | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class _Write:
    """What is to go out. `key` tells two sets of parameters apart where the later one of them counts."""

    form: Form
    arguments: Arguments
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """The rows that were asked for beforehand (Any: of all kinds), and of which attempt (`""`: of none)."""

    rows: list[Any]
    attempt: str


class Deferred:
    """Owns the statements of one server connection that are still to go out, and the answers at hand.

    It defers only where somebody says so for a transaction, and then settles before the commit.
    """

    def __init__(self) -> None:
        self.is_on = False
        self._waiting: list[_Write] = []
        self._asked: dict[Form, dict[Hashable, tuple[Named, str]]] = {}
        self._answers: dict[Form, dict[Hashable, _Answer]] = {}
        self._is_broken = False
        self._began: int | None = None
        self._has_savepoint = False

    def begin(self, *, is_on: bool) -> None:
        """A new transaction: nothing is left of the one before."""
        self.is_on, self._is_broken = is_on, False
        self._began, self._has_savepoint = None, False
        self._waiting.clear()
        self._asked.clear()
        self.forget()

    def begin_operation(self) -> None:
        """What comes belongs together. A savepoint is set only where some of it goes out before its end."""
        self._began, self._has_savepoint = len(self._waiting), False

    def end_operation(self) -> None:
        """It is done."""
        if self._has_savepoint:
            self._waiting.append(_Write(Form(RELEASE), ()))
        self._began = None

    def undo_operation(self) -> None:
        """Take back all of it that was changed."""
        assert self._began is not None, "an operation is under way"
        if self._has_savepoint or len(self._waiting) > self._began:
            self.forget()
        del self._waiting[self._began :]
        if self._has_savepoint:
            self._waiting += [_Write(Form(UNDO), ()), _Write(Form(RELEASE), ())]
        self._began = None

    def later(self, form: Form, arguments: Arguments, attempt: str = "", key: Hashable = None) -> None:
        """Send it with what comes next. It changes what is held of this attempt alone, `""`: of any.

        Of those with one `key` that go out together the last one counts.
        """
        self.forget(form.tables, attempt)
        self._waiting.append(_Write(form, arguments, key))

    def ask(self, form: Form, arguments: Named, attempt: str) -> None:
        """Ask with what comes next, for somebody who will want the answer."""
        key = _key(arguments)
        if key not in self._answers.get(form, {}):
            self._asked.setdefault(form, {})[key] = (arguments, attempt)

    def answer(self, connection: Connection, form: Form, arguments: Arguments) -> list[Any] | None:
        """The rows that were asked for beforehand; None where none were, or something was changed since."""
        if not isinstance(arguments, Mapping):
            return None
        key = _key(arguments)
        if key in self._asked.get(form, {}):
            self.settle(connection)
        known = self._answers.get(form, {}).get(key)
        return known.rows if known is not None else None

    def forget(self, tables: frozenset[str] = frozenset(), attempt: str = "") -> None:
        """Count on no answer any more that reads one of these tables (none named: at all) of this attempt."""
        if not tables and not attempt:
            self._answers.clear()
            return
        for form, answers in self._answers.items():
            if form.tables and form.tables.isdisjoint(tables):
                continue
            for key in [
                key for key, one in answers.items() if attempt in ("", one.attempt) or not one.attempt
            ]:
                del answers[key]

    def forget_one(self, form: Form, arguments: Arguments) -> None:
        """Count no more on the answer to one question."""
        if isinstance(arguments, Mapping):
            self._answers.get(form, {}).pop(_key(arguments), None)

    def run(self, connection: Connection, text: str = "", arguments: Arguments = ()) -> Any:
        """Send what waits, and with it this statement, in one round trip; returns its cursor.

        Raises DeferredError.
        """
        if self._is_broken:
            raise DeferredError
        try:  # what is taken here goes out, or nothing of the whole group counts
            writes = list(_gathered(self._take_waiting()))
            asked, self._asked = self._asked, {}
            questions = [_for_sets(form, [one for one, _ in sets.values()]) for form, sets in asked.items()]
            wanted = [*writes, *questions, *([(text, arguments)] if text else [])]
            cursors = _sent(connection, wanted) if wanted else []
            for (form, sets), cursor in zip(asked.items(), cursors[len(writes) :], strict=False):
                self._note(form, sets, cursor.fetchall())
        except Exception as error:
            self._is_broken = True
            raise DeferredError from error
        return cursors[-1] if text else None

    def settle(self, connection: Connection) -> None:
        """Send what waits and what is asked; raises DeferredError."""
        if self._waiting or self._asked or self._is_broken:
            self.run(connection)

    def change(self) -> None:
        """A statement that may change something goes out now."""
        if self._began is not None and not self._has_savepoint:
            self._set_savepoint()

    def before_other(self, connection: Connection) -> None:
        """Something else goes out by itself; raises DeferredError."""
        self.change()
        self.settle(connection)

    def _take_waiting(self) -> list[_Write]:
        if self._began is not None and not self._has_savepoint and len(self._waiting) > self._began:
            self._set_savepoint()
        waiting, self._waiting = self._waiting, []
        self._began = None if self._began is None else 0
        return waiting

    def _set_savepoint(self) -> None:
        assert self._began is not None, "an operation is under way"
        self._waiting.insert(self._began, _Write(Form(SAVEPOINT), ()))
        self._has_savepoint = True

    def _note(self, form: Form, sets: Mapping[Hashable, tuple[Named, str]], found: list[Any]) -> None:
        answers = self._answers.setdefault(form, {})
        each = rows_of_each(len(sets), found) if len(sets) > 1 else [found]
        for (key, (_, attempt)), rows in zip(sets.items(), each, strict=True):
            at = form.attempt_at
            answers[key] = _Answer(rows, attempt or (rows[0][at] or "" if rows and at is not None else ""))


def deferring(connection: Connection) -> Deferred | None:
    """What the connection defers by; None where it defers nothing now."""
    found: Deferred | None = connection.info.get(INFO)
    return found if found is not None and found.is_on else None


def begin_deferring(connection: Connection, *, is_on: bool) -> None:
    """Say for the transaction that begins whether it defers, where the connection is to a server.

    What is deferred goes past SQLAlchemy: only of a transaction that it knows of does it tell the end.
    """
    found: Deferred | None = connection.info.get(INFO)
    if found is None:
        return
    if is_on and not connection.in_transaction():
        connection.begin()
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
        if (deferred := deferring(connection)) is not None:
            deferred.before_other(connection)
            if not statement.startswith("SELECT"):
                deferred.forget()

    @event.listens_for(engine, "commit")
    def _committing(connection: Connection) -> None:
        settle(connection)

    @event.listens_for(engine, "rollback")
    def _rolled_back(connection: Connection) -> None:
        with suppress(Exception):  # it may be lost
            begin_deferring(connection, is_on=False)


def _gathered(waiting: Sequence[_Write]) -> Iterator[tuple[str, Arguments]]:
    """What waits, in its order; the rows of statements that can go out together in one statement each.

    Those touch none of the same, so between two others their order is free but for their ranks.
    """
    together: dict[Form, dict[Hashable, Named]] = {}
    for number, one in enumerate(waiting):
        if one.form.rank and isinstance(one.arguments, Mapping):
            key = number if one.key is None else (one.key,)
            together.setdefault(one.form, {})[key] = one.arguments
            continue
        yield from _of_all(together)
        together.clear()
        yield one.form.text, one.arguments
    yield from _of_all(together)


def _of_all(together: Mapping[Form, Mapping[Hashable, Named]]) -> Iterator[tuple[str, Arguments]]:
    for form, sets in sorted(together.items(), key=lambda one: one[0].rank):
        yield _for_sets(form, list(sets.values()))


def _for_sets(form: Form, sets: Sequence[Named]) -> tuple[str, Arguments]:
    """The statement for these sets of parameters."""
    if len(sets) == 1:
        return form.text, sets[0]
    assert form.at_once is not None, "only such a statement is asked or sent for many"
    return form.at_once.text, form.at_once.arguments(sets, form.fixed)


def _sent(connection: Connection, wanted: Sequence[tuple[str, Arguments]]) -> list[Any]:
    """The cursors after these statements, which went out in one round trip."""
    raw: Any = connection.connection.driver_connection
    if len(wanted) == 1:  # a pipeline of one takes the driver four times as long
        return [raw.cursor().execute(*wanted[0])]
    cursors = [raw.cursor() for _ in wanted]
    with raw.pipeline():
        for cursor, (text, arguments) in zip(cursors, wanted, strict=True):
            cursor.execute(text, arguments)
    return cursors


def _key(arguments: Named) -> Hashable:
    return frozenset(arguments.items())
