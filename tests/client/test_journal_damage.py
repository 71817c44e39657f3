"""Damaged journals are moved aside, never deleted; what can be read of them goes on; damage is told."""

import logging
import random
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from examclient.domain.worries import Worry
from examclient.errors import JournalError
from examclient.storage.journal import open_journal
from examclient.storage.journal_log import FRAME_HEADER, HEADER, PAGE, frames_of
from examclient.storage.journal_safe import KEY_FILE
from examclient.storage.journal_tables import FORMAT
from examprotocol.events import WriterLog
from tests.client.writing import Pen

NAME = "attempt.journal"
ASIDE = re.compile(r"attempt\.(damaged|locked|cut)-\d{8}-\d{6}-\d{6}\.journal")


@pytest.fixture
def pen() -> Pen:
    return Pen()


@pytest.fixture
def path(tmp_path: Path, pen: Pen) -> Path:
    """A journal of 61 events and a note, closed."""
    path = tmp_path / NAME
    journal = open_journal(path)
    journal.note("starts", "7")
    journal.append(pen.writer, pen.begin())
    for number in range(60):
        journal.append(pen.writer, pen.type("q1", f"the text number {number}, 文字 " * 4))
    journal.close()
    return path


def opened_anew(path: Path, kept: tuple[WriterLog, ...] = (), worry: Worry = Worry.DAMAGED) -> Path:
    """Open a damaged journal: it holds what was kept, says so, can save; returns the file moved aside."""
    journal, pen = open_journal(path), Pen("next start")
    assert journal.logs() == kept
    assert worry in journal.worries()
    journal.append(pen.writer, pen.begin())
    journal.close()
    again = open_journal(path)
    assert again.logs() == (*kept, pen.log)
    assert again.worries() == frozenset()
    again.close()
    (aside,) = asides(path)
    return aside


def asides(path: Path) -> list[Path]:
    return sorted(file for file in path.parent.iterdir() if ASIDE.fullmatch(file.name))


def first(pen: Pen, count: int) -> tuple[WriterLog, ...]:
    """The pen's first events."""
    return (WriterLog(pen.writer, tuple(pen.events[:count])),)


def record(path: Path, seq: int) -> bytes:
    """An event as it lies on the disk."""
    with closing(sqlite3.connect(path)) as connection:
        return bytes(connection.execute("SELECT event FROM events WHERE seq = ?", (seq,)).fetchone()[0])


def change(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement, values)
        connection.commit()


def test_a_flipped_bit_in_an_answer_is_told_and_the_answers_before_it_go_on(
    path: Path, pen: Pen, caplog: pytest.LogCaptureFixture
) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(record(path, 32)) + 40] ^= 1
    path.write_bytes(data)
    with caplog.at_level(logging.ERROR):
        aside = opened_anew(path, first(pen, 31))
    assert aside.read_bytes() == bytes(data)
    assert aside.name in caplog.text
    assert "text number" not in caplog.text


def test_the_notes_of_a_damaged_journal_go_on(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(record(path, 32)) + 40] ^= 1
    path.write_bytes(data)
    journal = open_journal(path)
    assert journal.noted("starts") == "7"
    journal.close()


@pytest.mark.parametrize("seq", [2, 32, 61])
def test_a_record_that_somebody_put_in_another_place_is_damage(path: Path, pen: Pen, seq: int) -> None:
    change(path, "UPDATE events SET event = ? WHERE seq = ?", record(path, 40), seq)
    opened_anew(path, first(pen, seq - 1))


def test_a_link_missing_in_the_middle_is_damage(path: Path, pen: Pen) -> None:
    change(path, "DELETE FROM events WHERE seq = 30")
    opened_anew(path, first(pen, 29))


def test_the_writers_beside_a_damaged_one_go_on_whole(tmp_path: Path) -> None:
    path, pens = tmp_path / NAME, [Pen(name) for name in ("one", "two", "three")]
    journal = open_journal(path)
    for pen in pens:
        journal.append(pen.writer, (*pen.begin(), *pen.choose("q1", "a"), *pen.choose("q1", "b")))
    journal.close()
    change(path, "UPDATE events SET event = zeroblob(200) WHERE writer = 2 AND seq = 2")
    opened_anew(path, (pens[0].log, *first(pens[1], 1), pens[2].log))


