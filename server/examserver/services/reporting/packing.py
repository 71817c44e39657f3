"""Makes the result package of a report: parts sealed and on the disk first, the signed index last.

Rule: a break in the middle leaves parts that nobody names; the report is then made from the beginning.
"""

import logging
from dataclasses import dataclass, field
from functools import partial

import msgspec
from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.attachments import Attachment
from examprotocol.bundle import manifest_digest
from examprotocol.canonical import canonical_bytes
from examprotocol.door_record import DoorEntry, RecordPhoto, RoomMaterial
from examprotocol.events import WriterLog
from examprotocol.result_package import (
    BranchLog,
    Content,
    EntryLine,
    EntryRecord,
    ReportAbout,
    ResultPart,
    Summary,
)
from examprotocol.result_seal import PartSealer, index_id, new_sealer, sign_index
from examprotocol.station_proof import station_id_of
from examserver.errors import UpstreamError
from examserver.services.checkin.record import Record, record_of
from examserver.services.collecting.looking import Ground
from examserver.services.order import Reading
from examserver.services.reporting.collecting import Collected, collect_entry, marker_here, summary_of
from examserver.services.reporting.readiness import readiness_of
from examserver.services.reporting.records import held_there
from examserver.services.reporting.sent import lacking_there, pieces_there
from examserver.storage.entry_photos import entry_photo
from examserver.storage.exams import Exam, find_exam
from examserver.storage.folder import ServiceFolder
from examserver.storage.handed_files import missing_chunks
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.reports import ReportRow, acknowledged_digests, places_of
from examserver.storage.result_parts import put_part
from examserver.storage.site import read_site
from examserver.storage.upstream import Upstream, find_upstream_paper

log = logging.getLogger(__name__)

Files = tuple[Attachment, ...]

FULL = 1 << 18
"""Bytes after which a content part is sealed: what breaks off on the way costs no more, and at the authority
saves wait for no more at once."""

MOST_AT_ONCE = 20_000
"""Parts after which a package is full, half of what one may have: what is left goes into the next report."""

LARGEST_LOG = 6 << 20
"""Bytes of a writer's events above which they are cut; no client writes so many into one."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a package is made with: a way to read, the folder and the keys of the site's service; after so
    many parts it is full.
    """

    read: Reading
    folder: ServiceFolder
    shelf: PaperShelf
    key: jwk.JWK
    most: int = MOST_AT_ONCE


@dataclass
class _Filling:
    """The parts of a package while they are made; number 1 is kept for the summary."""

    folder: ServiceFolder
    sealer: PartSealer
    parts: list[ResultPart] = field(default_factory=list)
    files: dict[str, ResultPart] = field(default_factory=dict)
    entries: list[EntryRecord] = field(default_factory=list)
    logs: list[WriterLog] = field(default_factory=list)
    branches: list[BranchLog] = field(default_factory=list)
    doors: list[DoorEntry] = field(default_factory=list)
    materials: list[RoomMaterial] = field(default_factory=list)
    photos: list[RecordPhoto] = field(default_factory=list)
    filled: int = 0
    left: int = 0

    @property
    def size(self) -> int:
        """How many parts there are by now."""
        return len(self.parts) + len(self.files) + 2

    def put(self, collected: Collected) -> None:
        """An entry, then its events; what the candidate attached goes along as it is sealed already."""
        self.entries.append(collected.record)
        self._grow(collected.record)
        for one in collected.logs:
            for cut in _cut(one):
                self.logs.append(cut)
                self._grow(cut)
        for branch in collected.branches:
            self.branches.append(branch)
            self._grow(branch)
        self.put_files(collected.record.files)

    def put_files(self, files: Files, there: frozenset[str] = frozenset()) -> None:
        """What of the candidate's files is here, but for the pieces that are `there`."""
        self.files.update({one.sha256: one for one in self.pieces_of(files) if one.sha256 not in there})

    def pieces_of(self, files: Files) -> list[ResultPart]:
        """The pieces of these files that are here."""
        missing = {chunk.sha256 for file in files for chunk in missing_chunks(self.folder, file)}
        pieces = (chunk for file in files for chunk in file.chunks if chunk.sha256 not in missing)
        return [ResultPart("file", chunk.sha256, chunk.size) for chunk in pieces]

    def put_record(self, record: Record) -> None:
        """All rows of what happened at the door and in the rooms."""
        for entry in record.entries:
            self.doors.append(entry)
            self._grow(entry)
        for material in record.materials:
            self.materials.append(material)
            self._grow(material)

    def put_photo(self, sha256: str) -> None:
        """A photo that a row names; what was deleted meanwhile is left out."""
        content = entry_photo(self.folder, sha256)
        if content is not None:
            self.photos.append(RecordPhoto(sha256, content))
            self._grow(self.photos[-1])

    def _grow(self, value: msgspec.Struct) -> None:
        self.filled += len(canonical_bytes(value))
        if self.filled >= FULL:
            self.seal()

    def seal(self) -> None:
        """End the part that is being filled, if anything is in it."""
        if self.filled:
            content = Content(
                None,
                tuple(self.entries),
                tuple(self.logs),
                tuple(self.branches),
                tuple(self.doors),
                tuple(self.materials),
                tuple(self.photos),
            )
            self.parts.append(self._sealed(content, len(self.parts) + 2))
            self.entries, self.logs, self.branches, self.filled = [], [], [], 0
            self.doors, self.materials, self.photos = [], [], []

    def finish(self, summary: Summary) -> list[ResultPart]:
        """All parts in their order, the summary first and the files last."""
        self.seal()
        first = self._sealed(Content(summary), 1)
        return [first, *self.parts, *(self.files[name] for name in sorted(self.files))]

    def _sealed(self, content: Content, number: int) -> ResultPart:
        part, sealed = self.sealer.seal(content, number)
        put_part(self.folder, part, sealed)
        return part


