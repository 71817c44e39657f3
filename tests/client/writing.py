"""Events by the hand of a test: a writer whose events are chained as the protocol asks."""

from examprotocol.events import (
    GENESIS,
    Answered,
    Body,
    Epoch,
    Event,
    Head,
    Started,
    Writer,
    WriterLog,
    event_hash,
)
from examprotocol.responses import ChoiceResponse, Response, TextResponse

ATTEMPT = "a7" * 16
STATION = "5e" * 16


class Pen:
    """A writer and what it has written so far."""

    def __init__(self, name: str = "w1", grant: int = 1, inc: int = 1, attempt: str = ATTEMPT) -> None:
        writer_id = name.encode().hex().rjust(32, "0")
        self.writer = Writer(attempt, writer_id, Epoch(1, grant), inc)
        self.events: list[Event] = []

    def write(self, *bodies: Body) -> tuple[Event, ...]:
        """Chain events on; returns the new ones."""
        new = []
        for body in bodies:
            event = Event(len(self.events) + 1, self.head.hash, 1000 + len(self.events), 5, body)
            self.events.append(event)
            new.append(event)
        return tuple(new)

    def begin(self, **seen: int) -> tuple[Event, ...]:
        """The first event of a start."""
        return self.write(Started(STATION, "test", seen))

    def answer(self, question: str, response: Response) -> tuple[Event, ...]:
        return self.write(Answered(question, response))

    def choose(self, question: str, choice: str) -> tuple[Event, ...]:
        return self.answer(question, ChoiceResponse(choice))

    def type(self, question: str, text: str) -> tuple[Event, ...]:
        return self.answer(question, TextResponse(text))

    @property
    def head(self) -> Head:
        if not self.events:
            return Head(0, GENESIS)
        return Head(len(self.events), event_hash(self.writer, self.events[-1]))

    @property
    def log(self) -> WriterLog:
        return WriterLog(self.writer, tuple(self.events))
