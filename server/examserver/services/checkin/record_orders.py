"""What is ordered about the record of a room, about the rule of check-in, and about photos that are old.

Rule: supporting materials are taken until the last exam of the sitting has closed for everybody, not after.
"""

from typing import ClassVar

import msgspec
from sqlalchemy import Connection

from examserver.errors import CheckInError
from examserver.ids import new_id
from examserver.services.checkin.finding import is_over, occasion_of, said
from examserver.services.checkin.pictures import ROOM, kept_photo, require_kept
from examserver.services.checkin.record import record_of
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.reporting.records import held_there
from examserver.services.rooms import require_room
from examserver.services.sittings.finding import require_exam, require_sitting
from examserver.storage.came_reports import came_last
from examserver.storage.checkins import (
    Material,
    add_material,
    exams_with_photos,
    set_sitting_rule,
    take_photos_out,
)
from examserver.storage.entry_photos import remove_entry_photos, strays
from examserver.storage.exams import Exam, all_exams
from examserver.storage.folder import ServiceFolder
from examserver.storage.settings import read_settings, write_settings
from examserver.storage.sittings import rehearsed_exams
from examserver.storage.upstream import read_upstream

DAY = 24 * 3_600_000
KEPT_DAYS = 30
ADVICE = "Report the exam first, or delete them all the same with --unreported."


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
        if is_over(bench.connection, occasion_of(bench.connection, exam), bench.now):
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
    """Delete the photos of exams that were closed more than so many days ago; what was decided stays.

    At an authority the days count from the last report that was taken in, if that came after the closing.

    Where this site reports to an authority, photos that it has not acknowledged are kept, unless
    `unreported` says to delete them all the same.
    """

    RECORDED: ClassVar = ("days", "unreported")

    days: int = KEPT_DAYS
    unreported: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Name them no more; the files go once that is stored. Raises CheckInError."""
        if self.days < 0:
            raise CheckInError("The days cannot be fewer than none.", "Give a whole number, such as 30.")
        old = _closed_exams(bench.connection, bench.now, self.days)
        kept = [] if self.unreported else _due_above(bench.connection, bench.folder, old)
        count = take_photos_out(bench.connection, [exam.id for exam in old if exam.id not in kept])
        said = (f"Kept, since the authority has not all of them: {', '.join(kept)}.", ADVICE) if kept else ()
        return Outcome(said, number=count, unfinished="photos")

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """Delete all files that no row names."""
        gone = strays(bench.folder, bench.connection)
        remove_entry_photos(bench.folder, gone)
        return Outcome((*outcome.lines, f"Photos deleted: {len(gone)}."), number=len(gone))


RecordOrder = AddMaterial | RequireCheckIn | PurgePhotos


def exams_of_old_photos(
    connection: Connection, folder: ServiceFolder, now: int, days: int = KEPT_DAYS
) -> tuple[str, ...]:
    """The exams that were closed so many days ago and still have photos, none of which is still to be
    reported. Those that sites report: whose last report came so many days ago as well.
    """
    named = exams_with_photos(connection)
    old = [exam for exam in _closed_exams(connection, now, days) if exam.id in named] if named else []
    kept = _due_above(connection, folder, old)
    return tuple(exam.id for exam in old if exam.id not in kept)


def _closed_exams(connection: Connection, now: int, days: int) -> list[Exam]:
    """Who reports late deletes its photos once they are acknowledged: here they have days of their own."""
    before, came = now - days * DAY, came_last(connection)
    return [
        exam for exam in all_exams(connection) if max(exam.extended(0).closes, came.get(exam.id, 0)) <= before
    ]


def _due_above(connection: Connection, folder: ServiceFolder, exams: list[Exam]) -> list[str]:
    return [exam.id for exam in exams if _is_due_above(connection, folder, exam)]


def _is_due_above(connection: Connection, folder: ServiceFolder, exam: Exam) -> bool:
    """Whether photos of an exam are still to be reported; a rehearsal never is."""
    if exam.reported_by or read_upstream(connection) is None or exam.id in rehearsed_exams(connection):
        return False
    return bool(held_there(connection, exam.id).photos_due(record_of(connection, exam), folder))
