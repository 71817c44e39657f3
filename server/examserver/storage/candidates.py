"""The candidates: one row each.

Rule: numbers are stored as `comparable` gives them, so that full-width typing and small letters find them.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update

from examserver.storage import schema
from examserver.storage.prepared import Prepared

_CHANGED = ("name", "identity_number", "seat", "room")


@dataclass(frozen=True, slots=True)
class Registered:
    """A candidate as registered. Both numbers are comparable; room and seat are what new exams take over."""

    admission_number: str
    name: str
    identity_number: str
    seat: str
    room: str = ""


def comparable(number: str) -> str:
    """An admission or identity number in the one form in which it is compared."""
    return unicodedata.normalize("NFKC", number).strip().upper()


_BY_NUMBER = Prepared(
    select(schema.candidates).where(schema.candidates.c.admission_number == bindparam("who"))
)


def expect_candidate(connection: Connection, admission_number: str) -> None:
    """Say that it will be asked for."""
    _BY_NUMBER.ask(connection, {"who": comparable(admission_number)})


def find_candidate(connection: Connection, admission_number: str) -> Registered | None:
    """The candidate with this number, which need not be comparable yet."""
    row = _BY_NUMBER.first(connection, {"who": comparable(admission_number)})
    return Registered(**row._asdict()) if row is not None else None


def all_candidates(connection: Connection) -> tuple[Registered, ...]:
    """All candidates, by admission number."""
    rows = connection.execute(select(schema.candidates).order_by(schema.candidates.c.admission_number))
    return tuple(Registered(**row._mapping) for row in rows)


def count_candidates(connection: Connection) -> int:
    """How many candidates there are."""
    return connection.execute(select(func.count()).select_from(schema.candidates)).scalar_one()


def add_candidates(connection: Connection, candidates: Iterable[Registered]) -> None:
    """Store candidates that are not there yet."""
    rows = [asdict(candidate) for candidate in candidates]
    if rows:
        connection.execute(insert(schema.candidates), rows)


def change_candidates(connection: Connection, candidates: Iterable[Registered]) -> None:
    """Replace what is stored of candidates."""
    statement = (
        update(schema.candidates)
        .where(schema.candidates.c.admission_number == bindparam("who"))
        .values({name: bindparam(f"new_{name}") for name in _CHANGED})
    )
    rows = [
        {"who": one.admission_number} | {f"new_{name}": getattr(one, name) for name in _CHANGED}
        for one in candidates
    ]
    if rows:
        connection.execute(statement, rows)
