"""How often each sound was played in an attempt, over all its writers.

Rule: a play counts from its first event on; only a proctor gives one back, and never more than was played.
What a writer carries on of a forked one stands in both branches, and is one play.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from examprotocol.events import (
    GIVE_PLAY,
    Event,
    Head,
    Played,
    PlayEnded,
    ProctorActed,
    Started,
    WriterLog,
    event_hash,
)


@dataclass(frozen=True, slots=True)
class Plays:
    """Of one sound: the plays that began, those given back, those of which no end is known (`open`), and
    those that ended before the sound did (`cut`).
    """

    began: int = 0
    given: int = 0
    open: int = 0
    cut: int = 0

    @property
    def used(self) -> int:
        """The plays that count against the limit."""
        return max(0, self.began - self.given)

    @property
    def lost(self) -> int:
        """The plays that were not heard to their end and not given back. One that runs now is among them."""
        return max(0, self.open + self.cut - self.given)

    def left(self, max_plays: int) -> int | None:
        """The plays that are left, None where there is no limit (`max_plays` 0)."""
        return max(0, max_plays - self.used) if max_plays else None


@dataclass
class PlayFold:
    """Counts the plays of an attempt; events of one writer come in their order. Mutable: it grows."""

    _began: Counter[str] = field(default_factory=Counter)
    _ended: Counter[str] = field(default_factory=Counter)
    _cut: Counter[str] = field(default_factory=Counter)
    _given: Counter[str] = field(default_factory=Counter)

    def add(self, event: Event) -> None:
        """Take an event; what is no play is passed over."""
        match event.body:
            case Played(media=media):
                self._began[media] += 1
            case PlayEnded(media=media, complete=complete):
                self._ended[media] += 1
                self._cut[media] += not complete
            case ProctorActed(action=action, detail=media) if action == GIVE_PLAY:
                self._given[media] += 1

    def of(self, media: str) -> Plays:
        """What is known of a sound."""
        began = self._began[media]
        given, still_open = min(self._given[media], began), max(0, began - self._ended[media])
        return Plays(began, given, still_open, min(self._cut[media], began - still_open))

    def all(self) -> Mapping[str, Plays]:
        """Every sound that was played, by its id."""
        return {media: self.of(media) for media in sorted(self._began)}


def plays_of(logs: Iterable[WriterLog]) -> Mapping[str, Plays]:
    """The plays in these logs, each event counted once."""
    held = tuple(logs)
    carried = dict(_carried(held))
    counted = PlayFold()
    for log in held:
        common, head = carried.get(log.writer.id, (0, Head(0)))
        is_carried = 0 < head.seq <= len(log.events) and (
            event_hash(log.writer, log.events[head.seq - 1]) == head.hash
        )
        for event in log.events:
            if not (is_carried and common < event.seq <= head.seq):
                counted.add(event)
    return counted.all()


def _carried(logs: Iterable[WriterLog]) -> Iterator[tuple[str, tuple[int, Head]]]:
    """The forked writers that another one carries on: what both branches have in common, and up to where."""
    for log in logs:
        for event in log.events:
            if isinstance(event.body, Started):
                for forked, head in event.body.carries.items():
                    yield forked, (event.body.seen.get(forked, 0), head)
