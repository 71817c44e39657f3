"""What a roster would do to an exam: conflicts are found before anything is written, on both databases."""

import pytest

from examserver.cli.ordering import give
from examserver.errors import RoomError, SeatingError, TableError
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.roster import look_at_roster
from examserver.services.rosters.orders import AssignSeats, ImportRoster, SeatCandidate
from examserver.services.rosters.plan import RosterPlan, RosterWish, plan_roster
from examserver.services.rosters.seat_rules import SeatRule
from examserver.services.rosters.sheet import Fault
from examserver.serving import SiteServer
from examserver.storage.candidates import find_candidate
from examserver.storage.exams import candidates_of
from examserver.storage.places import Place, place_of, places_at
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.station import ADMISSION, ROOM, Station

HEAD = "准考证号,姓名,证件号,座位,考场,学校"
NEW = f"{HEAD}\nB1,王五,X1,7,{ROOM},一中\nB2,赵六,X2,8,{ROOM},二中\n"


def plan_of(prepared: Prepared, text: str, wish: RosterWish) -> RosterPlan:
    with reading(prepared.folder) as connection:
        return plan_roster(connection, look_at_roster(text.encode()), wish)


def take(prepared: Prepared, text: str, **wish: object) -> tuple[str, ...]:
    order = ImportRoster("roster.csv", text.encode(), RosterWish(**wish))  # type: ignore[arg-type]
    return give(prepared.folder.root, order).lines


def places(prepared: Prepared, exam: str = "") -> dict[str, tuple[str, str]]:
    with reading(prepared.folder) as connection:
        return {
            one.candidate: (one.room, one.seat) for one in places_at(connection, exam or prepared.exam.id)
        }


def another_exam(prepared: Prepared, start: int, *candidates: str) -> str:
    with writing(prepared.folder) as connection:
        plan = ExamPlan("高等数学", PAPER_ID, start, 60)
        return create_exam(connection, plan, START - 60 * MINUTE, candidates).id


def told(plan: RosterPlan) -> list[tuple[int, str, Fault, str]]:
    return [(one.line, one.column, one.fault, one.about) for one in plan.problems]


def test_those_in_the_file_sit_the_exam_at_the_seats_of_the_file(prepared: Prepared) -> None:
    assert take(prepared, NEW, exam=prepared.exam.id)[1].startswith("Exam exam-1: 2 entered")
    found = places(prepared)
    assert (found["B1"], found["B2"]) == ((ROOM, "7"), (ROOM, "8"))
    assert found[ADMISSION] == ("", "12"), "without a seat at the exam the candidate's own counts"
    with reading(prepared.folder) as connection:
        added = find_candidate(connection, "B1")
    assert added is not None
    assert added.seat == "", "the seat is the exam's"
    assert take(prepared, NEW, exam=prepared.exam.id)[1].startswith("Exam exam-1: 0 entered, 0 with")


def test_two_in_one_seat_are_named_and_nothing_is_written(prepared: Prepared) -> None:
    twice = NEW.replace(",8,", ",7,")
    wish = RosterWish(prepared.exam.id)
    assert told(plan_of(prepared, twice, wish)) == [(3, "seat", Fault.REPEATED, "2")]
    with pytest.raises(TableError, match="1 fields cannot be taken"):
        take(prepared, twice, exam=prepared.exam.id)
    assert "B1" not in places(prepared)


def test_a_seat_that_somebody_has_at_an_exam_of_the_same_time_is_taken(prepared: Prepared) -> None:
    take(prepared, NEW, exam=prepared.exam.id)
    beside = another_exam(prepared, START + 30 * MINUTE, "2026A003")
    after = another_exam(prepared, START + 61 * MINUTE, "2026A003")
    other = f"{HEAD}\nC1,钱七,X3,7,{ROOM},一中\n"
    assert told(plan_of(prepared, other, RosterWish(beside))) == [(2, "seat", Fault.TAKEN, "B1")]
    assert told(plan_of(prepared, other, RosterWish(after))) == []


def test_nobody_sits_two_exams_at_one_time(prepared: Prepared) -> None:
    take(prepared, NEW, exam=prepared.exam.id)
    beside = another_exam(prepared, START + 30 * MINUTE, "2026A003")
    plan = plan_of(prepared, f"{HEAD}\nB1,王五,X1,,,\n", RosterWish(beside))
    assert told(plan) == [(2, "admission_number", Fault.AT_ONCE, prepared.exam.title)]


