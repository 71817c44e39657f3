"""What a journal holds, as values; how copies of one attempt are laid together; what is held in memory.

Rule: of two copies the one that goes on further counts. Where they part, the one that was written to last:
what was refused may still have reached the other disk, and its numbers were given again since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from examprotocol.events import Event, Writer, WriterLog

TURN = "turn"
"""The note that counts how often saving has moved to another place."""


@dataclass(frozen=True, slots=True)
class Content:
    """The events of an attempt by writer, each from 1 on without a gap, and the notes beside them."""

    logs: tuple[WriterLog, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def turn(self) -> int:
        """How often saving had moved when this copy was written last."""
        return count_of(self.notes.get(TURN, ""))

    def is_in(self, other: "Content") -> bool:
        """Whether the other holds all these events."""
        there = {log.writer.id: log.events for log in other.logs}
        return all(log.events == there.get(log.writer.id, ())[: len(log.events)] for log in self.logs)

    def contradicts(self, other: "Content") -> bool:
        """Whether both hold other events of one writer under the same number."""
        there = {log.writer.id: log.events for log in other.logs}
        return any(
            one != another
            for log in self.logs
            for one, another in zip(log.events, there.get(log.writer.id, ()), strict=False)
        )


def count_of(noted: str) -> int:
    """A number that was noted. A note carries no hash: one that is damaged counts as none."""
    return int(noted) if noted.isascii() and noted.isdecimal() else 0


def joined(contents: Iterable[Content]) -> Content:
    """All copies laid together, those that were written to last uppermost."""
    logs: dict[str, WriterLog] = {}
    notes: dict[str, str] = {}
    for content in sorted(contents, key=lambda one: one.turn):
        for log in content.logs:
            logs[log.writer.id] = _further(logs.get(log.writer.id, log), log)
        for name, text in content.notes.items():
            notes[name] = _newer(notes.get(name, ""), text)
    return Content(tuple(logs.values()), notes)


def _further(one: WriterLog, later: WriterLog) -> WriterLog:
    return one if one.events[: len(later.events)] == later.events else later


def _newer(one: str, later: str) -> str:
    """A count never goes back."""
    return one if count_of(one) > count_of(later) else later


class Kept:
    """What this start has read or stored, so that it can be written again elsewhere; for any thread.

    The events are the very ones that the ledger holds: this costs no second copy of them.
    """

    def __init__(self, content: Content) -> None:
        self._lock = Lock()
        self._writers = {log.writer.id: log.writer for log in content.logs}
        self._events = {log.writer.id: list(log.events) for log in content.logs}
        self._notes = dict(content.notes)

    def take(self, writer: Writer, events: Iterable[Event]) -> None:
        """These are on a disk now."""
        with self._lock:
            self._writers.setdefault(writer.id, writer)
            self._events.setdefault(writer.id, []).extend(events)

    def note(self, name: str, text: str) -> None:
        """This is on a disk now."""
        with self._lock:
            self._notes[name] = text

    def noted(self, name: str) -> str:
        """A text that was kept, or `""`."""
        with self._lock:
            return self._notes.get(name, "")

    def content(self) -> Content:
        """All of it."""
        with self._lock:
            logs = (WriterLog(writer, tuple(self._events[key])) for key, writer in self._writers.items())
            return Content(tuple(logs), dict(self._notes))
