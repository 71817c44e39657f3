"""All files that a service keeps are in its backup, and what is called verified is what a restore takes."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from examserver.cli.ordering import give
from examserver.errors import BackupError
from examserver.services.backup_file import BackupKeys, BackupList, BackupWriter
from examserver.services.backup_orders import MakeBackup
from examserver.services.backups import make_backup, verify_backup
from examserver.services.keys import opening_key, signing_key
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.storage.entry_photos import entry_photo, keep_entry_photo
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.photos import keep_photo, photo_of
from examserver.storage.site import read_site
from examserver.storage.snapshot import check_database, copy_database
from examserver.storage.store import reading
from tests.server.conftest import START, Prepared

HASH = hashlib.sha256(b"some bytes").hexdigest()
KEPT = {
    "packages": f"{HASH}.examanswers",
    "files": f"{HASH}.examattachment",
    "reports": f"{HASH}.resultpart",
}
"""What is kept beside the database besides photos and papers: one file of each kind."""


def keys_of(folder: ServiceFolder) -> BackupKeys:
    return BackupKeys(signing_key(folder), opening_key(folder))


def test_photos_of_the_door_and_all_that_was_kept_come_back_with_a_restore(
    prepared: Prepared, file: Path, tmp_path: Path
) -> None:
    file.parent.mkdir()
    door = keep_entry_photo(prepared.folder, b"taken at the door")
    keep_photo(prepared.folder, "2026001", b"of the roster")
    for place, name in KEPT.items():
        (prepared.folder.root / place).mkdir(exist_ok=True)
        (prepared.folder.root / place / name).write_bytes(place.encode())
    give(prepared.folder.root, MakeBackup(str(file)))
    restore(file, tmp_path / "new", service_in(prepared.folder.root), START)
    folder = open_folder(tmp_path / "new")
    assert entry_photo(folder, door) == b"taken at the door"
    assert photo_of(folder, "2026001") == b"of the roster"
    for place, name in KEPT.items():
        assert (folder.root / place / name).read_bytes() == place.encode()


def test_a_photo_that_is_cleared_away_meanwhile_costs_no_backup(
    prepared: Prepared, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.parent.mkdir()
    photo = prepared.folder.entry_photos / f"{keep_entry_photo(prepared.folder, b'old')}.entry"
    add = BackupWriter.add

    def clear_away_first(self: BackupWriter, name: str, source: Path) -> None:
        photo.unlink(missing_ok=True)
        add(self, name, source)

    monkeypatch.setattr(BackupWriter, "add", clear_away_first)
    with reading(prepared.folder) as connection:
        identity = read_site(connection)
    made = make_backup(prepared.folder, identity, file, START)
    assert not any(member.name.endswith(".entry") for member in made.stated.members)


def backup_with(prepared: Prepared, file: Path, *names: str) -> None:
    """A backup signed by the service's own keys, with members of these names."""
    copy = file.with_name("site.db")
    copy_database(prepared.folder.database, copy)
    with reading(prepared.folder) as connection:
        site = read_site(connection)
    with zipfile.ZipFile(file, "w") as archive:
        writer = BackupWriter(archive, keys_of(prepared.folder))
        for name in names:
            writer.add(name, copy)
        writer.finish(BackupList("1", site.id, site.name, START, check_database(copy), "", ()))


@pytest.mark.parametrize(
    "names",
    [
        ("data/site.db", "../evil"),
        ("data/site.db", "papers/../keys/signing.jwk"),
        ("data/site.db", "entry-photos/../../x.entry"),
        ("data/site.db", f"entry-photos/{HASH}.photo"),
        ("data/site.db", "data/site.db"),
        ("data/site.db", f"photos/{HASH}.photo", f"photos/{HASH}.photo"),
        (f"photos/{HASH}.photo",),
    ],
    ids=["above", "keys", "climbing", "kind", "database-twice", "photo-twice", "no-database"],
)
def test_what_a_restore_refuses_is_not_called_verified_either(
    prepared: Prepared, tmp_path: Path, names: tuple[str, ...]
) -> None:
    file = tmp_path / "one.exambackup"
    backup_with(prepared, file, *names)
    with pytest.raises(BackupError) as by_restore:
        restore(file, tmp_path / "new", service_in(prepared.folder.root), START)
    with pytest.raises(BackupError) as by_verify:
        verify_backup(file, keys_of(prepared.folder), tmp_path)
    assert by_verify.value.title == by_restore.value.title
    assert not (tmp_path / "new").exists()


def test_a_backup_of_before_there_were_photos_is_restored(prepared: Prepared, tmp_path: Path) -> None:
    file = tmp_path / "one.exambackup"
    backup_with(prepared, file, "data/site.db")
    assert verify_backup(file, keys_of(prepared.folder), tmp_path).stated.audit is None
    assert restore(file, tmp_path / "new", service_in(prepared.folder.root), START).generation > 1
