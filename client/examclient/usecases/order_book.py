"""What the site has ordered in one attempt, beside its events: so a restart without a network still knows it.

Rule: that a proctor lifted a pause stands in the journal as an act of theirs, before anything is shown again.
"""

import logging
from collections.abc import Iterable
from threading import Lock
from typing import Protocol

import msgspec

from examclient.domain.standing_orders import (
    KeptOrders,
    StandingOrders,
    finish,
    hear,
    is_unknown,
    lost_time,
    standing,
    told,
    trouble_to_play,
)
from examprotocol.events import LIFT_PAUSE, ProctorActed
from examprotocol.site_orders import Pause, SiteOrders, Trouble

log = logging.getLogger(__name__)

ORDERS = "orders"
"""The note beside an attempt's events."""


class Notes(Protocol):
    """What is noted beside an attempt's events."""

    def note(self, key: str, value: str) -> None:
        """Keep a short text; on disk when it returns. Raises JournalError."""

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""


class OrderBook:
    """Owns the orders of one attempt. May be called from any thread; only `keep` waits for the disk."""

    def __init__(self, notes: Notes, lifts: Iterable[ProctorActed] = ()) -> None:
        self._notes = notes
        self._lock = Lock()
        self._kept = self._on_disk = _read(notes.noted(ORDERS))
        self._lifted = dict(_lift_in(act) for act in lifts)

    def standing(self) -> StandingOrders:
        """What is still to be seen and done."""
        with self._lock:
            return standing(self._kept, self._lifted)

    def told(self) -> tuple[str, ...]:
        """The ids of what is done and still sent."""
        with self._lock:
            return told(self._kept)

    def trouble(self, *, is_rehearsal: bool) -> Trouble | None:
        """What a rehearsal wants to go wrong here now."""
        with self._lock:
            return trouble_to_play(self._kept, is_rehearsal=is_rehearsal)

    def lent(self) -> tuple[str, int]:
        """The id of the pause that stands at the site and was lifted here, and the milliseconds that it had
        taken then; `("", 0)` where there is none.
        """
        with self._lock:
            pause = self._kept.heard.pause
            return (pause.id, self._lifted[pause.id]) if pause and pause.id in self._lifted else ("", 0)

    def reopened(self) -> int:
        """When the staff last let the candidate in again, 0 for never."""
        with self._lock:
            return self._kept.heard.reopened

    def hear(self, orders: SiteOrders, end: int = 0) -> bool:
        """The site has said this, and this end; returns whether there is anything that the disk has not
        taken, to be kept.
        """
        with self._lock:
            if is_unknown(orders.trouble) and orders.trouble != self._kept.heard.trouble:
                log.warning("the site orders a trouble that this client does not know: %s", orders.trouble)
            self._kept = hear(self._kept, orders, end)
            return self._kept != self._on_disk

    def finish(self, order: str) -> bool:
        """This order is carried out, or put away; returns whether that is new, to be kept."""
        with self._lock:
            before, self._kept = self._kept, finish(self._kept, order)
            return self._kept != before

    def lift(self, act: ProctorActed) -> None:
        """The journal has that a proctor lifted a pause."""
        with self._lock:
            self._lifted |= [_lift_in(act)]

    def keep(self) -> tuple[str, ...]:
        """Bring it to the disk; returns the ids of what is done and still sent, by what stands there now.
        Raises JournalError.
        """
        with self._lock:
            kept = self._kept
        self._notes.note(ORDERS, msgspec.json.encode(kept).decode())
        with self._lock:
            self._on_disk = kept
        return told(kept)


def act_of_lifting(pause: Pause, starts: int, now: int, wrong_tries: int) -> ProctorActed:
    """What the journal says of a pause that a proctor lifts at this site time; the exam starts then."""
    return ProctorActed(LIFT_PAUSE, f"{pause.id} {lost_time(pause, starts, now)}", wrong_tries)


def _lift_in(act: ProctorActed) -> tuple[str, int]:
    """The pause's id, and the milliseconds that it had taken."""
    pause, _, took = act.detail.partition(" ")
    return pause, int(took) if took.isascii() and took.isdecimal() else 0


def _read(words: str) -> KeptOrders:
    try:
        return msgspec.json.decode(words, type=KeptOrders) if words else KeptOrders()
    except msgspec.MsgspecError as error:
        log.warning("the site's orders that were kept cannot be read: %s", error)
        return KeptOrders()
