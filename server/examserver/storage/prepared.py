"""Statements of every save and submit: made of the tables once, then handed to the driver as they are.

Rule: only for those few. Measured, a small statement takes 4 µs by the driver and 25 µs by SQLAlchemy. What
it means, and how it is written for which database, is SQLAlchemy's word all the same, and so are its errors.
"""

import logging
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Delete, Insert, Select, Table, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql import visitors

from examserver.storage.at_once import AtOnce
from examserver.storage.deferred import RELEASE, SAVEPOINT, UNDO, DeferredError, Form, deferring

log = logging.getLogger(__name__)

Statement = Select[Any] | Insert | Update | Delete
Values = Mapping[str, object]
Reader = Callable[[Any], Any]  # each type of column has its own values


class Prepared:
    """One statement. Its parameters have the names of its `bindparam`s, those of an insert the columns'.

    `attempt` names the parameter, or the column of the rows, that says of which attempt they are. With a rank
    its rows may go out in one statement, beside other such statements by their ranks and else in any order,
    for they touch none of the same; of those that are equal in the parameter `last` the last one counts.
    """

    def __init__(self, statement: Statement, attempt: str = "", *, rank: int = 0, last: str = "") -> None:
        self._statement = statement
        self._attempt = attempt
        self._rank = rank
        self._last = last
        self._compiled: dict[str, _Compiled] = {}

    def first(self, connection: Connection, values: Values) -> Any:
        """The first row found, with its columns by name, or None. Any: each statement has its own columns.

        Raises SQLAlchemyError.
        """
        compiled = self._for(connection.dialect)
        arguments = compiled.arguments(values)
        known = _known(connection, compiled.form, arguments)
        if known is not None:
            return compiled.read(known[0]) if known else None
        row = run_text(connection, compiled.text, arguments).fetchone()
        return None if row is None else compiled.read(row)

    def all(self, connection: Connection, values: Values) -> list[Any]:
        """All rows found, with their columns by name. Raises SQLAlchemyError."""
        compiled = self._for(connection.dialect)
        arguments = compiled.arguments(values)
        known = _known(connection, compiled.form, arguments)
        rows = run_text(connection, compiled.text, arguments).fetchall() if known is None else known
        return [compiled.read(row) for row in rows]

    def forget(self, connection: Connection, values: Values) -> None:
        """What was asked beforehand with these values has another answer now."""
        if (deferred := deferring(connection)) is not None:
            compiled = self._for(connection.dialect)
            deferred.forget_one(compiled.form, compiled.arguments(values))

    def ask(self, connection: Connection, values: Values) -> None:
        """Where each question is a round trip, ask it with the next one: somebody will want the answer."""
        if (deferred := deferring(connection)) is not None:
            compiled = self._for(connection.dialect)
            arguments = compiled.arguments(values)
            assert isinstance(arguments, Mapping), "a server's driver takes names"
            deferred.ask(compiled.form, arguments, str(values.get(self._attempt, "")))

    def run(self, connection: Connection, rows: Sequence[Values], of: str = "") -> None:
        """Run the statement for each of the rows; raises SQLAlchemyError.

        It changes what is held of the attempt `of` alone; `""`: it may change that of any.
        """
        compiled = self._for(connection.dialect)
        each = [compiled.arguments(values) for values in rows]
        if (deferred := deferring(connection)) is not None:
            for arguments, values in zip(each, rows, strict=True):
                deferred.later(compiled.form, arguments, of, values.get(self._last))
        elif len(each) == 1:  # a server's driver opens a pipeline for many, which costs a round trip more
            _driven(connection, "execute", compiled.text, each[0])
        else:
            _driven(connection, "executemany", compiled.text, each)

    def add(self, connection: Connection, values: Values, of: str = "") -> Any:
        """Run an insert for one row; returns what it gives back of it, with its columns by name (Any: each
        has its own). As `run` else.
        """
        compiled = self._for(connection.dialect)
        if (deferred := deferring(connection)) is not None:
            deferred.settle(connection)  # what was asked before is answered before
            deferred.forget(compiled.form.tables, of)
            deferred.change()
        return compiled.read(run_text(connection, compiled.text, compiled.arguments(values)).fetchone())

    def _for(self, dialect: Dialect) -> "_Compiled":
        known = self._compiled.get(dialect.name)
        if known is None:
            known = _Compiled(self._statement, dialect, self._attempt, self._rank)
            self._compiled[dialect.name] = known
        return known


