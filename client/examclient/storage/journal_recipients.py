"""Who else may open this station's journals: its service, and its room by the room password."""

import logging
from collections.abc import Callable, Mapping

from examclient.domain.site import Membership
from examprotocol.errors import ProtocolError
from examprotocol.room import RoomCard, open_card
from examprotocol.signing import read_key

log = logging.getLogger(__name__)

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
        genuine = sorted(self._genuine(cards), key=lambda card: card.number)
        return keys | {f"room {card.exam}": card.key for card in genuine if card.key}

    def _genuine(self, cards: tuple[str, ...]) -> list[RoomCard]:
        """Those that the service has signed for this room."""
        if not cards:
            return []
        key, genuine = read_key(self._site.signing_key), []
        for token in cards:
            try:
                card = open_card(token, key)
            except ProtocolError as error:
                log.warning("a card is not this room's service's: %s", error)
                continue
            if (card.site, card.room) == (self._site.site_id, self._site.room):
                genuine.append(card)
        return genuine
