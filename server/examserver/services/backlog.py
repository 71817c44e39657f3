"""Takes what stations still hold of attempts that are not open there, and says what they need not keep.

Rule: whoever hands over shows by its key that it is the station; no session and no candidate is needed. A
copy is needed no more once the attempt is over for good, and a verified backup holds its receipt and all that
the station does.
"""

from functools import partial

from sqlalchemy import Connection

from examprotocol.chain import Fork
from examprotocol.events import Head, Submitted
from examprotocol.grants import Grant
from examprotocol.messages import (
    SYNC_LIMIT,
    HeldReply,
    HeldRequest,
    Refusal,
    SubmitReply,
    SubmitRequest,
    SyncReply,
    SyncRequest,
)
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.caller import Caller
from examserver.services.extensions import take_back
from examserver.services.handed_files import lacking_files
from examserver.services.handover import (
    OpeningKey,
    attempt_of_station,
    genuine_grant,
    grant_for,
    granted_by_room,
    require_attempt,
    require_not_revoked,
    take_back_grant,
)
from examserver.services.holding import was_last_at
from examserver.services.letting_go import safe_from
from examserver.services.receipt_book import ReceiptBook
from examserver.services.responses import append_events, check_shape, fork_refused
from examserver.services.submissions import lacking
from examserver.services.supplements import issue_due_supplement
from examserver.storage.attempts import Attempt, mark_submitted
from examserver.storage.events import find_writer, heads_of, logs_of
from examserver.storage.exams import Exam, exam_for
from examserver.storage.extensions import extensions_for
from examserver.storage.folder import ServiceFolder
from examserver.storage.held_answers import held_by, put_held
from examserver.storage.receipts import newest_receipt
from examserver.storage.site import read_site
from examserver.storage.store import Store

MOST_TOLD = 1_000_000
"""What a station says of itself is believed up to so many events."""


