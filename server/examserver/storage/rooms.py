"""The rooms of the site: one row each."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class Room:
    """A room. `added` is the site time in milliseconds."""

    name: str
    added: int


def find_room(connection: Connection, name: str) -> Room | None:
    """The room with exactly this name."""
    row = connection.execute(select(schema.rooms).where(schema.rooms.c.name == name)).one_or_none()
    return Room(**row._mapping) if row else None


def all_rooms(connection: Connection) -> tuple[Room, ...]:
    """All rooms, by name."""
    rows = connection.execute(select(schema.rooms).order_by(schema.rooms.c.name))
    return tuple(Room(**row._mapping) for row in rows)


def add_room(connection: Connection, room: Room) -> None:
    """Store a room that is not there yet."""
    connection.execute(insert(schema.rooms).values(asdict(room)))
