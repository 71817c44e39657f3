"""Gives candidates more time, and takes back extensions that a restored service has forgotten.

Rule: an extension is only ever added. Whoever was ended by the clock alone, and has time again by it, may go
on: such an attempt is opened again. For all others it may count answers that were too late: their receipt
says so. Of all who sit an exam that is too much for one transaction, since saves wait for it: it is done in
parts, and what is left of it is stored, so that it comes to its end whatever happens.
"""

import logging
import time
from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.events import Submitted
from examprotocol.extensions import Extension, open_extension, sign_extension
from examserver.errors import ExamSetupError
from examserver.ids import new_id
from examserver.services.actions.times import own_exam
from examserver.services.receipt_book import ReceiptBook
from examserver.services.supplements import issue_due_supplement
from examserver.storage.attempts import Attempt, attempts_of, find_attempt, mark_open
from examserver.storage.candidates import find_candidate
from examserver.storage.events import logs_of
from examserver.storage.exams import exam_for, find_exam
from examserver.storage.extensions import (
    EVERYBODY,
    ExtensionRow,
    add_extension,
    extensions_of,
    has_extension,
)
from examserver.storage.reviews import Review, read_reviews, write_reviews
from examserver.storage.site_orders import reopened_at

log = logging.getLogger(__name__)

LONGEST_MINUTES = 24 * 60
LONGEST_REASON = 200

PART_SECONDS = 0.02
"""One part of a review takes no longer, or one attempt: saves wait for it."""


def extend(connection: Connection, book: ReceiptBook, wish: Extension) -> tuple[Extension, Review]:
    """Store a wished extension and do the first part of its review. Its `number` is given here, and its `id`
    where it has none.

    Returns it and how far that came (`go_on_with`). Raises ExamSetupError.
    """
    _check(connection, wish)
    number = max((row.number for row in extensions_of(connection, wish.exam)), default=0) + 1
    extension = Extension(
        book.seal.identity.id,
        wish.exam,
        wish.id or new_id(),
        number,
        wish.candidate,
        wish.minutes,
        " ".join(wish.reason.split()),
        wish.at,
    )
    row = _row(extension, sign_extension(extension, book.seal.key))
    return extension, _add(
        connection, book, row, Review(row.id, row.exam, row.candidate, wish.at, ordered=True)
    )


def take_back(connection: Connection, book: ReceiptBook, tokens: Sequence[str], now: int) -> bool:
    """Keep extensions that a client brings; whatever else they are is left out. Says whether one was new.

    `now` is the site time in milliseconds.
    """
    return sum(_take_back(connection, book, token, now) for token in tokens) > 0


def _take_back(connection: Connection, book: ReceiptBook, token: str, now: int) -> bool:
    try:
        extension = open_extension(token, book.seal.key)
    except ProtocolError as error:
        log.warning("alarm: an extension that we did not sign was brought: %s", error)
        return False
    known = find_exam(connection, extension.exam) is not None
    if extension.site != book.seal.identity.id or not known or has_extension(connection, extension.id):
        return False
    review = Review(extension.id, extension.exam, extension.candidate, now)
    _add(connection, book, _row(extension, token), review)
    log.warning(
        "exam %s: extension %d is back from a client that was given it", extension.exam, extension.number
    )
    return True


def _row(extension: Extension, token: str) -> ExtensionRow:
    return ExtensionRow(
        id=extension.id,
        exam=extension.exam,
        number=extension.number,
        candidate=extension.candidate,
        minutes=extension.minutes,
        made=extension.at,
        reason=extension.reason,
        token=token,
    )


def review_all(connection: Connection, book: ReceiptBook, review: Review) -> Review:
    """Begin to look at all who have handed in, where what counts of an end has changed by something else."""
    return _next_part(connection, book, review)


