"""A folder of the version before: who holds an attempt is known after it is brought up to date."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, insert

from examprotocol.events import Epoch
from examserver.storage import migrate as migrating
from examserver.storage import schema
from examserver.storage.attempts import NEVER, Attempt, find_attempt_by_id
from examserver.storage.database import open_writing
from examserver.storage.releases import Release, add_release, releases_of

SAT, WAITING = "a" * 32, "b" * 32
FIRST, SECOND = "1" * 32, "2" * 32


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """Tables of revision 0005: one candidate has moved to a second station, another has no session left."""
    engine = open_writing(tmp_path / "site.db")
    with engine.begin() as connection:
        config = migrating._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        _fill(connection)
    engine.dispose()
    return tmp_path / "site.db"


def _fill(connection: Connection) -> None:
    paper = {"id": "p", "title": "p", "revision": 1, "manifest_digest": "", "questions": 1, "points": "1"}
    connection.execute(insert(schema.papers).values(paper))
    times = {"starts": 1, "ends": 2, "key_release": 1, "closes": 3, "show_seconds": False}
    connection.execute(insert(schema.exams).values(id="exam-1", title="e", paper="p", **times))
    for number, attempt in (("1", SAT), ("2", WAITING)):
        person = {"admission_number": number, "name": "n", "identity_number": "1", "seat": ""}
        connection.execute(insert(schema.candidates).values(person))
        connection.execute(insert(schema.entries).values(exam="exam-1", candidate=number))
        connection.exec_driver_sql(
            "INSERT INTO attempts (id, exam, candidate, granted, submitted, generation)"
            " VALUES (?, 'exam-1', ?, 2, 0, 3)",
            (attempt, number),
        )
    for grant, station in ((1, FIRST), (2, SECOND)):
        session = {"attempt": SAT, "station": station, "client": "1", "began": 1}
        connection.execute(
            insert(schema.sessions).values(token_hash=station, generation=3, granted=grant, **session)
        )


def test_the_station_of_the_newest_login_holds_the_attempt(before: Path) -> None:
    engine = open_writing(before)
    with engine.begin() as connection:
        migrating.migrate(connection)
        sat = find_attempt_by_id(connection, SAT)
        assert sat == Attempt(SAT, "exam-1", "1", 2, False, 3, 0, SECOND, NEVER)
        assert sat.epoch == Epoch(3, 2)
        waiting = find_attempt_by_id(connection, WAITING)
        assert waiting is not None
        assert waiting.holder == ""
    engine.dispose()


def test_releases_are_kept_by_their_number(before: Path) -> None:
    engine = open_writing(before)
    made = [Release(SAT, number, 5, SECOND, 2, "李", "why") for number in (1, 2)]
    with engine.begin() as connection:
        migrating.migrate(connection)
        for one in reversed(made):
            add_release(connection, one)
        assert releases_of(connection, SAT) == tuple(made)
        assert releases_of(connection, WAITING) == ()
    engine.dispose()
