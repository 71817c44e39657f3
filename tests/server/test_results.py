"""Results: the right points, and files that no spreadsheet takes for a program."""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from examprotocol.events import Answered, Edited
from examprotocol.responses import ChoicesResponse, GapsResponse, PairsResponse, Response, TextResponse
from examprotocol.short_code import short_code
from examserver.services.keys import signing_key
from examserver.services.result_files import points_csv, results_csv, results_json
from examserver.services.results import Result, State, marked_of, results_of
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading
from tests.server.conftest import START, Prepared, release
from tests.server.sample import TOTAL
from tests.server.station import Pen, Station

HOUR = 3_600_000

RIGHT: dict[str, Response] = {
    "q2": ChoicesResponse(("a", "b")),
    "q4": TextResponse(" Ouagadougou "),
    "q5": TextResponse("31.4159"),
    "q6": PairsResponse({"a": "b", "b": "a"}),
    "q7": GapsResponse({"g1": "vermilion-17", "g2": "27182"}),
    "q8": TextResponse("很久以前……"),
}


def results(prepared: Prepared) -> dict[str, Result]:
    with reading(prepared.folder) as connection:
        shelf = PaperShelf(prepared.folder.papers, signing_key(prepared.folder))
        return {one.admission_number: one for one in results_of(connection, shelf, prepared.exam)}


def answer_all_right(pen: Pen) -> None:
    pen.choose("q1", "a")
    pen.choose("q3", "true")
    for question, response in RIGHT.items():
        pen.write(Answered(question, response))


def test_everything_right_gives_all_points_but_the_essays(seated: Station, prepared: Prepared) -> None:
    pen = seated.pen()
    answer_all_right(pen)
    seated.sync(pen)
    token = seated.submit(pen).receipt
    one = results(prepared)["2026A001"]
    assert (one.state, one.answered, one.questions) == (State.SUBMITTED, 8, 8)
    assert (one.score, one.max_score, one.waiting) == (Decimal(17), TOTAL, 1)
    assert str(one.score) == "17"
    assert (one.events, one.late, one.conflicts) == (9, 0, 0)
    assert one.receipt == short_code(token.encode())


def test_the_last_answer_counts_and_parts_give_parts(seated: Station, prepared: Prepared) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    pen.choose("q1", "b")
    pen.write(Answered("q2", ChoicesResponse(("a",))))
    pen.write(Answered("q7", GapsResponse({"g2": "27182"})))
    pen.choose("unknown question", "a")
    seated.sync(pen)
    one = results(prepared)["2026A001"]
    assert (one.state, one.answered, one.score, one.waiting) == (State.OPEN, 2, Decimal(4), 0)


def test_who_never_came_is_absent_with_nothing(seated: Station, prepared: Prepared) -> None:
    assert seated.login.attempt
    absent = results(prepared)["2026A002"]
    assert (absent.state, absent.answered, absent.score) == (State.ABSENT, 0, Decimal(0))
    assert (absent.max_score, absent.waiting, absent.receipt) == (TOTAL, 0, "")
    assert results(prepared)["2026A001"].state == State.OPEN


def test_late_answers_are_counted_with_the_doubt_on_the_candidates_side(
    seated: Station, prepared: Prepared
) -> None:
    pen = seated.pen()
    for at in (START + HOUR, START + HOUR + 5, START + HOUR + 6):
        pen.write(Answered("q4", TextResponse(str(at))), at)
    seated.sync(pen)
    assert results(prepared)["2026A001"].late == 1


def test_contradicting_stations_are_marked_for_a_person(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    for choice in ("a", "b"):
        station = new_station()
        station.log_in()
        pen = station.pen()
        pen.choose("q1", choice)
        station.sync(pen)
        release(prepared)
    one = results(prepared)["2026A001"]
    assert (one.conflicts, one.score) == (1, Decimal(0))


def test_one_damaged_attempt_stops_no_other(new_station: Callable[[], Station], prepared: Prepared) -> None:
    damaged, sound = new_station(), new_station()
    damaged.log_in()
    pen = damaged.pen()
    pen.write(Edited("q8", 5, 9, "x", 6))
    damaged.sync(pen)
    sound.log_in("2026A002", "110101199003070425")
    other = sound.pen()
    other.choose("q1", "a")
    sound.sync(other)
    both = results(prepared)
    assert (both["2026A001"].state, both["2026A001"].events) == (State.DAMAGED, 2)
    assert both["2026A002"].score == Decimal(2)


def test_the_points_of_each_question_stand_in_a_table_with_what_a_person_scores_left_empty(
    seated: Station, prepared: Prepared
) -> None:
    pen = seated.pen()
    answer_all_right(pen)
    seated.sync(pen)
    with reading(prepared.folder) as connection:
        shelf = PaperShelf(prepared.folder.papers, signing_key(prepared.folder))
        text = points_csv(marked_of(connection, shelf, prepared.exam)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["number"], row["question"]) for row in rows] == [(str(n), f"q{n}") for n in range(1, 9)]
    assert [row["score"] for row in rows] == ["2", "4", "1", "3", "2", "2", "3", ""]
    assert [row["type"] for row in rows[5:]] == ["matching", "cloze", "essay"]
    assert {row["admission_number"] for row in rows} == {"2026A001"}, "who was absent has no row"


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A1",
    ],
)
def test_a_name_that_is_a_formula_is_only_a_name_in_the_table(name: str) -> None:
    row = Result("exam-1", "+49", name, "", State.ABSENT, 0, 8, Decimal("-1.5"), Decimal(8))
    text = results_csv([row]).decode("utf-8-sig")
    (cells,) = list(csv.DictReader(io.StringIO(text, newline="")))
    assert cells["name"] == f"'{name}"
    assert cells["admission_number"] == "'+49"
    assert cells["score"] == "-1.5"


def test_the_table_opens_in_a_spreadsheet_and_the_json_in_a_program(prepared: Prepared) -> None:
    rows = list(results(prepared).values())
    assert results_csv(rows).startswith(b"\xef\xbb\xbf")
    assert "张三" in results_csv(rows).decode("utf-8-sig")
    read = json.loads(results_json(rows))
    assert [one["name"] for one in read] == ["张三", "O'Neil, Ann", "=1+1"]
    assert read[0]["max_score"] == str(TOTAL)
