"""Takes the submit.

Rule: an attempt is submitted when every event that the client knows is here, and every file that its answers
name, and not before. A file that the machine says it has lost is waited for no longer.
"""

from functools import partial

from sqlalchemy import Connection

from examprotocol.events import Head
from examprotocol.messages import SubmitReply, SubmitRequest
from examserver.clock import Clock
from examserver.services.caller import Caller
from examserver.services.handed_files import lacking_files
from examserver.services.receipt_book import ReceiptBook
from examserver.services.sessions import require_own, require_session
from examserver.storage.attempts import expect_attempt, expect_standing, find_standing, mark_submitted
from examserver.storage.events import expect_heads, expect_writer, has_hash, heads_of
from examserver.storage.exams import expect_exams
from examserver.storage.folder import ServiceFolder
from examserver.storage.forms import expect_form
from examserver.storage.receipts import expect_receipt
from examserver.storage.rulings import expect_rulings
from examserver.storage.site_orders import expect_touching
from examserver.storage.store import Store


class Submissions:
    """Owns the way from named heads to a signed receipt."""

    def __init__(self, store: Store, folder: ServiceFolder, book: ReceiptBook, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._book = book
        self._clock = clock

    async def submit(self, caller: Caller, request: SubmitRequest) -> SubmitReply:
        """The receipt, or what is missing. Submitting again gives the same receipt.

        Where events that came since change the answers, a supplement with the next number is signed. A
        receipt that the client brings and that is not known here is kept first, whatever is missing.
        """
        return await self._store.write(
            partial(self._submit, caller, request),
            partial(_expect, caller, request),
            partial(_expect_after, caller),
        )

    def _submit(self, caller: Caller, request: SubmitRequest, connection: Connection) -> SubmitReply:
        session, now = require_session(connection, caller), self._clock.now()
        require_own(session, request.attempt)
        self._book.take_back(connection, session.attempt, request.receipt)
        missing = lacking(connection, request)
        if missing:
            return SubmitReply(now, missing=missing)
        paper = self._book.shelf.paper(session.exam.paper)
        files = lacking_files(connection, self._folder, paper, session.attempt.id, request.lost)
        if files:
            return SubmitReply(now, files=files)
        receipt = self._book.issue(connection, session.attempt, session.exam, now)
        mark_submitted(connection, session.attempt.id)
        return SubmitReply(now, receipt)


def _expect(caller: Caller, request: SubmitRequest, connection: Connection) -> None:
    """All that is looked at before anything is changed."""
    expect_standing(connection, caller.station, caller.token)
    for writer in request.heads:
        expect_writer(connection, request.attempt, writer)
    expect_heads(connection, request.attempt)
    expect_attempt(connection, request.attempt)
    expect_rulings(connection, request.attempt)
    expect_receipt(connection, request.attempt)
    expect_form(connection, request.attempt)


def _expect_after(caller: Caller, connection: Connection) -> None:
    standing = find_standing(connection, caller.station, caller.token)
    if standing is not None and standing.session is not None:
        attempt = standing.session.attempt
        expect_exams(connection, attempt.candidate)
        expect_touching(connection, attempt.exam, attempt.id)


def lacking(connection: Connection, request: SubmitRequest) -> dict[str, int]:
    """What the site still needs: writer to the `seq` that it has, 0 where what it has is other content."""
    held = heads_of(connection, request.attempt)
    missing = {}
    for writer, head in request.heads.items():
        if not has_hash(connection, request.attempt, writer, head):
            have = held.get(writer, Head(0)).seq
            missing[writer] = have if have < head.seq else 0
    return missing
