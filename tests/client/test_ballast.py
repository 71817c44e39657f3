"""Room on the disk: looked at before an attempt begins, and kept for when there is none left."""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from examclient.domain.worries import Worry
from examclient.storage import ballast
from examclient.storage.ballast import FILE, MB, DiskRoom
from examclient.storage.journal import open_journal
from examclient.storage.journal_errors import DiskError
from examclient.storage.journal_safe import JOURNALS
from examclient.storage.journal_setting import Setting
from tests.client.writing import Pen

ALL_OF_IT = 1 << 60
"""More bytes than any disk has."""


def test_the_ballast_is_really_there_and_its_room_comes_back(tmp_path: Path) -> None:
    room = DiskRoom(tmp_path, ballast=1_000_000)
    room.take_ballast()
    written = (tmp_path / FILE).stat()
    assert written.st_size == 1_000_000
    if sys.platform != "win32":  # which does not tell
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


class Disks:
    """How much is free, by folder; the rest is as it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.free: dict[Path, int] = {}
        self._really = shutil.disk_usage
        monkeypatch.setattr(shutil, "disk_usage", self.usage)

    def usage(self, folder: Path) -> object:
        for disk, free in self.free.items():
            if folder.is_relative_to(disk):
                folder.stat()
                return SimpleNamespace(free=free)
        return self._really(folder)


@pytest.fixture
def disks(monkeypatch: pytest.MonkeyPatch) -> Disks:
    return Disks(monkeypatch)


@pytest.fixture
def setting(tmp_path: Path, disks: Disks) -> Setting:
    """Both places on disks of their own, of which the first is full."""
    disks.free = {tmp_path / "data": MB, tmp_path / "other disk": 900 * MB}
    (tmp_path / "data").mkdir()
    (tmp_path / "other disk").mkdir()
    return Setting(spare=tmp_path / "other disk" / "exam", room=DiskRoom(tmp_path / "data"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / JOURNALS / "a.journal"


def test_a_second_place_serves_where_the_first_has_no_room(path: Path, setting: Setting) -> None:
    journal = open_journal(path, setting)
    assert journal.worries() == {Worry.SECOND_PLACE}
    journal.close()


def test_where_neither_place_has_room_no_attempt_begins(
    path: Path, setting: Setting, disks: Disks, tmp_path: Path
) -> None:
    disks.free[tmp_path / "other disk"] = MB
    with pytest.raises(DiskError, match="data has 1 MB left; an exam needs 2 MB"):
        open_journal(path, setting)
    assert not any(place.exists() for place in setting.places(path))


def test_whoever_has_begun_in_the_first_place_goes_on_in_a_second_that_is_nearly_full(
    path: Path, setting: Setting, disks: Disks, tmp_path: Path
) -> None:
    disks.free = {tmp_path / "data": 900 * MB, tmp_path / "other disk": MB}
    pen = Pen()
    journal = open_journal(path, setting)
    journal.append(pen.writer, pen.begin())
    journal.close()
    path.with_name("a.journal-wal").mkdir()  # no file can be opened there any more
    again = open_journal(path, setting)
    again.append(pen.writer, pen.choose("q1", "a"))
    assert again.logs() == (pen.log,)
    assert again.worries() == {Worry.SECOND_PLACE, Worry.LITTLE_ROOM}
    again.close()


def test_whoever_has_begun_in_the_second_place_goes_on_there_when_both_are_nearly_full(
    path: Path, setting: Setting, disks: Disks, tmp_path: Path
) -> None:
    pen = Pen()
    journal = open_journal(path, setting)
    journal.append(pen.writer, pen.begin())
    journal.close()
    disks.free[tmp_path / "other disk"] = MB
    again = open_journal(path, setting)
    again.append(pen.writer, pen.choose("q1", "a"))
    assert again.logs() == (pen.log,)
    again.close()


def test_the_figures_are_those_that_the_manual_gives() -> None:
    assert (ballast.WANTED, ballast.LEAST) == (200_000_000, 2_000_000)
