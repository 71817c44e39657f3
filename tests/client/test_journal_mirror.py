"""The second copy elsewhere, for machines that forget their disk."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from examclient.domain.worries import Worry
from examclient.storage import journal_mirror
from examclient.storage.journal import Journal, open_journal
from examclient.storage.journal_errors import DamagedError
from examclient.storage.journal_safe import JOURNALS
from examclient.storage.journal_salvage import read_loosely
from examclient.storage.journal_setting import Setting
from tests.client.writing import Pen

NAME = "attempt.journal"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / JOURNALS / NAME


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    return Setting(mirror=tmp_path / "mirror")


@pytest.fixture
def mirrored(tmp_path: Path) -> Path:
    return tmp_path / "mirror" / JOURNALS / NAME


def written(path: Path, setting: Setting, pen: Pen, count: int = 20) -> Journal:
    """A journal with so many events more."""
    journal = open_journal(path, setting)
    journal.append(pen.writer, pen.begin() if not pen.events else pen.choose("q1", "again"))
    for number in range(count):
        journal.append(pen.writer, pen.choose("q1", str(number)))
    journal.note("receipt", "signed")
    return journal


def test_a_machine_that_forgot_its_disk_goes_on_from_the_mirror(path: Path, setting: Setting) -> None:
    pen = Pen()
    written(path, setting, pen).close()
    shutil.rmtree(path.parent.parent)
    journal = open_journal(path, setting)
    assert journal.logs() == (pen.log,)
    assert journal.noted("receipt") == "signed"
    journal.close()
    shutil.rmtree(setting.mirror or path)
    again = open_journal(path)
    assert again.logs() == (pen.log,), "it has come back onto the first disk"
    again.close()


def test_the_mirror_follows_over_several_starts(path: Path, setting: Setting, mirrored: Path) -> None:
    pen = Pen()
    for _ in range(3):
        written(path, setting, pen).close()
        assert read_loosely(mirrored).logs == (pen.log,)
    assert [file.name for file in mirrored.parent.iterdir()] == [NAME]


def test_a_mirror_that_is_behind_catches_up(path: Path, setting: Setting, mirrored: Path) -> None:
    pen = Pen()
    written(path, setting, pen).close()
    written(path, Setting(), pen).close()
    written(path, setting, pen).close()
    assert read_loosely(mirrored).logs == (pen.log,)


def test_a_mirror_that_cannot_be_written_is_a_worry_and_nothing_more(
    path: Path, setting: Setting, tmp_path: Path
) -> None:
    (tmp_path / "mirror").write_text("not a folder")
    pen = Pen()
    journal = written(path, setting, pen)
    assert journal.logs() == (pen.log,)
    journal.close()
    assert Worry.MIRROR in journal.worries()


def test_a_mirror_that_comes_back_gets_what_it_missed(
    path: Path, setting: Setting, mirrored: Path, tmp_path: Path
) -> None:
    (tmp_path / "mirror").write_text("not a folder")
    pen = Pen()
    journal = written(path, setting, pen)
    (tmp_path / "mirror").unlink()
    journal.append(pen.writer, pen.choose("q1", "after it was plugged in"))
    journal.close()
    assert read_loosely(mirrored).logs == (pen.log,)
    assert journal.worries() == frozenset()


def test_of_a_damaged_journal_the_mirror_brings_back_the_rest(path: Path, setting: Setting) -> None:
    pen = Pen()
    written(path, setting, pen).close()
    path.write_bytes(path.read_bytes()[:20_000])
    journal = open_journal(path, setting)
    assert journal.logs() == (pen.log,)
    assert Worry.DAMAGED in journal.worries()
    journal.close()


@pytest.fixture
def silent(mirrored: Path) -> Iterator[Path]:
    """A mirror whose file can be opened only when somebody answers, as on a share whose machine is gone."""
    if sys.platform == "win32":
        pytest.skip("Windows has no file that does not answer")
    mirrored.parent.mkdir(parents=True)
    os.mkfifo(mirrored)
    yield mirrored
    os.close(os.open(mirrored, os.O_RDWR))  # whoever waits finds nothing, and ends


def test_a_mirror_that_does_not_answer_is_a_worry_and_holds_no_attempt_up(
    path: Path, setting: Setting, silent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_mirror, "PATIENCE", 0.2)
    pen, opened = Pen(), list[Journal]()
    start = Thread(target=lambda: opened.append(written(path, setting, pen)), daemon=True)
    start.start()
    start.join(20)
    (journal,) = opened
    assert journal.logs() == (pen.log,)
    assert Worry.MIRROR in journal.worries()
    journal.close()
    assert silent.is_fifo(), "it is left as it lies"


def test_what_an_earlier_start_wrote_turns_up_when_the_mirror_comes_back_and_stays_there(
    path: Path, setting: Setting, mirrored: Path
) -> None:
    old, new = Pen("old"), Pen("new")
    written(mirrored, Setting(), old).close()
    written(path, Setting(), new).close()
    journal = written(path, setting, new)
    journal.close()
    assert journal.found() == (old.log,)
    assert journal.found() == (), "it is said once"
    assert {one.writer.id: one for one in read_loosely(mirrored).logs} == {
        old.writer.id: old.log,
        new.writer.id: new.log,
    }
    assert [file.name for file in mirrored.parent.iterdir()] == [NAME], "nothing was moved aside"


def test_a_longer_copy_of_the_same_writer_turns_up_whole(
    path: Path, setting: Setting, mirrored: Path, tmp_path: Path
) -> None:
    pen = Pen()
    written(path, Setting(), pen, count=3).close()
    shutil.copytree(tmp_path / "data", tmp_path / "before")
    written(path, setting, pen).close()
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "before").rename(tmp_path / "data")
    journal, after = open_journal(path, setting), Pen("after")
    journal.append(after.writer, after.begin())
    journal.close()
    assert journal.found() == (pen.log,)
    assert read_loosely(mirrored).logs == (pen.log, after.log)


def test_of_two_copies_that_contradict_each_other_both_are_kept(
    path: Path, setting: Setting, mirrored: Path
) -> None:
    here, there, other = Pen("same"), Pen("same"), Pen("other")
    elsewhere = written(mirrored, Setting(), there, count=3)
    elsewhere.append(there.writer, there.choose("q1", "only there"))
    elsewhere.append(other.writer, other.begin())
    elsewhere.close()
    journal = written(path, Setting(), here)
    journal.close()
    journal = written(path, setting, here)
    journal.close()
    (aside,) = mirrored.parent.glob("attempt.other-*.journal")
    assert {one.writer.id: one for one in read_loosely(aside).logs} == {
        there.writer.id: there.log,
        other.writer.id: other.log,
    }
    assert read_loosely(mirrored).logs == (here.log,)
    assert journal.found() == (there.log, other.log), "what contradicts nothing can still be taken in"


def test_a_damaged_mirror_is_begun_anew(path: Path, setting: Setting, mirrored: Path) -> None:
    pen = Pen()
    written(path, setting, pen).close()
    mirrored.write_bytes(b"This is a letter to my mother. " * 300)
    written(path, setting, pen).close()
    assert read_loosely(mirrored).logs == (pen.log,)


def test_a_check_reads_the_first_disk(path: Path, setting: Setting) -> None:
    pen = Pen()
    journal = written(path, setting, pen)
    journal.check()
    file = journal._places._file
    assert file is not None
    file._connection.execute("DELETE FROM events WHERE seq = 20")
    with pytest.raises(DamagedError):
        journal.check()
    journal.close()
