"""A roster that comes before its exam: where everybody sits is kept, and the exam takes it over."""

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.rosters.orders import ImportRoster
from examserver.services.rosters.plan import RosterWish
from examserver.services.sittings.setup_orders import AddExam, MakeSitting
from examserver.storage.candidates import find_candidate
from examserver.storage.places import places_at
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared
from tests.server.sample import PAPER_ID
from tests.server.station import ROOM

HEAD = "准考证号,姓名,证件号,考场,座位"
TWO_ROOMS = f"{HEAD}\nB1,王五,X1,{ROOM},1\nB2,赵六,X2,302,1\nB3,孙七,X3,,5\n"
LATER = START + 24 * 60 * MINUTE


def take(prepared: Prepared, text: str, exam: str = "") -> tuple[str, ...]:
    order = ImportRoster("roster.csv", text.encode(), RosterWish(exam))
    return give(prepared.folder.root, order).lines


def exam_at(prepared: Prepared, start: int, *candidates: str) -> str:
    with writing(prepared.folder) as connection:
        plan = ExamPlan("高等数学", PAPER_ID, start, 60)
        return create_exam(connection, plan, START - 60 * MINUTE, candidates).id


def places(prepared: Prepared, exam: str) -> dict[str, tuple[str, str]]:
    with reading(prepared.folder) as connection:
        return {one.candidate: (one.room, one.seat) for one in places_at(connection, exam)}


def test_an_exam_that_is_created_after_the_roster_has_its_rooms_and_seats(prepared: Prepared) -> None:
    take(prepared, TWO_ROOMS)
    exam = exam_at(prepared, LATER, "B1", "B2", "B3")
    assert places(prepared, exam) == {"B1": (ROOM, "1"), "B2": ("302", "1"), "B3": (ROOM, "5")}, (
        "a seat without a room is meant in the site's only one"
    )


def test_an_exam_that_is_added_to_a_sitting_has_them_too(prepared: Prepared) -> None:
    take(prepared, TWO_ROOMS)
    root = prepared.folder.root
    sitting = give(root, MakeSitting("上午")).content.decode()
    order = AddExam(sitting, "高等数学", PAPER_ID, LATER * 2, 60, candidates=("B1", "B2"))
    exam = give(root, order).content.decode()
    assert places(prepared, exam) == {"B1": (ROOM, "1"), "B2": ("302", "1")}


def test_a_file_without_rooms_takes_none_away_and_one_with_rooms_changes_them(prepared: Prepared) -> None:
    take(prepared, TWO_ROOMS)
    take(prepared, "准考证号,姓名,证件号\nB1,王五,X1\nB2,赵六,X2\n")
    take(prepared, f"{HEAD}\nB2,赵六,X2,303,9\n")
    take(prepared, f"{HEAD}\nB1,王五,X1,304,8\n", prepared.exam.id)
    assert places(prepared, exam_at(prepared, LATER, "B1", "B2")) == {"B1": (ROOM, "1"), "B2": ("303", "9")}
    with reading(prepared.folder) as connection:
        kept = find_candidate(connection, "B1")
    assert kept is not None
    assert kept.room == ROOM, "what is for one exam is that exam's"


def test_a_seat_that_two_would_have_is_nobodys_and_is_told(prepared: Prepared) -> None:
    take(prepared, f"{HEAD}\nB1,王五,X1,302,1\nB2,赵六,X2,302,2\n")
    take(prepared, f"{HEAD}\nB3,孙七,X3,302,1\n")
    root = prepared.folder.root
    sitting = give(root, MakeSitting("上午")).content.decode()
    order = AddExam(sitting, "高等数学", PAPER_ID, LATER * 2, 60, candidates=("B1", "B2", "B3"))
    outcome = give(root, order)
    rooms = {who: room for who, (room, _) in places(prepared, outcome.content.decode()).items()}
    assert rooms == {"B1": "", "B2": "302", "B3": ""}
    assert "2 candidates have no room yet" in " ".join(outcome.lines)


def test_a_seat_that_somebody_has_at_the_same_time_is_not_given_twice(prepared: Prepared) -> None:
    take(prepared, TWO_ROOMS)
    exam_at(prepared, LATER, "B2")
    take(prepared, f"{HEAD}\nB4,周八,X4,302,1\n")
    assert places(prepared, exam_at(prepared, LATER, "B4"))["B4"][0] == ""
    assert places(prepared, exam_at(prepared, LATER + 120 * MINUTE, "B4"))["B4"] == ("302", "1")


def test_the_command_says_what_becomes_of_the_rooms(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    root, file = prepared.folder.root, prepared.folder.root.parent / "roster.csv"
    file.write_text(TWO_ROOMS, encoding="utf-8")
    assert main(["candidates", "look", str(root), str(file)]) == 0
    said = capsys.readouterr().out
    assert "there is no room 302 at this service" in said
    assert "an exam that is created from now on" in said
    assert main(["candidates", "import", str(root), str(file)]) == 0
    assert "an exam that is created from now on" in capsys.readouterr().out
    create = ["exam", "create", str(root), "--paper", PAPER_ID, "--title", "t", "--start", "+60"]
    assert main([*create, "--minutes", "30"]) == 0
    assert "3 of them have a room and a seat" in capsys.readouterr().out
