"""The record of a sitting as one ZIP: an index as CSV and XLSX, the photos, and the SHA-256 of each file.

Rule: `SHA256SUMS.txt` is as `sha256sum -c` reads it, and names every file but itself. A photo that was
deleted, or is not here, has no file, and its line says so by an empty cell.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from examprotocol.door_record import DoorEntry, RoomMaterial
from examserver.services.checkin.record import Proceedings, Record
from examserver.services.checkin.record_words import in_chinese
from examserver.services.collecting.result_desk import zipped
from examserver.services.file_names import visible_name
from examserver.services.result_files import Sheet, sheet_csv
from examserver.site_times import shown

SUMS = "SHA256SUMS.txt"
COLUMNS = (
    "kind",
    "exam",
    "exam_title",
    "admission_number",
    "name",
    "room",
    "seat",
    "state",
    "at",
    "by",
    "reason",
    "decided",
    "decided_by",
    "answer",
    "photo",
    "sha256",
)
Photos = Callable[[str], bytes | None]
"""The photo of a SHA-256; None where it is not here."""


@dataclass(frozen=True, slots=True)
class _Photo:
    name: str
    sha256: str


def record_name(told: Proceedings) -> str:
    """What the file is called."""
    return visible_name(f"{told.id}-entries.zip")


def record_zip(told: Proceedings, photos: Photos, *, chinese: bool = False) -> IO[bytes]:
    """The whole as a file, open at its beginning; whoever asks closes it. Raises StorageError."""
    return zipped(_members(told, photos, chinese=chinese))


def index_sheet(told: Proceedings, there: Iterable[str] = ()) -> Sheet:
    """The index: a row for each check-in, entry and material; of the photos those that are `there`."""
    here = frozenset(there)
    rows = [_row(told, record, one, here) for record in told.records for one in _in_order(record)]
    return Sheet("entries", COLUMNS, rows)


def _members(told: Proceedings, photos: Photos, *, chinese: bool) -> Iterator[tuple[str, bytes]]:
    sums, there = dict[str, str](), set[str]()
    for photo in _named(told):
        content = photos(photo.sha256)
        if content is not None:
            there.add(photo.sha256)
            sums[photo.name] = hashlib.sha256(content).hexdigest()
            yield photo.name, content
    for name, content in _index(index_sheet(told, there), chinese=chinese):
        sums[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    yield SUMS, "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def _index(sheet: Sheet, *, chinese: bool) -> Iterator[tuple[str, bytes]]:
    from examserver.services.collecting.spreadsheet import workbook  # noqa: PLC0415 - it brings Pillow along

    spoken = in_chinese(sheet) if chinese else sheet
    rows = list(spoken.rows)
    yield "index.csv", sheet_csv(Sheet(spoken.name, spoken.columns, rows))
    yield "index.xlsx", workbook([Sheet(spoken.name, spoken.columns, rows)])


def _named(told: Proceedings) -> tuple[_Photo, ...]:
    found = {}
    for record in told.records:
        for one in _in_order(record):
            if one.photo:
                name = _photo_name(record, one)
                found[name] = _Photo(name, one.photo)
    return tuple(found.values())


def _photo_name(record: Record, one: DoorEntry | RoomMaterial) -> str:
    """By what it is of; the beginning of its hash keeps two apart."""
    if isinstance(one, DoorEntry):
        return f"photos/{visible_name(f'{record.exam.id}-{one.candidate}-{one.photo[:12]}.jpg')}"
    return f"photos/{visible_name(f'{record.exam.id}-{one.room}-{one.photo[:12]}.jpg')}"


def _in_order(record: Record) -> tuple[DoorEntry | RoomMaterial, ...]:
    return *record.entries, *record.materials


def _row(
    told: Proceedings, record: Record, one: DoorEntry | RoomMaterial, there: frozenset[str]
) -> tuple[object, ...]:
    file = _photo_name(record, one) if one.photo in there else ""
    exam = (record.exam.id, record.exam.title)
    if isinstance(one, RoomMaterial):
        what = ("", "", one.room, "", "", shown(one.at), one.by, one.reason, "", "", "")
        return "material", *exam, *what, file, one.photo
    name, seat = told.person(record.exam.id, one.candidate)
    decided = shown(one.decided) if one.decided else ""
    who = (one.candidate, name, one.room, seat, one.state, shown(one.at), one.by, one.reason)
    return "entry", *exam, *who, decided, one.decided_by, one.answer, file, one.photo
