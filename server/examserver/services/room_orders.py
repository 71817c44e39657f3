"""What the staff can order about rooms, and the sticks of their proctors."""

from typing import ClassVar

from examprotocol.room_password import PasswordHash
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.room_passwords import LockedRoom, exam_of_password, put_in_force
from examserver.services.rooms import add_room, require_room
from examserver.services.sticks import make_stick


class AddRoom(StaffOrder, frozen=True, tag="add_room"):
    """Add a room."""

    RECORDED: ClassVar = ("name",)

    name: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises RoomError."""
        room = add_room(bench.connection, self.name, bench.now)
        return Outcome((f"Room {room.name} is added.",))


class SetRoomPassword(StaffOrder, frozen=True, tag="set_room_password"):
    """Put a room password in force for an exam, given as what stations may hold of it."""

    RECORDED: ClassVar = ("room", "exam")

    room: str
    exam: str
    password: PasswordHash
    key: dict[str, str]
    sealed: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises RoomError."""
        room = require_room(bench.connection, self.room)
        exam = exam_of_password(bench.connection, self.exam, bench.now)
        locked = LockedRoom(self.password, self.key, self.sealed)
        number = put_in_force(bench, room, exam, locked)
        return Outcome((f"Password {number} of room {room.name} is in force for {exam.id}.",))


class MakeStick(StaffOrder, frozen=True, tag="make_stick"):
    """Make a proctor's stick for a room; `exam` is the one whose password counts, `""` for all that do."""

    RECORDED: ClassVar = ("room", "exam")

    room: str
    exam: str
    by: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; the outcome has the stick's file. Raises RoomError and FolderError."""
        room = require_room(bench.connection, self.room)
        return Outcome(content=make_stick(bench, room, self.exam, self.by))
