"""Takes the submit.

Rule: an attempt is submitted when every event that the client knows is here, and not before.
"""

import logging
from dataclasses import dataclass
from functools import partial

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.bundle import manifest_digest
from examprotocol.events import Head
from examprotocol.merge import Answers, answers_digest, fold
from examprotocol.messages import SubmitReply, SubmitRequest
from examprotocol.paper import answerable_questions, is_answered
from examprotocol.receipts import Receipt, sign_receipt
from examprotocol.short_code import short_code
from examserver.clock import Clock
from examserver.services.caller import Caller
from examserver.services.sessions import require_own, require_session
from examserver.storage.attempts import Session, mark_submitted
from examserver.storage.events import has_hash, heads_of, logs_of
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.receipts import SignedReceipt, add_receipt, newest_receipt
from examserver.storage.site import SiteIdentity
from examserver.storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seal:
    """Who signs, and as which site."""

    identity: SiteIdentity
    key: jwk.JWK


class Submissions:
    """Owns the way from named heads to a signed receipt."""

    def __init__(self, store: Store, shelf: PaperShelf, seal: Seal, clock: Clock) -> None:
        self._store = store
        self._shelf = shelf
        self._seal = seal
        self._clock = clock

    async def submit(self, caller: Caller, request: SubmitRequest) -> SubmitReply:
        """The receipt, or what is missing. Submitting again gives the same receipt.

        Where events that came since change the answers, a supplement with the next number is signed.
        """
        return await self._store.write(partial(self._submit, caller, request))

    def _submit(self, caller: Caller, request: SubmitRequest, connection: Connection) -> SubmitReply:
        session = require_session(connection, caller)
        require_own(session, request.attempt)
        missing = lacking(connection, request)
        if missing:
            return SubmitReply(self._clock.now(), missing=missing)
        return SubmitReply(self._clock.now(), self._receipt(connection, session))

    def _receipt(self, connection: Connection, session: Session) -> str:
        answers = fold(logs_of(connection, session.attempt.id))
        last = newest_receipt(connection, session.attempt.id)
        if last and last.answers == answers_digest(answers):
            return last.token
        number = last.number + 1 if last else 1
        return self._sign(connection, self._state(connection, session, answers, number))

    def _state(self, connection: Connection, session: Session, answers: Answers, number: int) -> Receipt:
        questions = answerable_questions(self._shelf.paper(session.exam.paper))
        heads = heads_of(connection, session.attempt.id)
        return Receipt(
            site=self._seal.identity.id,
            exam=session.exam.id,
            attempt=session.attempt.id,
            admission_number=session.attempt.candidate,
            manifest=manifest_digest(self._shelf.manifest_token(session.exam.paper)),
            answers=answers_digest(answers),
            answered=sum(is_answered(question, answers.response(question.id)) for question in questions),
            questions=len(questions),
            events=sum(head.seq for head in heads.values()),
            heads=heads,
            at=self._clock.now(),
            number=number,
        )

    def _sign(self, connection: Connection, receipt: Receipt) -> str:
        token = sign_receipt(receipt, self._seal.key)
        code = short_code(token.encode())
        add_receipt(connection, SignedReceipt(receipt.attempt, receipt.number, code, receipt.answers, token))
        mark_submitted(connection, receipt.attempt)
        log.info("attempt %s: receipt %d over %d events", receipt.attempt, receipt.number, receipt.events)
        return token


def lacking(connection: Connection, request: SubmitRequest) -> dict[str, int]:
    """What the site still needs: writer to the `seq` that it has, 0 where what it has is other content."""
    held = heads_of(connection, request.attempt)
    missing = {}
    for writer, head in request.heads.items():
        if not has_hash(connection, request.attempt, writer, head):
            have = held.get(writer, Head(0)).seq
            missing[writer] = have if have < head.seq else 0
    return missing
