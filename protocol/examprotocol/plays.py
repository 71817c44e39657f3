"""How often each sound was played in an attempt, over all its writers.

Rule: a play counts from its first event on; only a proctor gives one back, and never more than was played.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from examprotocol.events import GIVE_PLAY, Event, Played, PlayEnded, ProctorActed, WriterLog


@dataclass(frozen=True, slots=True)
class Plays:
    """Of one sound: the plays that began, those given back, and those of which no end is known."""

    began: int = 0
    given: int = 0
    open: int = 0

    @property
    def used(self) -> int:
        """The plays that count against the limit."""
        return max(0, self.began - self.given)

    def left(self, max_plays: int) -> int | None:
        """The plays that are left, None where there is no limit (`max_plays` 0)."""
        return max(0, max_plays - self.used) if max_plays else None


@dataclass
class PlayFold:
    """Counts the plays of an attempt; events of one writer come in their order. Mutable: it grows."""

    _began: Counter[str] = field(default_factory=Counter)
    _ended: Counter[str] = field(default_factory=Counter)
    _given: Counter[str] = field(default_factory=Counter)

    def add(self, event: Event) -> None:
        """Take an event; what is no play is passed over."""
        match event.body:
            case Played(media=media):
                self._began[media] += 1
            case PlayEnded(media=media):
                self._ended[media] += 1
            case ProctorActed(action=action, detail=media) if action == GIVE_PLAY:
                self._given[media] += 1

    def of(self, media: str) -> Plays:
        """What is known of a sound."""
        began = self._began[media]
        return Plays(began, min(self._given[media], began), max(0, began - self._ended[media]))

    def all(self) -> Mapping[str, Plays]:
        """Every sound that was played, by its id."""
        return {media: self.of(media) for media in sorted(self._began)}


def plays_of(logs: Iterable[WriterLog]) -> Mapping[str, Plays]:
    """The plays in these logs, each event counted once."""
    counted = PlayFold()
    for log in logs:
        for event in log.events:
            counted.add(event)
    return counted.all()
