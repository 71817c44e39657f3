"""Files of answers at the service: no receipt without them, and nothing is taken that could not be read."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from examprotocol.attachments import Attachment
from examprotocol.events import Answered
from examprotocol.messages import FilesReply, FilesRequest, SubmitReply, SubmitRequest
from examprotocol.package_attachments import seal_attachment
from examprotocol.paper import FileUpload, Paper, Section
from examprotocol.receipts import open_receipt
from examprotocol.responses import FileRef, FilesResponse
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import AnswerKeys, ManualKey
from examserver.services.file_limits import Beyond
from examserver.services.handed_files import handed_in_files
from examserver.services.keys import signing_key
from examserver.storage.store import reading
from tests.server.conftest import Prepared, prepare
from tests.server.packing import attempt_of
from tests.server.station import Pen, RefusedByServiceError, Station

WORDS = b"Meine Loesung. " * 10_000
MOST = 60_000
"""Bytes of a sealed chunk: the file has three."""

RECORD, SEALED = seal_attachment("work.txt", WORDS, MOST)


def files_draft() -> PaperDraft:
    """One question that is answered with files."""
    asked = FileUpload(id="q1", stem="<p>Hand in.</p>", points=Decimal(1), max_files=2, max_bytes=1 << 20)
    paper = Paper("files", 1, "Files", "en", (Section("s1", "One", (asked,)),))
    return PaperDraft(paper, AnswerKeys("files", 1, {"q1": ManualKey("")}))


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    return prepare(tmp_path / "site", files_draft())


@pytest.fixture
def pen(seated: Station) -> Pen:
    """A candidate whose answer names the file; the site has the answer and not the file."""
    pen = seated.pen()
    pen.write(Answered("q1", FilesResponse((FileRef(RECORD.sha256, RECORD.name, RECORD.size),))))
    seated.sync(pen)
    return pen


def offer(station: Station, *records: Attachment) -> FilesReply:
    return station.call("POST", "/files", FilesReply, FilesRequest(station.login.attempt, records))


def put(station: Station, number: int, sealed: bytes) -> None:
    """Send the `number`-th chunk, counted from 0."""
    chunk = RECORD.chunks[number].sha256
    station.raw("POST", f"/files/{station.login.attempt}/{RECORD.sha256}/{chunk}", sealed)


def submit(station: Station, pen: Pen, *lost: str) -> SubmitReply:
    request = SubmitRequest(station.login.attempt, {pen.writer.id: pen.head}, "", lost)
    return station.call("POST", "/submit", SubmitReply, request)


def test_no_receipt_is_signed_while_a_file_of_the_answers_is_missing(
    seated: Station, prepared: Prepared, pen: Pen
) -> None:
    assert (submit(seated, pen).files, submit(seated, pen).receipt) == ((RECORD.sha256,), "")
    assert offer(seated, RECORD).missing == tuple(chunk.sha256 for chunk in RECORD.chunks)
    for number, sealed in enumerate(SEALED[:-1]):
        put(seated, number, sealed)
    assert submit(seated, pen).receipt == "", "the last chunk is not here yet"
    put(seated, len(SEALED) - 1, SEALED[-1])
    assert offer(seated, RECORD).held == (RECORD.sha256,)
    handed_in = submit(seated, pen)
    assert handed_in.files == ()
    assert open_receipt(handed_in.receipt, signing_key(prepared.folder)).answered == 1


def test_a_file_that_the_station_has_lost_too_holds_no_receipt_up(
    seated: Station, prepared: Prepared, pen: Pen
) -> None:
    assert submit(seated, pen, "0" * 64).receipt == "", "another file is lost, not this one"
    handed_in = submit(seated, pen, RECORD.sha256)
    assert open_receipt(handed_in.receipt, signing_key(prepared.folder)).answered == 1


def test_a_chunk_that_its_key_does_not_open_is_refused_and_stays_missing(seated: Station, pen: Pen) -> None:
    assert offer(seated, replace(RECORD, key=bytes(32))).missing
    with pytest.raises(RefusedByServiceError) as refused:
        put(seated, 0, SEALED[0])
    assert refused.value.reply.error == "unreadable"
    assert len(offer(seated, replace(RECORD, key=bytes(32))).missing) == len(SEALED)


@pytest.mark.parametrize("sealed", [b"", b"x" * 100, SEALED[1]], ids=["nothing", "others", "the next one"])
def test_bytes_that_are_not_the_chunk_are_refused(seated: Station, pen: Pen, sealed: bytes) -> None:
    offer(seated, RECORD)
    with pytest.raises(RefusedByServiceError) as refused:
        put(seated, 0, sealed)
    assert refused.value.reply.error == "unreadable"


def test_another_candidates_station_hands_in_no_file_for_this_one(
    seated: Station, pen: Pen, new_station: Callable[[], Station]
) -> None:
    other = new_station()
    other.log_in("2026A003", "E12345678")
    with pytest.raises(RefusedByServiceError) as refused:
        other.call("POST", "/files", FilesReply, FilesRequest(seated.login.attempt, (RECORD,)))
    assert refused.value.reply.error == "not_found"
    assert submit(seated, pen).files == (RECORD.sha256,)


def test_people_see_the_files_also_where_the_paper_cannot_be_read(
    prepared: Prepared, seated: Station, pen: Pen
) -> None:
    with reading(prepared.folder) as connection:
        unjudged = handed_in_files(connection, prepared.folder, attempt_of(prepared), None)
        unasked = handed_in_files(connection, prepared.folder, attempt_of(prepared), {})
    assert [one.beyond for one in unjudged] == [None]
    assert [one.beyond for one in unasked] == [Beyond.NOT_ASKED]
