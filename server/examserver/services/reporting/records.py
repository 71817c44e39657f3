"""The record of the door and of the rooms in reports: what a site puts in, what the authority takes in.

Rule: a report carries all rows of an exam's record, or none where the authority has signed that it holds
them; each photo goes once. Nothing is stored of a photo that no row names.
"""

from dataclasses import dataclass
from typing import TypeVar

from msgspec.structs import replace
from sqlalchemy import Connection

from examprotocol.door_record import JPEG, LARGEST_PHOTO, DoorEntry, RecordPhoto, RoomMaterial, record_digest
from examprotocol.report_messages import Acknowledgement
from examprotocol.result_package import Content
from examserver.services.checkin.record import Record
from examserver.services.order import Bench
from examserver.services.reporting.faults import ReportFault, ReportFaultError
from examserver.services.reporting.sent import newest_taken
from examserver.storage.disk_room import Use
from examserver.storage.entry_photos import keep_entry_photo, photos_there
from examserver.storage.folder import ServiceFolder
from examserver.storage.reported_records import (
    keep_only,
    put_reported_doors,
    put_reported_materials,
    reported_doors,
    reported_materials,
)

Row = TypeVar("Row", DoorEntry, RoomMaterial)


@dataclass(frozen=True, slots=True)
class HeldThere:
    """What the authority has signed of the record: its digest, and the photos. None: it takes no record."""

    record: str | None
    photos: frozenset[str]

    def lacks(self, record: Record, folder: ServiceFolder) -> bool:
        """Whether a report that is made now would bring anything of the record."""
        if self.record is None:
            return False
        return record.digest != self.record or bool(self.photos_due(record, folder))

    def photos_due(self, record: Record, folder: ServiceFolder) -> tuple[str, ...]:
        """The photos that the authority has not, and that are here."""
        due = [photo for photo in record.photos if photo not in self.photos]
        here = photos_there(folder, due) if due else frozenset()
        return tuple(photo for photo in due if photo in here)


def held_there(connection: Connection, exam: str) -> HeldThere:
    """By the newest report of the exam that was taken in; nothing where none was."""
    return held_by(newest_taken(connection, exam))


def held_by(said: Acknowledgement | None) -> HeldThere:
    """By what the authority has signed of the newest report that it took in."""
    return HeldThere(said.record, frozenset(said.photos)) if said else HeldThere(None, frozenset())


def take_record(bench: Bench, exam: str, report: str, content: Content, *, is_newest: bool) -> None:
    """Take the rows and photos of a content part in; an older report only adds what is missing.

    Raises ReportFaultError, and StorageError where a photo finds no room.
    """
    connection = bench.connection
    texts = [*map(_texts, content.doors), *map(_texts, content.materials)]
    if any("\0" in text for some in texts for text in some):
        raise ReportFaultError(ReportFault.UNREADABLE)
    if content.doors:
        known = {one.candidate: one for one in reported_doors(connection, exam)}
        rows = [_joined(one, known.get(one.candidate), is_newest=is_newest) for one in content.doors]
        put_reported_doors(connection, exam, report, [one for one in rows if one is not None])
    if content.materials:
        there = {one.id: one for one in reported_materials(connection, exam)}
        kept = [_joined(one, there.get(one.id), is_newest=is_newest) for one in content.materials]
        put_reported_materials(connection, exam, report, [one for one in kept if one is not None])
    named = _named(connection, exam) if content.photos else frozenset[str]()
    for photo in content.photos:
        _take_photo(bench, named, photo)


def settled_record(connection: Connection, exam: str, report: str, told: str) -> str:
    """Once all parts were taken in: the digest `told` by the summary where that is what is here, else `""`.

    What the site has taken back since an earlier report goes, where this one has brought all that is left.
    """
    if _digest(connection, exam) != told and not keep_only(connection, exam, report):
        return ""
    return told if _digest(connection, exam) == told else ""


def held_photos(connection: Connection, folder: ServiceFolder, exam: str) -> tuple[str, ...]:
    """The photos of a reported exam's record that are here."""
    return tuple(sorted(photos_there(folder, _named(connection, exam))))


def _joined(told: Row, known: Row | None, *, is_newest: bool) -> Row | None:
    """The row to store, None for the one that is here. A photo that the site has deleted since stays."""
    if known is None:
        return told
    if not is_newest:
        return None
    is_same = replace(known, photo="") == told
    return known if is_same else told


def _take_photo(bench: Bench, named: frozenset[str], photo: RecordPhoto) -> None:
    if photo.sha256 not in named:
        return
    is_one = photo.jpeg.startswith(JPEG) and len(photo.jpeg) <= LARGEST_PHOTO
    if not is_one or not photo.is_itself:
        raise ReportFaultError(ReportFault.UNREADABLE)
    keep_entry_photo(bench.folder, photo.jpeg, Use.REPORT)


def _named(connection: Connection, exam: str) -> frozenset[str]:
    doors, materials = reported_doors(connection, exam), reported_materials(connection, exam)
    named = {*(one.photo for one in doors), *(one.photo for one in materials)}
    return frozenset(named - {""})


def _digest(connection: Connection, exam: str) -> str:
    return record_digest(reported_doors(connection, exam), reported_materials(connection, exam))


def _texts(one: DoorEntry | RoomMaterial) -> tuple[str, ...]:
    if isinstance(one, RoomMaterial):
        return one.room, one.by, one.reason
    return one.candidate, one.room, one.by, one.reason, one.decided_by, one.answer
