"""Whether the writers of an attempt came one after the other, as after a restart, or wrote beside each other.

Rule: whoever began knowing all that the writers before had written contradicts none of them. So after a power
cut, when each attempt has a second writer, nobody has to fold them all.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

from examserver.storage.monitor import Beginning, Heads, beginnings

AT_ONCE = 500
"""So many rows are asked for by one statement."""


class Following:
    """Owns how the writers of attempts with more than one began. Called by one look at a time."""

    def __init__(self) -> None:
        self._began: dict[int, Beginning] = {}

    def learn(self, connection: Connection, heads: Iterable[Heads]) -> None:
        """Read how those began of whom that is not known."""
        keys = [key for one in heads if one.writers > 1 for key, _ in one.each if key not in self._began]
        for first in range(0, len(keys), AT_ONCE):
            self._began |= beginnings(connection, keys[first : first + AT_ONCE])

    def is_parallel(self, heads: Heads) -> bool:
        """Whether one of them may not have known what another, whose events stand before, has written."""
        if heads.writers < 2:
            return False
        pairs = [(self._began.get(key), seq) for key, seq in heads.each]
        known = [(began, seq) for began, seq in pairs if began is not None and not began.carries]
        if len(known) < len(pairs):
            return True
        known.sort(key=lambda pair: (pair[0].writer.epoch, pair[0].writer.inc))
        return any(
            later.seen.get(earlier.writer.id, 0) < seq
            for at, (later, _) in enumerate(known)
            for earlier, seq in known[:at]
        )
