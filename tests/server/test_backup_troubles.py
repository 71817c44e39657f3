"""Disks that fail or are full under a backup: no half one, nothing in clear, and the right disk is named."""

import errno
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from examserver.cli.ordering import give
from examserver.errors import BackupError, OrderError, SiteError
from examserver.services.backup_file import CHUNK
from examserver.services.backup_orders import MakeBackup
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.serving import SiteServer
from examserver.storage.backups import newest_backup
from examserver.storage.files import TEMP_PREFIX
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.station import Station


def test_a_disk_that_is_full_leaves_no_half_backup(prepared: Prepared, file: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows sets no limit to the size of files")
    file.parent.mkdir()
    largest = prepared.folder.database.stat().st_size + 100_000  # the copy of the database still fits
    (prepared.folder.papers / PAPER_ID / "parts" / ("a" * 64)).write_bytes(os.urandom(CHUNK + largest))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    command = [sys.executable, "-m", "examserver", "backup", str(prepared.folder.root), "--out", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, preexec_fn=limit)
    assert (done.returncode, "could not be written" in done.stderr) == (1, True)
    assert list(file.parent.iterdir()) == []
    assert list(prepared.folder.database.parent.glob(f"{TEMP_PREFIX}*")) == []


@pytest.mark.parametrize("place", [0, -2])
def test_a_backup_that_the_disk_has_changed_is_not_called_one(
    prepared: Prepared, file: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    """A bit of a member flips on its way: of the database, or of the last file of a paper."""
    file.parent.mkdir()

    def sync(written: Path) -> None:
        with zipfile.ZipFile(written) as archive:
            begins = archive.infolist()[place].header_offset
        data = bytearray(written.read_bytes())
        data[begins + 100] ^= 1
        written.write_bytes(data)

    monkeypatch.setattr("examserver.services.backups._sync", sync)
    with pytest.raises(BackupError, match="damaged"):
        give(prepared.folder.root, MakeBackup(str(file)))
    assert list(file.parent.iterdir()) == []
    with reading(prepared.folder) as connection:
        assert newest_backup(connection) is None


def test_nothing_in_clear_ever_lies_beside_a_backup_not_even_after_a_kill(
    prepared: Prepared, file: Path, clock: FakeClock
) -> None:
    """The process ends just when the whole database lies open for its check."""
    file.parent.mkdir()
    kill = "import os; from examserver.services import backups as b; b.check_counts = lambda *_: os._exit(9)"
    order = f"from examserver.cli.command_line import main; main({['backup', str(prepared.folder.root)]}"
    program = f"{kill}; {order} + ['--out', {str(file)!r}])"
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 9
    (unfinished,) = file.parent.iterdir()
    assert unfinished.name.startswith(TEMP_PREFIX)
    assert zipfile.is_zipfile(unfinished)
    assert b"SQLite format" not in unfinished.read_bytes()
    data = prepared.folder.database.parent
    assert [left.name for left in data.glob(f"{TEMP_PREFIX}*/*")] == ["site.db"]
    with SiteServer(prepared.folder.root, port=0, clock=clock):
        assert list(data.glob(f"{TEMP_PREFIX}*")) == []
    assert prepared.folder.database.exists()


def test_a_damaged_database_is_not_called_a_backup(
    seated: Station, server: SiteServer, prepared: Prepared, file: Path
) -> None:
    """A flipped bit in an event's content: SQLite's own check sees nothing in it."""
    file.parent.mkdir()
    pen = seated.pen()
    pen.type("q4", "Ouagadougou")
    seated.sync(pen)
    server.stop()
    with closing(sqlite3.connect(prepared.folder.database)) as database, database:
        database.execute("UPDATE events SET content = replace(content, 'Ouaga', 'Ouagb') WHERE seq = 2")
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with pytest.raises(BackupError, match="own database is damaged"):
        give(prepared.folder.root, MakeBackup(str(file)))
    assert not file.exists()


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left"), "{} cannot be written: No space left"),
        (PermissionError(errno.EACCES, "no"), "may not read and write {}"),
    ],
)
def test_a_restore_that_fails_names_the_folder_and_not_the_backup(
    prepared: Prepared,
    backup: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: OSError,
    sentence: str,
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr("examserver.services.restoring.os.fsync", fail)
    with pytest.raises(SiteError) as refused:
        restore(backup, tmp_path / "new", service_in(prepared.folder.root), START)
    assert sentence.format(tmp_path / "new") in refused.value.title
    assert not (tmp_path / "new").exists()


def test_a_backup_that_cannot_be_read_to_its_end_is_named(
    prepared: Prepared, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stick fails after the list was read."""
    service, read = service_in(prepared.folder.root), zipfile.ZipExtFile.read

    def fail(member: zipfile.ZipExtFile, size: int = -1) -> bytes:
        if member.name.endswith(".sealed"):
            raise OSError(errno.EIO, "Input/output error")
        return read(member, size)

    monkeypatch.setattr(zipfile.ZipExtFile, "read", fail)
    with pytest.raises(BackupError, match=rf"{backup.name} cannot be read: Input/output error"):
        restore(backup, tmp_path / "new", service, START)
    assert not (tmp_path / "new").exists()


def test_the_running_service_refuses_in_the_same_words(
    server: SiteServer, prepared: Prepared, tmp_path: Path
) -> None:
    assert server.is_serving
    with pytest.raises(OrderError, match="could not be written"):
        give(prepared.folder.root, MakeBackup(str(tmp_path / "nowhere" / "file")))