class Backlog:
    """Owns the way in for what lies at stations. Knows nothing of who sits there now."""

    def __init__(
        self, store: Store, folder: ServiceFolder, book: ReceiptBook, clock: Clock, opening: OpeningKey
    ) -> None:
        self._store = store
        self._folder = folder
        self._book = book
        self._clock = clock
        self._opening = opening

    async def held(self, caller: Caller, request: HeldRequest) -> HeldReply:
        """How far the attempts that a station holds are stored, and which it need not keep any more.

        Raises RefusedError, BusyError and StorageError.
        """
        if len(request.heads) > SYNC_LIMIT:
            raise RefusedError(Refusal.TOO_MUCH, f"More than {SYNC_LIMIT} attempts in one request.")
        forgotten = await self._store.read(partial(self._forgotten, caller, request))
        if forgotten:
            await self._store.write(partial(self._take_back, caller, request, forgotten))
        behind, is_new = await self._store.read(partial(self._behind, caller, request))
        if is_new:
            await self._store.write(
                partial(put_held, station=caller.station, held=behind, now=self._clock.now())
            )
        return await self._store.read(partial(self._held, caller, request))

    async def take(self, caller: Caller, request: SyncRequest) -> SyncReply:
        """Store events, or say how far their writer is stored; raises the same. A fork is kept apart."""
        check_shape(request)
        run = self._store.write if request.events or request.extensions else self._store.read
        outcome = await run(partial(self._take, caller, request))
        if isinstance(outcome, Fork):
            raise fork_refused(outcome)
        return outcome

    async def submit(self, caller: Caller, request: SubmitRequest) -> SubmitReply:
        """The receipt of an attempt that was handed in at the station; raises the same.

        There is none, and nothing is missing, while the exam may go on: at another station, or by more time.
        """
        return await self._store.write(partial(self._submit, caller, request))

    def _forgotten(self, caller: Caller, request: HeldRequest, connection: Connection) -> tuple[str, ...]:
        require_not_revoked(connection, caller)
        shown = (attempt for attempt in request.grants | request.words if attempt in request.heads)
        return tuple(one for one in shown if attempt_of_station(connection, caller, one) is None)

    def _behind(
        self, caller: Caller, request: HeldRequest, connection: Connection
    ) -> tuple[dict[str, int], bool]:
        """How many events the station holds that are not here, by attempt; and whether that is news."""
        behind: dict[str, int] = {}
        for attempt, heads in request.heads.items():
            if attempt_of_station(connection, caller, attempt) is not None:
                stored = heads_of(connection, attempt)
                lacking = (head.seq - stored.get(writer, Head(0)).seq for writer, head in heads.items())
                behind[attempt] = sum(max(0, one) for one in lacking)
        behind = {attempt: min(events, MOST_TOLD) for attempt, events in behind.items() if events}
        return behind, behind != held_by(connection, caller.station)

    def _take_back(
        self, caller: Caller, request: HeldRequest, forgotten: tuple[str, ...], connection: Connection
    ) -> None:
        for attempt in forgotten:
            grant = self._shown(caller, request, attempt)
            if grant is not None:
                take_back_grant(connection, caller, grant, self._clock.now())

    def _shown(self, caller: Caller, request: HeldRequest, attempt: str) -> Grant | None:
        if attempt in request.grants:
            return genuine_grant(self._book.seal, caller, attempt, request.grants[attempt])
        return granted_by_room(self._book.seal, self._opening, caller, attempt, request.words[attempt])

    def _held(self, caller: Caller, request: HeldRequest, connection: Connection) -> HeldReply:
        known = (attempt_of_station(connection, caller, attempt) for attempt in request.heads)
        own = [attempt for attempt in known if attempt is not None]
        safe = {one.id: safe_from(connection, one, request.heads[one.id]) for one in own}
        grants = {
            one.id: grant_for(connection, self._book.seal, caller, one)
            for one in own
            if one.id not in request.grants
        }
        return HeldReply(
            now=self._clock.now(),
            stored={one.id: heads_of(connection, one.id) for one in own},
            safe={attempt: at for attempt, at in safe.items() if at},
            receipts={one.id: token for one in own if (token := _receipt_of(connection, one))},
            grants={attempt: token for attempt, token in grants.items() if token},
            generation=read_site(connection).generation,
        )

    def _take(self, caller: Caller, request: SyncRequest, connection: Connection) -> SyncReply | Fork:
        attempt = require_attempt(connection, caller, request.writer.attempt)
        if take_back(connection, self._book, request.extensions, self._clock.now()):
            attempt = require_attempt(connection, caller, request.writer.attempt)
        if not request.events:
            known = find_writer(connection, attempt.id, request.writer.id)
            return self._reply(connection, attempt, known.head if known else Head(0))
        now = self._clock.now()
        outcome = append_events(connection, request.writer, request.events, now, caller.station)
        if isinstance(outcome, Fork):
            return outcome
        issue_due_supplement(connection, self._book, attempt, now)
        return self._reply(connection, attempt, outcome)

    def _reply(self, connection: Connection, attempt: Attempt, head: Head) -> SyncReply:
        exam = exam_for(connection, attempt.exam, attempt.candidate)
        return SyncReply(
            now=self._clock.now(),
            head=head,
            end=exam.ends if exam else 0,
            epoch=attempt.epoch,
            receipt=_receipt_of(connection, attempt),
            extensions=tuple(
                one.token for one in extensions_for(connection, attempt.exam, attempt.candidate)
            ),
        )

    def _submit(self, caller: Caller, request: SubmitRequest, connection: Connection) -> SubmitReply:
        attempt, now = require_attempt(connection, caller, request.attempt), self._clock.now()
        self._book.take_back(connection, attempt, request.receipt)
        missing = lacking(connection, request)
        exam = exam_for(connection, attempt.exam, attempt.candidate)
        if missing or exam is None:
            return SubmitReply(now, missing=missing)
        if not attempt.submitted and not self._was_handed_in_here(connection, caller, attempt, exam):
            return SubmitReply(now)
        paper = self._book.shelf.paper(exam.paper)
        files = lacking_files(connection, self._folder, paper, attempt.id, request.lost)
        if files:
            return SubmitReply(now, files=files)
        receipt = self._book.issue(connection, attempt, exam, now)
        mark_submitted(connection, attempt.id)
        return SubmitReply(now, receipt)

    def _was_handed_in_here(
        self, connection: Connection, caller: Caller, attempt: Attempt, exam: Exam
    ) -> bool:
        """Whether it was open here last, and was handed in on purpose, or by a deadline that still stands."""
        if not was_last_at(connection, attempt, caller.station):
            return False
        bodies = [event.body for one in logs_of(connection, attempt.id) for event in one.events]
        handed_in = [body for body in bodies if isinstance(body, Submitted)]
        on_purpose = any(not body.by_deadline for body in handed_in)
        return on_purpose or (bool(handed_in) and self._clock.now() >= exam.ends)


def _receipt_of(connection: Connection, attempt: Attempt) -> str:
    """The newest signed receipt of an attempt that is handed in, else `""`."""
    receipt = newest_receipt(connection, attempt.id) if attempt.submitted else None
    return receipt.token if receipt else ""
