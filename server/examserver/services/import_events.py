"""Appends what is new in a package, writer by writer, by the one append function.

Rule: what is here and equal is known by one hash, since each event carries that of the one before. So a
package that came before costs no more than a look.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.chain import Fork
from examprotocol.events import Event, Head, WriterLog
from examprotocol.package import Package
from examprotocol.rulings import Span
from examserver.services.responses import append_events
from examserver.storage.events import count_branches, find_writer, has_hash


@dataclass(frozen=True, slots=True)
class Appended:
    """What of a package was new: events by their spans, and how many were kept apart."""

    spans: tuple[Span, ...]
    apart: int

    @property
    def new(self) -> int:
        """How many events were new."""
        return sum(span.last - span.first + 1 for span in self.spans)


def append_package(connection: Connection, package: Package, now: int) -> Appended:
    """Store what is new of all its writers; raises RefusedError and ChainError. `now`: site time in ms."""
    before = count_branches(connection, package.attempt)
    spans = [
        span
        for log in package.logs
        if log.events and (span := _append(connection, log, package.heads[log.writer.id], now))
    ]
    return Appended(tuple(spans), count_branches(connection, package.attempt) - before)


def _append(connection: Connection, log: WriterLog, head: Head, now: int) -> Span | None:
    before, rest = _new_of(connection, log, head)
    if not rest:
        return None
    outcome = append_events(connection, log.writer, rest, now)
    if isinstance(outcome, Fork):
        return None
    return Span(log.writer.id, before + 1, outcome.seq)


def _new_of(connection: Connection, log: WriterLog, head: Head) -> tuple[int, tuple[Event, ...]]:
    """How far the writer is stored, and which events to hand on: all, where what is stored differs."""
    writer = log.writer
    known = find_writer(connection, writer.attempt, writer.id)
    if known is None:
        return 0, log.events
    stored = known.head
    if stored.seq <= head.seq and _hash_at(log, head, stored.seq) == stored.hash:
        return stored.seq, log.events[stored.seq :]
    if has_hash(connection, writer.attempt, writer.id, head):
        return stored.seq, ()
    return stored.seq, log.events


def _hash_at(log: WriterLog, head: Head, seq: int) -> str:
    """The hash of the log's event `seq`; the chain was checked when the package was opened."""
    return head.hash if seq == head.seq else log.events[seq].prev
