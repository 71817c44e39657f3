"""The log of imports: one row for each file that was offered as an answer package, also for refused ones.

Rule: nothing is ever changed or removed.
"""

from dataclasses import asdict, dataclass, replace

import msgspec
from sqlalchemy import Connection, Row, Select, func, insert, select

from examprotocol.canonical import canonical_bytes
from examprotocol.events import Head
from examprotocol.rulings import Span
from examserver.storage import schema

LONGEST_NAME, LONGEST_LABEL, LONGEST_BY = 255, 200, 100


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What was offered and what became of it.

    `at` is the site time in milliseconds, `by` who offered it, `code` the file's short code. `exam`,
    `candidate`, `attempt` and `station` are what the file says; of a refused one nobody has checked it.
    `verdict`, `fault`, `about` and `notes` are those of `services.import_verdicts`. `spans` are the events
    that were new, `heads` how far each of its writers goes.
    """

    number: int
    at: int
    by: str
    file: str
    sha256: str
    code: str
    size: int
    exam: str
    candidate: str
    attempt: str
    station: str
    verdict: str
    fault: str = ""
    about: str = ""
    new: int = 0
    apart: int = 0
    notes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    heads: dict[str, Head] | None = None


class _Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row keeps as JSON."""

    notes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    heads: dict[str, Head] | None = None


_details = msgspec.json.Decoder(_Detail)
_TABLE = schema.imports


def next_number(connection: Connection) -> int:
    """The number of the next row."""
    return (connection.execute(select(func.max(_TABLE.c.number))).scalar_one() or 0) + 1


def add_import(connection: Connection, row: ImportRow) -> None:
    """Store a row; its number must be new. What is too long for a column is cut."""
    columns = asdict(replace(row, notes=(), spans=(), heads=None))
    for name in ("notes", "spans", "heads"):
        del columns[name]
    for name in ("exam", "candidate", "attempt", "station", "about"):
        columns[name] = columns[name][:LONGEST_LABEL]
    columns["file"], columns["by"] = columns["file"][:LONGEST_NAME], columns["by"][:LONGEST_BY]
    detail = canonical_bytes(_Detail(row.notes, row.spans, row.heads))
    connection.execute(insert(_TABLE).values({**columns, "detail": detail}))


def find_import(connection: Connection, number: int) -> ImportRow | None:
    """The row of this number."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.number == number)).one_or_none()
    return _row(row) if row else None


def all_imports(connection: Connection, exam: str = "") -> tuple[ImportRow, ...]:
    """All rows, or those of an exam, in the order in which they came."""
    query = select(_TABLE).where(_TABLE.c.exam == exam) if exam else select(_TABLE)
    return _rows(connection, query)


def newest_imports(connection: Connection, before: int, most: int) -> tuple[ImportRow, ...]:
    """The newest rows, at most so many, newest first; `before` is the number that ends them, 0 for none."""
    query = select(_TABLE).order_by(_TABLE.c.number.desc()).limit(most)
    rows = connection.execute(query.where(_TABLE.c.number < before) if before else query)
    return tuple(_row(row) for row in rows)


def imports_of(connection: Connection, attempt: str) -> tuple[ImportRow, ...]:
    """What was taken in for an attempt, in the order in which it came; refused files are not among it."""
    return _rows(connection, select(_TABLE).where(_TABLE.c.attempt == attempt, _TABLE.c.fault == ""))


def count_refused(connection: Connection, since: int) -> int:
    """How many different files were refused since a site time, and not taken in by now."""
    taken = select(_TABLE.c.sha256).where(_TABLE.c.fault == "")
    refused = _TABLE.c.sha256.not_in(taken) & (_TABLE.c.fault != "") & (_TABLE.c.at >= since)
    return connection.execute(select(func.count(_TABLE.c.sha256.distinct())).where(refused)).scalar_one()


def was_taken(connection: Connection, sha256: str) -> bool:
    """Whether a file with just this content was taken in before."""
    query = select(_TABLE.c.number).where(_TABLE.c.sha256 == sha256, _TABLE.c.fault == "").limit(1)
    return connection.execute(query).first() is not None


def _rows(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[ImportRow, ...]:
    return tuple(_row(row) for row in connection.execute(query.order_by(_TABLE.c.number)))


def _row(row: Row[*tuple[object, ...]]) -> ImportRow:
    columns = dict(row._mapping)
    detail = _details.decode(columns.pop("detail"))
    return ImportRow(**columns, notes=detail.notes, spans=detail.spans, heads=detail.heads)
