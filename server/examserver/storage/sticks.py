"""The proctors' sticks that this service made: one row each, for ever."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from examserver.storage import schema

LONGEST_BY = 100


@dataclass(frozen=True, slots=True)
class StickRow:
    """A stick: `made` is the site time in milliseconds, `by` who made it, or brought it back."""

    id: str
    room: str
    made: int
    by: str


_TABLE = schema.sticks


def find_stick(connection: Connection, stick_id: str) -> StickRow | None:
    """The stick with this id."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.id == stick_id)).one_or_none()
    return StickRow(**row._mapping) if row else None


def add_stick(connection: Connection, stick: StickRow) -> None:
    """Store a stick that is not there yet."""
    row = asdict(stick)
    connection.execute(insert(_TABLE).values({**row, "by": row["by"][:LONGEST_BY]}))