def make_package(workshop: Workshop, upstream: Upstream, row: ReportRow) -> ReportRow:
    """The report with its package made: the index in its row, the parts on the disk.

    Raises UpstreamError and StorageError.
    """
    require_opening_key(upstream)
    exam = workshop.read(lambda connection: find_exam(connection, row.exam))
    if exam is None:
        raise UpstreamError(f"There is no exam with the id {row.exam}.", "Report another.")
    about = workshop.read(partial(_about, workshop, upstream, exam, row))
    filling = _Filling(workshop.folder, new_sealer(about))
    record = workshop.read(partial(record_of, exam=exam))
    _fill_record(workshop, filling, record, whole=row.whole)
    lines = _fill(workshop, filling, exam, whole=row.whole)
    summary = workshop.read(partial(_summary, workshop, exam))
    told = msgspec.structs.replace(summary, lines=tuple(lines), record=record.digest)
    parts = filling.finish(told)
    counts = msgspec.structs.replace(
        about,
        entries=len(lines),
        events=sum(line.events for line in lines),
        files=sum(line.files for line in lines),
        is_whole=row.whole and not filling.left,
        left=filling.left,
    )
    index = sign_index(counts, filling.sealer, upstream.opening_key, parts, workshop.key)
    log.info("report %d of %s: %d parts", row.number, row.exam, len(parts))
    size = sum(part.size for part in parts)
    return _made(row, index, size)


def require_opening_key(upstream: Upstream) -> None:
    """Raise UpstreamError while nobody can say to whom a package is sealed."""
    if not upstream.opening_key:
        raise UpstreamError(
            f"It is not known yet to which key {upstream.name} takes reports.",
            "It comes by the line by itself; or join once more by a new joining file.",
        )


def _made(row: ReportRow, index: str, size: int) -> ReportRow:
    return ReportRow(
        row.exam, row.number, row.at, row.by, row.whole, index, index_id(index), size, tries=row.tries
    )


def _fill_record(workshop: Workshop, filling: _Filling, record: Record, *, whole: bool) -> None:
    """Put the record of door and rooms in, unless the authority has it as it is; photos that it has not."""
    held = workshop.read(lambda connection: held_there(connection, record.exam.id))
    if whole or record.digest != held.record:
        filling.put_record(record)
    photos = record.photos if whole else held.photos_due(record, workshop.folder)
    for place, photo in enumerate(photos):
        if filling.size >= workshop.most:
            filling.left += len(photos) - place
            return
        filling.put_photo(photo)


def _fill(workshop: Workshop, filling: _Filling, exam: Exam, *, whole: bool) -> list[EntryLine]:
    """Put the entries in that the authority has not, or all of them; every one has its line."""
    known = {} if whole else workshop.read(lambda connection: acknowledged_digests(connection, exam.id))
    lines, mark, brought = [], marker_here(workshop.shelf, exam), list[Files]()
    for place in workshop.read(lambda connection: places_of(connection, exam.id)):
        collected = workshop.read(partial(collect_entry, exam=exam, place=place, mark=mark))
        record = collected.record
        lines.append(
            EntryLine(record.candidate, record.state, record.digest, collected.events, len(record.files))
        )
        if known.get(record.candidate) == record.digest:
            brought.append(record.files)
        elif filling.size >= workshop.most:
            filling.left += 1
        else:
            filling.put(collected)
    _fill_gaps(workshop, filling, exam, brought)
    return lines


def _fill_gaps(workshop: Workshop, filling: _Filling, exam: Exam, brought: list[Files]) -> None:
    """After all that is new, where the authority lacked files: a piece that came since changes nothing of the
    entry that names it. First what no report has brought, then all else, as far as there is room.
    """
    if not workshop.read(lambda connection: lacking_there(connection, exam.id)):
        return
    there = workshop.read(lambda connection: pieces_there(connection, exam.id))
    due = [files for files in brought if any(one.sha256 not in there for one in filling.pieces_of(files))]
    for place, files in enumerate(due):
        if filling.size >= workshop.most:
            filling.left += len(due) - place
            return
        filling.put_files(files, there)
    for files in brought:
        if filling.size >= workshop.most:
            return
        filling.put_files(files)


def _summary(workshop: Workshop, exam: Exam, connection: Connection) -> Summary:
    ready = readiness_of(Ground(connection, workshop.folder, workshop.shelf), exam)
    return summary_of(connection, exam, ready, scored=workshop.shelf.is_scored_here(exam.paper))


def _about(
    workshop: Workshop, upstream: Upstream, exam: Exam, row: ReportRow, connection: Connection
) -> ReportAbout:
    identity = read_site(connection)
    given = find_upstream_paper(connection, exam.paper)
    own = manifest_digest(workshop.shelf.manifest_token(exam.paper)) if given is None else ""
    return ReportAbout(
        authority=upstream.authority,
        site=station_id_of(workshop.key),
        service=identity.id,
        generation=identity.generation,
        exam=exam.id,
        title=exam.title,
        paper=exam.paper,
        manifest=given.manifest_digest if given else own,
        number=row.number,
        at=row.at,
        is_whole=row.whole,
        entries=0,
        events=0,
        files=0,
    )


def _cut(one: WriterLog) -> list[WriterLog]:
    """The log whole, as long as it is one that a client can have written."""
    size = len(canonical_bytes(one))
    if size <= LARGEST_LOG:
        return [one]
    step = max(1, len(one.events) * FULL // size)
    return [
        WriterLog(one.writer, one.events[start : start + step]) for start in range(0, len(one.events), step)
    ]
