"""Supplements: where the answers of an attempt that is handed in change, its newest receipt says so.

Rule: whoever changes what counts (late events, a package, a ruling) asks here in the same transaction.
"""

import logging

from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examserver.errors import SiteError
from examserver.services.receipt_book import ReceiptBook
from examserver.storage.attempts import Attempt
from examserver.storage.exams import exam_for

log = logging.getLogger(__name__)


def issue_due_supplement(connection: Connection, book: ReceiptBook, attempt: Attempt, now: int) -> None:
    """Sign a supplement where the attempt is handed in and its newest receipt is not true any more.

    `now` is the site time in milliseconds. That it cannot be signed, because events cannot be folded or the
    paper cannot be read, is no reason to refuse what came: the next submit tries again.
    """
    if not attempt.submitted:
        return
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    if exam is None:
        return
    try:
        book.issue(connection, attempt, exam, now)
    except (ProtocolError, SiteError, OSError) as error:
        log.warning("alarm: attempt %s: no supplement could be signed: %s", attempt.id, error)
