"""The log of visits: one row for each visit's file that was offered, also for refused ones.

Rule: nothing is ever changed or removed.
"""

from dataclasses import asdict, dataclass, replace

import msgspec
from sqlalchemy import Connection, Row, Select, func, insert, select

from examprotocol.canonical import canonical_bytes
from examprotocol.visit import VisitedPackage
from examserver.storage import schema
from examserver.storage.imports import LONGEST_BY, LONGEST_LABEL, LONGEST_NAME


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as it was offered, and what became of it.

    `at` is the site time in milliseconds at which it was brought, `by` who brought it. `visited` is when the
    station was visited, by the station's word. The other fields are those of `examprotocol.visit.Visit`,
    empty for one that is refused, and of `services.import_verdicts`.
    """

    number: int
    at: int
    by: str
    file: str
    sha256: str
    verdict: str
    stick: str = ""
    station: str = ""
    room: str = ""
    seat: str = ""
    visited: int = 0
    done: bool = False
    fault: str = ""
    about: str = ""
    packages: tuple[VisitedPackage, ...] = ()
    left: tuple[str, ...] = ()


class _Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row keeps as JSON."""

    packages: tuple[VisitedPackage, ...] = ()
    left: tuple[str, ...] = ()


_details = msgspec.json.Decoder(_Detail)
_TABLE = schema.visits


def next_visit_number(connection: Connection) -> int:
    """The number of the next row."""
    return (connection.execute(select(func.max(_TABLE.c.number))).scalar_one() or 0) + 1


def add_visit(connection: Connection, row: VisitRow) -> None:
    """Store a row; its number must be new. What is too long for a column is cut."""
    columns = asdict(replace(row, packages=(), left=()))
    del columns["packages"], columns["left"]
    columns["station"], columns["about"] = row.station[:LONGEST_LABEL], row.about[:LONGEST_LABEL]
    columns["file"], columns["by"] = row.file[:LONGEST_NAME], row.by[:LONGEST_BY]
    detail = canonical_bytes(_Detail(row.packages, row.left))
    connection.execute(insert(_TABLE).values({**columns, "detail": detail}))


def was_noted(connection: Connection, sha256: str) -> bool:
    """Whether a visit with just this content was taken before."""
    query = select(_TABLE.c.number).where(_TABLE.c.sha256 == sha256, _TABLE.c.fault == "").limit(1)
    return connection.execute(query).first() is not None


def all_visits(connection: Connection) -> tuple[VisitRow, ...]:
    """All rows in the order in which they came, refused ones too."""
    return _rows(connection, select(_TABLE).order_by(_TABLE.c.number))


def visits_since(connection: Connection, moment: int) -> tuple[VisitRow, ...]:
    """The visits that were taken and made at `moment` or later, by the stations' word; the newest last."""
    wanted = (_TABLE.c.fault == "") & (_TABLE.c.visited >= moment)
    return _rows(connection, select(_TABLE).where(wanted).order_by(_TABLE.c.visited, _TABLE.c.number))


def _rows(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[VisitRow, ...]:
    return tuple(_row(row) for row in connection.execute(query))


def _row(row: Row[*tuple[object, ...]]) -> VisitRow:
    columns = dict(row._mapping)
    detail = _details.decode(columns.pop("detail"))
    return VisitRow(**columns, packages=detail.packages, left=detail.left)
