"""The last of the service's disk is for answers: what can wait is refused first, the ballast goes last."""

import errno
import hashlib
import http.client
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from examprotocol.result_package import ResultPart
from examserver.cli.ordering import give
from examserver.errors import StorageError
from examserver.services.alive import timed_backups
from examserver.services.alive.backup_plan_orders import PlanBackups
from examserver.services.alive.timed_backups import TimedBackups
from examserver.services.backup_orders import MakeBackup
from examserver.serving import SiteServer
from examserver.storage import disk_room
from examserver.storage.backup_tries import last_try
from examserver.storage.database import open_writing
from examserver.storage.disk_room import (
    Ballast,
    DiskLevel,
    DiskWatch,
    Use,
    is_full,
    require_room,
    reserve_of,
    state_of,
)
from examserver.storage.disks import Room, room_of
from examserver.storage.folder import locked
from examserver.storage.handed_files import put_chunk
from examserver.storage.result_parts import put_part
from examserver.storage.staff import Role
from examserver.storage.store import Store, reading
from examserver.storage.writer import GroupWriter
from tests.server.conftest import FakeClock, Prepared
from tests.server.station import Station
from tests.server.visitor import Visitor, add_staff

GIB, MIB = 1 << 30, 1 << 20

SetFree = Callable[[int], None]


@pytest.fixture
def set_free(monkeypatch: pytest.MonkeyPatch) -> SetFree:
    """The bytes that are free on a disk of 200 GiB."""

    def put(free: int) -> None:
        monkeypatch.setattr(disk_room, "room_of", lambda _folder: Room(free, 200 * GIB))

    return put


@pytest.mark.parametrize(
    ("free", "level"),
    [
        (41 * GIB, DiskLevel.FINE),
        (39 * GIB, DiskLevel.LOW),
        (900 * MIB, DiskLevel.RESERVED),
        (400 * MIB, DiskLevel.LAST),
    ],
    ids=["fine", "low", "reserved", "last"],
)
def test_the_level_follows_what_is_free(set_free: SetFree, free: int, level: DiskLevel) -> None:
    set_free(free)
    assert state_of(Path()).level is level


def test_on_a_small_disk_a_tenth_is_kept() -> None:
    assert reserve_of(Room(0, 2 * GIB)) == 2 * GIB // 10
    assert reserve_of(Room(0, 200 * GIB)) == GIB


def test_the_log_says_once_whenever_the_level_changes(
    set_free: SetFree, caplog: pytest.LogCaptureFixture
) -> None:
    watch = DiskWatch(Path())
    caplog.set_level(logging.INFO, disk_room.__name__)
    for free in (100 * GIB, 39 * GIB, 38 * GIB, 900 * MIB, 100 * MIB, 99 * MIB, 100 * GIB):
        set_free(free)
        watch.run_once()
    said = [(one.levelname, one.message.partition(":")[0]) for one in caplog.records]
    assert said == [
        ("WARNING", "the disk is filling up"),
        ("ERROR", "the disk is nearly full"),
        ("ERROR", "the disk is all but full"),
        ("INFO", "the disk has room again"),
    ]
    assert "19 % are free, 39936 MiB" in caplog.records[0].message


def test_head_proctors_read_on_the_monitor_that_the_disk_is_filling_up(
    prepared: Prepared, server: SiteServer, set_free: SetFree
) -> None:
    add_staff(prepared, "王主考", Role.HEAD_PROCTOR)
    head = Visitor(server.port)
    head.log_in("王主考")
    assert 'hx-get="/web/monitor/notices"' in head.get("/web/monitor").text
    assert "note" not in head.get("/web/monitor/notices").text
    set_free(30 * GIB)
    said = head.get("/web/monitor/notices").text
    assert "15 % free" in said
    assert "Tell the site admin." in said


