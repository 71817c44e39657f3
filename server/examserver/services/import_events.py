"""Appends what is new in a package, writer by writer, by the one append function.

Rule: what is here and equal is known by one hash, since each event carries that of the one before. So a
package that came before costs no more than a look, and a branch no more than a few.
"""

from bisect import bisect_left
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.chain import Fork
from examprotocol.events import Head, WriterLog
from examprotocol.package import Package
from examprotocol.rulings import Span
from examserver.services.responses import append_events
from examserver.storage.events import KnownWriter, count_branches, find_writer, stored_hash


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
    known = find_writer(connection, log.writer.attempt, log.writer.id)
    shared = _shared(connection, log, head, known) if known else 0
    if shared == head.seq:
        return None
    outcome = append_events(connection, log.writer, log.events[shared:], now)
    if isinstance(outcome, Fork):
        return None
    return Span(log.writer.id, shared + 1, outcome.seq)


def _shared(connection: Connection, log: WriterLog, head: Head, known: KnownWriter) -> int:
    """How many events the log and what is stored begin with in common: most often all of one of them."""

    def differs(seq: int) -> bool:
        is_newest = seq == known.head.seq
        stored = known.head.hash if is_newest else stored_hash(connection, known.key, seq)
        return stored != _hash_at(log, head, seq)

    both = min(known.head.seq, head.seq)
    if both == 0 or not differs(both):
        return both
    return bisect_left(range(1, both), True, key=differs)


def _hash_at(log: WriterLog, head: Head, seq: int) -> str:
    """The hash of the log's event `seq`; the chain was checked when the package was opened."""
    return head.hash if seq == head.seq else log.events[seq].prev
