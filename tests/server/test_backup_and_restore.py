"""A backup is made while the service serves, opens with its keys alone, and becomes the service again."""

import os
import shutil
import stat
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import BackupError, FolderError
from examserver.services.backup_file import CHUNK, BackupKeys, open_backup
from examserver.services.backup_orders import MakeBackup
from examserver.services.backups import verify_backup
from examserver.services.generations import next_generation
from examserver.services.keys import opening_key, signing_key
from examserver.services.member_orders import ChangeMemberPassword
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.services.setup import new_service, set_up
from examserver.services.staff_passwords import hashed
from examserver.serving import SiteServer
from examserver.storage.backups import newest_backup
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.station import Station
from tests.server.visitor import ADMIN, Visitor, add_admin

LATER = START + 60_000


def keys_of(folder: ServiceFolder) -> BackupKeys:
    return BackupKeys(signing_key(folder), opening_key(folder))


def count_events(folder: ServiceFolder) -> int:
    with reading(folder) as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM events").scalar_one())


def contents(root: Path) -> dict[str, bytes]:
    papers = root / "papers"
    return {
        file.relative_to(root).as_posix(): file.read_bytes() for file in papers.rglob("*") if file.is_file()
    }


def test_a_backup_made_while_stations_save_has_all_that_was_acknowledged_before(
    seated: Station, prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    pen, stop, saved = seated.pen(), threading.Event(), [0]

    def save() -> None:
        while not stop.is_set():
            pen.type("q4", f"answer {len(pen.events)} " + "x" * 500)
            saved[0] = seated.sync(pen, max(1, saved[0])).head.seq

    saving = threading.Thread(target=save)
    saving.start()
    try:
        for number in range(3):
            before = saved[0]
            clock.time = LATER + number
            file = tmp_path / f"{number}.exambackup"
            give(prepared.folder.root, MakeBackup(str(file)))
            stated = verify_backup(file, keys_of(prepared.folder), tmp_path).stated
            assert before <= stated.counts.events <= saved[0] + 1
    finally:
        stop.set()
        saving.join()
    with reading(prepared.folder) as connection:
        noted = newest_backup(connection)
    assert noted is not None
    assert (noted.file, noted.made) == (str(file), LATER + 2)


def test_saves_go_on_while_a_backup_is_made(
    seated: Station, prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is answered in the middle of it, when the database is being copied."""
    pen = seated.pen()
    within: list[int] = []

    def copy_slowly(source: Path, target: Path) -> None:
        copy_database(source, target)
        within.append(seated.sync(pen).head.seq)

    copy_database = sys.modules["examserver.services.backups"].copy_database
    monkeypatch.setattr("examserver.services.backups.copy_database", copy_slowly)
    give(prepared.folder.root, MakeBackup(str(tmp_path / "one")))
    assert within == [1]


def test_the_restored_folder_is_the_same_service_in_a_higher_generation(
    prepared: Prepared, backup: Path, tmp_path: Path
) -> None:
    restored = restore(backup, tmp_path / "new", service_in(prepared.folder.root), START)
    folder = open_folder(tmp_path / "new")
    assert contents(folder.root) == contents(prepared.folder.root) != {}
    assert folder.card.read_bytes() == prepared.folder.card.read_bytes()
    for key in ("signing.jwk", "opening.jwk", "authority.pem", "authority.key"):
        assert (folder.root / "keys" / key).read_bytes() == (prepared.folder.root / "keys" / key).read_bytes()
    with reading(folder) as connection, reading(prepared.folder) as before:
        expected = replace(read_site(before), generation=restored.generation)
        assert read_site(connection) == expected
    assert restored.generation == next_generation(1, START) > 1


def test_a_restored_service_serves_what_was_backed_up(
    seated: Station, server: SiteServer, prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    give(prepared.folder.root, MakeBackup(str(tmp_path / "one")))
    server.stop()
    restore(tmp_path / "one", tmp_path / "new", service_in(prepared.folder.root), START)
    with SiteServer(tmp_path / "new", port=0, clock=clock) as again:
        station = Station(again.port)
        station.token = seated.token
        assert station.heartbeat(pen).head == pen.head
        assert station.manifest() == (prepared.folder.papers / PAPER_ID / "manifest.jws").read_text()
        assert station.log_in().attempt == seated.login.attempt
        station.close()


def test_a_session_that_was_ended_since_the_backup_does_not_come_back_with_it(
    server: SiteServer, prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in()
    assert visitor.get("/web/").status == 200
    give(prepared.folder.root, MakeBackup(str(tmp_path / "one")))
    give(prepared.folder.root, ChangeMemberPassword(ADMIN, hashed("another one of this kind")))
    server.stop()
    restore(tmp_path / "one", tmp_path / "new", service_in(prepared.folder.root), START)
    with SiteServer(tmp_path / "new", port=0, clock=clock) as again:
        visitor.port = again.port
        assert visitor.get("/web/").goes_to == "/web/login"
        assert visitor.log_in().status == 303, "the passwords are those of the backup"


def test_the_commands_take_a_service_from_one_machine_to_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, keys, file, code = (tmp_path / name for name in ("old", "new", "keys", "file", "code"))
    assert main(["init", str(old), "--name", "第一考点", "--key-backup", str(keys)]) == 0
    code.write_text(capsys.readouterr().out.split("Recovery code, shown only now: ")[1].split("\n")[0])
    assert main(["backup", str(old), "--out", str(file)]) == 0
    assert "written and read back" in capsys.readouterr().out
    shutil.rmtree(old)
    words = [str(file), str(new), "--keys", str(keys), "--code-from", str(code)]
    assert main(["restore", *words, "--address", "https://10.0.0.9:8460"]) == 0
    assert "第一考点 is restored" in capsys.readouterr().out
    assert main(["exam", "list", str(new)]) == 0
    assert "https://10.0.0.9:8460" in (new / "public" / "site.json").read_text()


def test_who_finds_the_file_reads_nothing_in_it(prepared: Prepared, backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    data = backup.read_bytes()
    secrets = [path.read_bytes() for path in (prepared.folder.root / "papers").rglob("content.key")]
    plain = [
        *secrets,
        *(word.encode() for word in ("110101199003070417", "张三", "SQLite format", "Ouagadougou")),
    ]
    assert [secret for secret in plain if secret in data] == []
    with open_backup(backup, keys_of(prepared.folder)) as opened:
        names = {member.name for member in opened.list.members}
    assert not any(name.startswith("keys/") for name in names)
    assert "data/site.db" in names


def test_a_backup_opens_with_the_keys_of_its_own_service_alone(backup: Path, tmp_path: Path) -> None:
    set_up(tmp_path / "other", "site", "http://127.0.0.1:8460")
    with pytest.raises(BackupError, match="not signed by the service"):
        restore(backup, tmp_path / "new", service_in(tmp_path / "other"), START)
    assert not (tmp_path / "new").exists()


def test_a_backup_of_another_service_with_the_same_keys_is_refused(
    prepared: Prepared, backup: Path, tmp_path: Path
) -> None:
    service = service_in(prepared.folder.root)
    stranger = replace(service, identity=new_service("other", "http://127.0.0.1:1").identity)
    with pytest.raises(BackupError, match="keys are those of other"):
        restore(backup, tmp_path / "new", stranger, START)
    assert not (tmp_path / "new").exists()


def test_a_changed_byte_anywhere_is_found(prepared: Prepared, backup: Path, tmp_path: Path) -> None:
    """The ends of the ZIP's own records are the only bytes that mean nothing to us."""
    data, keys, unseen = backup.read_bytes(), keys_of(prepared.folder), []
    for place in range(0, len(data), len(data) // 150):
        changed = tmp_path / "changed"
        changed.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        try:
            verify_backup(changed, keys, tmp_path)
        except BackupError:
            continue
        unseen.append(place)
    assert len(unseen) <= 2, f"changes at {unseen} of {len(data)} made no difference"


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_was_cut_off_is_refused(
    prepared: Prepared, backup: Path, tmp_path: Path, part: float
) -> None:
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(BackupError, match="damaged"):
        verify_backup(backup, keys_of(prepared.folder), tmp_path)


@pytest.mark.parametrize(("field", "value"), [(8, 1), (10, 8), (10, 99)])
def test_a_member_that_claims_to_be_packed_or_locked_is_damaged(
    prepared: Prepared, backup: Path, tmp_path: Path, field: int, value: int
) -> None:
    """The flags and the method in the ZIP's own list of its members."""
    data = bytearray(backup.read_bytes())
    data[data.index(b"PK\x01\x02") + field] = value
    backup.write_bytes(data)
    with pytest.raises(BackupError, match="damaged"):
        verify_backup(backup, keys_of(prepared.folder), tmp_path)


def test_chunks_cannot_be_left_out_or_swapped(prepared: Prepared, file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    paper = prepared.folder.papers / PAPER_ID / "parts"
    (paper / ("a" * 64)).write_bytes(os.urandom(3 * CHUNK))
    give(prepared.folder.root, MakeBackup(str(file)))
    for order in ([0, 1], [0, 2, 1], [0, 1, 1, 2], [1, 2]):
        changed = tmp_path / "changed"
        _with_chunks(file, changed, order)
        with pytest.raises(BackupError, match="damaged"):
            verify_backup(changed, keys_of(prepared.folder), tmp_path)


def _with_chunks(file: Path, changed: Path, order: list[int]) -> None:
    """The same backup, but of its one large member these chunks in this order."""
    sealed = CHUNK + 16
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            chunks = [data[start : start + sealed] for start in range(0, len(data), sealed)]
            target.writestr(name, b"".join(chunks[one] for one in order) if len(chunks) == 3 else data)


def test_a_backup_is_never_written_over_nor_into_the_service_itself(prepared: Prepared, backup: Path) -> None:
    before = backup.read_bytes()
    for place in (backup, prepared.folder.root / "inside"):
        with pytest.raises(BackupError):
            give(prepared.folder.root, MakeBackup(str(place)))
    assert backup.read_bytes() == before
    assert not (prepared.folder.root / "inside").exists()


def test_nothing_is_restored_into_a_folder_that_is_not_empty(prepared: Prepared, backup: Path) -> None:
    events = count_events(prepared.folder)
    with pytest.raises(FolderError, match="a service is set up in it"):
        restore(backup, prepared.folder.root, service_in(prepared.folder.root), START)
    assert count_events(prepared.folder) == events


def test_a_file_that_the_system_left_among_the_papers_spoils_no_backup(
    prepared: Prepared, file: Path, tmp_path: Path
) -> None:
    file.parent.mkdir()
    (prepared.folder.papers / PAPER_ID / "Thumbs.db").write_text("small pictures")
    give(prepared.folder.root, MakeBackup(str(file)))
    restore(file, tmp_path / "new", service_in(prepared.folder.root), START)
    assert not (tmp_path / "new" / "papers" / PAPER_ID / "Thumbs.db").exists()


def test_the_keys_of_a_folder_whose_database_is_gone_are_enough(
    prepared: Prepared, backup: Path, tmp_path: Path
) -> None:
    prepared.folder.database.write_bytes(b"no database any more")
    assert restore(backup, tmp_path / "new", service_in(prepared.folder.root), START).generation > 1


@pytest.mark.parametrize(
    ("known", "now", "expected"),
    [
        (1, START, 222_163_200),
        (1, 0, 2),
        (300_000_000, START, 300_000_001),
        (2**31, START, 2**31 - 1),
        (1, 2**43, 2**31 - 1),
    ],
)
def test_a_generation_is_above_all_that_is_known_and_not_given_twice(
    known: int, now: int, expected: int
) -> None:
    assert next_generation(known, now) == expected
