"""One attempt that lies on this machine and is open to nobody here: what it takes until the site has it all.

Rule: it goes out by this station's word, without its candidate. A receipt is asked for where it was handed
in; and it is safe only by an answer that came after everything else was done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.domain.site import Membership
from examclient.errors import ExamError, SiteAnswerError, SiteRefusedError
from examclient.network.sync import Round, SyncEngine
from examclient.usecases.attempt import Attempt, EventStore
from examclient.usecases.handed_files import ChunkShelf, SendFiles
from examclient.usecases.sitting import GRANT, RECEIPT, shown_of
from examclient.usecases.submit import Submit
from examclient.version import VERSION
from examprotocol.errors import ProtocolError
from examprotocol.events import Epoch, Head, Started, Writer, WriterLog
from examprotocol.grants import open_grant
from examprotocol.messages import (
    ChunkReply,
    FilesReply,
    FilesRequest,
    HeldReply,
    HeldRequest,
    ReadmitRequest,
    Refusal,
    StationReply,
    SubmitReply,
    SubmitRequest,
    SyncReply,
    SyncRequest,
)
from examprotocol.signing import read_key

NOBODY = "0" * 32
"""Stands for the writer of this start: nothing is written in such an attempt."""


class HandoverDesk(Protocol):
    """Where a station hands over; every call raises the site's errors."""

    def held(self, request: HeldRequest) -> HeldReply:
        """How far the site has stored what is held here."""

    def hand_over(self, request: SyncRequest) -> SyncReply:
        """Hand events in."""

    def submit_left(self, request: SubmitRequest) -> SubmitReply:
        """Ask for the receipt."""

    def offer_files(self, request: FilesRequest) -> FilesReply:
        """Say which files are here."""

    def put_chunk(self, attempt: str, file: str, chunk: str, sealed: bytes) -> ChunkReply:
        """Hand a sealed chunk over."""

    def readmit(self, request: ReadmitRequest) -> StationReply:
        """Be taken back as a station."""


class LeftJournal(EventStore, Protocol):
    """The journal of an attempt that is open to nobody here; it is opened for a change and closed again."""

    def logs(self) -> tuple[WriterLog, ...]:
        """What can be read of its events."""

    def note(self, key: str, value: str) -> None:
        """Keep a short text beside the events. Raises JournalError."""

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where one hands over, as which station, and by which clock and jitter one waits."""

    desk: HandoverDesk
    site: Membership
    clock: SiteClock
    jitter: Callable[[], float]
    chunks: ChunkShelf | None = None


class Leftover:
    """Owns one such attempt while it goes out. One thread at a time; a call is one request and its reply."""

    def __init__(self, attempt: str, journal: LeftJournal, counter: Counter) -> None:
        self._journal = journal
        self._counter = counter
        self._ledger = Ledger(journal.logs())
        nobody = Writer(attempt, NOBODY, Epoch(0, 0), 0)
        started = Started(counter.site.station, VERSION)
        self._attempt = Attempt(journal, self._ledger, nobody, counter.clock, started=started)
        self._engine = SyncEngine(self._attempt, counter.desk.hand_over, counter.jitter)
        receipt, desk = journal.noted(RECEIPT), counter.desk
        self._files = (
            SendFiles(attempt, self._attempt.answers, journal, counter.chunks, desk)
            if counter.chunks is not None
            else None
        )
        self._submit = Submit(
            self._attempt, self._engine, desk.submit_left, counter.site.signing_key, receipt, self._files
        )
        self._is_asked = self._owes_receipt = self._is_handed_in = False
        self._failures = 0
        self.safe_from = 0
        self.generation = 0

    @property
    def id(self) -> str:
        """The attempt's id."""
        return self._attempt.id

    @property
    def is_done(self) -> bool:
        """Whether the site has everything, and whatever could be signed of it was asked for."""
        has_all = not self._attempt.waiting() and not self._owes_files()
        return self._is_asked and has_all and not self._owes_receipt

    def heads(self) -> Mapping[str, Head]:
        """Every writer that lies here, and how far it has come."""
        return self._ledger.heads()

    def run_once(self) -> Round:
        """One request and its reply; never raises for what the world does."""
        if self._is_asked and self._attempt.waiting():
            return self._engine.run_once()
        try:
            if not self._is_asked:
                self._ask()
            elif self._files is not None and self._owes_files():
                self._send_file(self._files)
            elif self._owes_receipt:
                self._hand_in()
        except ExamError as error:
            return self._failed(error)
        self._failures = 0
        return Round(0, timedelta(0))

    def _send_file(self, files: SendFiles) -> None:
        if not files.run_once() and not files.is_done():
            raise SiteAnswerError("The site does not take the files of the answers in.")

    def _owes_files(self) -> bool:
        return self._files is not None and not self._files.is_done()

    def _ask(self) -> None:
        reply = self._held()
        if self._journal.noted(GRANT) == "" and self.id in reply.grants:
            self._journal.note(GRANT, reply.grants[self.id])
        stored = reply.stored.get(self.id)
        if stored is None:
            raise SiteRefusedError(Refusal.NOT_FOUND, "The site does not know that this was open here.")
        for writer in self._ledger.writers():
            self._attempt.acknowledge(writer.id, stored.get(writer.id, Head(0)))
        self.safe_from, self.generation = reply.safe.get(self.id, 0), reply.generation
        self._owes_receipt = not self._is_handed_in and self._lacks_receipt(reply.receipts.get(self.id, ""))
        self._is_asked = True

    def _held(self) -> HeldReply:
        """A service that was set up anew from its key backup takes this station back first."""
        grant, desk = self._journal.noted(GRANT), self._counter.desk
        _require_ours(grant, self._counter.site)
        request = shown_of(self.id, self._ledger.heads(), self._journal)
        try:
            return desk.held(request)
        except SiteRefusedError as refused:
            if refused.code != Refusal.UNKNOWN_STATION or not self._counter.site.credential:
                raise
        desk.readmit(ReadmitRequest(self._counter.site.credential, VERSION))
        return desk.held(request)

    def _hand_in(self) -> None:
        """Whether it may go needs another answer then: one that knows this receipt."""
        submission = self._submit.run_once()
        if submission.trouble is not None:
            raise submission.trouble
        if submission.token != self._journal.noted(RECEIPT):
            self._journal.note(RECEIPT, submission.token)
        self._is_handed_in = True
        self._owes_receipt = self._is_asked = False

    def _lacks_receipt(self, at_the_site: str) -> bool:
        """Whether it was handed in and one side has no receipt, or another than the other side."""
        here = self._journal.noted(RECEIPT)
        return self._ledger.is_submitted() and (not here or here != at_the_site)

    def _failed(self, error: ExamError) -> Round:
        self._failures += 1
        wait = wait_after_trouble(error, self._failures, self._counter.jitter)
        return Round(0, timedelta(seconds=wait), trouble=error)


def _require_ours(grant: str, site: Membership) -> None:
    """What was open here while this machine was another site's is none of this site's business."""
    if not grant:
        return
    try:
        named = open_grant(grant, read_key(site.signing_key)).site
    except ProtocolError as error:
        raise SiteAnswerError(f"This attempt was open here for another exam site: {error}.") from error
    if named != site.site_id:
        raise SiteAnswerError("This attempt was open here for another exam site.")
