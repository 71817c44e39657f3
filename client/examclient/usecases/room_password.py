"""Whether what a proctor typed is the room password, by the signed cards that this station holds.

Rule: a try is counted on disk before it is judged, so whoever ends the program in the middle gains nothing.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Protocol

from examclient.domain.clock import SiteClock
from examclient.domain.room_cards import newest_cards
from examclient.domain.site import Membership
from examclient.domain.tries import Tries
from examclient.errors import JournalError
from examprotocol.errors import ProtocolError
from examprotocol.room import RoomCard
from examprotocol.room_password import fits, plain_password

log = logging.getLogger(__name__)


class TriesShelf(Protocol):
    """Where the count of wrong tries lies over a restart."""

    def keep_wrong_tries(self, count: int) -> None:
        """Keep the count. Raises JournalError."""

    def kept_wrong_tries(self) -> int:
        """What was kept."""


class Verdict(StrEnum):
    """What came of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_SOON = "too_soon"
    NO_CARD = "no_card"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict; for a right password how many wrong ones stood before it."""

    verdict: Verdict
    wrong_tries: int = 0


class CheckRoomPassword:
    """Judges one try after the other, slower after each wrong one. A try takes about 0.1 s for each card."""

    def __init__(
        self,
        cards: Callable[[], tuple[str, ...]],
        membership: Membership,
        shelf: TriesShelf,
        clock: SiteClock,
    ) -> None:
        self._cards = cards
        self._membership = membership
        self._shelf = shelf
        self._clock = clock
        self._lock = Lock()
        self._tries = Tries(shelf.kept_wrong_tries(), clock.monotonic())

    def wait(self) -> float:
        """Seconds until the next try counts."""
        return self._tries.wait(self._clock.monotonic())

    def __call__(self, typed: str, exam: str) -> Judgement:
        """Judge what was typed, for the exam of this id; `""` where no exam is known.

        A try before its time is not looked at and costs nothing, nor does one that nothing can judge.
        """
        with self._lock:
            cards = cards_for(newest_cards(self._cards(), self._membership), exam, self._clock)
            if not cards:
                return Judgement(Verdict.NO_CARD)
            if self.wait() > 0:
                return Judgement(Verdict.TOO_SOON)
            return self._judge(plain_password(typed), cards)

    def _judge(self, plain: str, cards: tuple[RoomCard, ...]) -> Judgement:
        before = self._tries.wrong
        self._count(before + 1)
        if not any(_fits(plain, card) for card in cards):
            self._tries = self._tries.once_more(self._clock.monotonic())
            return Judgement(Verdict.WRONG)
        self._tries = Tries()
        self._count(0)
        return Judgement(Verdict.RIGHT, before)

    def _count(self, wrong: int) -> None:
        """A disk that does not take the count must not keep a proctor out: it then slows this start only."""
        try:
            self._shelf.keep_wrong_tries(wrong)
        except JournalError as error:
            log.warning("the count of wrong tries is not kept over a restart: %s", error)


def cards_for(newest: Mapping[str, RoomCard], exam: str, clock: SiteClock) -> tuple[RoomCard, ...]:
    """The cards that count: that of this exam; where no exam is known that of each that goes on.

    While an exam runs its password does not expire under the proctor's hands, however long it is extended.
    """
    if exam:
        return (newest[exam],) if exam in newest else ()
    certain = clock.now() - clock.uncertainty()
    return tuple(card for card in newest.values() if card.until >= certain)


def _fits(plain: str, card: RoomCard) -> bool:
    try:
        return fits(plain, card.password)
    except ProtocolError as error:
        log.warning("card %d of the room cannot be used: %s", card.number, error)
        return False