def go_on_with(connection: Connection, book: ReceiptBook, extension: str) -> Review | None:
    """Do the next part of what an extension does for those who have handed in; returns how far that is now.

    None where it has come to its end before. Whoever hands in meanwhile is looked at as well.
    """
    reviews = {one.extension: one for one in read_reviews(connection)}
    if extension not in reviews:
        return None
    return _next_part(connection, book, reviews[extension])


def is_at_its_end(connection: Connection, review: Review) -> bool:
    """Whether nothing of it is left."""
    return all(one.extension != review.extension for one in read_reviews(connection))


def _add(connection: Connection, book: ReceiptBook, row: ExtensionRow, review: Review) -> Review:
    """Store it, and begin with what follows for those who have handed in."""
    add_extension(connection, row)
    return _next_part(connection, book, review)


def _next_part(connection: Connection, book: ReceiptBook, review: Review) -> Review:
    handed_in = [
        attempt
        for attempt in _attempts(connection, review)
        if attempt.submitted and attempt.candidate > review.after
    ]
    until, done = time.perf_counter() + PART_SECONDS, 0
    for attempt in handed_in:
        opened = _open_again(connection, book, attempt, review.at)
        review = replace(review, after=attempt.candidate, opened=review.opened + opened)
        done += 1
        if time.perf_counter() >= until:
            break
    others = tuple(one for one in read_reviews(connection) if one.extension != review.extension)
    write_reviews(connection, (*others, review) if done < len(handed_in) else others)
    return review


def _attempts(connection: Connection, review: Review) -> Sequence[Attempt]:
    if review.candidate == EVERYBODY:
        return attempts_of(connection, review.exam)
    attempt = find_attempt(connection, review.exam, review.candidate)
    return (attempt,) if attempt else ()


def _open_again(connection: Connection, book: ReceiptBook, attempt: Attempt, now: int) -> bool:
    """Open an attempt that only the clock had ended; what counts of any other may have changed."""
    if _has_time(connection, attempt, now) and _was_ended_by_the_clock(connection, attempt):
        mark_open(connection, attempt.id)
        log.info("attempt %s is open again by an extension", attempt.id)
        return True
    issue_due_supplement(connection, book, attempt, now)
    return False


def _has_time(connection: Connection, attempt: Attempt, now: int) -> bool:
    exam = own_exam(connection, attempt, now)
    return exam is not None and now < exam.ends


def _was_ended_by_the_clock(connection: Connection, attempt: Attempt) -> bool:
    """Whether nobody handed in by their own wish: it was the deadline, or the service after the grace.

    What was handed in before the staff let the candidate in again is no wish any more.
    """
    since = reopened_at(connection, attempt.id) or -1
    events = [event for one in logs_of(connection, attempt.id) for event in one.events if event.at > since]
    return all(event.body.by_deadline for event in events if isinstance(event.body, Submitted))


def _check(connection: Connection, wish: Extension) -> None:
    if find_exam(connection, wish.exam) is None:
        raise ExamSetupError(
            f"There is no exam with the id {wish.exam}.", "See which there are: examserver exam list DIR"
        )
    if not 1 <= wish.minutes <= LONGEST_MINUTES:
        raise ExamSetupError(
            f"Nobody can have {wish.minutes} minutes more.", "Give 1 to 1440 with --minutes."
        )
    if len(wish.reason) > LONGEST_REASON or not wish.reason.isprintable():
        raise ExamSetupError(
            f"The reason has more than {LONGEST_REASON} characters, or some that cannot be shown.",
            "Make it one short line.",
        )
    if wish.candidate and exam_for(connection, wish.exam, wish.candidate) is None:
        _refuse_candidate(connection, wish)


def _refuse_candidate(connection: Connection, wish: Extension) -> None:
    known = find_candidate(connection, wish.candidate)
    if known:
        raise ExamSetupError(
            f"Candidate {wish.candidate} does not sit this exam.",
            "See who is: examserver candidates list DIR",
        )
    raise ExamSetupError(
        f"Candidate {wish.candidate} is not registered.", "See who is: examserver candidates list DIR"
    )
