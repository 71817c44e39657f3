"""After the grace period the service closes what nobody handed in, with what it has."""

import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from examprotocol.events import Submitted
from examprotocol.extensions import Extension
from examprotocol.receipts import open_receipt
from examserver.cli.ordering import give
from examserver.services.closing import Closing
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.extensions import extend
from examserver.services.keys import signing_key
from examserver.services.receipt_book import ReceiptBook
from examserver.services.seal import Seal
from examserver.serving import SiteServer
from examserver.storage.attempts import Attempt, attempts_of, mark_submitted
from examserver.storage.folder import ServiceFolder, locked
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.receipts import SignedReceipt, newest_receipt
from examserver.storage.site import read_site
from examserver.storage.store import Store, reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import Pen, Station

CLOSES = START + 70 * MINUTE
PATIENCE_SECONDS = 20.0


@pytest.fixture
def answered(seated: Station, server: SiteServer) -> Pen:
    """One answer is stored, nobody hands in, and the service stops for now."""
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    server.stop()
    return pen


Act = Callable[[ReceiptBook, Connection], object]
T = TypeVar("T")


class _InterruptedStore(Store):
    """Where something else is stored right after each look."""

    meanwhile: Callable[[Connection], object] | None = None

    def read_now(self, query: Callable[[Connection], T]) -> T:
        found = super().read_now(query)
        if self.meanwhile:
            self.write_now(self.meanwhile)
        return found


def close_due(prepared: Prepared, now: int, meanwhile: Act | None = None) -> int:
    """One look of the service, at this site time; `meanwhile` is stored between the look and the closing."""
    folder, key = prepared.folder, signing_key(prepared.folder)
    with locked(folder):
        store = _InterruptedStore(folder)
        book = ReceiptBook(PaperShelf(folder.papers, key), Seal(store.read_now(read_site), key))
        store.meanwhile = partial(meanwhile, book) if meanwhile else None
        try:
            return Closing(store, book, FakeClock(now)).run_once()
        finally:
            store.close()


def the_attempt(folder: ServiceFolder) -> Attempt:
    with reading(folder) as connection:
        (attempt,) = attempts_of(connection, "exam-1")
    return attempt


def the_receipt(folder: ServiceFolder) -> SignedReceipt | None:
    with reading(folder) as connection:
        return newest_receipt(connection, the_attempt(folder).id)


def test_an_attempt_is_closed_when_the_grace_is_over_and_not_before(
    prepared: Prepared, answered: Pen
) -> None:
    assert close_due(prepared, CLOSES - 1) == 0
    assert not the_attempt(prepared.folder).submitted
    assert close_due(prepared, CLOSES) == 1
    attempt, signed = the_attempt(prepared.folder), the_receipt(prepared.folder)
    assert (attempt.submitted, attempt.closed) == (True, CLOSES)
    assert signed is not None
    receipt = open_receipt(signed.token, signing_key(prepared.folder))
    assert (receipt.heads, receipt.answered, receipt.at) == ({answered.writer.id: answered.head}, 1, CLOSES)
    assert close_due(prepared, CLOSES + MINUTE) == 0


def extended(book: ReceiptBook, connection: Connection) -> None:
    extend(connection, book, Extension("", "exam-1", "", 0, "2026A001", 10, "", CLOSES))


def handed_in(_: ReceiptBook, connection: Connection) -> None:
    (attempt,) = attempts_of(connection, "exam-1")
    mark_submitted(connection, attempt.id)


@pytest.mark.parametrize("meanwhile", [extended, handed_in])
def test_what_is_extended_or_handed_in_at_the_last_moment_is_not_closed(
    prepared: Prepared, answered: Pen, meanwhile: Act
) -> None:
    assert close_due(prepared, CLOSES, meanwhile) == 0
    attempt = the_attempt(prepared.folder)
    assert (attempt.submitted, attempt.closed) == (meanwhile is handed_in, 0)
    assert the_receipt(prepared.folder) is None


