"""What the staff's orders make of a seat: that it is paused, and that its exam ends at another time."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.services.actions.given_back import NOTHING, GivenBack
from examserver.services.actions.times import InForce, given_beside, moved
from examserver.storage.exams import Exam
from examserver.storage.site_orders import Dealt, OrderKind, OrderRow, Scope, dealt_with, standing_orders

OF_TIMES = (OrderKind.PAUSE, OrderKind.CLOSE)
NOBODY = Dealt()


@dataclass(frozen=True, slots=True)
class Ordered:
    """The pauses and closings that stand at the site time `now` (milliseconds), and for whom no more."""

    now: int
    orders: tuple[OrderRow, ...] = ()
    dealt: Mapping[str, Dealt] | None = None
    given: GivenBack = NOTHING

    def own(self, exam: Exam, room: str, seat: str, attempt: str, candidate: str) -> tuple[Exam, bool]:
        """The exam of whoever sits there with its times as they are now, and whether it is paused there."""
        mine = self._for(exam, room, seat, attempt)
        if not mine:
            return exam, False
        standing = InForce(tuple(mine), self.given.spans(exam, candidate, attempt))
        return moved(exam, standing, self.now), standing.is_paused(exam)

    def closed(self, exam: Exam, room: str, seat: str, attempt: str) -> int:
        """The end of the exam of whoever sits there, or when the staff closed it before that."""
        mine = self._for(exam, room, seat, attempt)
        return min(
            (one.at for one in mine if one.kind is OrderKind.CLOSE and one.at < exam.ends), default=exam.ends
        )

    def _for(self, exam: Exam, room: str, seat: str, attempt: str) -> list[OrderRow]:
        if not self.orders:
            return []
        whom, dealt = Scope(exam.sitting, exam.id, room, seat, attempt), self.dealt or {}
        left = (
            dealt.get(one.id, NOBODY).leaves(one, attempt) for one in self.orders if one.scope.covers(whom)
        )
        return [one for one in left if one is not None]


def read_ordered(connection: Connection, now: int) -> Ordered:
    """What stands now."""
    orders = tuple(one for one in standing_orders(connection) if one.kind in OF_TIMES)
    if not orders:
        return Ordered(now)
    return Ordered(now, orders, dealt_with(connection), given_beside(connection, orders))
