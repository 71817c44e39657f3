"""The service's folder: set up once, used by one process, understood by the right version."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psutil
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from examprotocol.signing import load_key
from examserver.errors import FolderError, ServingError, StorageError
from examserver.services.keys import signing_key
from examserver.services.setup import SiteCard, public_part, set_up
from examserver.serving import SiteServer
from examserver.storage import files, schema_shared
from examserver.storage import migrate as migrating
from examserver.storage.database import open_writing
from examserver.storage.files import write_file
from examserver.storage.folder import locked, open_folder
from examserver.storage.schema import metadata
from examserver.storage.store import reading, writing
from tests.server.conftest import FakeClock, Prepared

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")


def test_a_client_knows_the_service_by_its_card(prepared: Prepared) -> None:
    card = msgspec.json.decode(prepared.folder.card.read_bytes(), type=SiteCard)
    assert (card.format, card.site, card.address) == (1, "第一考点", "http://127.0.0.1:8460")
    key = signing_key(prepared.folder)
    assert card.signing_key == public_part(key)
    assert set(card.signing_key) == {"kty", "crv", "x", "kid"}
    assert load_key(msgspec.json.encode(card.signing_key).decode()).thumbprint() == key["kid"]


@posix_only
def test_secrets_can_be_read_by_their_owner_only(prepared: Prepared) -> None:
    root = prepared.folder.root
    secrets = [root / "keys" / "signing.jwk", root / "data" / "site.db", *root.glob("papers/*/*.key")]
    secrets += root.glob("papers/*/keys.json")
    directories = [root / "keys", root / "data", root / "papers", root / "papers" / "sample"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in secrets] == [0o600] * 4
    assert [stat.S_IMODE(path.stat().st_mode) for path in directories] == [0o700] * 4


def test_a_folder_is_set_up_once(prepared: Prepared, tmp_path: Path) -> None:
    before = prepared.folder.signing_key.read_bytes()
    with pytest.raises(FolderError, match="not empty"):
        set_up(prepared.folder.root, "again", "http://127.0.0.1:1")
    assert prepared.folder.signing_key.read_bytes() == before
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderError, match="is a file"):
        set_up(tmp_path / "file", "again", "http://127.0.0.1:1")
    (tmp_path / "empty").mkdir()
    set_up(tmp_path / "empty", "fresh", "http://127.0.0.1:1")
    assert open_folder(tmp_path / "empty").card.is_file()


def test_an_interrupted_set_up_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("examserver.services.setup.new_signing_key", interrupt)
    with pytest.raises(KeyboardInterrupt):
        set_up(tmp_path / "site", "x", "http://127.0.0.1:1")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing", "empty", "file"])
def test_a_folder_that_was_not_set_up_is_named_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderError, match=r"is not the folder of a site service.*examserver init"):
        SiteServer(tmp_path / name, port=0).start()


def test_two_processes_on_one_folder_are_refused(prepared: Prepared, clock: FakeClock) -> None:
    command = [
        sys.executable,
        "-m",
        "examserver",
        "candidates",
        "import",
        str(prepared.folder.root),
        os.devnull,
    ]
    with SiteServer(prepared.folder.root, port=0, clock=clock):
        with pytest.raises(FolderError, match="in use"):
            SiteServer(prepared.folder.root, port=0, clock=clock).start()
        command = [sys.executable, "-m", "examserver", "serve", str(prepared.folder.root), "--port", "0"]
        second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 1
    assert "is in use" in second.stderr
    assert "Stop it" in second.stderr
    assert "Traceback" not in second.stderr
    with locked(prepared.folder), pytest.raises(FolderError, match="in use"), locked(prepared.folder):
        pass


def test_a_port_that_is_taken_is_named_and_lets_the_folder_go(
    prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    set_up(tmp_path / "other", "x", "http://127.0.0.1:1")
    with SiteServer(prepared.folder.root, port=0, clock=clock) as first:
        with pytest.raises(ServingError, match=f"Port {first.port} .* is taken.*--port"):
            SiteServer(tmp_path / "other", port=first.port, clock=clock).start()
        with SiteServer(tmp_path / "other", port=0, clock=clock) as second:
            assert second.port != first.port


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 70_000), ("127.0.0.1", -1), ("192.0.2.1", 0), ("no.invalid", 0)]
)
def test_an_address_that_is_none_is_refused_with_a_sentence(prepared: Prepared, host: str, port: int) -> None:
    with pytest.raises(ServingError, match="cannot listen"):
        SiteServer(prepared.folder.root, host, port).start()


def test_tables_of_a_newer_version_are_refused_and_left_alone(prepared: Prepared) -> None:
    with writing(prepared.folder) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(FolderError, match=r"newer version.*Nothing was changed"):
        SiteServer(prepared.folder.root, port=0).start()
    with pytest.raises(FolderError, match="newer version"), reading(prepared.folder):
        pass


def test_the_migrations_end_at_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    assert schema_shared.kept_files.metadata is metadata
    engine = open_writing(tmp_path / "old.db")
    with engine.begin() as connection:
        config = migrating._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with engine.begin() as connection:
        migrating.migrate(connection)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_new_folder_has_the_tables_that_all_migrations_lead_to(prepared: Prepared) -> None:
    with reading(prepared.folder) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        migrating.require_newest(connection, prepared.folder)


def test_one_connection_writes_durably_and_readers_only_read(prepared: Prepared) -> None:
    with writing(prepared.folder) as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]
    with reading(prepared.folder) as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM candidates")


def test_a_lost_or_damaged_key_is_named(prepared: Prepared) -> None:
    write_file(prepared.folder.signing_key, b"\xff not a key")
    with pytest.raises(FolderError, match=r"signing\.jwk is missing or cannot be read"):
        SiteServer(prepared.folder.root, port=0).start()


@posix_only
def test_a_folder_of_another_account_is_named(prepared: Prepared) -> None:
    prepared.folder.database.parent.chmod(0)
    try:
        with as_nobody(), pytest.raises(FolderError, match="may not read and write"):
            SiteServer(prepared.folder.root, port=0).start()
    finally:
        prepared.folder.database.parent.chmod(0o700)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, so it acts as somebody else for a moment; others need not."""
    account = os.geteuid()
    if account == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(account)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file(tmp_path / "a", b"before")

    def fail(_descriptor: int) -> None:
        raise OSError(5, "the disk failed")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="the disk failed"):
        write_file(tmp_path / "a", b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_a_file_that_a_virus_scanner_holds_for_a_moment_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [PermissionError(13, "the scanner looks at it")] * 2
    replace = Path.replace

    def replace_when_free(made: Path, path: Path) -> Path:
        if held:
            raise held.pop()
        return replace(made, path)

    monkeypatch.setattr(files, "WAITS", (0, 0))
    monkeypatch.setattr(Path, "replace", replace_when_free)
    write_file(tmp_path / "a", b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"
    held += [PermissionError(13, "it never lets go")] * 3
    with pytest.raises(PermissionError, match="never lets go"):
        write_file(tmp_path / "a", b"other")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("damage", [b"not a database at all" * 300, b"SQLite format 3\0" + b"\xff" * 8192])
def test_a_damaged_database_is_named_and_left_alone(prepared: Prepared, damage: bytes) -> None:
    prepared.folder.database.write_bytes(damage)
    with pytest.raises(StorageError, match="cannot be used") as start:
        SiteServer(prepared.folder.root, port=0).start()
    with pytest.raises(StorageError, match="cannot be used") as look, reading(prepared.folder):
        pass
    assert prepared.folder.database.read_bytes() == damage
    still_open = [file.path for file in psutil.Process().open_files()]
    assert str(prepared.folder.database) not in still_open, f"left open after: {start.value}; {look.value}"
    with locked(prepared.folder):
        pass
