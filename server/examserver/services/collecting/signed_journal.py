"""The signed journals of attempts: what the service holds of them, for whoever has to check it later.

Rule: what counts is not decided here; a journal has all events, those that do not count as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.attempt_journal import JOURNAL_SUFFIX, AttemptJournal, Branch, sign_journal
from examserver.services.file_names import visible_name
from examserver.services.seal import Seal
from examserver.storage.attempts import Attempt, attempts_of
from examserver.storage.events import branches_of, logs_of
from examserver.storage.exams import Exam, exam_for
from examserver.storage.receipts import receipts_of
from examserver.storage.rulings import rulings_of


@dataclass(frozen=True, slots=True)
class SignedJournal:
    """A journal as a file: its name, whose it is, and the token (ASCII)."""

    name: str
    candidate: str
    token: str


def journal_of(connection: Connection, attempt: Attempt, exam: Exam, site: str, now: int) -> AttemptJournal:
    """All that is held of an attempt at `now` (site time in milliseconds); `site` is the site's id."""
    own = exam_for(connection, attempt.exam, attempt.candidate) or exam
    return AttemptJournal(
        site=site,
        exam=attempt.exam,
        attempt=attempt.id,
        candidate=attempt.candidate,
        at=now,
        ends=own.ends,
        grace=own.closes - own.ends,
        logs=logs_of(connection, attempt.id),
        branches=tuple(Branch(*one) for one in branches_of(connection, attempt.id)),
        rulings=rulings_of(connection, attempt.id),
        receipts=tuple(one.token for one in receipts_of(connection, attempt.id)),
    )


def journals_of(connection: Connection, seal: Seal, exam: Exam, now: int) -> Iterator[SignedJournal]:
    """The signed journals of all attempts at an exam, by admission number, one after the other."""
    for attempt in attempts_of(connection, exam.id):
        journal = journal_of(connection, attempt, exam, seal.identity.id, now)
        name = f"{visible_name(exam.id)}-{visible_name(attempt.candidate)}{JOURNAL_SUFFIX}"
        yield SignedJournal(name, attempt.candidate, sign_journal(journal, seal.key))
