"""By what stations hear in every reply to a sync whether their room's cards have changed.

Rule: a save must not pay for it. A digest is kept for a moment, and forgotten after each order.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.canonical import digest
from examserver.storage.room_cards import cards_of

KEPT = 5_000
"""Cards run out by time alone too, so a digest is made anew after so many milliseconds."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A digest and the site time in milliseconds at which it was made."""

    digest: str
    made: int


class CardDigests:
    """Keeps one digest for each room."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def of(self, connection: Connection, room: str, now: int) -> str:
        """The digest of a room's cards (sorted, as a tuple) at the site time `now`; `""` without cards."""
        kept = self._kept.get(room)
        if kept is None or not kept.made <= now < kept.made + KEPT:
            cards = cards_of(connection, room, now)
            kept = self._kept[room] = _Kept(digest(tuple(sorted(cards))) if cards else "", now)
        return kept.digest

    def forget(self) -> None:
        """An order may have changed the cards."""
        self._kept.clear()
