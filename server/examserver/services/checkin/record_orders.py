"""What is ordered about the record of a room, about the rule of check-in, and about photos that are old.

Rule: supporting materials are taken until the last exam of the sitting is closed, and not after.
"""

from typing import ClassVar

import msgspec
from sqlalchemy import Connection

from examserver.errors import CheckInError
from examserver.ids import new_id
from examserver.services.checkin.finding import closing_of, occasion_of, said
from examserver.services.checkin.pictures import ROOM, kept_photo, require_kept
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.rooms import require_room
from examserver.services.sittings.finding import require_exam, require_sitting
from examserver.storage.checkins import (
    Material,
    add_material,
    exams_with_photos,
    set_sitting_rule,
    take_photos_out,
)
from examserver.storage.entry_photos import remove_entry_photos, strays
from examserver.storage.exams import all_exams
from examserver.storage.settings import read_settings, write_settings

DAY = 24 * 3_600_000
KEPT_DAYS = 30


class AddMaterial(StaffOrder, frozen=True, tag="add_material"):
    """Add a photo (JPEG or PNG) with a reason to the record of a room at an exam."""

    RECORDED: ClassVar = ("exam", "room", "sha256")

    exam: str
    room: str
    reason: str
    photo: bytes = b""
    by: str = ""
    sha256: str = ""

    def prepare(self, preparation: Preparation) -> "AddMaterial":
        """Make the photo safe and keep it; raises CheckInError and StorageError."""
        sha256 = kept_photo(preparation.folder, self.photo, ROOM)
        return msgspec.structs.replace(self, photo=b"", sha256=sha256, reason=said(self.reason))

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError, RoomError and CheckInError."""
        exam = require_exam(bench.connection, self.exam)
        room = require_room(bench.connection, self.room)
        require_kept(bench.folder, self.sha256)
        if closing_of(occasion_of(bench.connection, exam)) <= bench.now:
            raise CheckInError(
                "The sitting is over: materials are handed in before its end, and not after.",
                "Tell the site admin what there is to tell.",
            )
        add_material(
            bench.connection,
            Material(new_id(), exam.id, room.name, bench.now, self.by, self.sha256, self.reason),
        )
        return Outcome(("The material is in the record.",))


class RequireCheckIn(StaffOrder, frozen=True, tag="require_check_in"):
    """Say whether the first login needs a check-in: at the site, or with a `sitting` there.

    `on` is None for a sitting that has no rule of its own any more.
    """

    RECORDED: ClassVar = ("sitting", "on")

    on: bool | None
    sitting: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError and CheckInError."""
        if self.sitting:
            sitting = require_sitting(bench.connection, self.sitting)
            set_sitting_rule(bench.connection, sitting.id, needed=self.on)
        elif self.on is None:
            raise CheckInError("The site itself has to choose.", "Say yes or no.")
        else:
            settings = read_settings(bench.connection)
            write_settings(bench.connection, msgspec.structs.replace(settings, needs_checkin=self.on))
        word = {True: "needs", False: "does not need", None: "has the site's rule for"}[self.on]
        return Outcome((f"A first login {word} a check-in: {self.sitting or 'the site'}.",))


class PurgePhotos(StaffOrder, frozen=True, tag="purge_photos"):
    """Delete the photos of exams that were closed more than so many days ago; what was decided stays."""

    RECORDED: ClassVar = ("days",)

    days: int = KEPT_DAYS

    def carry_out(self, bench: Bench) -> Outcome:
        """Name them no more; the files go once that is stored. Raises CheckInError."""
        if self.days < 0:
            raise CheckInError("The days cannot be fewer than none.", "Give a whole number, such as 30.")
        old = closed_exams(bench.connection, now=bench.now, days=self.days)
        return Outcome(number=take_photos_out(bench.connection, old), unfinished="photos")

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:  # noqa: ARG002 - the files are what there is
        """Delete all files that no row names."""
        gone = strays(bench.folder, bench.connection)
        remove_entry_photos(bench.folder, gone)
        return Outcome((f"Photos deleted: {len(gone)}.",), number=len(gone))


def closed_exams(connection: Connection, *, now: int, days: int) -> frozenset[str]:
    """The exams that were closed so many days ago, or earlier."""
    before = now - days * DAY
    return frozenset(exam.id for exam in all_exams(connection) if exam.extended(0).closes <= before)


def exams_of_old_photos(connection: Connection, *, now: int, days: int) -> frozenset[str]:
    """Those of them that still have photos."""
    with_photos = exams_with_photos(connection)
    return with_photos & closed_exams(connection, now=now, days=days) if with_photos else with_photos


RecordOrder = AddMaterial | RequireCheckIn | PurgePhotos
