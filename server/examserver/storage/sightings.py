"""Where stations were seen during their sessions: a row for each change. Nothing is ever removed."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Integer, bindparam, insert, literal_column, select

from examserver.storage import schema
from examserver.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Sighting:
    """A station, in an attempt, was first seen at this address at the site time `at` (milliseconds)."""

    station: str
    attempt: str
    at: int
    address: str
    inside: bool


_TABLE = schema.sightings
_LAST = Prepared(
    select(_TABLE)
    .where(_TABLE.c.station == bindparam("seen"), _TABLE.c.attempt == bindparam("of_attempt"))
    .order_by(_TABLE.c.id.desc())
    .limit(literal_column("1", Integer)),
    "of_attempt",
)
_NEW = Prepared(insert(_TABLE).values({name: bindparam(name) for name in Sighting.__annotations__}), rank=2)


def expect_sighting(connection: Connection, station: str, attempt: str) -> None:
    """Say that the newest will be asked for."""
    _LAST.ask(connection, {"seen": station, "of_attempt": attempt})


def last_sighting(connection: Connection, station: str, attempt: str) -> Sighting | None:
    """The newest of a station in an attempt."""
    row = _LAST.first(connection, {"seen": station, "of_attempt": attempt})
    return Sighting(row.station, row.attempt, row.at, row.address, row.inside) if row else None


def add_sighting(connection: Connection, sighting: Sighting) -> None:
    """Store a sighting."""
    _NEW.run(connection, [asdict(sighting)], sighting.attempt)
