"""Finished journals stay until a verified backup holds them, and go then, wherever they lie."""

from pathlib import Path

import pytest

from examclient.storage.journal import open_journal
from examclient.storage.journal_purge import purge
from examclient.storage.journal_safe import JOURNALS
from examclient.storage.journal_setting import Setting
from examprotocol.events import Head
from tests.client.writing import ATTEMPT, Pen


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def pen(data: Path, tmp_path: Path) -> Pen:
    pen = Pen()
    journal = open_journal(journal_path(data), Setting(mirror=tmp_path / "mirror"))
    journal.append(pen.writer, (*pen.begin(), *pen.choose("q1", "a"), *pen.choose("q1", "b")))
    journal.close()
    return pen


def journal_path(folder: Path) -> Path:
    return folder / JOURNALS / f"{ATTEMPT}.journal"


def test_what_the_backup_holds_whole_goes_with_all_its_copies(data: Path, pen: Pen, tmp_path: Path) -> None:
    places = (data, tmp_path / "spare", tmp_path / "mirror")
    assert purge(places, {ATTEMPT: {pen.writer.id: pen.head}}) == (ATTEMPT,)
    assert not list(data.rglob("*.journal*"))
    assert not list((tmp_path / "mirror").rglob("*.journal*"))
    assert purge(places, {ATTEMPT: {pen.writer.id: pen.head}}) == ()


def test_what_the_backup_does_not_hold_whole_stays(data: Path, pen: Pen) -> None:
    other = Head(pen.head.seq, "0" * 64)
    for heads in ({}, {pen.writer.id: Head(2)}, {pen.writer.id: other}, {"another": pen.head}):
        assert purge((data,), {ATTEMPT: heads}) == ()
    assert purge((data,), {}) == ()
    assert journal_path(data).exists()


def test_a_copy_that_the_backup_does_not_know_keeps_all_of_them(data: Path, pen: Pen, tmp_path: Path) -> None:
    known, more = pen.head, Pen("elsewhere")
    journal = open_journal(journal_path(tmp_path / "spare"))
    journal.append(more.writer, more.begin())
    journal.close()
    assert purge((data, tmp_path / "spare"), {ATTEMPT: {pen.writer.id: known}}) == ()
    assert journal_path(data).exists()
    assert journal_path(tmp_path / "spare").exists()


def test_a_journal_that_is_open_or_damaged_stays(data: Path, pen: Pen) -> None:
    confirmed = {ATTEMPT: {pen.writer.id: pen.head}}
    journal = open_journal(journal_path(data))
    assert purge((data,), confirmed) == ()
    journal.close()
    journal_path(data).write_bytes(journal_path(data).read_bytes()[:20_000])
    assert purge((data,), confirmed) == ()
    assert journal_path(data).exists()
