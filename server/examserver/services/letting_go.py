"""Says from when on a station needs its copy of an attempt no more.

Rule: never before a verified backup of this very generation holds, besides the receipt, all that the station
has; and never while more time can still open the attempt again.
"""

from sqlalchemy import Connection

from examprotocol.events import Head
from examserver.storage.attempts import Attempt
from examserver.storage.backups import backed_up_heads, is_receipt_backed_up
from examserver.storage.events import has_hash
from examserver.storage.exams import exam_for
from examserver.storage.receipts import newest_receipt

STAYS_OVER = 24 * 3600 * 1000
"""Milliseconds after an exam has closed for a candidate: more time is given on the day, if at all."""


def safe_from(connection: Connection, attempt: Attempt, held: dict[str, Head]) -> int:
    """From when on (site time in ms) the copy that holds the writers so far may go; 0: it is still needed."""
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    receipt = newest_receipt(connection, attempt.id)
    if exam is None or receipt is None or not attempt.submitted or not held:
        return 0
    if not is_receipt_backed_up(connection, attempt.id, receipt.code):
        return 0
    copies = backed_up_heads(connection, attempt.id)
    is_held = all(_is_backed_up(connection, attempt.id, writer, held[writer], copies) for writer in held)
    return exam.closes + STAYS_OVER if is_held else 0


def _is_backed_up(
    connection: Connection, attempt: str, writer: str, head: Head, copies: dict[str, Head]
) -> bool:
    """Whether a verified backup and this service hold the writer at least so far, with the same content."""
    copy = copies.get(writer)
    if copy is None or not 0 < head.seq <= copy.seq:
        return False
    return has_hash(connection, attempt, writer, head) and has_hash(connection, attempt, writer, copy)
