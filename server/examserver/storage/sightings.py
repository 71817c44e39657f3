"""Where stations were seen during their sessions: a row for each change. Nothing is ever removed."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class Sighting:
    """A station, in an attempt, was first seen at this address at the site time `at` (milliseconds)."""

    station: str
    attempt: str
    at: int
    address: str
    inside: bool


_TABLE = schema.sightings


def last_sighting(connection: Connection, station: str, attempt: str) -> Sighting | None:
    """The newest of a station in an attempt."""
    wanted = (_TABLE.c.station == station) & (_TABLE.c.attempt == attempt)
    query = select(_TABLE).where(wanted).order_by(_TABLE.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Sighting(row.station, row.attempt, row.at, row.address, row.inside) if row else None


def add_sighting(connection: Connection, sighting: Sighting) -> None:
    """Store a sighting."""
    connection.execute(insert(_TABLE).values(asdict(sighting)))
