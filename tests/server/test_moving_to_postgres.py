"""A service's tables are moved into PostgreSQL before the exam day: all of them, compared, or nothing."""

import shutil
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, insert, select

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import BackupError, FolderError, StorageError
from examserver.services.backup_orders import MakeBackup
from examserver.services.same_site import papers_without_files
from examserver.serving import SiteServer
from examserver.storage import kept_files, moving, schema, schema_shared
from examserver.storage import migrate as migrating
from examserver.storage.audit import audit_rows
from examserver.storage.engines import engine_beside
from examserver.storage.folder import open_folder
from examserver.storage.kept_packages import has_chunk
from examserver.storage.moving import move_to
from examserver.storage.schema import metadata
from examserver.storage.sightings import Sighting, add_sighting
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared, prepare
from tests.server.postgres import Cluster
from tests.server.sample import PAPER_ID
from tests.server.station import Station


def served_once(prepared: Prepared) -> Station:
    """A candidate has answered while the tables were still in the folder's file."""
    with SiteServer(prepared.folder.root, port=0, clock=FakeClock(START)) as server:
        station = Station(server.port)
        station.log_in()
        pen = station.pen()
        pen.choose("q1", "a")
        station.sync(pen)
        station.close()
    return station


def counts(prepared: Prepared) -> dict[str, int]:
    with reading(open_folder(prepared.folder.root)) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def test_every_row_and_every_file_arrives_and_the_exam_goes_on(
    prepared: Prepared, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    station = served_once(prepared)
    folder, name = prepared.folder, "c" * 64
    folder.files.mkdir()
    (folder.files / f"{name}.examattachment").write_bytes(b"sealed")
    before = counts(prepared)
    assert main(["database", str(folder.root), "move", database]) == 0
    said = capsys.readouterr().out
    assert "the same on both sides" in said
    assert counts(prepared) == {**before, "kept_files": 1, "audit": before["audit"] + 1}
    with reading(open_folder(folder.root)) as connection:
        assert list(audit_rows(connection))[-1].what == "move_database"
    assert folder.server_url.read_text("utf-8").strip() == database
    assert not folder.database.exists()
    assert folder.database.with_name("site.db.moved").exists()
    moved = open_folder(folder.root)
    assert kept_files.content_of(database, f"{name}.examattachment") == b"sealed"
    assert has_chunk(moved, name)
    with SiteServer(folder.root, port=0, clock=FakeClock(START + 1000)) as server:
        again = Station(server.port)
        again.token, again.login = station.token, station.login
        assert len(again.events().logs) == 1, "the session from before the move goes on"
        pen = again.pen()
        pen.choose("q1", "b")
        assert again.sync(pen).head.seq == 2, "the next writer gets the next number"
        again.close()


def test_numbers_that_are_counted_go_on_after_those_that_were_copied(
    prepared: Prepared, database: str
) -> None:
    station = served_once(prepared)
    with writing(prepared.folder) as connection:
        add_sighting(connection, Sighting("s", station.login.attempt, 1, "10.0.0.1", inside=True))
    move_to(prepared.folder, database, lambda _table, _rows: None)
    with writing(open_folder(prepared.folder.root)) as connection:
        add_sighting(connection, Sighting("s", station.login.attempt, 2, "10.0.0.2", inside=True))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_the_services_account_can_read_where_the_database_is(prepared: Prepared, database: str) -> None:
    move_to(prepared.folder, database, lambda _table, _rows: None)
    assert prepared.folder.server_url.stat().st_mode & 0o777 == 0o600


def test_a_database_with_rows_in_it_is_refused_and_the_folder_stays_as_it_was(
    prepared: Prepared, database: str, tmp_path: Path
) -> None:
    move_to(prepare(tmp_path / "other").folder, database, lambda _table, _rows: None)
    with pytest.raises(FolderError, match=r"not empty.*createdb"):
        move_to(prepared.folder, database, lambda _table, _rows: None)
    assert prepared.folder.database.exists()
    assert not prepared.folder.server_url.exists()
    with pytest.raises(FolderError, match="another service"):
        SiteServer(prepared.folder.root, port=0, database=database).start()


def test_what_arrives_otherwise_than_it_was_is_noticed(
    prepared: Prepared, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_table = moving._copy_table

    def lose_one(table, old, new):  # type: ignore[no-untyped-def]
        count = copy_table(table, old, new)
        if table.name == "candidates":
            new.exec_driver_sql("UPDATE candidates SET name = 'x' WHERE admission_number = '2026A003'")
        return count

    monkeypatch.setattr(moving, "_copy_table", lose_one)
    with pytest.raises(FolderError, match="candidates has arrived otherwise"):
        move_to(prepared.folder, database, lambda _table, _rows: None)
    assert prepared.folder.database.exists()
    assert not prepared.folder.server_url.exists()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://x/y", "not the URL of a PostgreSQL database"),
        ("postgresql://x/y?nonsense=1", "not the URL of a PostgreSQL database"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be used"),
    ],
    ids=["mysql", "nonsense", "nobody"],
)
def test_a_database_that_is_none_is_refused_with_what_to_do(prepared: Prepared, url: str, why: str) -> None:
    with pytest.raises((FolderError, StorageError), match=why):
        move_to(prepared.folder, url, lambda _table, _rows: None)
    assert prepared.folder.database.exists()


def test_a_database_that_sorts_otherwise_is_refused(prepared: Prepared, cluster: Cluster) -> None:
    cluster.order("CREATE DATABASE sorting TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    with pytest.raises(FolderError, match=r"SQL_ASCII.*createdb"):
        move_to(prepared.folder, cluster.url("sorting"), lambda _table, _rows: None)


def make_old(database: str, prepared: Prepared, revision: str) -> None:
    """The tables of an older revision, with the site and nothing else in them."""
    with engine_beside(database).begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        config = migrating._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        site = {"id": prepared.card.site_id, "name": prepared.card.site, "generation": 1}
        connection.execute(insert(schema.site).values(site))


def test_old_tables_are_refused_until_the_one_command_has_brought_them_up_to_date(
    prepared: Prepared, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = prepared.folder.root
    move_to(prepared.folder, database, lambda _table, _rows: None)
    make_old(database, prepared, "0015")
    with pytest.raises(FolderError, match=rf"examserver database {root} migrate"):
        SiteServer(root, port=0).start()
    with pytest.raises(FolderError, match="migrate"), reading(open_folder(root)):
        pass
    assert main(["database", str(root), "migrate"]) == 0
    assert "those of this version" in capsys.readouterr().out
    with SiteServer(root, port=0, clock=FakeClock(START)):
        pass


def test_the_migrations_end_at_the_programs_tables_there_too(prepared: Prepared, database: str) -> None:
    move_to(prepared.folder, database, lambda _table, _rows: None)
    kinds = {"TEXT": "text", "BIGINT": "bigint", "BOOLEAN": "boolean", "BYTEA": "bytea"}
    with reading(open_folder(prepared.folder.root)) as connection:
        rows = connection.exec_driver_sql(
            "SELECT table_name, column_name, data_type, is_nullable = 'YES' FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
        )
        found = {tuple(row) for row in rows}
        dialect = connection.dialect
        wanted = {
            (table.name, column.name, kinds[column.type.compile(dialect)], column.nullable)
            for table in metadata.sorted_tables
            for column in table.columns
        }
        names = {index.name for table in metadata.sorted_tables for index in table.indexes}
        has = connection.exec_driver_sql("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
        assert names <= set(has.scalars())
    serials = {("writers", "key"), ("sightings", "id"), ("wrong_tries", "id")}
    assert {row for row in found if row[:2] not in serials} == {
        row for row in wanted if row[:2] not in serials
    }
    assert schema_shared.kept_files.metadata is metadata


def test_a_backup_is_the_servers_business_and_the_refusal_says_how(
    prepared: Prepared, database: str, tmp_path: Path
) -> None:
    move_to(prepared.folder, database, lambda _table, _rows: None)
    with pytest.raises(BackupError, match=r"pg_basebackup.*pg_dump"):
        give(prepared.folder.root, MakeBackup(str(tmp_path / "file")))


def test_a_machine_without_a_papers_files_is_told_so_at_its_start(
    prepared: Prepared, database: str, tmp_path: Path
) -> None:
    move_to(prepared.folder, database, lambda _table, _rows: None)
    folder = open_folder(prepared.folder.root)
    with reading(folder) as connection:
        assert papers_without_files(connection, folder) == ()
        part = next((folder.papers / PAPER_ID / "parts").iterdir())
        part.unlink()
        assert papers_without_files(connection, folder) == (PAPER_ID,)
        shutil.rmtree(folder.papers / PAPER_ID)
        assert papers_without_files(connection, folder) == (PAPER_ID,)


def test_a_nul_in_a_text_fits_nothing_and_stops_nothing(prepared: Prepared, database: str) -> None:
    move_to(prepared.folder, database, lambda _table, _rows: None)
    with SiteServer(prepared.folder.root, port=0, clock=FakeClock(START)) as server:
        station = Station(server.port)
        with pytest.raises(Exception, match="403 unknown_candidate"):
            station.log_in(admission="2026A001\x00")
        station.log_in()
        station.close()
