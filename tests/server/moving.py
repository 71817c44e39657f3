"""What tests of moving an exam share: room passwords in force, and refusals by their names."""

from collections.abc import Callable
from functools import cache

from examserver.cli.ordering import give
from examserver.services.room_orders import SetRoomPassword
from examserver.services.room_passwords import LockedRoom, lock_room
from tests.server.conftest import Prepared
from tests.server.station import ROOM, RefusedByServiceError

PASSWORD, OTHER_PASSWORD = "K7QM-2XW9-ABCD", "ZZ3F-9GH2-MNPQ"

locked = cache(lock_room)


def put_password(prepared: Prepared, password: str = PASSWORD, room: str = ROOM) -> LockedRoom:
    """Put a room's password in force, whether the service runs or not."""
    kept = locked(password)
    give(
        prepared.folder.root,
        SetRoomPassword(room, prepared.exam.id, kept.password, kept.key, kept.sealed),
    )
    return kept


def refused(act: Callable[[], object]) -> str:
    """The refusal's status, name and what it is about, or `granted`."""
    try:
        act()
    except RefusedByServiceError as error:
        return f"{error.status} {error.reply.error} {error.reply.about}".strip()
    return "granted"
