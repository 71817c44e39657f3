"""Damaged journals are moved aside, never deleted; and damage is always noticed."""

import logging
import random
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from examclient.errors import JournalError
from examclient.storage.journal import FORMAT, Journal, open_journal
from tests.client.writing import Pen

NAME = "attempt.journal"
ASIDE = re.compile(r"attempt\.damaged-\d{8}-\d{6}-\d{6}\.journal")


@pytest.fixture
def pen() -> Pen:
    return Pen()


@pytest.fixture
def path(tmp_path: Path, pen: Pen) -> Path:
    """A journal of 61 events, closed."""
    path = tmp_path / NAME
    journal = open_journal(path)
    journal.append(pen.writer, pen.begin())
    for number in range(60):
        journal.append(pen.writer, pen.type("q1", f"the text number {number}, 文字 " * 4))
    journal.close()
    return path


def opened_anew(path: Path) -> Path:
    """Open a damaged journal: it begins empty, can save, and the damaged file is kept; returns that."""
    journal, pen = open_journal(path), Pen("next start")
    assert journal.logs() == ()
    journal.append(pen.writer, pen.begin())
    assert journal.logs() == (pen.log,)
    journal.close()
    (aside,) = [file for file in path.parent.iterdir() if ASIDE.fullmatch(file.name)]
    return aside


def test_a_flipped_bit_in_an_answer_is_noticed_and_the_file_kept_under_a_dated_name(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = bytearray(path.read_bytes())
    place = data.index(b"the text number 30")
    data[place] ^= 1
    path.write_bytes(data)
    with caplog.at_level(logging.ERROR):
        aside = opened_anew(path)
    assert aside.read_bytes() == bytes(data)
    assert aside.name in caplog.text
    assert "text number" not in caplog.text


def test_a_flip_that_leaves_no_text_behind_is_noticed_too(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(b"the text number 30")] ^= 0x80  # no longer UTF-8
    path.write_bytes(data)
    assert opened_anew(path).read_bytes() == bytes(data)


def test_wherever_a_bit_flips_nothing_that_was_saved_is_missing_without_notice(path: Path, pen: Pen) -> None:
    whole, chance = path.read_bytes(), random.Random(11)
    heads_of_pages = [page + byte for page in range(0, len(whole), 4096) for byte in range(24)]
    places = [chance.choice(heads_of_pages) for _ in range(200)]
    places += [chance.randrange(100, len(whole)) for _ in range(300)]
    noticed = 0
    for number, place in enumerate(places):
        copy = path.with_name(f"{number}.journal")
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(data)
        noticed += _is_whole_or_refused(copy, pen)
    assert noticed > 50


def _is_whole_or_refused(path: Path, pen: Pen) -> bool:
    """Whether the damage was noticed; if it was not, everything must be there."""
    try:
        journal = Journal(path)
    except JournalError:
        return True
    try:
        journal.check()
    except JournalError:
        return True
    else:
        assert journal.logs() == (pen.log,)
        return False
    finally:
        journal.close()


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_journal_is_moved_aside(path: Path, part: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    assert opened_anew(path).read_bytes() == data[: int(len(data) * part)]


def test_a_file_that_is_no_journal_at_all_is_moved_aside(path: Path) -> None:
    path.write_bytes(b"This is a letter to my mother. " * 100)
    assert opened_anew(path).read_bytes().startswith(b"This is a letter")


def test_a_journal_cut_to_nothing_keeps_the_log_that_still_holds_the_answers(
    path: Path, tmp_path: Path, pen: Pen
) -> None:
    journal = open_journal(path)
    journal.append(pen.writer, pen.type("q2", "only in the log"))
    copy = tmp_path / "copy" / NAME
    copy.parent.mkdir()
    copy.write_bytes(b"")
    shutil.copy(f"{path}-wal", f"{copy}-wal")
    journal.close()
    aside = opened_anew(copy)
    assert b"only in the log" in Path(f"{aside}-wal").read_bytes()


def test_a_table_that_is_gone_is_damage(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE events")
    connection.commit()
    connection.close()
    opened_anew(path)


def test_a_link_missing_in_the_middle_is_damage(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM events WHERE seq = 30")
    connection.commit()
    connection.close()
    opened_anew(path)


@pytest.mark.parametrize("seq", [2, 32, 61])
def test_an_answer_that_somebody_changed_by_hand_is_damage(path: Path, seq: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "UPDATE events SET event = CAST(replace(CAST(event AS TEXT), ?, ?) AS BLOB) WHERE seq = ?",
        (f"number {seq - 2}", "number 99", seq),
    )
    connection.commit()
    connection.close()
    opened_anew(path)


def test_damage_upon_damage_deletes_nothing(path: Path) -> None:
    first = path.read_bytes()[:20_000]
    for _ in range(3):
        path.write_bytes(first)
        open_journal(path).close()
    asides = [file for file in path.parent.iterdir() if ASIDE.fullmatch(file.name)]
    assert [file.read_bytes() for file in asides] == [first] * 3


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_the_journal_of_another_version_is_refused_and_left_as_it_is(path: Path, mode: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(JournalError, match=f"of version {FORMAT + 1}") as refused:
        open_journal(path)
    assert "the file is untouched" in refused.value.advice
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_an_empty_file_is_a_new_journal(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.touch()
    journal, pen = open_journal(path), Pen()
    journal.append(pen.writer, pen.begin())
    assert journal.logs() == (pen.log,)
    journal.close()
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
