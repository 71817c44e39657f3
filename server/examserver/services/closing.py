"""Closes attempts that nobody handed in, after the grace period, with what the service has; before that it
does what is left of extensions.

Rule: a closed attempt still takes events and a submit: what comes later is kept, and may count by a ruling.
"""

import logging
from functools import partial

from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examserver.clock import Clock
from examserver.errors import PaperSealedError, SiteError
from examserver.services.actions.due import due_by_clock, due_by_order
from examserver.services.actions.times import own_exam
from examserver.services.extensions import go_on_with
from examserver.services.receipt_book import ReceiptBook
from examserver.storage.attempts import Attempt, find_attempt_by_id, mark_closed
from examserver.storage.exams import Exam
from examserver.storage.reviews import read_reviews
from examserver.storage.store import Store

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0

ORDER_MILLISECONDS = 30_000
"""So long whoever gave an extension does the rest of it: what came of it is told them."""


class Closing:
    """Owns one look for attempts that are due. Has no thread: somebody calls it every few seconds."""

    def __init__(self, store: Store, book: ReceiptBook, clock: Clock) -> None:
        self._store = store
        self._book = book
        self._clock = clock
        self._has_looked = False

    def run_once(self) -> int:
        """Close what is due, one transaction each, so that saves go on between them; returns how many."""
        self._go_on_with_extensions()
        return sum(self._close(attempt) for attempt in self._store.read_now(self._due))

    def _due(self, connection: Connection) -> tuple[str, ...]:
        """By the clock, but not in a pause; and those that the staff have closed."""
        now = self._clock.now()
        return (*due_by_clock(connection, now), *due_by_order(connection, now))

    def _go_on_with_extensions(self) -> None:
        """Those that a client brought back; and those whose order did not come to its end, as in a crash."""
        now, had_looked = self._clock.now(), self._has_looked
        self._has_looked = True
        for review in self._store.read_now(read_reviews):
            is_waited_for = had_looked and review.ordered and now < review.at + ORDER_MILLISECONDS
            if not is_waited_for:
                self._finish(review.extension)

    def _finish(self, extension: str) -> None:
        try:
            while self._store.write_now(lambda connection: go_on_with(connection, self._book, extension)):
                pass
        except (SiteError, OSError) as error:
            log.warning("alarm: extension %s is not at its end: %s", extension, error)

    def _close(self, attempt: str) -> bool:
        try:
            return self._store.write_now(partial(self._close_in, attempt))
        except (SiteError, OSError) as error:
            log.warning("alarm: attempt %s could not be closed: %s", attempt, error)
            return False

    def _close_in(self, attempt_id: str, connection: Connection) -> bool:
        now = self._clock.now()
        attempt = find_attempt_by_id(connection, attempt_id)
        exam = own_exam(connection, attempt, now) if attempt else None
        if attempt is None or exam is None or attempt.submitted or now < exam.closes:
            return False  # meanwhile it was handed in, extended or paused
        self._sign(connection, attempt, exam, now)
        mark_closed(connection, attempt.id, now)
        log.info("attempt %s was not handed in and is closed", attempt.id)
        return True

    def _sign(self, connection: Connection, attempt: Attempt, exam: Exam, now: int) -> None:
        """Events that cannot be folded are for a person, and so is an exam whose paper's key never came: the
        attempt is closed without a receipt then.
        """
        try:
            self._book.issue(connection, attempt, exam, now)
        except ProtocolError as error:
            log.warning("alarm: the events of attempt %s cannot be folded: %s", attempt.id, error)
        except PaperSealedError as error:
            log.warning("alarm: attempt %s has no receipt: %s", attempt.id, error)