def test_extensions_move_the_closing(prepared: Prepared, answered: Pen) -> None:
    give(prepared.folder.root, ExtendExam("exam-1", 10, reason="a power cut"))
    give(prepared.folder.root, ExtendExam("exam-1", 5, "2026A001", reason="a power cut"))
    give(prepared.folder.root, ExtendExam("exam-1", 99, "2026A002", reason="a power cut"))
    assert close_due(prepared, CLOSES + 15 * MINUTE - 1) == 0
    assert close_due(prepared, CLOSES + 15 * MINUTE) == 1


def test_what_was_handed_in_is_left_as_it_is(seated: Station, server: SiteServer, prepared: Prepared) -> None:
    pen = seated.pen()
    pen.write(Submitted({}))
    seated.sync(pen)
    token = seated.submit(pen).receipt
    server.stop()
    assert close_due(prepared, CLOSES) == 0
    signed = the_receipt(prepared.folder)
    assert signed is not None
    assert (signed.token, the_attempt(prepared.folder).closed) == (token, 0)


def test_events_that_come_after_the_closing_are_kept_and_it_stays_closed(
    seated: Station, prepared: Prepared, answered: Pen
) -> None:
    close_due(prepared, CLOSES)
    clock = FakeClock(CLOSES + MINUTE)
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        station = Station(server.port)
        station.token, station.login = seated.token, seated.login
        answered.choose("q2", "b")
        reply = station.sync(answered)
        assert reply.head == answered.head
        assert reply.receipt
        assert station.submit(answered).receipt
        station.close()
    assert the_attempt(prepared.folder).closed == CLOSES


def test_an_extension_that_still_runs_opens_what_the_service_closed(
    prepared: Prepared, answered: Pen
) -> None:
    close_due(prepared, CLOSES)
    first = the_receipt(prepared.folder)
    with SiteServer(prepared.folder.root, port=0, clock=FakeClock(CLOSES + MINUTE)):
        lines = give(prepared.folder.root, ExtendExam("exam-1", 60, reason="a power cut")).lines
    assert "1 attempt is open again" in lines[1]
    attempt = the_attempt(prepared.folder)
    assert (attempt.submitted, attempt.closed) == (False, 0)
    assert close_due(prepared, CLOSES + 60 * MINUTE) == 1
    assert the_receipt(prepared.folder) == first, "nothing was answered meanwhile"


def test_an_attempt_whose_paper_is_gone_holds_no_other_up(
    prepared: Prepared, answered: Pen, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    paper = prepared.folder.papers / prepared.exam.paper
    paper.rename(tmp_path / "gone")
    with caplog.at_level(logging.WARNING):
        assert close_due(prepared, CLOSES) == 0
    assert "could not be closed" in caplog.text
    (tmp_path / "gone").rename(paper)
    assert close_due(prepared, CLOSES) == 1


def test_the_running_service_looks_by_itself(prepared: Prepared, answered: Pen) -> None:
    """At its start, as after a night without power."""
    with SiteServer(prepared.folder.root, port=0, clock=FakeClock(CLOSES)):
        until = time.monotonic() + PATIENCE_SECONDS
        while not the_attempt(prepared.folder).submitted and time.monotonic() < until:
            pass
    assert the_attempt(prepared.folder).closed == CLOSES


def test_a_login_for_what_a_station_holds_is_taken_after_the_closing(
    seated: Station, prepared: Prepared, answered: Pen
) -> None:
    close_due(prepared, CLOSES)
    with SiteServer(prepared.folder.root, port=0, clock=FakeClock(CLOSES + MINUTE)) as server:
        station = Station(server.port)
        login = station.log_in(attempt=seated.login.attempt)
        assert (login.attempt, login.epoch.grant) == (seated.login.attempt, 2)
        assert login.receipt
        station.close()
