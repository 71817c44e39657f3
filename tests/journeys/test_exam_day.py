"""Following docs/exam-day.md to the letter works, from installing until candidates sit the exam."""

import csv
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from examserver.storage.exams import find_exam
from examserver.storage.folder import open_folder
from examserver.storage.reports import reports_of
from examserver.storage.store import reading
from tests.journeys.exam_day import ExamDay
from tests.journeys.exam_day_guide import GUIDE, Kind, steps_of
from tests.journeys.station_process import PATIENCE

pytestmark = pytest.mark.timeout(420)
EXAM = "given-exam-1"
LAST_PLAYED = "they sit the exam"
"""What follows it in the guide is played by the tests of each part, not yet here as one story."""
REHEARSED, ANSWERED, ADDED = {"q1": "Lyon"}, {"q1": "Paris"}, {"q2": "four"}


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExamDay]:
    """Somebody in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("backups", "stick"):
        (tmp_path / name).mkdir()
    begun = ExamDay(tmp_path)
    yield begun
    begun.end()


def test_what_the_guide_says_until_they_sit_works_as_it_is_written(day: ExamDay) -> None:
    people = {
        "they sit the rehearsal": partial(sit, day, REHEARSED),
        "they notice the trouble": partial(notice, day),
        "they have handed in": partial(hand_in, day),
        "it is ten minutes before the start": partial(become_morning, day),
        "they sit the exam": partial(sit_the_exam, day),
        "they are all back": partial(come_back, day),
        "the exam closes": partial(wait_for_the_close, day),
        "the report arrives": partial(wait_for_the_acknowledgement, day),
    }
    for step in steps_of(GUIDE.read_text(encoding="utf-8")):
        day.do(step, people)
        if step.about == LAST_PLAYED:
            return
    pytest.fail("the guide does not come to the exam")


def test_a_block_without_a_mark_is_not_passed_over_in_silence() -> None:
    with pytest.raises(ValueError, match="no mark"):
        steps_of("Do this:\n\n```\nexamserver serve site\n```\n")
    (step,) = steps_of("- Do this:\n\n  <!-- by hand -->\n  ```\n  format C:\n  ```\n")
    assert (step.kind, step.lines) == (Kind.BY_HAND, ("format C:",))


def sit(day: ExamDay, answers: dict[str, str]) -> None:
    """Those of the roster who have a machine log in at their own seats, and answer."""
    with (day.folder / "candidates.csv").open(encoding="utf-8", newline="") as roster:
        for row in csv.DictReader(roster):
            if machine := day.machines.get(row["seat"]) if row["room"] == "301" else None:
                machine.sit_down((row["admission_number"], row["identity_number"]))
                machine.answer(answers)


def notice(day: ExamDay) -> None:
    """The first one's network goes, and comes back."""
    first = day.machines["1"]
    first.until(lambda shown: not shown["online"])
    first.until(lambda shown: shown["online"] and not shown["waiting"])


def hand_in(day: ExamDay) -> None:
    """All clients hand in by themselves, and have their receipts."""
    for machine in day.machines.values():
        machine.reach("done")


def become_morning(day: ExamDay) -> None:
    """The start comes as near as whole minutes let it."""
    left = day.starts - datetime.now().astimezone()
    minutes = left.total_seconds() // 60
    day.run("sitting", "move", day.site, "sitting-2", "--minutes", f"-{minutes:.0f}", "--reason", "morning")


def sit_the_exam(day: ExamDay) -> None:
    """The proctor has said at each machine that somebody else comes; all sit down."""
    for machine in day.machines.values():
        machine.wish("next_candidate")
    sit(day, ANSWERED)
    day.run("backup", day.site, "--out", str(day.folder / "backups" / "morning.exambackup"))


def come_back(day: ExamDay) -> None:
    """Nobody logs in again; what is answered now comes to the new service."""
    for machine in day.machines.values():
        machine.answer(ADDED)
        machine.until(lambda shown: shown["online"] and not shown["waiting"])


def wait_for_the_close(day: ExamDay) -> None:
    """Until the grace of the last candidate is over."""
    with reading(open_folder(day.folder / day.site)) as connection:
        exam = find_exam(connection, EXAM)
    assert exam is not None
    until(lambda: time.time() * 1000 > exam.closes, "the exam is open for too long")


def wait_for_the_acknowledgement(day: ExamDay) -> None:
    """Until the authority has signed what the service sends by itself."""

    def has_come() -> bool:
        with reading(open_folder(day.folder / day.site)) as connection:
            return all(report.acknowledged for report in reports_of(connection))

    until(has_come, "nothing was acknowledged")


def until(holds: Callable[[], bool], otherwise: str) -> None:
    """Look again and again; raises AssertionError in the end."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)
