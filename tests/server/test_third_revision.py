"""A folder of the version before is brought up to date, and nothing in it is lost."""

from dataclasses import asdict
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, insert, inspect

from examprotocol.events import Epoch
from examserver.storage import migrate as migrating
from examserver.storage import schema
from examserver.storage.attempts import Attempt, find_attempt_by_id
from examserver.storage.database import open_writing
from examserver.storage.receipts import SignedReceipt, newest_receipt

RECEIPTS = [
    SignedReceipt("a" * 32, number, f"0000{number}-00000", "d" * 64, f"token {number}") for number in (1, 2)
]


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """Tables of revision 0002 with an attempt and its two receipts, in generation 3."""
    engine = open_writing(tmp_path / "site.db")
    with engine.begin() as connection:
        config = migrating._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        _fill(connection)
    engine.dispose()
    return tmp_path / "site.db"


def _fill(connection: Connection) -> None:
    connection.execute(insert(schema.site).values(id="5" * 32, name="site", generation=3))
    number = "2026A001"
    connection.execute(
        insert(schema.candidates).values(admission_number=number, name="张三", identity_number="1", seat="")
    )
    paper = {"id": "p", "title": "p", "revision": 1, "manifest_digest": "", "questions": 1, "points": "1"}
    connection.execute(insert(schema.papers).values(paper))
    times = {"starts": 1, "ends": 2, "key_release": 1, "closes": 3, "show_seconds": False}
    connection.execute(insert(schema.exams).values(id="exam-1", title="e", paper="p", **times))
    connection.execute(insert(schema.entries).values(exam="exam-1", candidate=number))
    connection.exec_driver_sql(
        "INSERT INTO attempts (id, exam, candidate, granted, submitted) VALUES (?, ?, ?, ?, ?)",
        ("a" * 32, "exam-1", number, 7, True),
    )
    for receipt in RECEIPTS:
        connection.execute(insert(schema.receipts).values(asdict(receipt)))


def test_attempts_and_receipts_of_the_version_before_are_kept(before: Path) -> None:
    engine = open_writing(before)
    with engine.begin() as connection:
        migrating.migrate(connection)
        attempt = find_attempt_by_id(connection, "a" * 32)
        assert attempt == Attempt("a" * 32, "exam-1", "2026A001", 7, True, generation=3, closed=0)
        assert attempt.epoch == Epoch(3, 7)
        assert newest_receipt(connection, attempt.id) == RECEIPTS[1]
        assert "receipts_before" not in inspect(connection).get_table_names()
    engine.dispose()


def test_two_receipts_of_one_number_can_stand_side_by_side(before: Path) -> None:
    """One signed here, and one that a client brought to a restored service."""
    engine = open_writing(before)
    with engine.begin() as connection:
        migrating.migrate(connection)
        row = {"attempt": "a" * 32, "number": 2, "code": "00003-00000", "answers": "e" * 64, "token": "other"}
        connection.execute(insert(schema.receipts).values(row))
        count = connection.exec_driver_sql("SELECT count(*) FROM receipts").scalar_one()
    engine.dispose()
    assert count == 3
