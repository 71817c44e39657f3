"""Signs receipts, and takes back those that a restored service has forgotten.

Rule: while the answers that count are the same there is one receipt; each change of them is a supplement with
the next number.
"""

import logging
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from examprotocol.bundle import manifest_digest
from examprotocol.errors import ProtocolError
from examprotocol.merge import Answers, answers_digest
from examprotocol.paper import answerable_questions, is_answered
from examprotocol.receipts import Receipt, open_receipt, sign_receipt
from examprotocol.short_code import short_code
from examserver.services.counting import Grounds, grounds_of
from examserver.services.forms import paper_as_seen
from examserver.services.seal import Seal
from examserver.storage.attempts import Attempt
from examserver.storage.events import has_hash, heads_of
from examserver.storage.exams import Exam
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.receipts import SignedReceipt, add_receipt, has_receipt, newest_receipt

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReceiptBook:
    """Owns what is signed about attempts. Marks nothing: that is for whoever had the reason to sign.

    `foreseen`: what somebody has worked out already of the attempt that they are at.
    """

    shelf: PaperShelf
    seal: Seal
    foreseen: Grounds | None = None

    def issue(self, connection: Connection, attempt: Attempt, exam: Exam, now: int) -> str:
        """The receipt over what is held, signed anew only where the answers have changed.

        `now` is the site time in milliseconds. Raises ChainError where the events cannot be folded.
        """
        grounds = grounds_of(connection, attempt.id, self.foreseen)
        answers = grounds.answers()
        last = newest_receipt(connection, attempt.id)
        if last and last.answers == answers_digest(answers):
            return last.token
        state = self._state(connection, attempt, exam, answers)
        number = last.number + 1 if last else 1
        return self._sign(
            connection, msgspec.structs.replace(_by_rule(state, grounds), at=now, number=number)
        )

    def take_back(self, connection: Connection, attempt: Attempt, token: str) -> None:
        """Keep a receipt that a client brings and that is not known here; whatever else it is, it is no harm.

        What is signed after it has a higher number.
        """
        if not token or has_receipt(connection, attempt.id, token):
            return
        try:
            receipt = open_receipt(token, self.seal.key)
        except ProtocolError as error:
            log.warning("alarm: attempt %s: a receipt that we did not sign: %s", attempt.id, error)
            return
        if (receipt.attempt, receipt.site) != (attempt.id, self.seal.identity.id):
            log.warning("alarm: attempt %s: a receipt of another attempt was brought", attempt.id)
            return
        add_receipt(connection, _kept(receipt, token))
        _log_what_is_lost(connection, receipt)

    def _state(self, connection: Connection, attempt: Attempt, exam: Exam, answers: Answers) -> Receipt:
        """What is stated, still without time and number."""
        paper = paper_as_seen(connection, attempt.id, self.shelf.paper(exam.paper))
        questions = answerable_questions(paper)
        heads = heads_of(connection, attempt.id)
        return Receipt(
            site=self.seal.identity.id,
            exam=exam.id,
            attempt=attempt.id,
            admission_number=attempt.candidate,
            manifest=manifest_digest(self.shelf.manifest_token(exam.paper)),
            answers=answers_digest(answers),
            answered=sum(is_answered(question, answers.response(question.id)) for question in questions),
            questions=len(questions),
            events=sum(head.seq for head in heads.values()),
            heads=heads,
            at=0,
        )

    def _sign(self, connection: Connection, receipt: Receipt) -> str:
        token = sign_receipt(receipt, self.seal.key)
        add_receipt(connection, _kept(receipt, token))
        log.info("attempt %s: receipt %d over %d events", receipt.attempt, receipt.number, receipt.events)
        return token


def _by_rule(receipt: Receipt, grounds: Grounds) -> Receipt:
    """The receipt with what decided which events count: whoever has these can check the digest."""
    until = grounds.deadline.end + grounds.deadline.grace if grounds.deadline else msgspec.UNSET
    return msgspec.structs.replace(receipt, counts_until=until, rulings=len(grounds.rulings))


def _kept(receipt: Receipt, token: str) -> SignedReceipt:
    code = short_code(token.encode())
    return SignedReceipt(receipt.attempt, receipt.number, code, receipt.answers, token)


def _log_what_is_lost(connection: Connection, receipt: Receipt) -> None:
    lacking = sum(
        not has_hash(connection, receipt.attempt, writer, head) for writer, head in receipt.heads.items()
    )
    log.warning(
        "attempt %s: receipt %d is back from its client; %d of its %d writers are not here whole yet",
        receipt.attempt,
        receipt.number,
        lacking,
        len(receipt.heads),
    )
