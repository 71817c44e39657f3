"""More time for one, a room, an exam or a sitting; and what follows for those who had handed in."""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace
from sqlalchemy import Connection

from examprotocol.extensions import Extension
from examserver.services.actions.going_on import most_minutes
from examserver.services.actions.whom import exams_in, sitting_in
from examserver.services.extensions import extend, go_on_with, is_at_its_end, review_all
from examserver.services.order import Bench, Outcome
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.exams import Exam, all_exams, exam_for
from examserver.storage.extensions import EVERYBODY
from examserver.storage.reviews import Review
from examserver.storage.site_orders import Scope

AHEAD = 3_600_000
"""Milliseconds before the start of an exam: so early a room is one in which it is sat."""

Minutes = Callable[[Exam], int]
"""How many minutes an exam (with the times of whoever is meant) is extended by; 0 or less: not at all."""


def give_time(bench: Bench, scope: Scope, minutes: Minutes, reason: str) -> list[Review]:
    """Extend the exam of all that a scope covers now.

    Returns what was begun. Raises ExamSetupError.
    """
    given = []
    for exam, candidate in whose_time(bench.connection, scope, bench.now):
        if (more := minutes(exam)) > 0:
            wish = Extension("", exam.id, "", 0, candidate, more, reason, bench.now)
            given.append(extend(bench.connection, bench.book, wish)[1])
    return given


def whose_time(connection: Connection, scope: Scope, now: int) -> Iterator[tuple[Exam, str]]:
    """Exam and candidate (EVERYBODY for all) of each extension that it takes.

    A room without an exam means what is sat there now: what is far ahead or closed is left out.
    """
    if scope.attempt:
        attempt = find_attempt_by_id(connection, scope.attempt)
        exam = exam_for(connection, attempt.exam, attempt.candidate) if attempt else None
        if attempt and exam:
            yield exam, attempt.candidate
        return
    for exam in exams_in(scope, all_exams(connection)):
        if not scope.room:
            yield exam.extended(most_minutes(connection, exam.id)), EVERYBODY
        else:
            yield from _in_room(connection, exam, scope, now)


def _in_room(connection: Connection, exam: Exam, scope: Scope, now: int) -> Iterator[tuple[Exam, str]]:
    is_named = bool(scope.exam or scope.sitting)
    if not is_named and now < exam.starts - AHEAD:
        return
    for candidate in sitting_in(connection, exam.id, scope.room):
        own = exam_for(connection, exam.id, candidate)
        if own is not None and (is_named or now < own.closes):
            yield own, candidate


def look_again(bench: Bench, order: str, scope: Scope) -> list[Review]:
    """An end that came early is taken back: whoever only that had ended may go on. `order` is its id."""
    reviews = []
    for exam, candidate in whose_time(bench.connection, scope, bench.now):
        review = Review(f"{order}:{exam.id}:{candidate}", exam.id, candidate, bench.now, ordered=True)
        reviews.append(review_all(bench.connection, bench.book, review))
    return reviews


def left_of(connection: Connection, reviews: Iterable[Review]) -> str:
    """What takes more transactions, as `Outcome.unfinished` has it."""
    return "\n".join(one.extension for one in reviews if not is_at_its_end(connection, one))


def go_on(bench: Bench, outcome: Outcome) -> Outcome:
    """The next part of what is unfinished."""
    first, *others = outcome.unfinished.split("\n")
    review = go_on_with(bench.connection, bench.book, first)
    is_done = review is None or is_at_its_end(bench.connection, review)
    return replace(outcome, unfinished="\n".join(others if is_done else (first, *others)))
