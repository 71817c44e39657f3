"""A clock that was wrong once: no backup stays the newest for ever by its stamp, and people are told."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import BackupError
from examserver.services import backup_room
from examserver.services.alive.backup_order import Found
from examserver.services.alive.backup_plan_orders import PlanBackups
from examserver.services.alive.condition import condition_of
from examserver.services.alive.going_back import keys_of, stated_by
from examserver.services.alive.taking_over import take_over
from examserver.services.alive.timed_backups import MINUTE, TimedBackups
from examserver.services.backup_file import BackupList
from examserver.services.backup_orders import MakeBackup
from examserver.services.backup_room import size_of_database, size_of_next
from examserver.services.old_folder import service_in
from examserver.storage import disk_room
from examserver.storage.audit import AuditHead
from examserver.storage.backup_tries import last_try
from examserver.storage.backups import newest_backup
from examserver.storage.disk_room import RESERVE
from examserver.storage.disks import Room
from examserver.storage.folder import locked
from examserver.storage.photos import keep_photo
from examserver.storage.site import set_generation
from examserver.storage.snapshot import Counts
from examserver.storage.store import Store, reading, writing
from tests.server.conftest import FakeClock, Prepared

TEN_YEARS = 10 * 365 * 24 * 60 * MINUTE


@pytest.fixture
def place(prepared: Prepared, tmp_path: Path) -> Path:
    """A folder for backups on the timer, two of which are kept."""
    (tmp_path / "backups").mkdir()
    give(prepared.folder.root, PlanBackups(str(tmp_path / "backups"), 5, 2, beside=True))
    return tmp_path / "backups"


def run(prepared: Prepared, clock: FakeClock) -> None:
    with locked(prepared.folder):
        store = Store(prepared.folder)
        try:
            TimedBackups(store, prepared.folder, clock).run_once()
        finally:
            store.close()


def in_the_future_once(prepared: Prepared, clock: FakeClock, place: Path) -> Path:
    """A backup, one while the clock is ten years ahead, one after it was put right; returns the middle."""
    run(prepared, clock)
    before = set(place.iterdir())
    clock.advance(TEN_YEARS)
    run(prepared, clock)
    (strange,) = set(place.iterdir()) - before
    clock.advance(-TEN_YEARS + 5 * MINUTE)
    run(prepared, clock)
    return strange


def test_a_stamp_of_the_future_is_neither_the_newest_nor_kept_for_ever(
    prepared: Prepared, place: Path, clock: FakeClock
) -> None:
    strange = in_the_future_once(prepared, clock, place)
    with reading(prepared.folder) as connection:
        noted = newest_backup(connection)
    assert noted is not None
    assert noted.made == clock.now()
    assert strange.exists()
    clock.advance(5 * MINUTE)
    run(prepared, clock)
    assert not strange.exists()
    assert len(list(place.iterdir())) == 2


def test_a_take_over_takes_the_one_that_was_made_last_and_says_what_is_strange(
    prepared: Prepared, place: Path, clock: FakeClock, tmp_path: Path
) -> None:
    strange = in_the_future_once(prepared, clock, place)
    taken = take_over(place, tmp_path / "spare", service_in(prepared.folder.root), clock.now())
    assert taken.restored.stated.made == clock.now()
    (said,) = taken.strange
    assert said.startswith(f"{strange.name} is stamped ")
    assert "still to come" in said


def test_restoring_the_one_that_was_made_last_needs_no_word(
    prepared: Prepared, place: Path, clock: FakeClock, tmp_path: Path
) -> None:
    strange = in_the_future_once(prepared, clock, place)
    newest = max(place.iterdir(), key=lambda file: "-n3-" in file.name)
    words = ["--from", str(prepared.folder.root)]
    assert main(["restore", str(strange), str(tmp_path / "no"), *words]) == 1
    assert main(["restore", str(newest), str(tmp_path / "yes"), *words]) == 0


def test_the_overview_says_that_the_last_backup_is_stamped_in_the_future(
    prepared: Prepared, place: Path, clock: FakeClock
) -> None:
    clock.advance(TEN_YEARS)
    run(prepared, clock)
    clock.advance(-TEN_YEARS)
    with reading(prepared.folder) as connection:
        assert condition_of(connection, clock.now(), prepared.folder.root).ahead > 0
    run(prepared, clock)
    with reading(prepared.folder) as connection:
        assert condition_of(connection, clock.now(), prepared.folder.root).ahead == 0


OLD = BackupList("1", "s", "site", 100, Counts(1, 1, 0), "", ())
LATER: dict[str, dict[str, Any]] = {
    "counts": {"counts": Counts(1, 2, 0)},
    "audit": {"audit": AuditHead(5, "h")},
    "number": {"number": 1},
    "generation": {"generation": 2},
}


@pytest.mark.parametrize("what", LATER)
def test_what_counts_on_goes_before_the_time(what: str) -> None:
    """Also of backups from before they were numbered."""
    earlier = msgspec.structs.replace(OLD, made=900)
    later = msgspec.structs.replace(OLD, **LATER[what])
    assert Found(Path("a.exambackup"), earlier).order < Found(Path("b.exambackup"), later).order


def test_a_generation_that_was_raised_meanwhile_is_that_of_the_next_backup(
    prepared: Prepared, place: Path, clock: FakeClock
) -> None:
    run(prepared, clock)
    with writing(prepared.folder) as connection:
        set_generation(connection, 7)
    clock.advance(5 * MINUTE)
    run(prepared, clock)
    keys = keys_of(service_in(prepared.folder.root))
    assert sorted(stated_by(file, keys).generation for file in place.iterdir()) == [1, 7]


@pytest.mark.parametrize("free", ["too little", "enough"])
def test_room_for_the_next_backup_is_asked_before_it_is_written(
    prepared: Prepared, place: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, free: str
) -> None:
    """Beside the service: the backup, the copy in clear, and what is kept for answers."""
    needed = size_of_next(prepared.folder) + size_of_database(prepared.folder)
    left = RESERVE + needed - (1 if free == "too little" else 0)
    monkeypatch.setattr(disk_room, "room_of", lambda _folder: Room(left, 200 << 30))
    run(prepared, clock)
    with reading(prepared.folder) as connection:
        tried = last_try(connection)
    assert tried is not None
    assert ("kept for answers" in tried.problem) == (free == "too little")
    assert len(list(place.iterdir())) == (0 if free == "too little" else 1)


def test_another_disk_that_is_too_small_is_told_of_beforehand(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_room, "is_same_disk", lambda _one, _other: False)
    monkeypatch.setattr(backup_room, "room_of", lambda _folder: Room(1000, 1 << 30))
    with pytest.raises(BackupError, match="MiB free, and the backup takes about"):
        give(prepared.folder.root, MakeBackup(str(tmp_path / "one")))


def test_the_room_that_is_asked_for_is_not_less_than_a_backup_takes(
    prepared: Prepared, tmp_path: Path
) -> None:
    for number in range(300):
        keep_photo(prepared.folder, str(number), b"x" * number)
    asked = size_of_next(prepared.folder)
    give(prepared.folder.root, MakeBackup(str(tmp_path / "one")))
    size = (tmp_path / "one").stat().st_size
    assert size <= asked <= 2 * size + (1 << 20)
