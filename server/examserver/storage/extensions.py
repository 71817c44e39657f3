"""The extensions of exams: a row for each, signed. Nothing is ever changed or removed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from examserver.storage import schema
from examserver.storage.prepared import Prepared

EVERYBODY = ""
"""Stands in `candidate` for all who sit the exam."""


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """More time in minutes, for one candidate (admission number) or EVERYBODY; `token` is the signed form.

    `number` counts the extensions of the exam from 1; `id` tells two of one number apart, which are there
    when a restored service gave one that the next client brought back. `made` is a site time in milliseconds.
    """

    id: str
    exam: str
    number: int
    candidate: str
    minutes: int
    made: int
    reason: str
    token: str


_TABLE = schema.extensions
_FOR = Prepared(
    select(_TABLE)
    .where(
        _TABLE.c.exam == bindparam("of_exam"),
        or_(_TABLE.c.candidate == literal_column("''"), _TABLE.c.candidate == bindparam("whose")),
    )
    .order_by(_TABLE.c.number, _TABLE.c.id)
)
"""Asked at each save of whoever was given more time."""


def minutes_for(exam: ColumnElement[str], candidate: ColumnElement[str]) -> ColumnElement[int]:
    """All minutes by which a candidate's exam is extended, as a part of another statement.

    It has no parameters of its own, so that the other one can be prepared once.
    """
    whose = or_(_TABLE.c.candidate == literal_column("''"), _TABLE.c.candidate == candidate)
    total = func.coalesce(func.sum(_TABLE.c.minutes), literal_column("0", Integer))
    whole = cast(total, BigInteger)  # a sum of whole numbers is a decimal in PostgreSQL
    return select(whole).where(_TABLE.c.exam == exam, whose).scalar_subquery()


def expect_extensions(connection: Connection, exam: str, candidate: str) -> None:
    """Say that those of a candidate will be asked for."""
    _FOR.ask(connection, {"of_exam": exam, "whose": candidate})


def add_extension(connection: Connection, row: ExtensionRow) -> None:
    """Store an extension."""
    connection.execute(insert(_TABLE).values(asdict(row)))


def has_extension(connection: Connection, extension_id: str) -> bool:
    """Whether the extension is there."""
    query = select(_TABLE.c.id).where(_TABLE.c.id == extension_id)
    return connection.execute(query).first() is not None


def minutes_by_id(connection: Connection, made_after: int) -> dict[str, int]:
    """The minutes of all extensions that were given after a site time in milliseconds, by their ids."""
    query = select(_TABLE.c.id, _TABLE.c.minutes).where(_TABLE.c.made > made_after)
    return {row.id: row.minutes for row in connection.execute(query)}


def minutes_given(connection: Connection, exams: Collection[str]) -> dict[str, dict[str, int]]:
    """By how many minutes these exams are extended, by candidate (admission number) or EVERYBODY."""
    total = func.sum(_TABLE.c.minutes).label("minutes")
    query = select(_TABLE.c.exam, _TABLE.c.candidate, total).where(_TABLE.c.exam.in_(exams))
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(query.group_by(_TABLE.c.exam, _TABLE.c.candidate)) if exams else ():
        found[row.exam][row.candidate] = int(row.minutes)  # in PostgreSQL a sum is a decimal
    return dict(found)


def extensions_of(connection: Connection, exam: str) -> tuple[ExtensionRow, ...]:
    """All extensions of an exam, by their number."""
    query = select(_TABLE).where(_TABLE.c.exam == exam).order_by(_TABLE.c.number, _TABLE.c.id)
    return tuple(ExtensionRow(**row._mapping) for row in connection.execute(query))


def extensions_for(connection: Connection, exam: str, candidate: str) -> tuple[ExtensionRow, ...]:
    """The extensions that count for one candidate of an exam, by their number."""
    rows = _FOR.all(connection, {"of_exam": exam, "whose": candidate})
    return tuple(ExtensionRow(**row._asdict()) for row in rows)