@pytest.mark.parametrize(
    ("use", "least"), [(Use.BUNDLE, GIB), (Use.BACKUP, GIB), (Use.HANDED_FILE, GIB // 2)], ids=str
)
def test_what_can_wait_is_refused_before_answers_are(set_free: SetFree, use: Use, least: int) -> None:
    set_free(least + 100)
    require_room(Path(), use, 100)
    with pytest.raises(StorageError, match="kept for answers"):
        require_room(Path(), use, 101)


def test_files_in_reports_leave_what_is_for_the_files_of_an_exam_that_is_on(
    prepared: Prepared, set_free: SetFree
) -> None:
    set_free(GIB - 1)
    name = hashlib.sha256(b"sealed").hexdigest()
    with pytest.raises(StorageError, match="not for reports"):
        put_part(prepared.folder, ResultPart("file", name, len(b"sealed")), b"sealed")
    put_chunk(prepared.folder, name, b"sealed")


def test_a_disk_that_does_not_say_refuses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_room, "room_of", room_of)
    assert state_of(tmp_path / "away").level is DiskLevel.FINE
    require_room(tmp_path / "away", Use.BUNDLE, 1 << 60)


def test_answers_are_still_taken_where_papers_and_backups_are_not(
    prepared: Prepared, seated: Station, server: SiteServer, set_free: SetFree
) -> None:
    set_free(10 * MIB)
    pen = seated.pen()
    pen.choose("q1", "a")
    assert seated.sync(pen).head == pen.head
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/health")
    response = connection.getresponse()
    told = json.loads(response.read())
    connection.close()
    assert (response.status, told["ready"], told["writing"], told["disk"]) == (200, True, "proven", "last")
    with pytest.raises(StorageError):
        require_room(prepared.folder.papers, Use.BUNDLE)


def test_a_backup_beside_the_service_leaves_the_reserve_alone(
    prepared: Prepared, tmp_path: Path, set_free: SetFree, clock: FakeClock
) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    give(prepared.folder.root, PlanBackups(str(place), 5, 3, beside=True))
    set_free(900 * MIB)
    with locked(prepared.folder):
        store = Store(prepared.folder)
        TimedBackups(store, prepared.folder, clock).run_once()
        store.close()
    with reading(prepared.folder) as connection:
        tried = last_try(connection)
    assert tried is not None
    assert "kept for answers, not for backups" in tried.problem
    assert list(place.iterdir()) == []
    assert timed_backups.EVERY_SECONDS > 0


def test_the_ballast_is_taken_where_there_is_room_and_given_up_where_there_is_none(
    tmp_path: Path, set_free: SetFree
) -> None:
    ballast = Ballast(tmp_path, size=4096, last=1000)
    set_free(3 * 4096)
    ballast.run_once()
    assert not ballast.is_there
    set_free(5 * 4096)
    ballast.run_once()
    assert (tmp_path / disk_room.FILE).stat().st_size == 4096
    set_free(999)
    ballast.run_once()
    assert not ballast.is_there
    assert not ballast.give_up()


def test_a_write_that_finds_the_disk_full_gives_the_ballast_up(tmp_path: Path, set_free: SetFree) -> None:
    ballast = Ballast(tmp_path, size=4096)
    set_free(GIB)
    ballast.run_once()
    ballast.give_up_for(OSError(errno.EIO, "failing"))
    assert ballast.is_there
    full = StorageError("The service could not store what came.")
    full.__cause__ = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    ballast.give_up_for(full)
    assert not ballast.is_there


def test_what_says_that_a_disk_is_full_is_known() -> None:
    assert is_full(OperationalError("INSERT", None, Exception("database or disk is full")))
    assert not is_full(OperationalError("INSERT", None, Exception("disk I/O error")))
    assert not is_full(None)


def test_the_writer_tells_why_a_group_was_not_stored(tmp_path: Path) -> None:
    heard: list[Exception] = []
    engine = open_writing(tmp_path / "site.db")
    writer = GroupWriter(engine, on_failure=heard.append)
    future = writer.submit(lambda connection: connection.exec_driver_sql("ROLLBACK"))
    with pytest.raises(StorageError):
        future.result(10)
    writer.stop()
    engine.dispose()
    assert len(heard) == 1


def test_nothing_of_the_ballast_stays_when_the_service_ends(prepared: Prepared, server: SiteServer) -> None:
    server.stop()
    assert not Ballast(prepared.folder.database.parent).is_there


def test_the_copy_of_the_database_that_a_backup_needs_takes_no_room_of_answers(
    prepared: Prepared, tmp_path: Path, set_free: SetFree
) -> None:
    set_free(GIB)
    (tmp_path / "other").mkdir()
    with pytest.raises(StorageError, match="not for backups"):
        give(prepared.folder.root, MakeBackup(str(tmp_path / "other" / "one.exambackup")))
    assert not list((tmp_path / "other").iterdir())
