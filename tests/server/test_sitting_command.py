"""`examserver sitting`: a morning is set up, and an accident handled, at the console of a stopped service."""

import re
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.storage.audit import audit_rows
from examserver.storage.exams import all_exams
from examserver.storage.store import reading
from tests.server.conftest import START, Prepared
from tests.server.sittings import MINUTE


@pytest.fixture
def root(prepared: Prepared) -> str:
    assert main(["sitting", "make", str(prepared.folder.root), "--title", "11月21日上午"]) == 0
    assert main(["sitting", "put", str(prepared.folder.root), "sitting-1", "exam-1"]) == 0
    return str(prepared.folder.root)


def test_a_sitting_is_made_and_shown_with_its_exams_and_their_rooms(
    root: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sitting", root, "rooms", "exam-1", "R1"]) == 0
    assert main(["sitting", "show", root, "sitting-1"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^sitting-1\tto come\t.*\t1 exam\t11月21日上午$", said, re.MULTILINE)
    assert re.search(r"^  exam-1\t.*\tR1\t0 of 3 begun, 0 handed in\t大学英语（二）$", said, re.MULTILINE)
    assert main(["sitting", "take-out", root, "exam-1"]) == 0
    assert main(["sitting", "list", root]) == 0
    assert "without exams" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("move", "--minutes", "20"), "move 20 minutes"),
        (("extend", "--minutes", "5"), "extend 5 minutes"),
        (("shorten", "--minutes", "5"), "shorten 5 minutes"),
        (("cancel",), "cancel"),
        (("postpone", "--to", "2027-02-01 09:00"), "postpone to 2027-02-01 09:00:00"),
    ],
)
def test_what_is_done_is_kept_with_its_reason_and_in_the_audit_log(
    root: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    action, *more = words
    assert main(["sitting", action, root, "sitting-1", *more, "--reason", "停电", "--by", "王主考"]) == 0
    assert main(["sitting", "show", root, "sitting-1"]) == 0
    said = capsys.readouterr().out
    assert told in said
    assert "by 王主考\t停电" in said


def test_all_times_are_moved_at_the_console_too(root: str, prepared: Prepared) -> None:
    assert main(["sitting", "move", root, "sitting-1", "--minutes", "-10", "--reason", "r"]) == 0
    with reading(prepared.folder) as connection:
        assert [exam.starts for exam in all_exams(connection)] == [START - 10 * MINUTE]
        deeds = [row.what for row in audit_rows(connection)]
    assert deeds[-3:] == ["make_sitting", "put_exam_in", "move_sitting"]


def test_who_asks_for_a_sitting_that_is_not_there_hears_where_to_look(
    root: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sitting", "end", root, "sitting-7", "--reason", "r"]) == 1
    assert capsys.readouterr().err == (
        "No sitting has the id sitting-7.\nSee which there are: examserver sitting list DIR\n"
    )


def test_a_folder_without_sittings_says_how_to_make_one(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sitting", "list", str(Path(prepared.folder.root))]) == 0
    assert "Make one: examserver sitting make DIR" in capsys.readouterr().out
