"""Which of the events that arrive are new: the one decision that network, package and resend share.

Rule: what is there and equal is ignored, a gap is refused, other content under a number that is taken is a
fork: never written over what is there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from examprotocol.errors import ChainError
from examprotocol.events import GENESIS, Event, Head, Writer, event_hash


@dataclass(frozen=True, slots=True)
class Appendable:
    """The events to append after `before`, in order, and the head after them."""

    before: Head
    events: tuple[Event, ...]
    after: Head


@dataclass(frozen=True, slots=True)
class Fork:
    """Other content than what is there is at `seq`; `events` are the other branch from there on.

    `begins`: the event before is the same in both, so that the branches part just here, and not before.
    """

    seq: int
    events: tuple[Event, ...]
    begins: bool = True


def check_chain(writer: Writer, events: Sequence[Event], before: Head) -> Head:
    """Check that the events follow `before` one by one; return the head after them, or raise ChainError."""
    head = before
    for event in events:
        if event.seq != head.seq + 1 or event.prev != head.hash:
            raise ChainError(f"event {event.seq} of writer {writer.id} does not follow event {head.seq}")
        head = Head(event.seq, event_hash(writer, event))
    return head


def chained(writer: Writer, head: Head, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events with the numbers and hashes that they have when `writer` writes them after `head`."""
    after = []
    for event in events:
        after.append(msgspec.structs.replace(event, seq=head.seq + 1, prev=head.hash))
        head = Head(head.seq + 1, event_hash(writer, after[-1]))
    return tuple(after)


def decide_append(
    writer: Writer, head: Head, events: Sequence[Event], stored_hash: Callable[[int], str]
) -> Appendable | Fork:
    """Say which of `events` (in order, without a gap among themselves) are new after `head`.

    `stored_hash(seq)` gives the hash of an event that is there (seq 0: GENESIS). Events beyond a gap are left
    out, so the sender resends from the head. Raises ChainError where the events contradict each other.
    """
    if not events:
        return Appendable(head, (), head)
    after = _check_inner(writer, events)
    fork = _find_fork(writer, head, events, stored_hash)
    if fork is not None:
        return fork
    new = tuple(event for event in events if event.seq > head.seq)
    if not new or new[0].seq != head.seq + 1:
        return Appendable(head, (), head)
    return Appendable(head, new, after)


def _check_inner(writer: Writer, events: Sequence[Event]) -> Head:
    first = events[0]
    if first.seq < 1 or (first.seq == 1 and first.prev != GENESIS):
        raise ChainError(f"writer {writer.id} does not begin at event 1")
    return check_chain(writer, events, Head(first.seq - 1, first.prev))


def _find_fork(
    writer: Writer, head: Head, events: Sequence[Event], stored_hash: Callable[[int], str]
) -> Fork | None:
    for index, event in enumerate(events):
        if event.seq > head.seq + 1:
            return None
        same_start = event.prev == stored_hash(event.seq - 1)
        is_new = event.seq == head.seq + 1
        if not same_start or not (is_new or event_hash(writer, event) == stored_hash(event.seq)):
            return Fork(event.seq, tuple(events[index:]), same_start)
    return None
