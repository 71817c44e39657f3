"""Setting an exam up."""

from datetime import UTC, datetime

import pytest

from examserver.errors import ExamSetupError, PaperFileError
from examserver.services.exams import MINUTE, ExamPlan, create_exam, read_start
from examserver.services.keys import signing_key
from examserver.services.papers import add_draft
from examserver.storage.exams import all_exams, candidates_of
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared
from tests.server.sample import PAPER_ID, sample_draft

NOW = START - 100 * MINUTE


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def test_a_start_is_read_as_people_write_it() -> None:
    local = datetime(2026, 11, 21, 14, 0).astimezone()
    assert read_start("2026-11-21 14:00", 0) == milliseconds(local)
    assert read_start(" 2026-11-21T14:00:30 ", 0) == milliseconds(local) + 30_000
    assert read_start("2026-11-21 14:00+08:00", 0) == milliseconds(datetime(2026, 11, 21, 6, 0, tzinfo=UTC))
    assert read_start("2026-11-21T06:00:00Z", 0) == milliseconds(datetime(2026, 11, 21, 6, 0, tzinfo=UTC))
    assert read_start("+5", 1000) == 301_000
    assert read_start("+30s", 1000) == 31_000
    assert read_start("+0", 1000) == 1000


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "14:00", "2026-13-01 10:00", "+", "+5m", "-5", "9999999-01-01"]
)
def test_a_start_that_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(ExamSetupError, match="not a start"):
        read_start(text, 0)


def test_an_exam_has_its_times_from_start_and_lengths(prepared: Prepared) -> None:
    plan = ExamPlan("t", PAPER_ID, START, 45, key_release_minutes=3, grace_minutes=0, show_seconds=True)
    with writing(prepared.folder) as connection:
        exam = create_exam(connection, plan, NOW, ["2026A002", "2026A002"])
    with reading(prepared.folder) as connection:
        assert all_exams(connection) == (prepared.exam, exam)
        assert [one.admission_number for one in candidates_of(connection, exam.id)] == ["2026A002"]
        assert len(candidates_of(connection, prepared.exam.id)) == 3
    assert (exam.key_release, exam.ends, exam.closes) == (START - 3 * MINUTE, START + 45 * MINUTE, exam.ends)
    assert exam.id != prepared.exam.id


@pytest.mark.parametrize(
    ("plan", "candidates", "sentence"),
    [
        (ExamPlan("t", "nowhere", START, 60), None, "no paper with the id nowhere"),
        (ExamPlan("t", PAPER_ID, START, 0), None, "cannot last 0 minutes"),
        (ExamPlan("t", PAPER_ID, START, 2000), None, "cannot last 2000 minutes"),
        (
            ExamPlan("t", PAPER_ID, START, 60, key_release_minutes=0, look_through=True),
            None,
            "has to open before the start",
        ),
        (ExamPlan(" ", PAPER_ID, START, 60), None, "title"),
        (ExamPlan("t", PAPER_ID, START, 60, key_release_minutes=-1), None, "below 0"),
        (ExamPlan("t", PAPER_ID, NOW - 61 * MINUTE, 60), None, "over already"),
        (ExamPlan("t", PAPER_ID, START, 60), ["2026A001", "GHOST"], "not registered: GHOST"),
        (ExamPlan("t", PAPER_ID, START, 60), [], "no candidates"),
    ],
)
def test_an_exam_that_cannot_be_is_refused_with_what_to_do(
    prepared: Prepared, plan: ExamPlan, candidates: list[str] | None, sentence: str
) -> None:
    with pytest.raises(ExamSetupError, match=sentence) as error, writing(prepared.folder) as connection:
        create_exam(connection, plan, NOW, candidates)
    assert error.value.advice
    with reading(prepared.folder) as connection:
        assert all_exams(connection) == (prepared.exam,)


def test_a_paper_id_is_given_once(prepared: Prepared) -> None:
    key = signing_key(prepared.folder)
    manifest = (prepared.folder.papers / PAPER_ID / "manifest.jws").read_bytes()
    with pytest.raises(PaperFileError, match="already"), writing(prepared.folder) as connection:
        add_draft(connection, prepared.folder.papers, sample_draft(), key)
    assert (prepared.folder.papers / PAPER_ID / "manifest.jws").read_bytes() == manifest


def test_a_paper_whose_import_was_killed_is_taken_the_next_time(prepared: Prepared) -> None:
    key, shelf = signing_key(prepared.folder), prepared.folder.papers
    (shelf / "second").mkdir()
    (shelf / "second" / "half").write_text("left by a killed import")
    with writing(prepared.folder) as connection:
        add_draft(connection, shelf, sample_draft("second"), key)
    assert sorted(path.name for path in shelf.iterdir()) == ["sample", "second"]
    assert not (shelf / "second" / "half").exists()


def test_an_import_that_fails_leaves_no_paper(prepared: Prepared) -> None:
    key, shelf = signing_key(prepared.folder), prepared.folder.papers

    def interrupted() -> None:
        with writing(prepared.folder) as connection:
            add_draft(connection, shelf, sample_draft("second"), key)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with reading(prepared.folder) as connection:
        assert connection.exec_driver_sql("SELECT id FROM papers").scalars().all() == ["sample"]
