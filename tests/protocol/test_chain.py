"""Which events are new: the one decision that network, package and resend share."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.chain import Appendable, Fork, check_chain, decide_append
from examprotocol.errors import ChainError
from examprotocol.events import GENESIS, Answered, Epoch, Event, Head, Writer, WriterLog, event_hash
from examprotocol.responses import ChoiceResponse
from tests.protocol.strategies import ATTEMPT, attempts, chain

WRITER = Writer(ATTEMPT, "0" * 32, Epoch(1, 1), 1)


def log_of(choices: str) -> WriterLog:
    return chain(WRITER, [Answered("q1", ChoiceResponse(choice)) for choice in choices])


def head_of(log: WriterLog, seq: int) -> Head:
    return Head(seq, event_hash(log.writer, log.events[seq - 1])) if seq else Head(0)


def decide(held: WriterLog, seq: int, events: tuple[Event, ...]) -> Appendable | Fork:
    """The decision where the first `seq` events of `held` are there."""
    hashes = [GENESIS, *(event_hash(held.writer, event) for event in held.events[:seq])]
    return decide_append(held.writer, head_of(held, seq), events, hashes.__getitem__)


@given(attempts(), st.data())
def test_a_piece_is_appended_exactly_as_far_as_it_follows(logs: list[WriterLog], data: st.DataObject) -> None:
    log = data.draw(st.sampled_from(logs))
    held, start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(log.events))] * 3)))
    for have, first, last in ((held, start, end), (start, held, end), (end, held, start)):
        decision = decide(log, have, log.events[first:last])
        new = log.events[have:last] if first <= have < last else ()
        assert decision == Appendable(head_of(log, have), new, head_of(log, have + len(new)))


@given(attempts(), st.data())
def test_other_content_under_a_taken_number_is_always_a_fork(
    logs: list[WriterLog], data: st.DataObject
) -> None:
    log = data.draw(st.sampled_from(logs))
    parting = data.draw(st.integers(0, len(log.events) - 1))
    bodies = [event.body for event in log.events]
    other = chain(
        log.writer, [*bodies[:parting], Answered("other", ChoiceResponse("z")), *bodies[parting + 1 :]]
    )
    first = data.draw(st.integers(0, parting))
    decision = decide(log, len(log.events), other.events[first:])
    assert decision == Fork(parting + 1, other.events[parting:])


def test_a_branch_that_goes_on_after_another_past_is_a_fork() -> None:
    held, other = log_of("aaa"), log_of("abab")
    assert decide(held, 3, other.events[3:]) == Fork(4, other.events[3:], begins=False)
    assert decide(held, 0, other.events) == Appendable(Head(0), other.events, head_of(other, 4))


def test_beyond_a_gap_nothing_is_said_but_where_to_resend_from() -> None:
    log = log_of("abcde")
    assert decide(log, 1, log.events[3:]) == Appendable(head_of(log, 1), (), head_of(log, 1))
    assert decide(log, 2, ()) == Appendable(head_of(log, 2), (), head_of(log, 2))


def test_a_hash_binds_every_field_of_event_and_writer() -> None:
    event = log_of("a").events[0]
    changes = [
        msgspec.structs.replace(event, **change)
        for change in (
            {"seq": 2},
            {"prev": "1" * 64},
            {"at": 1},
            {"give": 0},
            {"body": Answered("q2", ChoiceResponse("a"))},
            {"body": Answered("q1", ChoiceResponse("b"))},
        )
    ]
    writers = [
        msgspec.structs.replace(WRITER, **change)
        for change in ({"attempt": "b"}, {"id": "1" * 32}, {"epoch": Epoch(1, 1, 1)}, {"inc": 2})
    ]
    hashes = {event_hash(WRITER, one) for one in (event, *changes)} | {
        event_hash(one, event) for one in writers
    }
    assert len(hashes) == 1 + len(changes) + len(writers)


@pytest.mark.parametrize(
    "pick",
    [(1, 0), (0, 2), (0, 0), (2, 1), (0, 1, 3)],
)
def test_events_that_do_not_follow_each_other_are_refused(pick: tuple[int, ...]) -> None:
    log = log_of("abcd")
    with pytest.raises(ChainError):
        decide(log, 0, tuple(log.events[place] for place in pick))


@pytest.mark.parametrize(("seq", "prev"), [(0, GENESIS), (-1, GENESIS), (1, "1" * 64)])
def test_a_chain_begins_at_one_with_nothing_before(seq: int, prev: str) -> None:
    event = Event(seq, prev, 0, 0, Answered("q1", ChoiceResponse("a")))
    with pytest.raises(ChainError):
        decide(log_of(""), 0, (event,))


def test_a_flipped_bit_anywhere_breaks_the_chain() -> None:
    log = log_of("abcd")
    changed = msgspec.structs.replace(log.events[1], body=Answered("q1", ChoiceResponse("z")))
    with pytest.raises(ChainError):
        check_chain(WRITER, (log.events[0], changed, *log.events[2:]), Head(0))
    assert check_chain(WRITER, log.events, Head(0)) == head_of(log, 4)
    assert check_chain(WRITER, log.events[2:], head_of(log, 2)) == head_of(log, 4)


def test_another_header_makes_another_chain() -> None:
    log = log_of("ab")
    with pytest.raises(ChainError):
        check_chain(msgspec.structs.replace(WRITER, inc=2), log.events, Head(0))
