"""Attempts as they may come about: several writers, some of which have seen the others, any answers."""

import msgspec
from hypothesis import strategies as st

from examprotocol.edits import edit_between
from examprotocol.events import (
    GENESIS,
    Answered,
    Body,
    Epoch,
    Event,
    Flagged,
    FocusLost,
    Started,
    Writer,
    WriterLog,
    event_hash,
)
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    PairsResponse,
    TextResponse,
)

ATTEMPT = "a" * 32
QUESTIONS = ("q1", "q2", "q3")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
responses = st.one_of(
    st.builds(ChoiceResponse, st.sampled_from(["", "a", "b"])),
    st.builds(ChoicesResponse, st.sampled_from([(), ("a",), ("a", "b")])),
    st.builds(TextResponse, texts),
    st.builds(GapsResponse, st.dictionaries(st.sampled_from(["g1", "g2"]), texts)),
    st.builds(PairsResponse, st.dictionaries(st.sampled_from(["l", "m"]), st.sampled_from(["r", "s"]))),
)
epochs = st.builds(Epoch, st.integers(1, 2), st.integers(1, 3), st.integers(0, 1))


def chain(writer: Writer, bodies: list[Body]) -> WriterLog:
    """The bodies as the writer's chained events."""
    events: list[Event] = []
    for body in bodies:
        prev = event_hash(writer, events[-1]) if events else GENESIS
        events.append(Event(len(events) + 1, prev, 1_800_000_000_000 + len(events), 20, body))
    return WriterLog(writer, tuple(events))


@st.composite
def bodies_of(draw: st.DrawFn, seen: dict[str, int]) -> list[Body]:
    """What one writer does: answers, edits of its own texts, flags, focus losses."""
    bodies: list[Body] = [Started("5" * 32, "1.0", seen)]
    written: dict[str, str] = {}
    for _ in range(draw(st.integers(0, 8))):
        question = draw(st.sampled_from(QUESTIONS))
        kind = draw(st.sampled_from(["answer", "edit", "flag", "focus"]))
        if kind == "edit" and question in written:
            text = draw(texts)
            bodies.append(edit_between(question, written[question], text))
            written[question] = text
        elif kind == "flag":
            bodies.append(Flagged(question, draw(st.booleans())))
        elif kind == "focus":
            bodies.append(FocusLost(draw(st.integers(1, 60))))
        else:
            response = draw(responses)
            bodies.append(Answered(question, response))
            written.pop(question, None)
            if isinstance(response, TextResponse):
                written[question] = response.text
    return bodies


@st.composite
def attempts(draw: st.DrawFn) -> list[WriterLog]:
    """One to four writers; each may have seen a part of those before it."""
    logs: list[WriterLog] = []
    for number in range(draw(st.integers(1, 4))):
        seen = {log.writer.id: draw(st.integers(0, len(log.events))) for log in logs if draw(st.booleans())}
        writer = Writer(ATTEMPT, f"{number:032x}", draw(epochs), draw(st.integers(1, 3)))
        logs.append(chain(writer, draw(bodies_of(seen))))
    return logs


def same_after_travel(log: WriterLog) -> WriterLog:
    """The log as it comes out of the other end of a wire."""
    return msgspec.json.decode(msgspec.json.encode(log), type=WriterLog)
