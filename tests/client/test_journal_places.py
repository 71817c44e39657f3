"""What cannot be saved is written again on a new connection, then in a second place. Nothing is lost."""

import os
import shutil
from pathlib import Path

import pytest

from examclient.domain.worries import Worry
from examclient.errors import JournalError
from examclient.storage.journal import Journal, open_journal
from examclient.storage.journal_safe import JOURNALS
from examclient.storage.journal_salvage import read_loosely
from examclient.storage.journal_setting import Setting
from examprotocol.events import WriterLog
from tests.client.failing_sync import FailingSync, log_beside
from tests.client.journal_child import MANY, said
from tests.client.small_disk import in_a_place_of_its_own, shell
from tests.client.writing import Pen

NAME = "attempt.journal"


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FailingSync:
    return FailingSync(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / JOURNALS / NAME


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    return Setting(spare=tmp_path / "spare")


@pytest.fixture
def spare(tmp_path: Path) -> Path:
    return tmp_path / "spare" / JOURNALS / NAME


def without_its_log(path: Path) -> tuple[object, ...]:
    """What stands in the file itself: all that is left when the log cannot be trusted."""
    alone = path.with_name("alone.journal")
    shutil.copyfile(path, alone)
    return read_loosely(alone).logs


def begun(path: Path, setting: Setting = Setting()) -> tuple[Journal, Pen]:  # noqa: B008 - frozen
    journal, pen = open_journal(path, setting), Pen()
    journal.append(pen.writer, pen.begin())
    return journal, pen


def held(path: Path, setting: Setting = Setting()) -> tuple[object, ...]:  # noqa: B008 - frozen
    """What the next start finds."""
    journal = open_journal(path, setting)
    journal.check()
    logs = journal.logs()
    journal.close()
    return logs


def test_after_a_failed_sync_the_answer_is_written_again_on_a_new_connection(
    path: Path, disk: FailingSync
) -> None:
    journal, pen = begun(path)
    disk.fails[path] = 1
    before = len(disk.opened)
    journal.append(pen.writer, pen.choose("q1", "a"))
    assert disk.opened[before:] == [path]
    assert journal.worries() == frozenset()
    journal.append(pen.writer, pen.choose("q1", "b"))
    assert len(disk.opened) == before + 1
    journal.close()
    assert held(path) == (pen.log,)


def test_after_a_failed_sync_nothing_that_was_saved_is_left_to_the_log(path: Path, disk: FailingSync) -> None:
    disk.keeps_log = True
    journal, pen = begun(path)
    journal.append(pen.writer, pen.choose("q1", "a"))
    saved = pen.log
    assert without_its_log(path) == ()
    disk.fails[path] = 1
    journal.append(pen.writer, pen.choose("q1", "b"))
    (file,) = without_its_log(path)
    assert isinstance(file, WriterLog)
    assert file.events[:2] == saved.events
    journal.close()


def test_after_a_crash_nothing_that_was_saved_is_left_to_the_log(path: Path) -> None:
    """The crash may have come after a failed sync, of which nobody knows any more."""
    journal, pen = begun(path)
    journal.append(pen.writer, pen.choose("q1", "a"))
    crashed = path.with_name("crashed.journal")
    shutil.copyfile(path, crashed)
    shutil.copyfile(log_beside(path), log_beside(crashed))
    assert without_its_log(crashed) == ()
    journal.close()
    again = open_journal(crashed)
    assert without_its_log(crashed) == (pen.log,)
    again.close()


def test_what_was_refused_leaves_its_number_to_the_next_answer(path: Path, disk: FailingSync) -> None:
    journal, pen = begun(path)
    disk.fails[path] = 100
    with pytest.raises(JournalError, match="SQLITE_IOERR_FSYNC"):
        journal.append(pen.writer, pen.choose("q1", "refused, though it reached the file"))
    pen.events.pop()
    disk.fails[path] = 0
    journal.append(pen.writer, pen.choose("q1", "another"))
    assert journal.logs() == (pen.log,)
    journal.close()
    assert held(path) == (pen.log,)


def test_at_the_second_failure_the_second_place_takes_over_and_both_are_read_at_the_next_start(
    path: Path, spare: Path, setting: Setting, disk: FailingSync
) -> None:
    journal, pen = begun(path, setting)
    journal.append(pen.writer, pen.choose("q1", "a"))
    assert not spare.exists()
    disk.fails[path] = 1_000
    journal.append(pen.writer, pen.choose("q1", "b"))
    journal.note("receipt", "signed")
    assert spare.exists()
    assert Worry.SECOND_PLACE in journal.worries()
    journal.append(pen.writer, pen.choose("q1", "c"))
    assert journal.logs() == (pen.log,)
    journal.close()
    disk.fails[path] = 0
    again = open_journal(path, setting)
    assert again.logs() == (pen.log,)
    assert again.noted("receipt") == "signed"
    assert again.worries() == frozenset(), "the first place is in use again"
    again.close()
    shutil.rmtree(setting.spare or path)
    assert held(path) == (pen.log,), "what the second place held has come into the first"


def test_where_the_two_places_part_the_one_written_to_last_counts(
    path: Path, setting: Setting, disk: FailingSync
) -> None:
    journal, pen = begun(path, setting)
    disk.fails.update({path: 1_000, setting.places(path)[1]: 1_000})
    with pytest.raises(JournalError):
        journal.append(pen.writer, pen.choose("q1", "refused, though it reached both files"))
    pen.events.pop()
    disk.fails[setting.places(path)[1]] = 0
    journal.append(pen.writer, pen.choose("q1", "another"))
    journal.append(pen.writer, pen.choose("q1", "and one more"))
    journal.close()
    disk.fails.clear()
    assert held(path, setting) == (pen.log,)


def test_what_was_refused_and_stands_in_the_first_file_gives_way_to_what_the_second_place_saved(
    path: Path, spare: Path, setting: Setting, disk: FailingSync
) -> None:
    journal, pen = begun(path, setting)
    for choice in "abc":
        journal.append(pen.writer, pen.choose("q1", choice))

    disk.breaks = True
    refused = pen.choose("q1", "refused, though it reached the first file")
    with pytest.raises(JournalError):
        journal.append(pen.writer, refused)
    assert read_loosely(path).logs == (pen.log,), "it stands there"
    pen.events.pop()
    disk.breaks = False
    disk.is_gone.remove(spare)
    journal.append(pen.writer, pen.choose("q1", "saved in the second"))
    assert journal.worries() == {Worry.SECOND_PLACE}
    journal.close()
    disk.is_gone.clear()
    assert held(path, setting) == (pen.log,)


def test_from_the_second_place_it_goes_back_to_the_first_when_that_fails_too(
    path: Path, setting: Setting, disk: FailingSync
) -> None:
    journal, pen = begun(path, setting)
    disk.fails[path] = 2
    journal.append(pen.writer, pen.choose("q1", "in the second"))
    disk.fails[setting.places(path)[1]] = 1_000
    journal.append(pen.writer, pen.choose("q1", "in the first"))
    assert Worry.SECOND_PLACE not in journal.worries()
    journal.close()
    disk.fails.clear()
    assert held(path, setting) == (pen.log,)
    shutil.rmtree(setting.spare or path)
    assert held(path) == (pen.log,)


def test_without_any_place_that_takes_it_a_save_is_refused(
    path: Path, setting: Setting, disk: FailingSync
) -> None:
    journal, pen = begun(path, setting)
    disk.fails.update({path: 1_000, setting.places(path)[1]: 1_000})
    with pytest.raises(JournalError, match="cannot be written"):
        journal.append(pen.writer, pen.choose("q1", "a"))
    journal.close()


def test_a_first_place_that_cannot_even_be_opened_is_no_reason_not_to_begin(
    tmp_path: Path, setting: Setting
) -> None:
    (tmp_path / "data").write_text("not a folder")
    path = tmp_path / "data" / JOURNALS / NAME
    journal, pen = begun(path, setting)
    assert Worry.SECOND_PLACE in journal.worries()
    journal.close()
    (tmp_path / "data").unlink()
    assert held(path, setting) == (pen.log,)


@pytest.mark.skipif(os.name != "posix", reason="Windows does not let go of a file that is open")
def test_a_file_that_is_damaged_while_it_is_in_use_is_begun_anew_from_memory(path: Path) -> None:
    journal, pen = begun(path)
    for number in range(200):
        journal.append(pen.writer, pen.choose("q1", str(number)))
    file = journal._places._file
    assert file is not None
    file.settle()
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(len(data) - 4096))
    file._connection.execute("PRAGMA shrink_memory")
    file._connection.execute("PRAGMA cache_size = 1")
    for number in range(50):
        journal.append(pen.writer, pen.choose("q2", str(number)))
    journal.close()
    assert held(path) == (pen.log,)


def test_a_disk_that_gets_full_costs_nothing_where_there_is_a_second_place(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = f"mount -t tmpfs -o size=1200k none {small} && {shell('second_place', small / NAME)}"
    story = list(said(in_a_place_of_its_own(script)))
    assert story[-2:] == [("worries", "second_place"), ("held", f"{MANY} True")]
    assert [word for word, _ in story[:-2]] == ["saved"] * MANY


def test_the_ballast_is_thrown_off_when_the_disk_is_full(tmp_path: Path) -> None:
    script = f"mount -t tmpfs -o size=1600k none {tmp_path} && {shell('real_ballast', tmp_path / NAME)}"
    story = list(said(in_a_place_of_its_own(script)))
    count = [word for word, _ in story].count("saved")
    assert story[-2:] == [("worries", "ballast_gone"), ("held", f"{count} True")]
    assert count > 200, "a part of it in the room that the ballast took"
