"""What the demo reports is counted in the files themselves, wherever they lie."""

from pathlib import Path

import pytest

from examclient.storage.journal import open_journal
from examdemo.carried import Carried
from examdemo.report import disagreements, events_in_journal
from examdemo.station import empty
from tests.client.writing import Pen


@pytest.mark.parametrize("folder", ["考生 一", "100% #1"])
def test_events_are_counted_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    pen = Pen()
    journal = open_journal(tmp_path / folder / "journals" / "attempt.journal")
    journal.append(pen.writer, pen.begin())
    journal.append(pen.writer, pen.choose("q1", "a"))
    journal.close()
    assert events_in_journal(tmp_path / folder) == 2


def test_a_demo_in_the_folder_of_an_earlier_one_counts_its_own_events_only(tmp_path: Path) -> None:
    pen = Pen()
    journal = open_journal(tmp_path / "journals" / "earlier.journal")
    journal.append(pen.writer, pen.begin())
    journal.close()
    empty(tmp_path)
    assert events_in_journal(tmp_path) == 0


NUMBERS = {
    "questions": 25,
    "answered": 25,
    "events_journal": 51,
    "events_site": 51,
    "receipt_answered": 25,
    "receipt_events": 51,
    "code_agrees": True,
    "refused": True,
    "outside": True,
    "carried": None,
}


def test_a_good_journey_has_nothing_that_disagrees() -> None:
    assert disagreements(NUMBERS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"answered": 24},
        {"events_site": 50},
        {"receipt_events": 50},
        {"code_agrees": False},
        {"refused": False},
    ],
)
def test_every_disagreement_is_named(change: dict[str, int]) -> None:
    assert len(disagreements({**NUMBERS, **change})) >= 1


TAKEN_IN = {"new": 44, "handed_in": True, "receipt": "BCW6N-Q6HWZ", "counts_from": {"package": 18, "both": 7}}


def carried(**change: object) -> Carried:
    return Carried("stick/a.examanswers", "21WB-SY86-QFGR", "stick/a.txt", {**TAKEN_IN, **change})


def test_what_was_carried_well_has_nothing_that_disagrees() -> None:
    assert disagreements({**NUMBERS, "carried": carried()}) == []


@pytest.mark.parametrize(
    "change", [{"new": 0}, {"handed_in": False}, {"counts_from": {"package": 24, "service": 1}}]
)
def test_what_a_package_did_not_bring_is_named(change: dict[str, object]) -> None:
    assert len(disagreements({**NUMBERS, "carried": carried(**change)})) == 1
