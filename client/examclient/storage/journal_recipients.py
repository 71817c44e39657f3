"""Who else may open this station's journals: its service, and its room by the room password."""

from collections.abc import Callable, Mapping

from examclient.domain.room_cards import newest_cards
from examclient.domain.site import Membership

SERVICE = "service"


class JournalRecipients:
    """The public keys that journals are wrapped for; the very same mapping until the room's cards change.

    Of the room's cards the newest of each exam counts: its password is the one that is in force.
    """

    def __init__(self, site: Membership, cards: Callable[[], tuple[str, ...]]) -> None:
        self._site = site
        self._cards = cards
        self._seen: tuple[str, ...] = ()
        self._keys = self._of(())

    def __call__(self) -> Mapping[str, dict[str, str]]:
        """The keys by name: `service`, and `room` with the exam's id."""
        cards = self._cards()
        if cards is not self._seen:
            self._seen, self._keys = cards, self._of(cards)
        return self._keys

    def _of(self, cards: tuple[str, ...]) -> dict[str, dict[str, str]]:
        keys = {SERVICE: self._site.opening_key} if self._site.opening_key else {}
        cards_in_force = newest_cards(cards, self._site).values()
        return keys | {f"room {card.exam}": card.key for card in cards_in_force if card.key}
