"""Whether what a proctor typed is the room password, by the signed cards that this station holds.

Rule: only a card that the service has signed for this room counts. The room's own key lies sealed in it;
it is opened for whoever needs it, and kept nowhere.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

from jwcrypto import jwk
from jwcrypto.common import JWException

from examclient.domain.clock import SiteClock
from examclient.domain.room_cards import newest_cards
from examclient.domain.site import Membership
from examclient.usecases.counted_tries import CountedTries, TriesShelf
from examprotocol.errors import ProtocolError
from examprotocol.password_seal import open_by_password, read_sealed
from examprotocol.room import RoomCard, open_card
from examprotocol.room_password import fits, plain_password
from examprotocol.signing import read_key

log = logging.getLogger(__name__)


class Verdict(StrEnum):
    """What came of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_SOON = "too_soon"
    NO_CARD = "no_card"
    WRONG_CODE = "wrong_code"
    OLD_CODE = "old_code"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict; for a right password how many wrong ones stood before it, and the card that it opens."""

    verdict: Verdict
    wrong_tries: int = 0
    card: RoomCard | None = field(default=None, repr=False, compare=False)


class CheckRoomPassword:
    """Judges one try after the other, slower after each wrong one. A try takes about 0.1 s for each card."""

    def __init__(
        self,
        cards: Callable[[], tuple[str, ...]],
        membership: Membership,
        shelf: TriesShelf,
        clock: SiteClock,
    ) -> None:
        self.membership = membership
        self._cards = cards
        self._clock = clock
        self._lock = Lock()
        self._tries = CountedTries(shelf, clock)

    def wait(self) -> float:
        """Seconds until the next try counts."""
        return self._tries.wait()

    def __call__(self, typed: str, exam: str) -> Judgement:
        """Judge what was typed, for the exam of this id; `""` where no exam is known.

        A try before its time is not looked at and costs nothing, nor does one that nothing can judge.
        """
        with self._lock:
            cards = cards_for(newest_cards(self._cards(), self.membership), exam, self._clock)
            if not cards:
                return Judgement(Verdict.NO_CARD)
            if self.wait() > 0:
                return Judgement(Verdict.TOO_SOON)
            return self._judge(plain_password(typed), cards)

    def token_of(self, card: RoomCard) -> str:
        """The card as the service has signed it, `""` where it was replaced meanwhile."""
        key = read_key(self.membership.signing_key)
        return next((token for token in self._cards() if _opened(token, key) == card), "")

    def _judge(self, plain: str, cards: tuple[RoomCard, ...]) -> Judgement:
        self._tries.begin()
        card = next((card for card in cards if _fits(plain, card)), None)
        if card is None:
            self._tries.was_wrong()
            return Judgement(Verdict.WRONG)
        return Judgement(Verdict.RIGHT, self._tries.was_right(), card)


def cards_for(newest: Mapping[str, RoomCard], exam: str, clock: SiteClock) -> tuple[RoomCard, ...]:
    """The cards that count: that of this exam; where no exam is known that of each that goes on.

    While an exam runs its password does not expire under the proctor's hands, however long it is extended.
    """
    if exam:
        return (newest[exam],) if exam in newest else ()
    certain = clock.now() - clock.uncertainty()
    return tuple(card for card in newest.values() if card.until >= certain)


def room_key(card: RoomCard, typed: str) -> jwk.JWK | None:
    """The private half of the room's key, which the room password opens; None where the card has none.

    Takes about 0.1 s.
    """
    try:
        sealed, _ = read_sealed(card.sealed.encode())
        return jwk.JWK.from_json(open_by_password(sealed, plain_password(typed)).decode())
    except (ProtocolError, JWException, ValueError) as error:
        log.warning("card %d of the room opens no codes: %s", card.number, type(error).__name__)
        return None


def _opened(token: str, key: jwk.JWK) -> RoomCard | None:
    try:
        return open_card(token, key)
    except ProtocolError:
        return None


def _fits(plain: str, card: RoomCard) -> bool:
    try:
        return fits(plain, card.password)
    except ProtocolError as error:
        log.warning("card %d of the room cannot be used: %s", card.number, error)
        return False
