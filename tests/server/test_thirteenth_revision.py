"""A folder of a version before papers had forms: what was begun goes on after it is brought up to date."""

from decimal import Decimal
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, insert

from examprotocol.paper import Paper, Section, ShortText
from examserver.services.forms import paper_as_seen
from examserver.storage import migrate as migrating
from examserver.storage import schema
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.database import open_writing
from examserver.storage.exams import find_exam
from examserver.storage.folder import ServiceFolder
from examserver.storage.handed_files import record_of
from examserver.storage.paper_reports import paper_reports_of

ATTEMPT = "a" * 32
QUESTIONS = tuple(ShortText(id=f"q{n}", stem=f"<p>{n}?</p>", points=Decimal(1)) for n in range(1, 4))
PAPER = Paper("p", 1, "A paper", "en", (Section("s1", "", QUESTIONS),))


def _fill(connection: Connection) -> None:
    paper = {"id": "p", "title": "p", "revision": 1, "manifest_digest": "", "questions": 3, "points": "3"}
    connection.execute(insert(schema.papers).values(paper))
    times = {"starts": 1, "ends": 2, "key_release": 1, "closes": 3, "show_seconds": True}
    connection.execute(insert(schema.exams).values(id="exam-1", title="e", paper="p", **times))
    person = {"admission_number": "1", "name": "n", "identity_number": "1", "seat": ""}
    connection.execute(insert(schema.candidates).values(person))
    connection.execute(insert(schema.entries).values(exam="exam-1", candidate="1"))
    row = {"id": ATTEMPT, "exam": "exam-1", "candidate": "1", "granted": 2, "submitted": 0, "generation": 3}
    connection.execute(insert(schema.attempts).values(row))


def test_what_was_begun_before_papers_had_forms_goes_on(tmp_path: Path) -> None:
    engine = open_writing(tmp_path / "site.db")
    with engine.begin() as connection:
        config = migrating._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        _fill(connection)
    with engine.begin() as connection:
        migrating.migrate(connection)
        migrating.require_newest(connection, ServiceFolder(tmp_path))
        exam, attempt = find_exam(connection, "exam-1"), find_attempt_by_id(connection, ATTEMPT)
        assert exam is not None
        assert attempt is not None
        assert (exam.look_through, exam.show_seconds, attempt.epoch.generation) == (False, True, 3)
        assert paper_as_seen(connection, ATTEMPT, PAPER) == PAPER
        assert paper_reports_of(connection, "exam-1") == {}
        assert record_of(connection, ATTEMPT, "0" * 64) is None
    engine.dispose()
