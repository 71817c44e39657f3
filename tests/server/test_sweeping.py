"""The running service deletes what it promises not to keep, and nothing that somebody still names."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from examserver.services.alive.sweeping import HOUR, Sweeping
from examserver.storage import looked_at
from examserver.storage.audit import audit_rows
from examserver.storage.checkins import Material, add_material, materials_at
from examserver.storage.entry_photos import entry_photo, keep_entry_photo
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.looked_at import keep_for_a_look
from examserver.storage.store import Store, reading, writing
from tests.server.conftest import START, FakeClock, Prepared

DAY = 24 * HOUR


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@contextmanager
def sweeper(folder: ServiceFolder, clock: FakeClock, machine: FakeClock | None = None) -> Iterator[Sweeping]:
    """What the running service has; the clock of its machine says the same unless it was set."""
    store = Store(folder)
    try:
        yield Sweeping(store, folder, clock, machine or clock)
    finally:
        store.close()


def hand_in(prepared: Prepared, jpeg: bytes) -> str:
    """A photo of the room in the record of the exam."""
    sha256 = keep_entry_photo(prepared.folder, jpeg)
    with writing(prepared.folder) as connection:
        add_material(
            connection, Material(sha256[:20], prepared.exam.id, "301", START, "李老师", sha256, "门口")
        )
    return sha256


def purges(prepared: Prepared) -> list[str]:
    with reading(prepared.folder) as connection:
        return [row.way for row in audit_rows(connection) if row.what == "purge_photos"]


def test_photos_go_thirty_days_after_the_closing_and_what_was_decided_stays(
    prepared: Prepared, clock: FakeClock
) -> None:
    photo = hand_in(prepared, b"\xff\xd8 one")
    with sweeper(prepared.folder, clock) as sweeping:
        clock.time = prepared.exam.closes + 30 * DAY - 1
        sweeping.run_once()
        clock.advance(2 * HOUR)
        assert entry_photo(prepared.folder, photo) is not None
        sweeping.run_once()
        for _ in range(2):  # an hour after it was found the rows name it no more, and an hour later it goes
            clock.advance(HOUR)
            sweeping.run_once()
        clock.advance(HOUR)
        sweeping.run_once()
    assert entry_photo(prepared.folder, photo) is None
    assert purges(prepared) == ["service"]
    with reading(prepared.folder) as connection:
        (material,) = materials_at(connection, [prepared.exam.id])
    assert (material.photo, material.reason) == ("", "门口")


def named_photos(prepared: Prepared) -> list[str]:
    with reading(prepared.folder) as connection:
        return [one.photo for one in materials_at(connection, [prepared.exam.id])]


def test_a_service_that_starts_with_a_clock_weeks_ahead_takes_nothing_at_its_first_look(
    prepared: Prepared, clock: FakeClock
) -> None:
    photo = hand_in(prepared, b"\xff\xd8 three")
    clock.time = prepared.exam.closes + 40 * DAY
    with sweeper(prepared.folder, clock) as sweeping:
        sweeping.run_once()
        clock.advance(HOUR - 1)
        sweeping.run_once()
    assert named_photos(prepared) == [photo]
    clock.time = prepared.exam.closes + DAY  # set right, and the service was started again
    with sweeper(prepared.folder, clock) as sweeping:
        sweeping.run_once()
        clock.advance(2 * HOUR)
        sweeping.run_once()
    assert named_photos(prepared) == [photo]
    assert purges(prepared) == []


def test_nor_ever_once_the_machines_clock_was_set_right_though_the_service_goes_on_with_the_wrong_one(
    prepared: Prepared, clock: FakeClock
) -> None:
    photo = hand_in(prepared, b"\xff\xd8 four")
    machine = FakeClock(prepared.exam.closes + DAY)
    clock.time = prepared.exam.closes + 40 * DAY
    with sweeper(prepared.folder, clock, machine) as sweeping:
        for _ in range(3):
            sweeping.run_once()
            clock.advance(HOUR)
            machine.advance(HOUR)
    assert named_photos(prepared) == [photo]


def test_a_photo_that_is_named_a_moment_later_stays(prepared: Prepared, clock: FakeClock) -> None:
    with sweeper(prepared.folder, clock) as sweeping:
        photo = keep_entry_photo(prepared.folder, b"\xff\xd8 two")
        sweeping.run_once()
        assert hand_in(prepared, b"\xff\xd8 two") == photo
        clock.advance(2 * HOUR)
        sweeping.run_once()
        sweeping.run_once()
    assert entry_photo(prepared.folder, photo) is not None
    assert purges(prepared) == []


def test_a_roster_that_was_looked_at_at_one_machine_is_taken_at_another_and_forgotten_after_a_day(
    prepared: Prepared, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256, other = keep_for_a_look(prepared.folder, b"admission_number"), open_folder(prepared.folder.root)
    keep_for_a_look(other, b"admission_number")
    assert looked_at.looked_at(other, sha256) == b"admission_number"
    with sweeper(prepared.folder, clock) as sweeping:
        sweeping.run_once()
        assert looked_at.looked_at(other, sha256) == b"admission_number"
        later = time.time() + 28 * 3600 + 1
        monkeypatch.setattr(time, "time", lambda: later)
        sweeping.run_once()
    monkeypatch.undo()
    assert looked_at.looked_at(prepared.folder, sha256) is None


def test_what_was_confirmed_is_forgotten_at_every_machine(prepared: Prepared) -> None:
    sha256 = keep_for_a_look(prepared.folder, b"name")
    other = open_folder(prepared.folder.root)
    looked_at.forget(other, sha256)
    assert looked_at.looked_at(prepared.folder, sha256) is None
