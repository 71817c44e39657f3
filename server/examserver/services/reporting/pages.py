"""What the pages about reporting show, and how a report comes in by them.

Rule: reads go on one state of the tables, in a thread of its own; a file is on the disk before it is looked
at.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import anyio.to_thread
from sqlalchemy import Connection

from examprotocol.result_package import ResultPart
from examprotocol.result_seal import claimed_index
from examserver.clock import Clock
from examserver.errors import ExamSiteError, SiteError, StorageError, UpstreamError
from examserver.services.giving.changes import Change
from examserver.services.giving.taking import change_by
from examserver.services.reporting.alerting import Upward, upward
from examserver.services.reporting.alerts_above import ShownAlert, shown_alerts
from examserver.services.reporting.overview import (
    ExamBelow,
    Reporting,
    Seen,
    SiteAbove,
    reporting_below,
    sites_above,
)
from examserver.services.reporting.result_file import parts_in, read_index
from examserver.services.reporting.taking import open_report
from examserver.storage.disk_room import Use, require_room
from examserver.storage.files import TEMP_PREFIX
from examserver.storage.folder import ServiceFolder
from examserver.storage.given_lists import UpstreamList
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.reports import ReportRow, find_report
from examserver.storage.result_parts import missing_parts, put_part, read_part
from examserver.storage.store import Store

LARGEST_FILE = 2 << 30
"""The most bytes of a file that comes by the page; a larger one is for the command."""

LOOK_BYTES = 16 << 20
"""After so many bytes of it, it is looked whether the disk has room beside what is kept for answers."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list from the authority, and what it would change here; None where nobody can say."""

    row: UpstreamList
    change: Change | None


class ReportPages:
    """Owns the way to tables and parts, and remembers what entries were like when they were seen last."""

    def __init__(self, store: Store, folder: ServiceFolder, shelf: PaperShelf, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._shelf = shelf
        self._clock = clock
        self._seen = Seen()

    async def below(self) -> tuple[Reporting, tuple[Waiting, ...]]:
        """What a site has reported, and the lists that it is given."""
        return await self._store.read(partial(self._below, now=self._clock.now()))

    async def exam_below(self, exam: str) -> ExamBelow | None:
        """One exam that could be reported from here; None where there is none of this id."""
        reporting, _ = await self.below()
        return next((one for one in reporting.exams if one.exam.id == exam), None)

    async def above(self) -> tuple[SiteAbove, ...]:
        """What came to the authority, site by site."""
        return await self._store.read(lambda connection: sites_above(connection, self._folder))

    async def upward(self) -> Upward:
        """What a site reports upward while an exam is on."""
        return await self._store.read(partial(upward, now=self._clock.now()))

    async def alerts(self) -> tuple[ShownAlert, ...]:
        """What sites report upward, at the authority."""
        return await self._store.read(shown_alerts)

    async def package(self, exam: str, number: int) -> ReportRow:
        """A report whose package is made and still here; raises UpstreamError."""
        row = await self._store.read(lambda connection: find_report(connection, exam, number))
        if row is None or not row.index or row.acknowledged:
            raise UpstreamError("There is no package of this report.", "Report the exam once more.")
        return row

    def content(self, row: ReportRow) -> Iterator[bytes]:
        """The package as a file, part by part."""
        yield row.index.encode() + b"\n"
        for part in claimed_index(row.index.encode()).parts:
            yield read_part(self._folder, part)

    async def keep_parts(self, stream: AsyncIterator[bytes]) -> str:
        """Put the parts of a package that comes in as a file onto the disk; returns its index.

        Raises ExamSiteError and StorageError, and then nothing counts of it.
        """
        self._folder.reports.mkdir(mode=0o700, exist_ok=True)
        with NamedTemporaryFile(prefix=TEMP_PREFIX, dir=self._folder.reports) as file:
            size = 0
            require_room(self._folder.reports, Use.REPORT)
            async for chunk in stream:
                before, size = size, size + len(chunk)
                if before // LOOK_BYTES != size // LOOK_BYTES:
                    require_room(self._folder.reports, Use.REPORT)
                if size > LARGEST_FILE:
                    raise ExamSiteError(
                        "The file is too large for the page.",
                        "Take it in by the command: examserver sites DIR import FILE",
                    )
                await anyio.to_thread.run_sync(_write, file, chunk)
            file.flush()
            return await anyio.to_thread.run_sync(self._keep, Path(file.name))

    def _below(self, connection: Connection, now: int) -> tuple[Reporting, tuple[Waiting, ...]]:
        reporting = reporting_below(connection, self._folder, self._shelf, now, self._seen)
        return reporting, tuple(_waiting(connection, row, now) for row in reporting.lists)

    def _keep(self, file: Path) -> str:
        token, _ = read_index(file)
        opened = self._store.read_now(lambda connection: open_report(connection, self._folder, token))
        parts = opened.index.parts
        missing = {part.sha256 for part in missing_parts(self._folder, parts, len(parts))}
        for part, data in parts_in(file, token):
            self._put(part, data, missing)
        return token

    def _put(self, part: ResultPart, data: bytes, missing: set[str]) -> None:
        if part.sha256 in missing:
            put_part(self._folder, part, data)


def _write(file: IO[bytes], chunk: bytes) -> None:
    try:
        file.write(chunk)
    except OSError as error:
        raise StorageError("The disk of the service has no room for the file.", "Make room on it.") from error


def _waiting(connection: Connection, row: UpstreamList, now: int) -> Waiting:
    try:
        return Waiting(row, change_by(connection, row, now) if row.waits else None)
    except SiteError:
        return Waiting(row, None)
