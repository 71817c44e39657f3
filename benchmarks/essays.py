"""A long attempt: essays of 20,000 characters, saved by the client's own rules while they are typed."""

from collections.abc import Sequence

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.machine_clock import MachineClock
from examclient.usecases.attempt import Attempt
from examprotocol.events import Epoch, Event, Writer, WriterLog
from examprotocol.responses import TextResponse

CHARACTERS = 20_000
TEXT = ("考试时认真审题，想好再写；\n写完通读一遍，改正错字，检查“标点”。" * 700)[:CHARACTERS]


class Nowhere:
    """A store that keeps nothing: what is measured begins when everything is saved."""

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        """Take the events."""


def essay_logs(essays: int, saves: int) -> tuple[WriterLog, ...]:
    """What the client holds after so many essays, each of them typed in `saves` saves."""
    ledger = Ledger()
    writer = Writer("a" * 32, "b" * 32, Epoch(1, 1), 1)
    attempt = Attempt(Nowhere(), ledger, writer, SiteClock(MachineClock()))
    attempt.begin("c" * 32, "benchmark")
    for essay in range(essays):
        for save in range(1, saves + 1):
            attempt.answer(f"q{essay}", TextResponse(TEXT[: CHARACTERS * save // saves]))
    return ledger.logs()
