"""Handing in: everything is sent, then the site signs that it holds the attempt whole.

Rule: the candidate is done when a receipt is here that the site's key has signed and that covers what is on
this machine; an answer without one is no success.
"""

from collections.abc import Callable
from dataclasses import dataclass

from examclient.errors import ExamError, SiteAnswerError
from examclient.network.sync import SyncEngine
from examclient.usecases.attempt import Attempt
from examprotocol.errors import ProtocolError
from examprotocol.events import Head
from examprotocol.merge import answers_digest
from examprotocol.messages import SubmitReply, SubmitRequest
from examprotocol.receipts import Receipt, open_receipt
from examprotocol.signing import read_key


@dataclass(frozen=True, slots=True)
class Submission:
    """What one try came to: the receipt and its signed form, or the trouble."""

    receipt: Receipt | None = None
    token: str = ""
    trouble: ExamError | None = None


class Submit:
    """Hands one attempt in. Each call is one try; the journal already says that it is handed in.

    `receipt` is the signed one that this machine holds, or `""`. It goes along with every try: a site that
    was restored from a backup has forgotten it, and takes it back.
    """

    def __init__(
        self,
        attempt: Attempt,
        engine: SyncEngine,
        ask: Callable[[SubmitRequest], SubmitReply],
        signing_key: dict[str, str],
        receipt: str = "",
    ) -> None:
        self._attempt = attempt
        self._engine = engine
        self._ask = ask
        self._signing_key = signing_key
        self._receipt = receipt

    def run_once(self) -> Submission:
        """Send what waits and ask for the receipt; never raises for what the world does."""
        try:
            self._send_all()
            reply = self._ask(SubmitRequest(self._attempt.id, self._attempt.heads(), self._receipt))
            return self._taken(reply)
        except ExamError as error:
            return Submission(trouble=error)

    def _send_all(self) -> None:
        while self._attempt.waiting():
            before = self._attempt.waiting()
            done = self._engine.run_once()
            if done.trouble is not None:
                raise done.trouble
            if done.sent and self._attempt.waiting() >= before:
                raise SiteAnswerError("The site does not take these events in.")

    def _taken(self, reply: SubmitReply) -> Submission:
        if not reply.receipt:
            for writer_id, seq in reply.missing.items():
                self._attempt.acknowledge(writer_id, Head(seq))
            raise SiteAnswerError("The site does not have everything yet.")
        receipt = check_receipt(reply.receipt, self._signing_key, self._attempt.id)
        if not self._covers(receipt):
            raise SiteAnswerError("The receipt does not cover the answers on this machine.")
        self._receipt = reply.receipt
        return Submission(receipt, reply.receipt)

    def _covers(self, receipt: Receipt) -> bool:
        if receipt.answers == answers_digest(self._attempt.answers()):
            return True
        heads = self._attempt.heads()
        more = receipt.heads != heads or receipt.number > 1  # a supplement may follow a person's ruling
        return more and all(_reaches(receipt.heads.get(writer), head) for writer, head in heads.items())


def check_receipt(token: str, signing_key: dict[str, str], attempt: str) -> Receipt:
    """Verify a receipt; raises SiteAnswerError where this site has not signed it for this attempt."""
    try:
        receipt = open_receipt(token, read_key(signing_key))
    except ProtocolError as error:
        raise SiteAnswerError(f"The receipt is not signed by this exam site: {error}.") from error
    if receipt.attempt != attempt:
        raise SiteAnswerError("The receipt is for another attempt.")
    return receipt


def _reaches(there: Head | None, here: Head) -> bool:
    return there is not None and (there.seq > here.seq or there == here)
