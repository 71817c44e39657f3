"""Gives candidates more time, and takes back extensions that a restored service has forgotten.

Rule: an extension is only ever added. Whoever was ended by the clock alone, and has time again by it, may go
on: such an attempt is opened again.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.events import Submitted
from examprotocol.extensions import Extension, open_extension, sign_extension
from examserver.errors import ExamSetupError
from examserver.ids import new_id
from examserver.services.seal import Seal
from examserver.storage.attempts import Attempt, attempts_of, mark_open
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

log = logging.getLogger(__name__)

LONGEST_MINUTES = 24 * 60
LONGEST_REASON = 200


def extend(connection: Connection, seal: Seal, wish: Extension) -> tuple[Extension, int]:
    """Store a wished extension, whose `id` and `number` are given here.

    Returns it and how many attempts are open again by it. Raises ExamSetupError.
    """
    _check(connection, wish)
    number = max((row.number for row in extensions_of(connection, wish.exam)), default=0) + 1
    extension = Extension(
        seal.identity.id,
        wish.exam,
        new_id(),
        number,
        wish.candidate,
        wish.minutes,
        " ".join(wish.reason.split()),
        wish.at,
    )
    return extension, _add(connection, extension, sign_extension(extension, seal.key), wish.at)


def take_back(connection: Connection, seal: Seal, tokens: Sequence[str], now: int) -> bool:
    """Keep extensions that a client brings; whatever else they are is left out. Says whether one was new.

    `now` is the site time in milliseconds.
    """
    return sum(_take_back(connection, seal, token, now) for token in tokens) > 0


def _take_back(connection: Connection, seal: Seal, token: str, now: int) -> bool:
    try:
        extension = open_extension(token, seal.key)
    except ProtocolError as error:
        log.warning("alarm: an extension that we did not sign was brought: %s", error)
        return False
    known = find_exam(connection, extension.exam) is not None
    if extension.site != seal.identity.id or not known or has_extension(connection, extension.id):
        return False
    _add(connection, extension, token, now)
    log.warning(
        "exam %s: extension %d is back from a client that was given it", extension.exam, extension.number
    )
    return True


def _add(connection: Connection, extension: Extension, token: str, now: int) -> int:
    row = ExtensionRow(
        id=extension.id,
        exam=extension.exam,
        number=extension.number,
        candidate=extension.candidate,
        minutes=extension.minutes,
        made=extension.at,
        reason=extension.reason,
        token=token,
    )
    add_extension(connection, row)
    return _open_again(connection, extension, now)


def _open_again(connection: Connection, extension: Extension, now: int) -> int:
    """Open the attempts that only the clock had ended; returns how many."""
    meant = [
        attempt
        for attempt in attempts_of(connection, extension.exam)
        if extension.candidate in (EVERYBODY, attempt.candidate)
    ]
    ended = [one for one in meant if one.submitted and _has_time(connection, one, now)]
    reopened = [one for one in ended if _was_ended_by_the_clock(connection, one)]
    for attempt in reopened:
        mark_open(connection, attempt.id)
        log.info("attempt %s is open again by extension %d", attempt.id, extension.number)
    return len(reopened)


def _has_time(connection: Connection, attempt: Attempt, now: int) -> bool:
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    return exam is not None and now < exam.ends


def _was_ended_by_the_clock(connection: Connection, attempt: Attempt) -> bool:
    """Whether nobody handed in by their own wish: it was the deadline, or the service after the grace."""
    bodies = [event.body for one in logs_of(connection, attempt.id) for event in one.events]
    return all(body.by_deadline for body in bodies if isinstance(body, Submitted))


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
    what = "does not sit this exam" if known else "is not registered"
    raise ExamSetupError(f"Candidate {wish.candidate} {what}.", "See who is: examserver candidates list DIR")