class _Compiled:
    """The text for one kind of database, how it takes its parameters, and what makes its values ours."""

    def __init__(self, statement: Statement, dialect: Dialect, attempt: str, rank: int) -> None:
        if isinstance(statement, Insert) and not statement.exported_columns:
            statement = statement.inline()  # else SQLAlchemy asks a server for the new key as well
        compiled = statement.compile(dialect=dialect)
        columns = list(statement.exported_columns)
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self.text = str(compiled)
        self._order: Sequence[str] | None = getattr(compiled, "positiontup", None)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
        self._readers = [(place, reader) for place, reader in enumerate(readers) if reader is not None]
        is_many = self._order is None and (rank or isinstance(statement, Select))
        types = {
            name: bound.type.compile(dialect=dialect)
            for bound, name in compiled.bind_names.items()
            if name not in self._fixed
        }
        self.form = Form(
            self.text,
            self._fixed,
            frozenset(part.name for part in visitors.iterate(statement) if isinstance(part, Table)),
            AtOnce(self.text, types) if is_many and types else None,
            next((at for at, column in enumerate(columns) if column.key == attempt), None),
            rank,
        )

    def arguments(self, values: Values) -> Sequence[object] | Values:
        """The parameters as the driver wants them: in order, or by name where it takes names."""
        whole = {**self._fixed, **values} if self._fixed else values
        return whole if self._order is None else [whole[name] for name in self._order]

    def read(self, found: Sequence[Any]) -> Any:
        """The row, with the values that the columns' types promise."""
        if not self._readers:
            return self._row._make(found)
        values = list(found)
        for place, reader in self._readers:
            values[place] = reader(values[place])
        return self._row._make(values)


def run_text(connection: Connection, text: str, arguments: Sequence[object] | Values = ()) -> Any:
    """Hand a statement to the driver, whose rows are wanted; returns its cursor (Any: each has its own).

    Begins a transaction where none is under way, as SQLAlchemy does. Raises SQLAlchemyError, which keeps the
    parameters to itself: they are names and answers.
    """
    if (deferred := deferring(connection)) is not None:
        return deferred.run(connection, text, arguments)
    return _driven(connection, "execute", text, arguments)


def expect_all(connection: Connection, of_each: Iterable[Sequence[Callable[[Connection], object]]]) -> None:
    """Ask a server at once, in as few rounds as there are, what several operations say that they will ask."""
    if (deferred := deferring(connection)) is None:
        return
    rounds = list(of_each)
    for number in range(max(map(len, rounds), default=0)):
        for expects in rounds:
            for expect in expects[number : number + 1]:
                _foresee(expect, connection)
        deferred.settle(connection)


def _foresee(expect: Callable[[Connection], object], connection: Connection) -> None:
    """Ask what an operation will ask. Where that cannot be told the operation asks, and fails, by itself."""
    try:
        expect(connection)
    except (SQLAlchemyError, DeferredError):
        raise
    except Exception as error:  # noqa: BLE001 - one operation's trouble is none of its group's
        log.warning("what an operation will ask could not be foreseen: %s", type(error).__name__)


def begin_operation(connection: Connection) -> None:
    """What is done from here on counts as a whole, until one of the two below. Raises SQLAlchemyError."""
    if (deferred := deferring(connection)) is not None:
        deferred.begin_operation()
    else:
        _order(connection, SAVEPOINT)


def end_operation(connection: Connection) -> None:
    """It is done. Where this fails, SQLAlchemyError, nothing of the transaction counts."""
    if (deferred := deferring(connection)) is not None:
        deferred.end_operation()
    else:
        _order(connection, RELEASE)


def undo_operation(connection: Connection) -> None:
    """Nothing is left of it. Where that fails (SQLAlchemyError) nothing of the transaction counts."""
    if (deferred := deferring(connection)) is not None:
        deferred.undo_operation()
    else:
        _order(connection, UNDO, RELEASE)


def _order(connection: Connection, *texts: str) -> None:
    for text in texts:
        _driven(connection, "execute", text, ())


def _known(connection: Connection, form: Form, arguments: Sequence[object] | Values) -> list[Any] | None:
    """The rows, where they were asked for beforehand (Any: as the driver gives them)."""
    deferred = deferring(connection)
    return deferred.answer(connection, form, arguments) if deferred is not None else None


def _driven(
    connection: Connection, call: Literal["execute", "executemany"], text: str, arguments: Any
) -> Any:
    if not connection.in_transaction():
        connection.begin()
    cursor = connection.connection.cursor()
    foreign = connection.dialect.loaded_dbapi.Error
    try:
        getattr(cursor, call)(text, arguments)
    except foreign as error:
        raise DBAPIError.instance(text, None, error, foreign, hide_parameters=True) from error
    return cursor
