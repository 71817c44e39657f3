"""Room on the disk: looked at before an attempt begins, and kept for when there is none left."""

from pathlib import Path

import pytest

from examclient.domain.worries import Worry
from examclient.storage import ballast
from examclient.storage.ballast import FILE, DiskRoom
from examclient.storage.journal import open_journal
from examclient.storage.journal_errors import DiskError
from examclient.storage.journal_setting import Setting
from tests.client.writing import Pen

ALL_OF_IT = 1 << 60
"""More bytes than any disk has."""


def test_the_ballast_is_really_there_and_its_room_comes_back(tmp_path: Path) -> None:
    room = DiskRoom(tmp_path, ballast=1_000_000)
    room.take_ballast()
    written = (tmp_path / FILE).stat()
    assert written.st_size == 1_000_000
    assert written.st_blocks * 512 >= 1_000_000, "no file with a hole"
    assert room.drop_ballast()
    assert not (tmp_path / FILE).exists()
    assert not room.drop_ballast()


def test_the_ballast_is_made_again_when_there_is_room(tmp_path: Path) -> None:
    room = DiskRoom(tmp_path, ballast=1_000)
    room.take_ballast()
    room.drop_ballast()
    room.take_ballast()
    assert (tmp_path / FILE).stat().st_size == 1_000


def test_no_ballast_is_taken_from_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    DiskRoom(tmp_path, least=ALL_OF_IT, ballast=1_000).take_ballast()
    assert not (tmp_path / FILE).exists()


def test_a_ballast_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    DiskRoom(tmp_path / "not there", ballast=1_000).take_ballast()
    (tmp_path / FILE).mkdir()
    DiskRoom(tmp_path, ballast=1_000_000).take_ballast()


def test_the_disks_of_today_have_room(tmp_path: Path) -> None:
    room = DiskRoom(tmp_path, wanted=1_000, least=100)
    room.require()
    assert not room.is_scarce()


def test_with_little_room_an_attempt_begins_and_says_so(tmp_path: Path) -> None:
    setting = Setting(room=DiskRoom(tmp_path, wanted=ALL_OF_IT))
    journal = open_journal(tmp_path / "a.journal", setting)
    assert journal.worries() == {Worry.LITTLE_ROOM}
    journal.close()


def test_with_next_to_no_room_no_attempt_begins_but_who_has_begun_goes_on(tmp_path: Path) -> None:
    path, pen = tmp_path / "a.journal", Pen()
    full = Setting(room=DiskRoom(tmp_path, least=ALL_OF_IT))
    with pytest.raises(DiskError, match="MB left; an exam needs"):
        open_journal(path, full)
    journal = open_journal(path)
    journal.append(pen.writer, pen.begin())
    journal.close()
    again = open_journal(path, full)
    again.append(pen.writer, pen.choose("q1", "a"))
    assert again.logs() == (pen.log,)
    again.close()


def test_a_second_place_serves_where_the_first_has_no_room(tmp_path: Path) -> None:
    setting = Setting(spare=tmp_path / "spare", room=DiskRoom(tmp_path, least=ALL_OF_IT))
    journal = open_journal(tmp_path / "a.journal", setting)
    assert Worry.SECOND_PLACE in journal.worries()
    journal.close()


def test_the_figures_are_those_that_the_manual_gives() -> None:
    assert (ballast.WANTED, ballast.LEAST) == (200_000_000, 2_000_000)
