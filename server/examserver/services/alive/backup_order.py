"""Which of two backups holds more: by the life of the service and what counts on in it, never by the clock.

Rule: a clock that was wrong once would stay the newest for ever. Within a life the number of a backup counts
on, and what it holds is never removed; the time is looked at where all of that is equal. A time that cannot
be is said in plain words, and costs no backup its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import astuple

from examserver.services.alive.backup_names import read_name
from examserver.services.backup_file import BackupList
from examserver.site_times import shown

MINUTE = 60_000
AHEAD = 5 * MINUTE
"""Milliseconds by which two good clocks may differ."""


@dataclass(frozen=True, slots=True)
class Found:
    """A backup that states that it is one, as its signed list says it."""

    file: Path
    stated: BackupList

    @property
    def generation(self) -> int:
        """The life that made it: older ones state it in their name alone, and made by hand nowhere."""
        name = read_name(self.file)
        return self.stated.generation or (name.generation if name else 0)

    @property
    def order(self) -> tuple[int, ...]:
        """The greater, the more it holds."""
        stated = self.stated
        audit = stated.audit.number if stated.audit else 0
        return (self.generation, stated.number, audit, *astuple(stated.counts), stated.made)


def strange_times(found: Iterable[Found], now: int) -> tuple[str, ...]:
    """What is to be said of times that cannot be; the best one first. `now` is in milliseconds."""
    ordered, said = sorted(found, key=lambda one: one.order, reverse=True), []
    for place, one in enumerate(ordered):
        made = one.stated.made
        before = min((other.stated.made for other in ordered[:place]), default=made)
        if made > now + AHEAD:
            said.append(
                f"{one.file.name} is stamped {shown(made)}, which is still to come: its clock was wrong, or "
                "this machine's is. It counts by its number, not by its time."
            )
        elif made > before + AHEAD:
            said.append(
                f"{one.file.name} is stamped {shown(made)}, after a backup that was made later: a clock was "
                "wrong. It counts by its number, not by its time."
            )
    return tuple(said)
