"""An attempt of 100 questions in the middle of an exam, with 1,000 events in a journal of its own."""

from collections.abc import Sequence
from pathlib import Path

from examclient.assembly import MachineClock
from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.storage.journal import Journal, open_journal
from examclient.usecases.attempt import Attempt
from examprotocol.canonical import canonical_bytes
from examprotocol.events import Epoch, Event, Writer
from examprotocol.responses import TextResponse

QUESTIONS = 100
EVENTS_BEFORE = 1_000


class Collected:
    """An EventStore that only remembers what it was given."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, _writer: Writer, events: Sequence[Event]) -> None:
        """Take the events."""
        self.events += events


class ExamAttempt:
    """An attempt in the middle of an exam, in a journal of its own."""

    def __init__(self, path: Path) -> None:
        self.journal: Journal = open_journal(path)
        self._ledger = Ledger()
        self._writer = Writer("a" * 32, path.stem.ljust(32, "0"), Epoch(1, 1), 1)
        clock = SiteClock(MachineClock())
        self._sit_the_first_half(clock)
        self.attempt = Attempt(self.journal, self._ledger, self._writer, clock)

    def seq(self) -> int:
        """The number of the last event."""
        return self._ledger.head(self._writer.id).seq

    def last_bytes(self) -> bytes:
        """The last event as the journal stored it, with its hash beside it."""
        head = self._ledger.head(self._writer.id)
        event = self._ledger.events_after(self._writer.id, head.seq - 1, 1)[0]
        return canonical_bytes(event) + bytes.fromhex(head.hash)

    def _sit_the_first_half(self, clock: SiteClock) -> None:
        """Bring the events before into the journal, all in one go."""
        collected = Collected()
        before = Attempt(collected, self._ledger, self._writer, clock)
        before.begin("b" * 32, "benchmark")
        for number in range(EVENTS_BEFORE - 1):
            before.answer(f"q{number % QUESTIONS}", TextResponse(f"answer {number}"))
        self.journal.append(self._writer, collected.events)
