"""An attempt of 100 questions in the middle of an exam, in a journal of its own."""

from pathlib import Path

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.machine_clock import MachineClock
from examclient.storage.journal import Journal, open_journal
from examclient.usecases.attempt import Attempt
from examprotocol.canonical import canonical_bytes
from examprotocol.events import Epoch, Writer
from examprotocol.responses import TextResponse

QUESTIONS = 100


class ExamAttempt:
    """An attempt with `events` events, each of them saved by itself, as in an exam: that forms the file."""

    def __init__(self, path: Path, events: int) -> None:
        self.journal: Journal = open_journal(path)
        self._ledger = Ledger()
        self._writer = Writer("a" * 32, path.stem.ljust(32, "0"), Epoch(1, 1), 1)
        self.attempt = Attempt(self.journal, self._ledger, self._writer, SiteClock(MachineClock()))
        self.attempt.begin("b" * 32, "benchmark")
        for number in range(events - 1):
            self.attempt.answer(f"q{number % QUESTIONS}", TextResponse(f"answer {number}"))

    def seq(self) -> int:
        """The number of the last event."""
        return self._ledger.head(self._writer.id).seq

    def last_bytes(self) -> bytes:
        """The last event as the journal stored it, with its hash beside it."""
        head = self._ledger.head(self._writer.id)
        event = self._ledger.events_after(self._writer.id, head.seq - 1, 1)[0]
        return canonical_bytes(event) + bytes.fromhex(head.hash)
