"""Sets exams up: paper, times, candidates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from examserver.errors import ExamSetupError
from examserver.services.rosters.taking_over import take_places_over
from examserver.services.sittings.exam_ids import next_exam_id
from examserver.site_times import shown
from examserver.storage.candidates import all_candidates
from examserver.storage.exams import Exam, add_exam
from examserver.storage.paper_rows import find_paper
from examserver.storage.upstream import find_upstream_paper

MINUTE = 60_000
LONGEST_MINUTES = 24 * 60
LONGEST_TITLE = 200
RELATIVE_START = re.compile(r"\+(\d{1,6})(s?)")


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """An exam to set up. `start` is a site time in milliseconds, the lengths are minutes."""

    title: str
    paper_id: str
    start: int
    minutes: int
    key_release_minutes: int = 10
    grace_minutes: int = 10
    show_seconds: bool = False
    look_through: bool = False


def read_start(text: str, now: int) -> int:
    """The start in milliseconds, from `2026-11-21 14:00` (local time, or with an offset), `+5` or `+30s`.

    `now` is the site time in milliseconds; `+5` is minutes from now. Raises ExamSetupError.
    """
    relative = RELATIVE_START.fullmatch(text.strip())
    if relative:
        step = timedelta(seconds=int(relative[1])) if relative[2] else timedelta(minutes=int(relative[1]))
        return now + step // timedelta(milliseconds=1)
    try:
        return round(datetime.fromisoformat(text.strip()).astimezone().timestamp() * 1000)
    except (ValueError, OverflowError, OSError) as error:
        raise ExamSetupError(
            f"“{text}” is not a start that can be understood.",
            "Write it as 2026-11-21 14:00, or as +5 for in five minutes, or +30s for in thirty seconds.",
        ) from error


def create_exam(
    connection: Connection, plan: ExamPlan, now: int, candidates: Sequence[str] | None = None
) -> Exam:
    """Set an exam up for the candidates named by admission number, or for all, at the seats of the roster;
    raises ExamSetupError.
    """
    _check(connection, plan, now)
    known = [candidate.admission_number for candidate in all_candidates(connection)]
    sitting = known if candidates is None else list(dict.fromkeys(candidates))
    if unknown := sorted(set(sitting) - set(known)):
        raise ExamSetupError(
            f"These candidates are not registered: {', '.join(unknown)}.", "Import them first."
        )
    if not sitting:
        raise ExamSetupError(
            "There are no candidates for this exam.",
            "Import them first: examserver candidates import DIR FILE.csv",
        )
    exam = _exam(plan, next_exam_id(connection))
    add_exam(connection, exam, sitting)
    take_places_over(connection, exam, sitting)
    return exam


def _check(connection: Connection, plan: ExamPlan, now: int) -> None:
    if find_paper(connection, plan.paper_id) is None:
        raise ExamSetupError(
            f"There is no paper with the id {plan.paper_id}.",
            "See which there are: examserver paper list DIR",
        )
    if not 1 <= len(plan.title.strip()) <= LONGEST_TITLE:
        raise ExamSetupError("An exam needs a title of 1 to 200 characters.", "Give one with --title.")
    if not 1 <= plan.minutes <= LONGEST_MINUTES:
        raise ExamSetupError(f"An exam cannot last {plan.minutes} minutes.", "Give 1 to 1440 with --minutes.")
    if plan.key_release_minutes < 0 or plan.grace_minutes < 0:
        raise ExamSetupError("Minutes of key release and grace cannot be below 0.", "Give 0 or more.")
    if plan.look_through and plan.key_release_minutes == 0:
        raise ExamSetupError(
            "With --look-through the paper has to open before the start.",
            "Give the minutes for looking through with --key-release-minutes.",
        )
    if plan.start + plan.minutes * MINUTE <= now:
        raise ExamSetupError("This exam would be over already.", "Give a later start.")
    _check_release(connection, plan)


def key_release_of(connection: Connection, exam: Exam) -> int:
    """When stations may have the exam's key, in milliseconds: not before the authority has it released, which
    may have put it off since the exam was set up.
    """
    paper = find_upstream_paper(connection, exam.paper)
    return max(exam.key_release, paper.release) if paper is not None else exam.key_release


def _check_release(connection: Connection, plan: ExamPlan) -> None:
    """The key of the authority's paper is for stations from a time on that the authority has set."""
    paper = find_upstream_paper(connection, plan.paper_id)
    if paper is not None and plan.start - plan.key_release_minutes * MINUTE < paper.release:
        raise ExamSetupError(
            f"The authority releases the key of {paper.paper} at {shown(paper.release)}, "
            f"and this exam would open it before.",
            "Give a later start, or fewer minutes with --key-release-minutes.",
        )


def _exam(plan: ExamPlan, exam_id: str) -> Exam:
    ends = plan.start + plan.minutes * MINUTE
    return Exam(
        exam_id,
        plan.title,
        plan.paper_id,
        plan.start,
        ends,
        plan.start - plan.key_release_minutes * MINUTE,
        ends + plan.grace_minutes * MINUTE,
        plan.show_seconds,
        plan.look_through,
    )
