"""A paper that is answered with files, and what a test does with them at a seat."""

from decimal import Decimal
from pathlib import Path

from examclient.errors import ExamError
from examclient.usecases.handed_files import SendFiles
from examprotocol.paper import FileUpload, Paper, Section
from examprotocol.responses import FileRef, FilesResponse
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import AnswerKeys, ManualKey
from examserver.storage.handed_files import read_file, record_of
from examserver.storage.store import reading
from tests.client.exam_site import PAPER_ID, ExamSite
from tests.client.seat import Seat

MOST = 4 * 2**20
WORDS = b"Meine Loesung. " * 70_000
"""Two chunks and a bit."""


def files_draft() -> PaperDraft:
    """One question that is answered with at most two files."""
    asked = FileUpload(id="q1", stem="<p>Hand in.</p>", points=Decimal(1), max_files=2, max_bytes=MOST)
    paper = Paper(PAPER_ID, 1, "Files", "en", (Section("s1", "One", (asked,)),))
    return PaperDraft(paper, AnswerKeys(PAPER_ID, 1, {"q1": ManualKey("")}))


def keep(seat: Seat, path: Path, most: int = MOST) -> FileRef | ExamError:
    """What the question does when the candidate chooses a file."""
    came: list[FileRef | ExamError] = []
    seat.presenter._helpers.kept_files.keep(path, most, came.append, came.append)
    seat.wait(lambda: bool(came))
    return came[0]


def hand_in_file(seat: Seat, path: Path) -> FileRef:
    kept = keep(seat, path)
    assert isinstance(kept, FileRef), kept
    seat.answer("q1", FilesResponse((kept,)))
    return kept


def sending(seat: Seat) -> SendFiles:
    assert seat._sitting is not None
    assert seat._sitting.files is not None
    return seat._sitting.files


def at_the_site(site: ExamSite, attempt: str, file: FileRef) -> bytes | None:
    """The file as the service gives it out."""
    with reading(site.folder) as connection:
        record = record_of(connection, attempt, file.sha256)
    return read_file(site.folder, record) if record else None


def chunks(seat: Seat) -> list[Path]:
    return sorted((seat.data / "journals" / f"{seat.attempt}.files").glob("*.chunk"))
