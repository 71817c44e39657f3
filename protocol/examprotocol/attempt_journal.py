"""The signed journal of an attempt: every event with its writer, every receipt and every ruling, in one file.

Rule: whoever has it and the service's public key can check without the service that no event is missing
between two others, and work out the answers that a receipt states.
"""

from collections.abc import Iterator

import msgspec
from jwcrypto import jwk

from examprotocol.chain import check_chain
from examprotocol.errors import ChainError, ProtocolError, VersionError
from examprotocol.events import Event, Head, Writer, WriterLog
from examprotocol.merge import Answers, answers_digest, fold
from examprotocol.receipts import Receipt, open_receipt
from examprotocol.rulings import Deadline, Ruling
from examprotocol.signing import sign, verify

VERSION = 1
JOURNAL = "exam-journal+jws"
JOURNAL_SUFFIX = ".examjournal"


class Branch(msgspec.Struct, frozen=True):
    """An event that contradicts another one under its number, and is kept apart (a cloned disk)."""

    writer: Writer
    event: Event


class AttemptJournal(msgspec.Struct, frozen=True, kw_only=True):
    """All that the service holds of an attempt. `at` is the site time in milliseconds at which it was made.

    `logs` are the events that were put together, `branches` those kept apart; `receipts` are the tokens as
    they were given out, by their number; `ends` and `grace` are the candidate's own, in milliseconds.
    """

    version: int = VERSION
    site: str
    exam: str
    attempt: str
    candidate: str
    at: int
    ends: int
    grace: int
    logs: tuple[WriterLog, ...]
    branches: tuple[Branch, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    receipts: tuple[str, ...] = ()

    @property
    def parted(self) -> dict[str, int]:
        """The writers with two branches, and from which number on."""
        found: dict[str, int] = {}
        for one in self.branches:
            found[one.writer.id] = min(one.event.seq, found.get(one.writer.id, one.event.seq))
        return found

    def answers(self) -> Answers:
        """The answers that count; raises ChainError where the events cannot be folded."""
        return fold(self.logs, self.rulings, Deadline(self.ends, self.grace), self.parted)


def sign_journal(journal: AttemptJournal, key: jwk.JWK) -> str:
    """The journal as a compact JWS."""
    return sign(journal, key, JOURNAL)


def open_journal(token: str, key: jwk.JWK) -> AttemptJournal:
    """Verify the signature and read; raises ForgedError, UnreadableError and VersionError."""
    journal = verify(token.strip(), key, JOURNAL, AttemptJournal)
    if journal.version != VERSION:
        raise VersionError(f"the journal is of version {journal.version}, this program reads {VERSION}")
    return journal


def faults_of(journal: AttemptJournal, key: jwk.JWK) -> tuple[str, ...]:
    """What is wrong within a journal whose signature is right; nothing where all of it holds together."""
    return (*_chain_faults(journal), *_receipt_faults(journal, key))


def _chain_faults(journal: AttemptJournal) -> Iterator[str]:
    for log in journal.logs:
        if log.writer.attempt != journal.attempt:
            yield f"writer {log.writer.id} belongs to another attempt"
        try:
            check_chain(log.writer, log.events, Head(0))
        except ChainError as error:
            yield str(error)


def _receipt_faults(journal: AttemptJournal, key: jwk.JWK) -> Iterator[str]:
    """The newest receipt has to state the answers; a restored service may have two of one number."""
    opened: list[Receipt] = []
    for number, token in enumerate(journal.receipts, 1):
        try:
            opened.append(open_receipt(token, key))
        except ProtocolError as error:
            yield f"receipt {number} in the file: {error}"
    for receipt in opened:
        if receipt.attempt != journal.attempt:
            yield f"receipt {receipt.number} is of another attempt"
        yield from _lacking(journal, receipt)
    newest = max(opened, key=lambda one: one.number, default=None)
    if newest is not None and not _states(journal, newest, opened):
        yield f"the answers are not those that receipt {newest.number} states"


def _lacking(journal: AttemptJournal, receipt: Receipt) -> Iterator[str]:
    """What a receipt names and the file lacks; of a branch that is kept apart nothing is asked."""
    counts = {log.writer.id: len(log.events) for log in journal.logs}
    for writer, head in sorted(receipt.heads.items()):
        if head.seq > counts.get(writer, 0) and writer not in journal.parted:
            yield f"receipt {receipt.number} names event {head.seq} of writer {writer}, which is not here"


def _states(journal: AttemptJournal, newest: Receipt, opened: list[Receipt]) -> bool:
    """Whether the answers are those of the newest receipt, or of one that has its number too."""
    try:
        digest = answers_digest(journal.answers())
    except ChainError:
        return False
    return any(one.answers == digest for one in opened if one.number == newest.number)
