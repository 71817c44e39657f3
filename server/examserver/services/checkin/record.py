"""The record of the door and of the rooms at an exam: what leaves the site as a file or by a report.

Rule: at the site it is read from its own tables, at the authority from what the site has reported; whoever
shows it, writes it or seals it sees the same values.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.door_record import DoorEntry, RoomMaterial, record_digest
from examserver.services.checkin.finding import occasion_of
from examserver.services.sittings.finding import require_exam, require_exams
from examserver.storage.checkins import checkins_at, materials_at
from examserver.storage.exams import Exam
from examserver.storage.reported_records import reported_doors, reported_materials
from examserver.storage.reports import EntryPlace, places_of
from examserver.storage.sittings import find_sitting


@dataclass(frozen=True, slots=True)
class Record:
    """All that is recorded of one exam: `entries` by admission number, `materials` by their time."""

    exam: Exam
    entries: tuple[DoorEntry, ...]
    materials: tuple[RoomMaterial, ...]

    @property
    def digest(self) -> str:
        """Of its rows without their photos, `""` for none."""
        return record_digest(self.entries, self.materials)

    @property
    def photos(self) -> tuple[str, ...]:
        """The SHA-256 of each photo that a row names, once."""
        named = [*(one.photo for one in self.entries), *(one.photo for one in self.materials)]
        return tuple(dict.fromkeys(photo for photo in named if photo))


@dataclass(frozen=True, slots=True)
class Proceedings:
    """The records of all exams of one occasion, and who the candidates are; `title` is the sitting's, or the
    exam's.
    """

    id: str
    title: str
    records: tuple[Record, ...]
    people: dict[tuple[str, str], EntryPlace]

    def person(self, exam: str, candidate: str) -> tuple[str, str]:
        """Name and seat of a candidate, `""` where nobody says."""
        place = self.people.get((exam, candidate))
        return (place.candidate.name, place.seat) if place else ("", "")


def record_of(connection: Connection, exam: Exam) -> Record:
    """What is recorded of an exam of this service, or of one that a site has reported."""
    if exam.reported_by:
        return Record(exam, reported_doors(connection, exam.id), reported_materials(connection, exam.id))
    entries = tuple(
        DoorEntry(
            one.candidate,
            one.room,
            one.state.value,
            one.at,
            one.by,
            one.photo,
            one.reason,
            one.decided,
            one.decided_by,
            one.answer,
        )
        for one in checkins_at(connection, [exam.id])
    )
    materials = tuple(
        RoomMaterial(one.id, one.room, one.at, one.by, one.photo, one.reason)
        for one in materials_at(connection, [exam.id])
    )
    return Record(exam, entries, materials)


def proceedings_of(connection: Connection, wanted: str) -> Proceedings:
    """The records of a sitting, or of the sitting of an exam; `wanted` is the id of either.

    Raises SittingError.
    """
    sitting = find_sitting(connection, wanted)
    exams: Collection[Exam] = require_exams(connection, sitting) if sitting else ()
    if not exams:
        exam = require_exam(connection, wanted)
        exams, sitting = occasion_of(connection, exam), find_sitting(connection, exam.sitting)
    first = next(iter(exams))
    return Proceedings(
        sitting.id if sitting else first.id,
        sitting.title if sitting else first.title,
        tuple(record_of(connection, exam) for exam in exams),
        {
            (exam.id, place.candidate.admission_number): place
            for exam in exams
            for place in places_of(connection, exam.id)
        },
    )
