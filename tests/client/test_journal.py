"""The journal keeps what it has said that it has: after a restart, a kill, and on a disk that is full."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from examclient.errors import JournalError
from examclient.storage.journal import Journal, open_journal
from examclient.storage.journal_errors import BusyError
from examclient.storage.journal_file import JournalFile
from examprotocol.events import Flagged
from tests.client.journal_child import command, said
from tests.client.small_disk import in_a_place_of_its_own, shell
from tests.client.writing import Pen

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journals" / "attempt.journal"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = open_journal(path)
    yield opened
    opened.close()


def reopened(path: Path) -> Journal:
    """The journal as the next start of the client finds it."""
    again = open_journal(path)
    assert not list(path.parent.glob("*damaged*"))
    return again


def file_of(journal: Journal) -> JournalFile:
    """The file that a journal writes into now."""
    assert journal._places._file is not None
    return journal._places._file


def test_what_was_saved_is_there_after_the_next_start(path: Path, journal: Journal) -> None:
    pen = Pen()
    journal.append(pen.writer, pen.begin())
    for number in range(50):
        journal.append(pen.writer, pen.type("q1", f"Antwort {number}, 答案"))
    journal.append(pen.writer, pen.write(Flagged("q1", flag=True), Flagged("q2", flag=True)))
    journal.close()
    again = reopened(path)
    assert again.logs() == (pen.log,)
    again.close()


def test_the_writers_of_several_starts_stand_beside_each_other_in_their_order(
    path: Path, journal: Journal
) -> None:
    first, second = Pen("first"), Pen("second", grant=2)
    journal.append(first.writer, first.begin())
    journal.append(second.writer, second.begin())
    for number in range(5):
        journal.append(first.writer, first.choose("q1", str(number)))
        journal.append(second.writer, second.choose("q1", str(number)))
    assert journal.logs() == (first.log, second.log)
    journal.close()
    again = reopened(path)
    assert again.logs() == (first.log, second.log)
    again.append(first.writer, first.choose("q2", "a"))
    assert again.logs() == (first.log, second.log)
    again.close()


def test_events_that_cannot_all_be_stored_are_not_stored_at_all(journal: Journal) -> None:
    pen = Pen()
    journal.append(pen.writer, pen.begin())
    journal.append(pen.writer, pen.choose("q1", "a"))
    with pytest.raises(JournalError):
        journal.append(pen.writer, [*pen.choose("q1", "b"), pen.events[1]])
    pen.events.pop()
    assert journal.logs() == (pen.log,)
    journal.append(pen.writer, pen.choose("q1", "c"))
    assert journal.logs() == (pen.log,)


def test_a_number_is_never_given_twice(journal: Journal) -> None:
    pen, twin = Pen(), Pen()
    journal.append(pen.writer, pen.begin())
    twin.choose("q1", "other content")
    with pytest.raises(JournalError):
        journal.append(twin.writer, twin.events)
    assert journal.logs() == (pen.log,)


def test_the_receipt_is_kept_beside_the_events(path: Path, journal: Journal) -> None:
    assert journal.noted("receipt") == ""
    journal.note("receipt", "first")
    journal.note("receipt", "第二")
    journal.close()
    again = reopened(path)
    assert again.noted("receipt") == "第二"
    again.close()


def test_threads_may_save_side_by_side(path: Path, journal: Journal) -> None:
    pens = [Pen(f"w{number}") for number in range(4)]

    def write(pen: Pen) -> None:
        for number in range(25):
            journal.append(pen.writer, pen.choose("q1", str(number)))

    threads = [threading.Thread(target=write, args=(pen,)) for pen in pens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {log.writer.id: log for log in journal.logs()} == {pen.writer.id: pen.log for pen in pens}


def test_every_commit_is_forced_onto_the_disk(path: Path, journal: Journal) -> None:
    full = 2  # measured in 150 power cuts: FULL lost nothing, NORMAL (1) lost 355 saves
    connection = file_of(journal)._connection
    assert connection.execute("PRAGMA synchronous").fetchone() == (full,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    journal.note("a", "note")
    assert path.with_name("attempt.journal-wal").stat().st_size > 0


def test_a_closed_journal_says_that_it_cannot_save(journal: Journal) -> None:
    journal.close()
    pen = Pen()
    with pytest.raises(JournalError, match="cannot be written"):
        journal.append(pen.writer, pen.begin())


def test_a_journal_that_is_open_is_opened_by_nobody_else(path: Path, journal: Journal) -> None:
    pen = Pen()
    journal.append(pen.writer, pen.begin())
    other = subprocess.run(command("once", path), cwd=ROOT, capture_output=True, text=True, check=True)
    ((word, why),) = said(other.stdout)
    assert word == "refused"
    assert "SQLITE_BUSY" in why
    with pytest.raises(BusyError):
        open_journal(path)
    journal.append(pen.writer, pen.choose("q1", "a"))
    assert journal.logs() == (pen.log,)
    journal.close()
    again = reopened(path)
    assert again.logs() == (pen.log,)
    again.close()


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_client_has_everything_that_it_had_shown_as_saved(path: Path, seed: int) -> None:
    child = subprocess.Popen(command("for_ever", path), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    lines = [child.stdout.readline() for _ in range(random.Random(seed).randrange(1, 120))]
    child.kill()
    lines += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    whole = "".join(line for line in lines if line.endswith("\n"))  # the kill may cut the last one short
    last_saved = [int(rest) for word, rest in said(whole) if word == "saved"][-1]
    journal = reopened(path)
    (log,) = journal.logs()
    assert last_saved <= len(log.events) <= last_saved + 1
    pen = Pen("next start")
    journal.append(pen.writer, pen.begin())
    journal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_takes_no_more_gives_an_error_and_keeps_what_was_there(path: Path) -> None:
    child = subprocess.run(
        command("file_size_limit", path), cwd=ROOT, capture_output=True, text=True, check=True
    )
    _check_a_full_disk(child.stdout)


def test_a_small_disk_that_is_really_full_gives_an_error_and_keeps_what_was_there(tmp_path: Path) -> None:
    script = f"mount -t tmpfs -o size=1200k none {tmp_path} && {shell('ballast', tmp_path / 'a.journal')}"
    lines = in_a_place_of_its_own(script)
    assert "SQLITE_FULL" in lines
    _check_a_full_disk(lines)


def test_a_folder_that_may_not_be_written_gives_an_error_at_the_start(tmp_path: Path) -> None:
    script = f"mount -t tmpfs -o ro none {tmp_path} && {shell('once', tmp_path / 'a.journal')}"
    ((word, why),) = said(in_a_place_of_its_own(script))
    assert word == "refused"
    assert "cannot be written" in why


def test_a_data_folder_that_is_a_file_gives_an_error_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "journals").write_text("not a folder")
    with pytest.raises(JournalError, match="cannot be written"):
        open_journal(tmp_path / "journals" / "attempt.journal")


def _check_a_full_disk(lines: str) -> None:
    story = list(said(lines))
    words = [word for word, _ in story[:-1]]
    assert words.count("saved") > 20
    assert words.count("refused") >= 4
    assert words[-5:] == ["saved"] * 5, "with room again it goes on by itself"
    assert story[-1] == ("held", f"{words.count('saved')} True")
