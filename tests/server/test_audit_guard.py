"""The database itself refuses to change or remove a row of the audit log, in the file and on a server."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from examserver.services.audit import Deed, check_audit, note_deed, on_the_page
from examserver.storage import migrate as migrating
from examserver.storage.database import open_writing
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared

REFUSAL = "the audit log is only added to"

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"


@pytest.fixture
def noted(prepared: Prepared) -> Prepared:
    """Two rows."""
    with writing(prepared.folder) as connection:
        for room in ("301", "302"):
            note_deed(connection, Deed("add_room", {"name": room}), on_the_page("li"), START)
    return prepared


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET why = 'another' WHERE number = 1",
        "UPDATE audit SET number = 3 WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
        "DELETE FROM audit",
    ],
    ids=["changed", "moved", "cut off", "emptied"],
)
def test_a_row_is_neither_changed_nor_removed(noted: Prepared, statement: str) -> None:
    with writing(noted.folder) as connection, pytest.raises(DBAPIError, match=REFUSAL):
        connection.execute(text(statement))
    with reading(noted.folder) as connection:
        found = check_audit(connection)
    assert (found.head.number, found.fault) == (2, "")


def test_nor_is_one_put_into_the_place_of_another(noted: Prepared, tables: str) -> None:
    replacing = "REPLACE INTO audit SELECT number, at, way, who, what, about, 'another', hash FROM audit"
    with writing(noted.folder) as connection, pytest.raises(DBAPIError, match=REFUSAL):
        connection.execute(text("TRUNCATE audit" if tables else replacing))


def test_a_row_is_added_after_it_was_refused_to_change_one(noted: Prepared) -> None:
    with writing(noted.folder) as connection, pytest.raises(DBAPIError, match=REFUSAL):
        connection.execute(text("DELETE FROM audit"))
    with writing(noted.folder) as connection:
        note_deed(connection, Deed("add_room", {"name": "303"}), on_the_page("li"), START)
    with reading(noted.folder) as connection:
        assert check_audit(connection).head.number == 3


def test_a_folder_of_before_refuses_it_as_a_new_one_does(tmp_path: Path) -> None:
    found = []
    for name, revision in (("old", "0031"), ("new", "")):
        engine = open_writing(tmp_path / f"{name}.db")
        with engine.begin() as connection:
            if revision:
                config = migrating._config()
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                assert connection.execute(text(TRIGGERS)).all() == []
        with engine.begin() as connection:
            migrating.migrate(connection)
            found.append(connection.execute(text(TRIGGERS)).all())
        engine.dispose()
    assert found[0] == found[1]
    assert len(found[0]) == 3
