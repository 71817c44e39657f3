"""What is written under power cuts and faults: endless chains that can be worked out again from the writer.

Rule: so every stored event can be held against what was sent, byte for byte, and nothing need be remembered.
"""

from collections.abc import Iterator, Sequence

from examprotocol.events import GENESIS, Answered, Epoch, Event, Started, Writer, event_hash
from examprotocol.responses import TextResponse

SIZES = (12, 40, 7, 200, 25, 1500, 60, 3)
"""Characters of the texts, in turn: short answers, and now and then the page of an essay."""

BATCHES = (1, 1, 1, 4, 1, 2)
"""How many events are stored at once, in turn: mostly one, as a candidate answers."""


def new_writer(attempt: str, number: int) -> Writer:
    """The writer with this number in an attempt: the same in every process."""
    return Writer(attempt, f"{number:032x}", Epoch(1, 1), number)


def chain(writer: Writer) -> Iterator[Event]:
    """The events of a writer, one after the other, for ever."""
    event = Event(1, GENESIS, 1_000, 5, Started("5e" * 16, "soak"))
    while True:
        yield event
        seq = event.seq + 1
        text = f"{writer.inc}/{seq} " + "答" * SIZES[seq % len(SIZES)]
        body = Answered(f"q{seq % 30}", TextResponse(text))
        event = Event(seq, event_hash(writer, event), 1_000 + seq, 5, body)


def batches(writer: Writer) -> Iterator[tuple[Event, ...]]:
    """The same events, in the portions in which they are stored."""
    events, turn = chain(writer), 0
    while True:
        yield tuple(next(events) for _ in range(BATCHES[turn % len(BATCHES)]))
        turn += 1


def is_as_written(writer: Writer, events: Sequence[Event]) -> bool:
    """Whether these are the writer's first events: in order, whole and unchanged."""
    return all(one == other for one, other in zip(events, chain(writer), strict=False))
