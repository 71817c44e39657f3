"""One candidate at this machine: the attempt with everything that serves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from examclient.domain.exam_end import ExamEnd
from examclient.network.sync import SyncEngine
from examclient.usecases.attempt import Attempt
from examclient.usecases.handed_files import KeepFile, SendFiles
from examclient.usecases.order_book import OrderBook
from examclient.usecases.start_attempt import WORD, AttemptStore
from examclient.usecases.submit import Submit
from examprotocol.events import Head
from examprotocol.messages import HeldRequest

RECEIPT, GRANT = "receipt", "grant"
"""What is noted in a journal: the signed receipt, and the site's word that the attempt was open here."""


class Noted(Protocol):
    """What is noted beside an attempt's events."""

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""


def shown_of(attempt: str, heads: Mapping[str, Head], notes: Noted) -> HeldRequest:
    """Names an attempt that lies here to the site, with what shows that it was open here."""
    grant, word = notes.noted(GRANT), notes.noted(WORD)
    return HeldRequest(
        {attempt: dict(heads)},
        {attempt: grant} if grant else {},
        {attempt: word} if word and not grant else {},
    )


@dataclass(frozen=True, slots=True)
class Sitting:
    """The attempt, its journal, the engine that sends it, the way to hand it in, its files, and orders."""

    attempt: Attempt
    store: AttemptStore
    engine: SyncEngine
    submit: Submit
    files: SendFiles | None = None
    keep_file: KeepFile | None = None
    orders: OrderBook | None = None

    @property
    def end(self) -> ExamEnd | None:
        """When time is over."""
        return self.engine.end

    def keep_receipt(self, token: str) -> None:
        """Keep the signed receipt in the journal. Raises JournalError."""
        self.store.note(RECEIPT, token)