def test_what_is_strange_is_told_and_hinders_nobody(prepared: Prepared) -> None:
    text = (
        f"{HEAD}\nB1,𠮷五,110105194912310021,99,{ROOM},\nB2,赵六,110105194912310021,1,九号,\nB3,x,X3,,{ROOM},"
    )
    plan = plan_of(prepared, text, RosterWish(prepared.exam.id))
    assert not plan.problems
    assert [(one.line, one.fault) for one in plan.notices] == [
        (2, Fault.CHECK_DIGIT),
        (2, Fault.STRANGE),
        (2, Fault.NO_STATION),
        (3, Fault.CHECK_DIGIT),
        (3, Fault.SAME_PERSON),
        (3, Fault.NO_ROOM),
        (4, Fault.NO_SEAT),
    ]


def test_seats_by_number_go_to_seats_with_a_station_that_are_free(prepared: Prepared) -> None:
    give(prepared.folder.root, SeatCandidate(prepared.exam.id, ADMISSION, ROOM, "1"))
    take(prepared, NEW, exam=prepared.exam.id, rule=SeatRule.BY_NUMBER)
    found = places(prepared)
    assert (found["B1"], found["B2"]) == ((ROOM, "2"), (ROOM, "3"))
    with pytest.raises(SeatingError, match="free seats for 2 candidates"):
        take(prepared, NEW, exam=prepared.exam.id, rule=SeatRule.BY_NUMBER, rooms=f"{ROOM}=1")
    with pytest.raises(RoomError, match="no room called 九号"):
        take(prepared, NEW, exam=prepared.exam.id, rule=SeatRule.BY_NUMBER, rooms="九号=9")


def test_a_whole_file_takes_others_out_unless_they_have_begun(prepared: Prepared, clock: FakeClock) -> None:
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        station = Station(server.port)
        station.log_in()
        station.close()
        lines = take(prepared, NEW, exam=prepared.exam.id, is_whole=True)
    assert lines[1].endswith("2 taken out.")
    assert set(places(prepared)) == {ADMISSION, "B1", "B2"}


def test_all_are_seated_anew_but_for_those_who_have_begun(prepared: Prepared, clock: FakeClock) -> None:
    give(prepared.folder.root, SeatCandidate(prepared.exam.id, ADMISSION, ROOM, "5"))
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        station = Station(server.port)
        assert station.log_in().candidate.seat == "5", (
            "the seat at the exam is shown, not the candidate's own"
        )
        station.close()
        give(prepared.folder.root, AssignSeats(prepared.exam.id, SeatRule.SHUFFLED, f"{ROOM}=5", 3))
    found = places(prepared)
    assert found[ADMISSION] == (ROOM, "5")
    assert {seat for _, seat in found.values()} < {"1", "2", "3", "4", "5"}
    assert len(set(found.values())) == 3


def test_one_candidate_gets_no_seat_that_another_has(prepared: Prepared) -> None:
    give(prepared.folder.root, SeatCandidate(prepared.exam.id, ADMISSION, ROOM, "5"))
    with pytest.raises(SeatingError, match=f"Seat 5 in {ROOM} is that of {ADMISSION}"):
        give(prepared.folder.root, SeatCandidate(prepared.exam.id, "2026A002", ROOM, "5"))
    with pytest.raises(SeatingError, match="does not sit the exam"):
        give(prepared.folder.root, SeatCandidate(prepared.exam.id, "nobody", ROOM, "6"))
    with pytest.raises(SeatingError, match="a room and a seat"):
        give(prepared.folder.root, SeatCandidate(prepared.exam.id, ADMISSION, ROOM, ""))
    with reading(prepared.folder) as connection:
        seats = {one.admission_number: one.seat for one in candidates_of(connection, prepared.exam.id)}
        nobody = place_of(connection, prepared.exam.id, "nobody")
    assert seats == {ADMISSION: "5", "2026A002": "", "2026A003": "3"}
    assert nobody is None
    give(prepared.folder.root, SeatCandidate(prepared.exam.id, ADMISSION, "", ""))
    with reading(prepared.folder) as connection:
        own = place_of(connection, prepared.exam.id, ADMISSION)
    assert own == Place(prepared.exam.id, ADMISSION, "", "12")


def test_a_file_without_seats_takes_no_seat_away(prepared: Prepared) -> None:
    take(prepared, f"准考证号,姓名,证件号\n{ADMISSION},张三丰,110101199003070417\n")
    with reading(prepared.folder) as connection:
        kept = find_candidate(connection, ADMISSION)
    assert kept is not None
    assert (kept.name, kept.seat) == ("张三丰", "12")