def test_a_table_that_is_gone_is_damage(path: Path) -> None:
    change(path, "DROP TABLE events")
    opened_anew(path, (WriterLog(Pen().writer, ()),))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_of_a_truncated_journal_the_answers_up_to_the_cut_go_on(path: Path, pen: Pen, part: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    journal = open_journal(path)
    events = journal.logs()[0].events if journal.logs() else ()
    assert events == tuple(pen.events[: len(events)])
    assert len(events) >= 60 * (part - 0.6)
    assert Worry.DAMAGED in journal.worries()
    journal.close()
    assert asides(path)[0].read_bytes() == data[: int(len(data) * part)]


def test_a_file_that_is_no_journal_at_all_is_moved_aside(path: Path) -> None:
    path.write_bytes(b"This is a letter to my mother. " * 300)
    assert opened_anew(path).read_bytes().startswith(b"This is a letter")


def test_a_journal_whose_key_is_gone_is_moved_aside_and_said_to_be_locked(path: Path) -> None:
    before = path.read_bytes()
    path.with_name(KEY_FILE).unlink()
    assert opened_anew(path, worry=Worry.LOCKED).read_bytes() == before


def test_the_key_is_found_beside_a_writer_when_the_header_has_lost_it(path: Path, pen: Pen) -> None:
    change(path, "UPDATE keys SET wrapped = 'file.AAAA'")
    journal = open_journal(path)
    assert journal.logs() == (pen.log,)
    journal.close()


def test_damage_upon_damage_deletes_nothing(path: Path) -> None:
    damaged = path.read_bytes()[:20_000]
    for _ in range(3):
        path.write_bytes(damaged)
        open_journal(path).close()
    assert [file.read_bytes() for file in asides(path)] == [damaged] * 3


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_the_journal_of_another_version_is_refused_and_left_as_it_is(path: Path, mode: str) -> None:
    change(path, f"PRAGMA journal_mode = {mode}")
    change(path, f"PRAGMA user_version = {FORMAT + 1}")
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
    assert sorted(file.name for file in tmp_path.iterdir()) == [NAME, KEY_FILE]


# -- a bit anywhere -------------------------------------------------------------------------------------


def flips(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The data with one bit turned, at every thousandth byte and all over the heads of the pages."""
    chance = random.Random(11)
    heads = [page + chance.randrange(24) for page in range(0, len(data), PAGE)]
    for place in sorted({*range(0, len(data), 1000), *range(0, 100, 9), *heads[::2]}):
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        yield place, bytes(flipped)


def is_all_there(path: Path, pen: Pen) -> bool:
    """Whether every event is there; if not, it is told, and what is shown is the truth up to some place."""
    try:
        journal = open_journal(path)
    except JournalError:
        return False
    logs, worries = journal.logs(), journal.worries()
    journal.close()
    again = open_journal(path)
    assert again.logs() == logs, "what was shown is what goes on"
    again.close()
    events = logs[0].events if logs else ()
    assert events == tuple(pen.events[: len(events)]), "nothing wrong is shown"
    is_whole = len(events) == len(pen.events)
    assert is_whole or worries, "what is missing is told"
    return is_whole


def test_wherever_a_bit_flips_every_answer_is_there_or_the_damage_is_told(
    path: Path, pen: Pen, tmp_path: Path
) -> None:
    whole, lost = path.read_bytes(), 0
    for place, flipped in flips(whole):
        copy = tmp_path / str(place) / NAME
        copy.parent.mkdir()
        shutil.copy(tmp_path / KEY_FILE, copy.with_name(KEY_FILE))
        copy.write_bytes(flipped)
        lost += not is_all_there(copy, pen)
        shutil.rmtree(copy.parent)
    assert lost > 3, "the flips did hit something"


@pytest.fixture
def killed(path: Path, pen: Pen, tmp_path: Path) -> Path:
    """A copy of the journal as a kill leaves it: the last 20 events stand in the log only."""
    journal = open_journal(path)
    for number in range(20):
        journal.append(pen.writer, pen.type("q2", f"only in the log, {number}"))
    copy = tmp_path / "killed" / NAME
    copy.parent.mkdir()
    for name in (NAME, f"{NAME}-wal", KEY_FILE):
        shutil.copy(tmp_path / name, copy.with_name(name))
    journal.close()
    return copy


def test_what_a_kill_left_in_the_log_is_there(killed: Path, pen: Pen) -> None:
    journal = open_journal(killed)
    assert journal.logs() == (pen.log,)
    assert journal.worries() == frozenset()
    journal.close()


def test_wherever_a_bit_of_the_log_flips_every_answer_is_there_or_the_damage_is_told(
    killed: Path, pen: Pen, tmp_path: Path
) -> None:
    log, there = Path(f"{killed}-wal").read_bytes(), 0
    places = list(flips(log))
    for place, flipped in places:
        copy = tmp_path / str(place) / NAME
        shutil.copytree(killed.parent, copy.parent)
        Path(f"{copy}-wal").write_bytes(flipped)
        there += is_all_there(copy, pen)
        shutil.rmtree(copy.parent)
    assert there > len(places) * 0.8, "what stands behind the damage in the log is found as well"


def test_a_journal_cut_to_nothing_goes_on_with_what_its_log_holds(killed: Path, tmp_path: Path) -> None:
    killed.write_bytes(b"")
    log = Path(f"{killed}-wal").read_bytes()
    journal = open_journal(killed)
    assert Worry.DAMAGED in journal.worries()
    journal.close()
    (aside,) = asides(killed)
    assert Path(f"{aside}-wal").read_bytes() == log


def test_a_save_that_the_power_cut_broke_off_costs_nothing_that_was_saved(killed: Path, pen: Pen) -> None:
    log = bytearray(Path(f"{killed}-wal").read_bytes())
    assert len(frames_of(bytes(log))) >= 20
    last = HEADER.size + (len(frames_of(bytes(log))) - 1) * (FRAME_HEADER.size + PAGE)
    log[last + FRAME_HEADER.size + PAGE // 2 : last + FRAME_HEADER.size + PAGE] = bytes(PAGE // 2)
    Path(f"{killed}-wal").write_bytes(log)
    opened_anew(killed, first(pen, 80), Worry.LOG_CUT)
