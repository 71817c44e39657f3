"""What the staff can order about stations and their enrolment."""

from typing import ClassVar

import msgspec

from examserver.services.actions.scopes import require_why
from examserver.services.enrolment_files import EnrolmentPlan, machines_of, make_enrolment
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.rooms import require_room
from examserver.services.stations import called, release_station, rename_station, revoke_station
from examserver.storage.stations import StationState


class MakeEnrolment(StaffOrder, frozen=True, tag="make_enrolment"):
    """Make an enrolment file for a room; what the fields mean stands in `EnrolmentPlan`."""

    RECORDED: ClassVar = ("room", "machines", "address")

    room: str
    valid: int
    machines: int = 0
    seats: dict[str, str] = msgspec.field(default_factory=dict)
    address: str = ""

    def prepare(self, preparation: Preparation) -> "MakeEnrolment":  # noqa: ARG002 - it needs none
        """Count the machines where nobody gave a number: the audit log would keep a nought."""
        return msgspec.structs.replace(self, machines=machines_of(self.machines, self.seats))

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; the outcome has the file. Raises RoomError, EnrolmentError and FolderError."""
        room = require_room(bench.connection, self.room)
        plan = EnrolmentPlan(room, self.valid, self.machines, self.seats, self.address)
        made = make_enrolment(bench, plan)
        machines = f"{made.machines} machine{'' if made.machines == 1 else 's'}"
        return Outcome((f"It serves {machines} of room {room.name}.",), made.content)


class RenameStation(StaffOrder, frozen=True, tag="rename_station"):
    """Give a station another name."""

    RECORDED: ClassVar = ("station", "name")

    station: str
    name: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises StationError."""
        station = rename_station(bench.connection, self.station, self.name)
        return Outcome((f"It is called {called(station)} now.",))


class ReleaseStation(StaffOrder, frozen=True, tag="release_station"):
    """Take a station's seat away, for the spare machine to have."""

    RECORDED: ClassVar = ("station",)

    station: str
    by: str = ""
    reason: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError and StationError. Says so where the station has no seat already."""
        require_why(self.reason)
        station = release_station(bench.connection, self.station)
        if station.state is not StationState.ACTIVE:
            return Outcome((f"{called(station)} has no seat any more: it was {station.state} before.",))
        return Outcome(
            (
                f"{called(station)} is released.",
                f"Seat {station.seat} is free: enrol the spare machine there.",
                "What the released machine has not sent yet is still taken from it.",
            )
        )


class RevokeStation(StaffOrder, frozen=True, tag="revoke_station"):
    """Refuse a station for ever."""

    RECORDED: ClassVar = ("station",)

    station: str
    by: str = ""
    reason: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError and StationError. Says so where it was revoked already."""
        require_why(self.reason)
        station = revoke_station(bench.connection, self.station)
        if station.state is StationState.REVOKED:
            return Outcome((f"{called(station)} was revoked before.",))
        lines = [f"{called(station)} is revoked: nothing is taken from it any more."]
        if station.seat:
            lines.append(f"Seat {station.seat} is free.")
        return Outcome((*lines, "To use the machine again, enrol it anew: it then makes a new key."))
