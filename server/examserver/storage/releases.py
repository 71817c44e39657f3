"""The seats that proctors released: a row for each, for ever."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class Release:
    """From `at` (site time in milliseconds) on, nobody had to consent to a login for the attempt.

    `station` held it until then, by the attempt's grant `granted`; `number` counts its releases from 1.
    """

    attempt: str
    number: int
    at: int
    station: str
    granted: int
    by: str
    reason: str


def add_release(connection: Connection, release: Release) -> None:
    """Store a release."""
    connection.execute(insert(schema.releases).values(asdict(release)))


def releases_of(connection: Connection, attempt: str) -> tuple[Release, ...]:
    """All releases of an attempt, by their number."""
    table = schema.releases
    query = select(table).where(table.c.attempt == attempt).order_by(table.c.number)
    return tuple(Release(**row._mapping) for row in connection.execute(query))
