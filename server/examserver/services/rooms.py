"""The rooms of the site: how one is added and found."""

from sqlalchemy import Connection

from examserver.errors import RoomError
from examserver.services.names import LONGEST_ROOM, as_name, is_name, is_same
from examserver.storage.rooms import Room, all_rooms
from examserver.storage.rooms import add_room as store_room


def add_room(connection: Connection, name: str, now: int) -> Room:
    """Add a room; raises RoomError. `now` is the site time in milliseconds."""
    room = Room(as_name(name), now)
    if not is_name(room.name, LONGEST_ROOM):
        raise RoomError(
            f"A room's name has 1 to {LONGEST_ROOM} characters, and none that cannot be seen.",
            "Give another name, such as A or 机房301.",
        )
    known = _called(connection, room.name)
    if known:
        raise RoomError(
            f"There is a room {known.name} already.", "See which there are: examserver room list DIR"
        )
    store_room(connection, room)
    return room


def require_room(connection: Connection, name: str) -> Room:
    """The room that a person means; raises RoomError with those that there are."""
    room = _called(connection, name)
    if room is not None:
        return room
    names = ", ".join(room.name for room in all_rooms(connection))
    raise RoomError(
        f"There is no room called {name}.",
        f"There are: {names}." if names else "Add one first: examserver room add DIR NAME",
    )


def _called(connection: Connection, name: str) -> Room | None:
    return next((room for room in all_rooms(connection) if is_same(room.name, name)), None)
