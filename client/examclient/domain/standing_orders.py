"""What the site's staff want of this station: what was heard last, what came of it, and what is still to do.

Rule: an order is carried out once, by its id. What the site has not taken back stands without a network too,
and over a restart. All times are site times in milliseconds.
"""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from examprotocol.messages import Exam
from examprotocol.site_orders import (
    LONGEST_NOTICE,
    NO_ORDERS,
    Ended,
    Notice,
    Pause,
    SiteOrders,
    Trouble,
    TroubleKind,
)

REMEMBERED = 200
"""So many ids of orders that were carried out: one that is told of again is still known."""

KINDS = frozenset(str(kind) for kind in TroubleKind)

MOST_NOTICES = 50
"""The newest that are kept for a candidate to read."""


class KeptOrders(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a restart needs: the orders as they were heard last, the ids of those that are done, and that the
    site ended the exam, which it does not say again once it is done.
    """

    heard: SiteOrders = NO_ORDERS
    done: tuple[str, ...] = ()
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class StandingOrders:
    """What is still to be seen or done here. `notices` were not put away, the newest first; `pause` was not
    lifted here; `export` is the id of a request that nobody has followed yet; `starts` is 0 where the exam's
    start was not moved.
    """

    notices: tuple[Notice, ...] = ()
    pause: Pause | None = None
    ended: Ended | None = None
    export: str = ""
    starts: int = 0
    rehearsal: bool = False


NOTHING_ORDERED = StandingOrders()


def hear(kept: KeptOrders, orders: SiteOrders, end: int = 0) -> KeptOrders:
    """The site has said this, and this end. An exam that it ended stays so until its candidate was let in
    again, or the end is a later one: it has taken that back.
    """
    notices = sorted(orders.notices, key=_newest_last)[-MOST_NOTICES:]
    shown = tuple(msgspec.structs.replace(one, text=one.text[:LONGEST_NOTICE]) for one in notices)
    ended = orders.ended or kept.ended
    is_said = orders.ended is not None
    if ended is not None and (orders.reopened >= ended.at or (not is_said and end > ended.at)):
        ended = None
    return KeptOrders(msgspec.structs.replace(orders, notices=shown), kept.done, ended)


def finish(kept: KeptOrders, order: str) -> KeptOrders:
    """The order with this id is carried out, or put away."""
    if order in kept.done:
        return kept
    return msgspec.structs.replace(kept, done=(*kept.done, order)[-REMEMBERED:])


def standing(kept: KeptOrders, lifted: Collection[str]) -> StandingOrders:
    """What is left to be seen and done, where proctors have lifted these pauses at this machine."""
    orders = kept.heard
    pause = orders.pause if orders.pause is not None and orders.pause.id not in lifted else None
    return StandingOrders(
        notices=tuple(one for one in reversed(orders.notices) if one.id not in kept.done),
        pause=pause,
        ended=kept.ended,
        export=orders.export if orders.export not in kept.done else "",
        starts=orders.starts,
        rehearsal=orders.rehearsal,
    )


def told(kept: KeptOrders) -> tuple[str, ...]:
    """The ids of what is done, of all that the site still sends."""
    orders = kept.heard
    single: tuple[Pause | Ended | Trouble | None, ...] = (orders.pause, orders.ended, orders.trouble)
    sent = [one.id for one in (*orders.notices, *single) if one is not None]
    return tuple(one for one in (*sent, orders.export) if one and one in kept.done)


def trouble_to_play(kept: KeptOrders, *, is_rehearsal: bool) -> Trouble | None:
    """The trouble that a rehearsal orders; no real exam has any, whatever the site sends. One of a kind that
    this client does not know is none: it is not told as done either.
    """
    trouble = kept.heard.trouble
    is_wanted = is_rehearsal and kept.heard.rehearsal
    is_new = trouble is not None and is_wanted and trouble.id not in kept.done
    return trouble if is_new and not is_unknown(trouble) else None


def is_unknown(trouble: Trouble | None) -> bool:
    """Whether a newer service orders a trouble for which this client has no word."""
    return trouble is not None and trouble.kind not in KINDS


def time_of(orders: StandingOrders, exam: Exam, now: int) -> tuple[Exam, int]:
    """The exam and the time by which it is decided whether it is over: it stands still in a pause, and it was
    over when the site ended it.
    """
    if orders.ended is not None:
        exam = msgspec.structs.replace(exam, end=min(exam.end, orders.ended.at))
    return exam, min(now, orders.pause.since) if orders.pause is not None else now


def lost_time(pause: Pause | None, starts: int, now: int) -> int:
    """The milliseconds that a pause has taken of an exam that starts then; the site's ends have moved by as
    much while it stands.
    """
    return max(0, now - max(pause.since, starts)) if pause is not None else 0


def _newest_last(notice: Notice) -> tuple[int, str]:
    return notice.at, notice.id
