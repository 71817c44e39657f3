"""Which of a station's cards count: this room's, signed by its service, the newest of each exam."""

import logging

from examclient.domain.site import Membership
from examprotocol.errors import ProtocolError
from examprotocol.room import RoomCard, open_card
from examprotocol.signing import read_key

log = logging.getLogger(__name__)


def newest_cards(tokens: tuple[str, ...], here: Membership) -> dict[str, RoomCard]:
    """The card in force by the exam's id; one that is not signed for this room counts for nothing."""
    if not tokens:
        return {}
    key, newest = read_key(here.signing_key), dict[str, RoomCard]()
    for token in tokens:
        try:
            card = open_card(token, key)
        except ProtocolError as error:
            log.warning("a card is not this room's service's: %s", error)
            continue
        is_here = (card.site, card.room) == (here.site_id, here.room)
        if is_here and (card.exam not in newest or card.number > newest[card.exam].number):
            newest[card.exam] = card
    return newest
