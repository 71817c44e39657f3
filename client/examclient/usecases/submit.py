"""Handing in: everything is sent, then the site signs that it holds the attempt whole.

Rule: the candidate is done when a receipt is here that the site's key has signed and that covers what is on
this machine; an answer without one is no success. Where there is more time the deadline hands nothing in.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from examclient.domain.cover import Cover, Held, cover_of
from examclient.domain.handed_in import has_time_again
from examclient.domain.state import ReceiptSummary
from examclient.errors import ExamError, SiteAnswerError
from examclient.network.sync import SyncEngine
from examclient.usecases.attempt import Attempt
from examprotocol.errors import ProtocolError
from examprotocol.events import Head
from examprotocol.messages import SubmitReply, SubmitRequest, SyncReply
from examprotocol.receipts import Receipt, open_receipt
from examprotocol.short_code import short_code
from examprotocol.signing import read_key

log = logging.getLogger(__name__)


class FilesToSend(Protocol):
    """The files that the answers name."""

    def send_all(self) -> tuple[str, ...]:
        """Bring them to the site; returns what is lost. Raises the site's errors."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What one try came to: the receipt and its signed form, or the trouble, or that there is more time.

    `has_late`: what was written last came too late for this receipt; it is kept, and people decide on it.
    `more_time` is the site's word by which the exam goes on instead of being handed in by the deadline.
    """

    receipt: Receipt | None = None
    token: str = ""
    trouble: ExamError | None = None
    has_late: bool = False
    more_time: SyncReply | None = None

    def summary(self) -> ReceiptSummary:
        """What the candidate keeps in mind of the receipt, which is here."""
        receipt = self.receipt
        assert receipt is not None, "nobody is done without a receipt"
        code = short_code(self.token.encode())
        return ReceiptSummary(code, receipt.at, receipt.answered, receipt.questions, self.has_late)


class Submit:
    """Hands one attempt in. Each call is one try; the journal already says that it is handed in.

    `receipt` is the signed one that this machine holds, or `""`. It goes along with every try: a site that
    was restored from a backup has forgotten it, and takes it back. `files` are those of the answers: without
    them the site signs nothing, unless they are lost here as well.
    """

    def __init__(
        self,
        attempt: Attempt,
        engine: SyncEngine,
        ask: Callable[[SubmitRequest], SubmitReply],
        signing_key: dict[str, str],
        receipt: str = "",
        files: FilesToSend | None = None,
    ) -> None:
        self._attempt = attempt
        self._engine = engine
        self._ask = ask
        self._signing_key = signing_key
        self._receipt = receipt
        self._files = files

    def run_once(self) -> Submission:
        """Send what waits and ask for the receipt; never raises for what the world does."""
        try:
            heard = self._send_all()
            if heard is not None and self._goes_on(heard):
                return Submission(more_time=heard)
            lost = self._files.send_all() if self._files is not None else ()
            if lost:
                log.error("attempt %s: a file is lost here and not at the site: %s", self._attempt.id, lost)
            heads = self._attempt.heads()
            return self._taken(self._ask(SubmitRequest(self._attempt.id, heads, self._receipt, lost)))
        except ExamError as error:
            return Submission(trouble=error)

    def check(self, token: str) -> Submission:
        """Judge a receipt by what is here; raises SiteAnswerError where it does not cover that."""
        receipt = check_receipt(token, self._signing_key, self._attempt.id)
        attempt, end = self._attempt, self._engine.end
        until, is_stored = end.end() if end else 0, not attempt.waiting()
        here = Held(attempt.answers(), attempt.logs(), attempt.heads(), until, is_stored)
        cover = cover_of(receipt, here)
        if cover is Cover.NONE:
            raise SiteAnswerError("The receipt does not cover the answers on this machine.")
        return Submission(receipt, token, has_late=cover is Cover.LATE)

    def _send_all(self) -> SyncReply | None:
        """Send what waits; returns the site's last word.

        It is heard once at least before the deadline hands in, for it may have extended the exam.
        """
        heard = None
        while self._attempt.waiting() or (heard is None and self._is_sealed()):
            before = self._attempt.waiting()
            done = self._engine.run_once()
            if done.trouble is not None:
                raise done.trouble
            if done.sent and self._attempt.waiting() >= before:
                raise SiteAnswerError("The site does not take these events in.")
            heard = done.reply
        return heard

    def _is_sealed(self) -> bool:
        """Whether the deadline has handed in, at an end that the site may have moved."""
        handed_in = self._attempt.handed_in()
        return self._engine.end is not None and handed_in is not None and handed_in.by_deadline

    def _goes_on(self, heard: SyncReply) -> bool:
        end = self._engine.end
        if end is None:
            return False
        now = end.time_by(heard.orders, heard.now)
        return has_time_again(heard, self._attempt.handed_in(), self._attempt.epoch, now)

    def _taken(self, reply: SubmitReply) -> Submission:
        if not reply.receipt:
            for writer_id, seq in reply.missing.items():
                self._attempt.acknowledge(writer_id, Head(seq))
            what = "every file of the answers" if reply.files else "everything"
            raise SiteAnswerError(f"The site does not have {what} yet.")
        submission = self.check(reply.receipt)
        self._receipt = reply.receipt
        return submission


def check_receipt(token: str, signing_key: dict[str, str], attempt: str) -> Receipt:
    """Verify a receipt; raises SiteAnswerError where this site has not signed it for this attempt."""
    try:
        receipt = open_receipt(token, read_key(signing_key))
    except ProtocolError as error:
        raise SiteAnswerError(f"The receipt is not signed by this exam site: {error}.") from error
    if receipt.attempt != attempt:
        raise SiteAnswerError("The receipt is for another attempt.")
    return receipt
