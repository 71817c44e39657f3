"""Whether an attempt is handed in by a package: then it gets its receipt, as if submitted by network.

Rule: it is where the package says so, or what came before it, all that was named then is here, and the exam
does not go on elsewhere. So packages of several machines, or of one in parts, may come in any order.
"""

import logging

from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.events import Epoch, Head, Submitted
from examprotocol.messages import SubmitRequest
from examprotocol.package import Package
from examprotocol.rulings import Counting
from examserver.errors import SiteError
from examserver.services.counting import Grounds, grounds_of
from examserver.services.import_verdicts import Note
from examserver.services.order import Bench
from examserver.services.receipt_book import ReceiptBook
from examserver.services.submissions import lacking
from examserver.services.supplements import issue_due_supplement
from examserver.storage.attempts import Attempt, mark_submitted
from examserver.storage.exams import exam_for

log = logging.getLogger(__name__)


def end_if_complete(bench: Bench, book: ReceiptBook, attempt: Attempt, package: Package) -> Note | None:
    """Sign what is due: a supplement, or the receipt by which it is handed in; else say why there is none.

    `attempt` is as it is after the package's events came in.
    """
    connection = bench.connection
    if attempt.submitted:
        issue_due_supplement(connection, book, attempt, bench.now)
        return None
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    assert exam is not None  # no attempt without its entry: a foreign key of the tables
    grounds = grounds_of(connection, attempt.id, book.foreseen)
    waits_for = _why_not_yet(connection, attempt, package, grounds, is_over=bench.now >= exam.ends)
    if waits_for is not None:
        return waits_for
    try:
        book.issue(connection, attempt, exam, bench.now)
    except (ProtocolError, SiteError, OSError) as error:
        log.warning("alarm: attempt %s: no receipt could be signed: %s", attempt.id, error)
        return Note.DAMAGED_ANSWERS
    mark_submitted(connection, attempt.id)
    return None


def _why_not_yet(
    connection: Connection, attempt: Attempt, package: Package, grounds: Grounds, *, is_over: bool
) -> Note | None:
    """Before the end it must have been handed in on purpose, by the newest login; who moved on goes on."""
    submits = _submits(grounds, package)
    if not submits:
        return Note.NOT_HANDED_IN
    stands = any(epoch >= attempt.epoch and not body.by_deadline for epoch, body in submits)
    if not (stands or is_over):
        return Note.GOES_ON
    named = [package.heads, *(body.heads for _, body in submits)]
    return Note.INCOMPLETE if _lacks(connection, package.attempt, named) else None


def _submits(grounds: Grounds, package: Package) -> list[tuple[Epoch, Submitted]]:
    """Where the candidate handed in: by what is here, or by a branch in the package that was kept apart.

    What a ruling left out, as when an import is taken back, hands nothing in.
    """
    ruled = Counting(grounds.rulings)
    return [
        (log.writer.epoch, event.body)
        for log in (*grounds.logs, *package.logs)
        for event in log.events
        if isinstance(event.body, Submitted) and ruled.counts(log.writer.id, event)
    ]


def _lacks(connection: Connection, attempt: str, named: list[dict[str, Head]]) -> bool:
    """Whether anything that is named is not here, or is here with other content."""
    return any(lacking(connection, SubmitRequest(attempt, heads)) for heads in named)
