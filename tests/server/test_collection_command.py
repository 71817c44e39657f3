"""`examserver collection`, `results` and `journal`: the same as the page, for whoever sits at the service."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, update

from examserver.cli.command_line import main
from examserver.storage import schema
from examserver.storage.attempts import attempts_of, mark_closed
from examserver.storage.store import writing
from tests.server.conftest import Prepared
from tests.server.packing import Carrier, bring, pen_of
from tests.server.station import ADMISSION

Capture = pytest.CaptureFixture[str]
LONG_AGO = 1_600_000_000_000
"""An exam that is closed by the real clock."""


@pytest.fixture
def over(prepared: Prepared, tmp_path: Path) -> Prepared:
    """The exam was long ago. One candidate's package came in, and the service closed the attempt."""
    pen = pen_of(prepared)
    pen.choose("q1", "a")
    bring(prepared, Carrier(prepared, tmp_path / "stick").pack(pen))
    with writing(prepared.folder) as connection:
        times = {"starts": LONG_AGO, "ends": LONG_AGO + 10, "closes": LONG_AGO + 20, "key_release": LONG_AGO}
        connection.execute(update(schema.exams).values(times))
        (attempt,) = attempts_of(connection, prepared.exam.id)
        mark_closed(connection, attempt.id, LONG_AGO + 30)
    return prepared


def test_cases_are_listed_settled_and_finished_and_taken_up_again(over: Prepared, capsys: Capture) -> None:
    root, exam = str(over.folder.root), over.exam.id
    assert main(["collection", "list", root]) == 0
    assert "1 open cases" in capsys.readouterr().out
    assert main(["collection", "show", root, exam]) == 0
    assert f"open\t{ADMISSION}\t张三\tnot_handed_in" in capsys.readouterr().out
    assert main(["collection", "finish", root, exam, "--by", "李"]) == 1
    assert f"1 cases are open and have no reason: {ADMISSION}" in capsys.readouterr().err
    assert main(["collection", "finish", root, exam, "--by", "李", "--open", "never mind"]) == 1
    assert "does not say of whom and why" in capsys.readouterr().err
    settle = ["collection", "settle", root, exam, ADMISSION, "--side", "package", "--by", "李"]
    assert main([*settle, "--reason", "it is all there is"]) == 0
    assert main(["collection", "finish", root, exam, "--by", "李"]) == 0
    capsys.readouterr()
    assert main(["collection", "show", root, exam, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["finished"], shown["counts"]["cases"]) == (True, 0)
    assert shown["candidates"][0]["settled"] == ["not_handed_in"]
    assert main(["collection", "resume", root, exam, "--by", "李", "--reason", "more came"]) == 0
    capsys.readouterr()
    assert main(["collection", "show", root, exam]) == 0
    assert "taken up again by 李" in capsys.readouterr().out


def test_results_are_written_for_other_programs_and_journals_are_checked(
    over: Prepared, tmp_path: Path, capsys: Capture
) -> None:
    root, out = str(over.folder.root), tmp_path / "out"
    book, qti, journals = out / "a.xlsx", out / "qti", out / "journals"
    out.mkdir()
    words = ["--xlsx", str(book), "--headers", "zh", "--qti", str(qti), "--journals", str(journals)]
    assert main(["results", root, "--exam", over.exam.id, *words]) == 0
    assert load_workbook(book).sheetnames == ["成绩", "每题得分"]
    assert len(list(qti.iterdir())) == 3
    (journal,) = journals.iterdir()
    card = str(over.folder.card)
    assert main(["journal", "verify", str(journals), "--site", card]) == 0
    assert f"{ADMISSION}, 1 machines or starts, 2 events" in capsys.readouterr().out
    text = journal.read_text()
    middle = len(text) // 2
    journal.write_text(text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :])
    assert main(["journal", "verify", str(journal), "--site", card]) == 1
    assert "NOT RIGHT: the signature does not fit" in capsys.readouterr().out
    assert main(["journal", "verify", str(journal), "--site", str(book)]) == 1


def test_rehearsals_are_left_out_unless_they_are_asked_for(over: Prepared, capsys: Capture) -> None:
    sitting = {
        "id": "s1",
        "title": "演练",
        "rehearsal": True,
        "made": 1,
        "ended": 0,
        "cancelled": 0,
        "moved": 0,
    }
    with writing(over.folder) as connection:
        connection.execute(insert(schema.sittings).values(sitting))
        connection.execute(update(schema.exams).values(sitting="s1"))
    root = str(over.folder.root)
    for command in (["collection", "list", root], ["results", root]):
        assert main(command) == 0
        assert ADMISSION not in capsys.readouterr().out
        assert main([*command, "--rehearsals"]) == 0
        assert over.exam.id in capsys.readouterr().out
