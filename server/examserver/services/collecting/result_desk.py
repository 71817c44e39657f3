"""Results of an exam as files to be taken away: by the page, the command line, and into a result package.

Rule: what is large goes through a file of the system's, not through memory, and is read while saves go on.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import IO

from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import CollectingError
from examserver.services.collecting.result_words import in_chinese
from examserver.services.collecting.signed_journal import journals_of
from examserver.services.result_files import Sheet, points_sheet, results_sheet, sheet_csv
from examserver.services.results import marked_of
from examserver.services.seal import Seal
from examserver.storage.exams import Exam, find_exam
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import Store

IN_MEMORY = 16 << 20
"""Bytes up to which a file is not put on a disk."""

Members = Iterable[tuple[str, bytes]]


class ResultKind(StrEnum):
    """What can be taken away of an exam; the value is the ending of its file's name."""

    RESULTS_CSV = "results.csv"
    POINTS_CSV = "points.csv"
    WORKBOOK = "results.xlsx"
    QTI = "qti.zip"
    JOURNALS = "journals.zip"


@dataclass(frozen=True, slots=True)
class Ground:
    """What results are made of: the tables at one state, papers, and who signs. `now` is the site time."""

    connection: Connection
    shelf: PaperShelf
    seal: Seal
    now: int


class ResultDesk:
    """Owns nothing but the way to the tables and the papers."""

    def __init__(self, store: Store, shelf: PaperShelf, seal: Seal, clock: Clock) -> None:
        self._store = store
        self._shelf = shelf
        self._seal = seal
        self._clock = clock

    async def file(self, exam: str, kind: ResultKind, *, chinese: bool) -> IO[bytes]:
        """An open file, at its beginning; raises CollectingError, and PaperSealedError for a sealed paper."""
        return await self._store.read(partial(self._file, exam, kind, chinese))

    def _file(self, exam_id: str, kind: ResultKind, chinese: bool, connection: Connection) -> IO[bytes]:
        exam = find_exam(connection, exam_id)
        if exam is None:
            raise CollectingError(
                f"There is no exam with the id {exam_id}.", "See which there are: examserver exam list DIR"
            )
        ground = Ground(connection, self._shelf, self._seal, self._clock.now())
        return result_file(ground, exam, kind, chinese=chinese)


def result_file(ground: Ground, exam: Exam, kind: ResultKind, *, chinese: bool = False) -> IO[bytes]:
    """The file, open at its beginning; whoever asks closes it. Raises PaperSealedError."""
    match kind:
        case ResultKind.QTI:
            return zipped(qti_members(ground, exam))
        case ResultKind.JOURNALS:
            return zipped(journal_members(ground, exam))
        case _:
            return _kept(_table(ground, exam, kind, chinese=chinese))


def qti_members(ground: Ground, exam: Exam) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each candidate's QTI document."""
    from examserver.services.collecting.qti import qti_results  # noqa: PLC0415 - lxml only when it is asked for

    marked = marked_of(ground.connection, ground.shelf, exam)
    return ((one.name, one.data) for one in qti_results(marked, exam, ground.seal.identity.id))


def journal_members(ground: Ground, exam: Exam) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each attempt's signed journal, one after the other."""
    journals = journals_of(ground.connection, ground.seal, exam, ground.now)
    return ((one.name, one.token.encode()) for one in journals)


def zipped(members: Members) -> IO[bytes]:
    """The members in one zip, open at its beginning."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever asked for it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    file.seek(0)
    return file


def _table(ground: Ground, exam: Exam, kind: ResultKind, *, chinese: bool) -> bytes:
    marked = marked_of(ground.connection, ground.shelf, exam)
    spoken: Callable[[Sheet], Sheet] = in_chinese if chinese else lambda sheet: sheet
    results = spoken(results_sheet([one.result for one in marked]))
    points = spoken(points_sheet(marked))
    if kind is ResultKind.WORKBOOK:
        from examserver.services.collecting.spreadsheet import workbook  # noqa: PLC0415 - it brings Pillow along

        return workbook((results, points))
    return sheet_csv(results if kind is ResultKind.RESULTS_CSV else points)


def _kept(data: bytes) -> IO[bytes]:
    return io.BytesIO(data)
