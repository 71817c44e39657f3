"""What is ordered about the proctors of a sitting.

Rule: a proctor only asks. Nobody but a site admin approves the own wish; all of it is in the audit log.
"""

from typing import ClassVar

from sqlalchemy import Connection

from examserver.errors import CheckInError
from examserver.ids import new_id
from examserver.services.checkin.finding import said
from examserver.services.checkin.proctors import Window, window_at
from examserver.services.member_orders import require_member
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.rooms import require_room
from examserver.services.sittings.finding import require_sitting
from examserver.storage.duties import (
    Duty,
    DutyWish,
    WishState,
    add_wish,
    decide_wish,
    find_wish,
    set_duty_at,
)
from examserver.storage.sittings import exams_in
from examserver.storage.staff import Role, find_member


class ChangeDuty(StaffOrder, frozen=True, tag="change_duty"):
    """Let a proctor have a room at a sitting (`joins`), or not any more; or ask for it.

    `by` is who wants it: a name of the staff, or `""` at the console, which counts as a site admin.
    `override` says that a site admin wants it at once, whenever it is.
    """

    RECORDED: ClassVar = ("sitting", "room", "name", "joins", "override")

    sitting: str
    room: str
    name: str
    joins: bool
    reason: str = ""
    by: str = ""
    override: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it or note the wish; raises SittingError, RoomError, StaffError and CheckInError."""
        sitting = require_sitting(bench.connection, self.sitting)
        room = require_room(bench.connection, self.room).name
        member = require_member(bench.connection, self.name)
        if self.joins and member.role is not Role.PROCTOR:
            raise CheckInError(f"{member.name} is no proctor.", "Choose a proctor: the others see all rooms.")
        role = role_of(bench.connection, self.by)
        window = window_at(_starts(bench.connection, sitting.id), bench.now)
        duty = Duty(sitting.id, room, member.name)
        if self.reason:
            said(self.reason)
        if window is Window.CLOSED or self.override:
            self._require_override(role)
        is_asked = role is Role.PROCTOR or (window is Window.APPROVAL and not self.override)
        if not is_asked:
            set_duty_at(bench.connection, duty, joins=self.joins)
            return Outcome(("The proctors are changed.",))
        wish = DutyWish(
            new_id(),
            sitting.id,
            room,
            member.name,
            self.joins,
            WishState.WAITING,
            bench.now,
            self.by,
            said(self.reason),
        )
        add_wish(bench.connection, wish)
        return Outcome(("The change waits for an approval.",), content=wish.id.encode())

    def _require_override(self, role: Role) -> None:
        if role is not Role.SITE_ADMIN or not self.override:
            raise CheckInError(
                "In the last two hours before the start proctors are not changed any more.",
                "A site admin can do it all the same, with a reason.",
            )
        said(self.reason)


class DecideDuty(StaffOrder, frozen=True, tag="decide_duty"):
    """Approve a change of proctors, or refuse it."""

    RECORDED: ClassVar = ("wish", "allow")

    wish: str
    allow: bool
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises CheckInError."""
        connection, wish = bench.connection, find_wish(bench.connection, self.wish)
        if wish is None or wish.state is not WishState.WAITING:
            raise CheckInError("This change does not wait any more.", "Load the page again.")
        role = role_of(connection, self.by)
        if self.allow and role is not Role.SITE_ADMIN and wish.by == self.by:
            raise CheckInError(
                "Nobody approves what they have asked for.", "Ask another head proctor or a site admin."
            )
        starts = _starts(connection, wish.sitting)
        if self.allow and role is not Role.SITE_ADMIN and window_at(starts, bench.now) is Window.CLOSED:
            raise CheckInError(
                "In the last two hours before the start proctors are not changed any more.",
                "A site admin can do it all the same, with a reason.",
            )
        if self.allow and find_member(connection, wish.member) is not None:
            set_duty_at(connection, Duty(wish.sitting, wish.room, wish.member), joins=wish.joins)
        state = WishState.APPROVED if self.allow else WishState.REFUSED
        decide_wish(connection, wish.id, state, self.by, bench.now)
        return Outcome((f"The change is {state.value}.",))


DutyOrder = ChangeDuty | DecideDuty


def role_of(connection: Connection, name: str) -> Role:
    """The role of whoever orders something; the console is a site admin's."""
    member = find_member(connection, name) if name else None
    return member.role if member is not None else Role.SITE_ADMIN


def _starts(connection: Connection, sitting: str) -> int:
    return min((exam.starts for exam in exams_in(connection, sitting)), default=0)
