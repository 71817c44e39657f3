"""Notes in each journal whose it is, so that it can be exported after the session was let go of.

Rule: it never stands in the way of the exam. What the disk does not take is logged, and taken next time.
"""

import logging
from collections.abc import Callable
from typing import Protocol

import msgspec
from jwcrypto import jwk

from examclient.domain.attempt_label import Label, label_of_grant, label_of_receipt, label_of_session
from examclient.domain.kept_session import KeptSession
from examclient.errors import JournalError
from examclient.usecases.session_keeping import SessionShelf
from examclient.usecases.sitting import GRANT, RECEIPT
from examprotocol.errors import ProtocolError
from examprotocol.events import WriterLog
from examprotocol.grants import open_grant
from examprotocol.paper import Paper, answerable_questions
from examprotocol.receipts import open_receipt

log = logging.getLogger(__name__)

WHOSE = "whose"
"""The note with the label."""

FindPaper = Callable[[KeptSession], Paper | None]
"""The paper of a session as far as it is on this machine and open."""


class Noted(Protocol):
    """A journal's notes."""

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""


class Labelled(Noted, Protocol):
    """A journal that takes notes."""

    def logs(self) -> tuple[WriterLog, ...]:
        """What can be read of its events."""

    def note(self, key: str, value: str) -> None:
        """Keep a short text beside the events. Raises JournalError."""


def label_in(journal: Noted, signing_key: jwk.JWK) -> Label:
    """Whose a journal is by its notes: the label, and what the site has signed."""
    label = noted_label(journal)
    try:
        if token := journal.noted(RECEIPT):
            label = label.over(label_of_receipt(open_receipt(token, signing_key)))
        if token := journal.noted(GRANT):
            label = label.over(label_of_grant(open_grant(token, signing_key)))
    except ProtocolError as error:
        log.warning("a note of a journal is not this site's: %s", error)
    return label


def noted_label(journal: Noted) -> Label:
    """The label alone; one that cannot be read counts as none."""
    text = journal.noted(WHOSE)
    try:
        return msgspec.json.decode(text, type=Label) if text else Label()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("a journal's label cannot be read: %s", error)
        return Label()


class LabelledSessions:
    """A shelf of kept sessions; what is kept there of whose an attempt is, its journal gets as well.

    Not for two threads at once.
    """

    def __init__(
        self, shelf: SessionShelf, look_into: Callable[[str], Labelled], find_paper: FindPaper
    ) -> None:
        self._shelf = shelf
        self._look_into = look_into
        self._find_paper = find_paper
        self._noted: tuple[str, Label, bool] | None = None

    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return self._shelf.is_empty()

    def all(self) -> tuple[KeptSession, ...]:
        """What is kept."""
        return self._shelf.all()

    def keep(self, kept: KeptSession) -> None:
        """Keep this state of a session. Raises JournalError."""
        self._shelf.keep(kept)
        known = (kept.attempt, label_of_session(kept), bool(kept.key))
        if known != self._noted:
            try:
                self._label(kept)
            except JournalError as error:
                log.warning("attempt %s is not labelled: %s", kept.attempt, error)
            else:
                self._noted = known

    def remove(self, attempt: str) -> None:
        """Keep it no more; the journal keeps its label. Raises JournalError."""
        self._shelf.remove(attempt)

    def _label(self, kept: KeptSession) -> None:
        """A journal that was taken away is not begun anew for it."""
        journal = self._look_into(kept.attempt)
        if not any(one.events for one in journal.logs()):
            return
        before = noted_label(journal)
        label = label_of_session(kept, before.questions or self._questions(kept)).over(before)
        if label != before:
            journal.note(WHOSE, msgspec.json.encode(label).decode())

    def _questions(self, kept: KeptSession) -> int:
        paper = self._find_paper(kept)
        return len(answerable_questions(paper)) if paper is not None else 0
