"""The figures of the benchmarks: taken in turn, compared by their medians, printed and written alike."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.measuring import (
    Reference,
    figure,
    in_turn,
    new_parser,
    percentile,
    report,
    table,
    waiting,
)


def test_subjects_are_measured_in_turn() -> None:
    order: list[str] = []

    def taking(name: str) -> float:
        order.append(name)
        return float(len(order))

    values = in_turn({"a": lambda: taking("a"), "b": lambda: taking("b")}, runs=3)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert values == {"a": [1, 3, 5], "b": [2, 4, 6]}


def test_a_ratio_is_the_median_against_the_median_of_the_reference() -> None:
    one = figure("save", "ms", [3.0, 9.0, 1.0, 4.0, 100.0], Reference("bare", 2.0))
    assert (one.median, one.ratio, one.reference, one.runs) == (4.0, 2.0, "bare", 5)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        (range(1, 101), 0.99, 99),
        (range(1, 1001), 0.99, 990),
        (range(100, 0, -1), 0.5, 50),
        ([7], 0.99, 7),
        ([3, 1], 0.99, 3),
        ([3, 1], 0.0, 1),
    ],
)
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(
    values: list[float], share: float, expected: float
) -> None:
    assert percentile(values, share) == expected


def test_an_aim_is_held_against_the_ratio_and_without_one_against_the_median() -> None:
    reference = Reference("bare", 10.0)
    assert figure("a", "ms", [20.0], reference, aim=2).verdict == "aim 2 reached"
    assert figure("b", "ms", [20.1], reference, aim=2).verdict == "aim 2 MISSED"
    assert figure("c", "ms", [15.9], aim=16).verdict == "aim 16 reached"
    assert figure("d", "ms", [99.0], reference).verdict == ""


def test_an_aim_can_be_the_least_ratio() -> None:
    bare = Reference("bare", 10.0)
    assert (
        replace(figure("a", "events/s", [5.0], bare, aim=0.5), by="least").verdict == "aim least 0.5 reached"
    )
    assert (
        replace(figure("b", "events/s", [4.9], bare, aim=0.5), by="least").verdict == "aim least 0.5 MISSED"
    )


def test_a_wait_is_the_median_of_the_runs_and_its_aim_is_held_against_p99() -> None:
    hundreds = [[float(wait + more) for wait in range(1, 101)] for more in (0, 20, 40)]
    one = waiting("wait", hundreds, aim=119)
    assert (one.runs, one.median, one.p99, one.verdict) == (3, 70.5, 119, "aim p99 119 reached")
    assert replace(one, aim=118).verdict == "aim p99 118 MISSED"


def test_the_table_has_a_line_for_each_figure_in_columns() -> None:
    bare = figure("bare", "ms", [1.5])
    lines = table([bare, figure("journal", "ms", [3.0], Reference("bare", 1.5), aim=2)]).splitlines()
    assert len(lines) == 3
    assert lines[2].split() == "journal ms 1 3.000 3.000 2.00 bare aim 2 reached".split()
    assert lines[1].index("1.500") == lines[2].index("3.000")


def test_the_report_says_the_same_on_the_terminal_and_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "save.json"
    report([figure("journal", "ms", [3.0], Reference("bare", 1.5), aim=2)], ["A note."], file)
    printed, written = capsys.readouterr().out, json.loads(file.read_text("utf-8"))
    assert table([figure("journal", "ms", [3.0], Reference("bare", 1.5), aim=2)]) in printed
    assert "A note." in printed
    assert written["notes"] == ["A note."]
    assert written["figures"][0]["ratio"] == 2.0
    assert written["figures"][0]["verdict"] == "aim 2 reached"
    assert all(written["machine"][key] for key in ("processor", "cores", "system", "python", "load"))


@pytest.mark.parametrize("runs", ["0", "-3", "many"])
def test_a_senseless_number_of_runs_is_refused(runs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        new_parser("What it measures.", runs=5).parse_args(["--runs", runs])
    assert "--runs" in capsys.readouterr().err
