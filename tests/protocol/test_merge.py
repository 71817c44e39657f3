"""The answers that count are the same whatever the order in which events arrive."""

from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.chain import Appendable, decide_append
from examprotocol.errors import ChainError
from examprotocol.events import (
    GENESIS,
    Answered,
    Edited,
    Epoch,
    Event,
    Flagged,
    Head,
    Started,
    Writer,
    WriterLog,
    event_hash,
    stamp_of,
)
from examprotocol.merge import answers_digest, fold
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.protocol.strategies import ATTEMPT, attempts, chain, same_after_travel

OLD, NEW = (Writer(ATTEMPT, letter * 32, Epoch(1, grant), 1) for letter, grant in (("f", 1), ("0", 2)))


@dataclass
class Site:
    """Holds what arrives by the shared decision, as a service does."""

    held: dict[str, list[Event]] = field(default_factory=dict)
    writers: dict[str, Writer] = field(default_factory=dict)

    def take(self, writer: Writer, events: tuple[Event, ...]) -> int:
        """Returns how far the writer's events are held now."""
        held = self.held.setdefault(writer.id, [])
        self.writers[writer.id] = writer
        head = Head(len(held), event_hash(writer, held[-1])) if held else Head(0)
        hashes = [GENESIS, *(event_hash(writer, event) for event in held)]
        decision = decide_append(writer, head, events, hashes.__getitem__)
        assert isinstance(decision, Appendable)
        held.extend(decision.events)
        return len(held)

    def logs(self) -> list[WriterLog]:
        return [WriterLog(self.writers[name], tuple(events)) for name, events in self.held.items()]


@given(attempts(), st.randoms(use_true_random=False), st.data())
def test_any_order_and_any_repetition_give_the_same_answers(
    logs: list[WriterLog], shuffler: Random, data: st.DataObject
) -> None:
    """Pieces of every log, cut anywhere, shuffled, repeated: after a resend from each head all is one."""
    pieces = []
    for log in logs:
        for _ in range(data.draw(st.integers(0, 4))):
            start = data.draw(st.integers(0, len(log.events)))
            end = data.draw(st.integers(start, len(log.events)))
            pieces.append((log.writer, log.events[start:end]))
    shuffler.shuffle(pieces)
    site = Site()
    for writer, events in pieces:
        site.take(writer, events)
    for log in shuffler.sample(logs, len(logs)):
        have = len(site.held.get(log.writer.id, []))
        assert site.take(log.writer, log.events[have:]) == len(log.events)
    assert fold(site.logs()) == fold(logs)
    assert answers_digest(fold(site.logs())) == answers_digest(fold(logs))


@given(attempts())
def test_what_counts_is_the_value_with_the_greatest_stamp(logs: list[WriterLog]) -> None:
    """Against the plainest fold there is: sort all events by their stamp and replay them."""
    replayed: dict[str, object] = {}
    flags: dict[str, bool] = {}
    values: dict[tuple[str, str], str] = {}
    ordered = sorted(
        (
            (stamp_of(log.writer, event.seq), log.writer.id, event.body)
            for log in logs
            for event in log.events
        ),
        key=lambda entry: entry[0],
    )
    for _, writer, body in ordered:
        match body:
            case Answered(question=question, response=response):
                replayed[question] = response
                if isinstance(response, TextResponse):
                    values[writer, question] = response.text
            case Edited(question=question, start=start, end=end, text=text):
                old = values[writer, question]
                values[writer, question] = old[:start] + text + old[end:]
                replayed[question] = TextResponse(values[writer, question])
            case Flagged(question=question, flag=flag):
                flags[question] = flag
    answers = fold(logs)
    assert {question: answers.response(question) for question in answers.current} == replayed
    assert answers.flagged == {question for question, flag in flags.items() if flag}


@given(attempts())
def test_logs_survive_the_wire(logs: list[WriterLog]) -> None:
    travelled = [same_after_travel(log) for log in logs]
    assert travelled == logs
    for log, arrived in zip(logs, travelled, strict=True):
        hashes = [event_hash(arrived.writer, event) for event in arrived.events]
        assert [event.prev for event in log.events] == [GENESIS, *hashes[:-1]]


def test_a_later_epoch_beats_a_later_number() -> None:
    old = chain(OLD, [Started("5", "1"), *[Answered("q1", ChoiceResponse("a"))] * 9])
    new = chain(NEW, [Started("5", "1"), Answered("q1", ChoiceResponse("b"))])
    for logs in ([old, new], [new, old]):
        assert fold(logs).response("q1") == ChoiceResponse("b")


@pytest.mark.parametrize(
    ("seen", "response", "conflict"),
    [
        ({}, "b", True),
        ({OLD.id: 1}, "b", True),
        ({OLD.id: 2}, "b", False),
        ({OLD.id: 9}, "b", False),
        ({}, "a", False),
    ],
)
def test_two_values_that_had_not_seen_each_other_are_a_conflict(
    seen: dict[str, int], response: str, conflict: bool
) -> None:
    old = chain(OLD, [Started("5", "1"), Answered("q1", ChoiceResponse("a"))])
    new = chain(NEW, [Started("5", "1", seen), Answered("q1", ChoiceResponse(response))])
    assert fold([old, new]).current["q1"].conflict is conflict


def test_clearing_is_a_value_and_an_untouched_question_is_none() -> None:
    log = chain(OLD, [Started("5", "1"), *(Answered("q1", ChoiceResponse(c)) for c in ("a", ""))])
    answers = fold([log])
    assert answers.response("q1") == ChoiceResponse("")
    assert answers.response("q2") is None
    assert fold([]) == fold([chain(OLD, [])])


@pytest.mark.parametrize(
    "bodies",
    [
        [Edited("q1", 0, 0, "x", 1)],
        [Answered("q1", ChoiceResponse("a")), Edited("q1", 0, 0, "x", 1)],
        [Answered("q1", TextResponse("abc")), Edited("q1", 0, 9, "x", 1)],
        [Answered("q1", TextResponse("abc")), Edited("q1", 0, 1, "x", 9)],
    ],
)
def test_an_edit_that_does_not_fit_its_text_is_never_guessed(bodies: list[Answered | Edited]) -> None:
    with pytest.raises(ChainError):
        fold([chain(OLD, [Started("5", "1"), *bodies])])


def test_an_edit_belongs_to_its_own_writers_text() -> None:
    old = chain(OLD, [Started("5", "1"), Answered("q1", TextResponse("one"))])
    new = chain(NEW, [Started("5", "1"), Edited("q1", 3, 3, "!", 4)])
    with pytest.raises(ChainError):
        fold([old, new])
