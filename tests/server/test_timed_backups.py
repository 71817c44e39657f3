"""Backups on a timer: made beside saves, read back, rotated, and shown where they fail."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import BackupError
from examserver.services import backup_room
from examserver.services.alive.backup_names import backup_file, too_many
from examserver.services.alive.backup_plan_orders import PlanBackups
from examserver.services.alive.condition import condition_of
from examserver.services.alive.timed_backups import MINUTE, TimedBackups
from examserver.services.backup_file import BackupKeys
from examserver.services.backups import verify_backup
from examserver.services.keys import opening_key, signing_key
from examserver.storage import disks
from examserver.storage.backup_tries import last_try
from examserver.storage.backups import newest_backup
from examserver.storage.disk_room import DiskLevel
from examserver.storage.folder import locked
from examserver.storage.site import read_site
from examserver.storage.store import Store, reading
from tests.server.conftest import START, FakeClock, Prepared


def are_there_and_the_same(one: Path, other: Path) -> bool:
    return one.stat().st_ino == other.stat().st_ino


@pytest.fixture
def second_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as one on another disk."""
    monkeypatch.setattr(disks, "is_same_disk", are_there_and_the_same)
    monkeypatch.setattr(backup_room, "is_same_disk", are_there_and_the_same)
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def plan(prepared: Prepared, to: Path, keep: int = 3) -> None:
    give(prepared.folder.root, PlanBackups(str(to), 5, keep))


def run(prepared: Prepared, clock: FakeClock) -> None:
    """One look of the timer, as the running service does it."""
    folder = prepared.folder
    with locked(folder):
        store = Store(folder)
        try:
            TimedBackups(store, folder, clock).run_once()
        finally:
            store.close()


def names(place: Path) -> list[str]:
    return sorted(file.name for file in place.iterdir())


def test_one_is_made_at_once_and_the_next_when_the_minutes_are_over(
    prepared: Prepared, second_disk: Path, clock: FakeClock
) -> None:
    plan(prepared, second_disk)
    made = []
    for wait in (0, 4 * MINUTE, MINUTE):
        clock.advance(wait)
        run(prepared, clock)
        made.append(len(names(second_disk)))
    assert made == [1, 1, 2]
    keys = BackupKeys(signing_key(prepared.folder), opening_key(prepared.folder))
    for file in second_disk.iterdir():
        assert verify_backup(file, keys, prepared.folder.database.parent).stated.counts.attempts == 0
    with reading(prepared.folder) as connection:
        noted = newest_backup(connection)
    assert noted is not None
    assert Path(noted.file).name == names(second_disk)[-1]


def test_the_oldest_go_and_nothing_else_does(prepared: Prepared, second_disk: Path, clock: FakeClock) -> None:
    plan(prepared, second_disk)
    strangers = [
        second_disk / "site-00000000-g1-20200101T000000Z.exambackup",
        second_disk / "holiday.jpg",
    ]
    with reading(prepared.folder) as connection:
        identity = read_site(connection)
    strangers.append(backup_file(second_disk, replace(identity, generation=7), 1, START - 10 * MINUTE))
    for stranger in strangers:
        stranger.touch()
    for _ in range(5):
        run(prepared, clock)
        clock.advance(5 * MINUTE)
    ours = [name for name in names(second_disk) if name not in {one.name for one in strangers}]
    assert len(ours) == 3
    assert all(stranger.exists() for stranger in strangers)
    assert ours[-1] == backup_file(second_disk / "elsewhere", identity, 5, clock.now() - 5 * MINUTE).name


def test_what_a_killed_process_left_there_goes_an_hour_later(
    prepared: Prepared, second_disk: Path, clock: FakeClock
) -> None:
    plan(prepared, second_disk)
    old, young = second_disk / ".new-old", second_disk / ".new-young"
    for file in (old, young):
        file.touch()
    os.utime(old, (1, 1))
    run(prepared, clock)
    assert (old.exists(), young.exists()) == (False, True)


def test_the_newest_is_spared_also_where_the_clock_went_back(prepared: Prepared, tmp_path: Path) -> None:
    with reading(prepared.folder) as connection:
        identity = read_site(connection)
    files = [backup_file(tmp_path, identity, 1, START + number * MINUTE) for number in range(4)]
    for file in files:
        file.touch()
    assert too_many(tmp_path, identity, 2, (files[0],)) == (files[1],)


def test_a_disk_that_is_away_is_told_of_and_costs_no_older_backup(
    prepared: Prepared, second_disk: Path, clock: FakeClock, tmp_path: Path
) -> None:
    plan(prepared, second_disk)
    run(prepared, clock)
    second_disk.rename(tmp_path / "unplugged")
    clock.advance(5 * MINUTE)
    run(prepared, clock)
    with reading(prepared.folder) as connection:
        told = condition_of(connection, clock.now(), prepared.folder.root).failure
    assert told is not None
    assert (told.at, "cannot be reached" in told.problem) == (clock.now(), True)
    (tmp_path / "unplugged").rename(second_disk)
    clock.advance(MINUTE)
    run(prepared, clock)
    assert len(names(second_disk)) == 2
    with reading(prepared.folder) as connection:
        assert condition_of(connection, clock.now(), prepared.folder.root).failure is None


def test_an_unmounted_disk_whose_folder_is_on_the_services_own_gets_no_backup(
    prepared: Prepared, second_disk: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(prepared, second_disk)
    monkeypatch.setattr(disks, "is_same_disk", lambda _one, _other: True)
    run(prepared, clock)
    assert names(second_disk) == []
    with reading(prepared.folder) as connection:
        tried = last_try(connection)
    assert tried is not None
    assert "same disk" in tried.problem


def test_a_folder_on_the_same_disk_is_refused_unless_told(
    prepared: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["backup", str(prepared.folder.root), "--every", "5", "--to", str(tmp_path)]
    assert main(words) == 1
    assert "what takes the one takes the other" in capsys.readouterr().err
    assert main([*words, "--same-disk"]) == 0
    assert "every 5 minutes" in capsys.readouterr().out
    assert main(["backup", str(prepared.folder.root), "--every", "0"]) == 0
    assert "No backups are made on a timer." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("minutes", "keep"), [(-1, 12), (1441, 12), (5, 1), (5, 1001)], ids=["before", "rare", "one", "many"]
)
def test_a_plan_without_sense_is_refused(
    prepared: Prepared, second_disk: Path, minutes: int, keep: int
) -> None:
    with pytest.raises(BackupError, match="is no number of"):
        give(prepared.folder.root, PlanBackups(str(second_disk), minutes, keep))


def test_backups_never_go_into_the_services_own_folder(prepared: Prepared) -> None:
    with pytest.raises(BackupError, match="own folder"):
        give(prepared.folder.root, PlanBackups(str(prepared.folder.papers), 5, 3, beside=True))


def test_backups_that_stay_out_are_told_of(prepared: Prepared, second_disk: Path, clock: FakeClock) -> None:
    plan(prepared, second_disk)
    run(prepared, clock)
    clock.advance(12 * MINUTE)
    with reading(prepared.folder) as connection:
        condition = condition_of(connection, clock.now(), prepared.folder.root)
    assert condition.is_late
    assert condition.disk.level in set(DiskLevel)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such right to take away")
def test_a_folder_that_nobody_may_write_is_told_of(
    prepared: Prepared, second_disk: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(prepared, second_disk)

    def refuse(*_all: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("examserver.services.backups.new_file", refuse)
    run(prepared, clock)
    with reading(prepared.folder) as connection:
        tried = last_try(connection)
    assert tried is not None
    assert "Permission denied" in tried.problem
