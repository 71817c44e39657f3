"""The room's signed cards on this station, and how they stay those of the site.

Rule: what is here stays in use until the site's answer is; a site that cannot be asked changes nothing.
"""

import logging
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from examclient.errors import JournalError
from examprotocol.canonical import digest
from examprotocol.messages import StationReply

log = logging.getLogger(__name__)


class CardShelf(Protocol):
    """Where the cards lie over a restart."""

    def keep_cards(self, cards: tuple[str, ...]) -> None:
        """Keep these and no others. Raises JournalError."""

    def kept_cards(self) -> tuple[str, ...]:
        """What was kept."""


class RoomCards:
    """Owns the cards' tokens; believes none of them. May be called from any thread."""

    def __init__(self, shelf: CardShelf, ask: Callable[[], StationReply]) -> None:
        self._shelf = shelf
        self._ask = ask
        self._lock = Lock()
        self._cards = shelf.kept_cards()

    def tokens(self) -> tuple[str, ...]:
        """The cards as they are now."""
        with self._lock:
            return self._cards

    def digest(self) -> str:
        """What the site says in each SyncReply while these are its cards."""
        return digest_of(self.tokens())

    def take(self, brought: tuple[str, ...]) -> None:
        """Know these as well, such as a proctor's stick brings; the site's next answer counts again."""
        with self._lock:
            new = tuple(token for token in brought if token not in self._cards)
            self._cards = (*self._cards, *new)
            cards = self._cards
        if new:
            self._keep(cards)

    def refresh(self) -> None:
        """Ask the site and keep what it says; one that this disk does not take serves until the end.

        Raises SiteUnreachableError, SiteRefusedError or SiteAnswerError.
        """
        cards = self._ask().cards
        with self._lock:
            if cards == self._cards:
                return
            self._cards = cards
        log.info("the room has %d cards now", len(cards))
        self._keep(cards)

    def _keep(self, cards: tuple[str, ...]) -> None:
        try:
            self._shelf.keep_cards(cards)
        except JournalError as error:
            log.warning("the room's cards are not kept over a restart: %s", error)


def digest_of(cards: tuple[str, ...]) -> str:
    """The digest of sorted cards (`SyncReply.cards`), `""` for none."""
    return digest(tuple(sorted(cards))) if cards else ""
