"""What holds with the file holds with a server's tables: the audit log, and the way into them."""

import pytest
from sqlalchemy import text, update

from examserver.services.audit import Deed, Giver, check_audit, note_deed
from examserver.storage import schema
from examserver.storage.audit import AuditWish, wanted_rows
from examserver.storage.folder import open_folder
from examserver.storage.moving import move_to
from examserver.storage.networks import NetworkRow, add_network
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared


def moved(prepared: Prepared, database: str) -> Prepared:
    move_to(prepared.folder, database, lambda _table, _rows: None)
    return Prepared(open_folder(prepared.folder.root), prepared.card, prepared.exam)


def note(prepared: Prepared, why: str) -> None:
    with writing(prepared.folder) as connection:
        deed = Deed("release_attempt", {"room": "A\0"}, why, "someone\0")
        note_deed(connection, deed, Giver("web"), START)


@pytest.mark.parametrize("is_moved_first", [True, False], ids=["noted there", "noted before the move"])
def test_a_reason_with_a_nul_does_not_break_the_audit_logs_chain(
    prepared: Prepared, database: str, is_moved_first: bool
) -> None:
    if is_moved_first:
        prepared = moved(prepared, database)
    note(prepared, "the seat\0 was wrong")
    if not is_moved_first:
        prepared = moved(prepared, database)
    note(prepared, "and again")
    with reading(prepared.folder) as connection:
        assert check_audit(connection).fault == ""


def test_a_text_with_a_nul_that_the_file_holds_does_not_stop_the_move(
    prepared: Prepared, database: str
) -> None:
    with writing(prepared.folder) as connection:
        add_network(connection, NetworkRow("10.0.0.0/8", "the\0 old building", START))
    assert moved(prepared, database).folder.server == database


def test_a_log_that_was_changed_is_named_there_too(prepared: Prepared, database: str) -> None:
    prepared = moved(prepared, database)
    for why in ("one", "two"):
        note(prepared, why)
    with writing(prepared.folder) as connection:
        connection.execute(text("DROP TRIGGER audit_no_change ON audit"))
        connection.execute(update(schema.audit).values(why="another"))
    with reading(prepared.folder) as connection:
        assert "does not fit" in check_audit(connection).fault


@pytest.mark.parametrize("is_moved", [False, True], ids=["in the file", "on a server"])
def test_capitals_do_not_count_where_the_audit_log_is_searched(
    prepared: Prepared, database: str, is_moved: bool
) -> None:
    if is_moved:
        prepared = moved(prepared, database)
    note(prepared, "Water on the desk")
    with reading(prepared.folder) as connection:
        assert [row.why for row in wanted_rows(connection, AuditWish(text="water"))] == ["Water on the desk"]
